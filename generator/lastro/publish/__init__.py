"""Pages to the tree that is published: MkDocs, frames, stamps, links, search, sitemap.

Knows no record.
"""
