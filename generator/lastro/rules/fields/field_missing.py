"""A record says all that its page must answer.

A verdict without its day, its author or what was not checked cannot be weighed by a reader. What
nobody knows is written as `unknown` where the field allows it.

An empty value and an empty list count as missing; so does `reprint` where `read` says
`as: reprint`. A claim without evidence is `evidence-missing`.
"""
