"""A merge must be finished before its record is published.

Between the marker lines of git stand two versions of one verdict, and nobody has decided which one
readers get.

Looked for are lines that start with seven or more of `<`, `|` or `>`; a line of `=` alone is no
fault, as it may underline a heading. They are found before the file is parsed, so that nothing else
is reported. In a lock keep no side: the hint names the command that keeps the entries of both.
"""
