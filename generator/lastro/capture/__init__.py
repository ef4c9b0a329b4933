"""Capture: the bytes and the text of a source as they stood at one moment, kept in private.

A quote is only worth what can be shown of the page it was taken from. Captures hold others' words,
so they stay on the editor's machine; what is published of them are hashes and offsets in
evidence.lock.
"""
