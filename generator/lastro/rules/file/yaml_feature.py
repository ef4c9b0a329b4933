"""A record holds plain maps, lists and text, written out where they count.

Whoever reviews a change sees the lines that changed. With an anchor, an alias or a merge key, a
line far away changes what a verdict says, and the review shows nothing of it.

Refused are anchors, aliases, tags, merge keys, directives and second documents.
"""
