"""What pages show, as values: views, facets, the public log, what is due.

Knows no page and no template.
"""
