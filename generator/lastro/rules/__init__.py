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

A check says by its scope what its findings may depend on: one `record` and lastro.yml; what a record's
links `reach`; the facts of all records, `corpus`. So a run can look at some records again and keep
what was found about the others (ADR 0017): checks walk through `corpus.claims_checked()` and its
like, and look up what these name. A module about all records names in `LOOKS_AT` the fields of
`Facts` that it depends on, unless it asks for `found`. A check that takes the corpus and says
nothing else has the scope `reach`, one that takes a record alone `record`.

A check takes a corpus and, by the name of a parameter, what else it asks for: `today`, the day it
is; `rules`, every rule by name; `files`, which returns for a route the text and the tree of a record that
may not be in the form of all; `found`, the errors, warnings and waived findings of all rules that do not ask for it (notes that an
earlier run kept are not among them). So a rule about waivers stays a pure function of what it is
given. A rule whose scope is `change` takes a `Change` instead, and runs only where there is a base.
"""
