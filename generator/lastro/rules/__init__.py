"""What must hold, one rule a file, in families by what a rule looks at.

A contributor sees every problem in one run, each under the name of its rule. The file name is the
rule's name: `evidence/evidence_unknown_source.py` is `evidence-unknown-source`, and its page of
examples is `tests/rules/evidence/evidence-unknown-source.md`. Modules without `check` describe what loading
finds. A family knows no other. Checking never writes.

How to mend a fault is the rule's own too, so that fixer and checker cannot differ: a check puts
`edits` on its findings; a module without one has `fix`, which takes the text of a file and a
diagnostic in it and returns the edits, none where a person is needed.

What a check finds is an error, unless its module says another `SEVERITY`. Warnings and notes can be
waived and errors cannot, unless the module says otherwise in `WAIVABLE`.

The first parameter of a check says by its name what it looks at, one after the other: an `article`, a
`claim`, a `source`, any `record`, the `settings` of the site, any `subject` (a record or the settings),
the whole `corpus`, or a `change`, which there is only beside a base. By the names of further parameters
it asks for the `corpus`, the `settings`, `today`, every rule by name (`rules`), `files`, which returns for
a route the text and the tree of a record that may not be in the form of all, and `found`, the errors,
warnings and waived findings of all rules that do not ask for it (notes that an earlier run kept are not
among them). So a rule about waivers stays a pure function of what it is given.

What a check looks up is noted, and what it found stands until some of that changes (ADR 0026). A check
of a corpus walks through `corpus.facts.rows`, and names the columns that it reads.
"""
