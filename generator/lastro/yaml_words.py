"""What a YAML parser's complaint means, in plain words, and what to do about it.

A contributor who has never heard of a scalar must be able to mend the line. Matched in order
against libyaml's own message; the first piece that occurs in it wins.
"""

WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon and a space start a new key here",
        "put the value in quotes",
    ),
    ("found duplicate anchor", "an anchor is no part of a record", "write the value out"),
    (
        "while scanning a quoted scalar",
        "a quote is opened here and never closed",
        "close it; a quote mark inside the text is doubled",
    ),
    (
        "found undefined alias",
        "an alias is no part of a record",
        "write the value out, or put the text in quotes",
    ),
    (
        "did not find expected alphabetic",
        "'*' and '&' have a meaning in YAML at the start of a value",
        "put the value in quotes",
    ),
    (
        "did not find expected key",
        "this line fits neither the map above nor a new one",
        "align it with the line it belongs to, or put the value above in quotes",
    ),
    (
        "did not find expected '-' indicator",
        "this line is no item of the list above",
        "start it with '- ', or align it with the key it belongs to",
    ),
    (
        "could not find expected ':'",
        "this line has no ': ' after its key",
        "write `key: value`, or indent it under the text above",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot start here",
        "put it on its own line under the key",
    ),
    (
        "did not find expected ',' or",
        "a bracket or brace is opened and not closed",
        "close it, or put the value in quotes",
    ),
    (
        "found character that cannot start any token",
        "this character cannot start a value",
        "put the value in quotes",
    ),
    (
        "found unknown escape character",
        "a backslash escapes nothing here",
        "use single quotes, or write two backslashes",
    ),
)
"""A piece of libyaml's message, what it means, what to do."""
