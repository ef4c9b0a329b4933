"""A lock holds what our commands wrote into it, and nothing else.

It vouches for what a reader cannot see herself: that a translation still says what its original
says. An entry that was typed, moved or merged by hand vouches for nothing.

Looked at is translations.lock: JSON, keys sorted, one entry a line, hashes of 64 hexadecimal
digits. It is refused at the first line that differs from what `lastro fmt --accept-translation`
would write, and counts as empty until it is mended. That a hash is right is not known here.
"""
