"""Disk to corpus: find files, read and decode them, collect every problem, reuse what did not change.

A field is added in `model/`; its decoding follows from its type.
"""
