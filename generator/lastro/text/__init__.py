"""Strings and nothing else: escaping, dates, numbers, identifiers, similarity, what is safe to show.

Knows no record. A new kind of output gets its own function in `escape`.
"""
