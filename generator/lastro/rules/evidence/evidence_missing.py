"""A claim comes with evidence.

Without any passage there is nothing that a reader could judge for herself: the verdict would be a
mere opinion.

Whether the evidence is enough for the rating is the matter of `rating-not-permitted`.
"""
