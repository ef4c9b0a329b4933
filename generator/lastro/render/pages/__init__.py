"""The kinds of pages, one a module, each with its template.

A new kind of page is one module here and one template.
"""
