"""The record types: articles, claims, sources and lastro.yml.

A new field is one line and the sentence under it, which is its text in editor, schema and handbook.
"""
