"""MkDocs: what it reads, how it is run, and what it makes.

The only room that knows MkDocs; another engine would stand beside it.
"""
