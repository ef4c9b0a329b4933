"""All records of a site and what follows from them: facts, links, back-links, neighbourhoods.

A new back-link is a table of `corpus.corpus`.
"""
