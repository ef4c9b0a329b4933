"""From bytes to words: which encoding, which kind of document, which of its words.

All but `charset` and `media` run in the child process that `lastro.capture.extract` starts, since
what they read is anybody's.
"""
