"""A record holds one thing, at a size that a person can review.

What nobody can read through in a pull request, nobody has checked: a single odd line hides well in
a megabyte. A small file can also unfold into a large one, by nesting.

The limits are 256 KiB a file, 8 levels of maps and lists, and 5,000 values.
"""
