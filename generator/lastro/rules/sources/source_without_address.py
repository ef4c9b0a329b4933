"""A source can be found by whoever wants to read it.

A title alone sends readers to search, and they may end at another edition than the one we quote.

One of `url`, `doi` or `isbn` is enough.
"""
