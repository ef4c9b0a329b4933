"""Site to pages: `words` says it, `pages` lays it out, the templates hold the HTML.

A new kind of page is one module of `pages` and a template; a new locale is `locales/<tag>.yml`.
"""
