"""What must hold, one rule a file, in families by what a rule looks at.

A contributor sees every problem in one run, each under the name of its rule. The words that readers
see of it stand in `evidence/evidence-unknown-source.md`, its check beside them in
`evidence/evidence_unknown_source.py`, and its examples in `tests/rules/evidence/evidence-unknown-source.md`.
What loading finds, and nobody mends but a person, has words alone. A family knows no other. Checking
never writes.

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

Most rules speak of the same few things: these are imported from here, in one line; what does not fit
into it comes from its home.
"""

from lastro.corpus.corpus import Corpus as Corpus
from lastro.diagnostics.finding import Append as Append
from lastro.diagnostics.finding import Finding as Finding
from lastro.diagnostics.finding import Findings as Findings
from lastro.diagnostics.finding import Related as Related
from lastro.diagnostics.finding import Rewrite as Rewrite
from lastro.diagnostics.finding import Severity as Severity
from lastro.diagnostics.finding import below as below
from lastro.diagnostics.fixes import TextEdit as TextEdit
from lastro.diagnostics.report import Diagnostic as Diagnostic
from lastro.model.article import Article as Article
from lastro.model.base import Kept as Kept
from lastro.model.claim import Claim as Claim
from lastro.model.claim import Review as Review
from lastro.model.reader_text import find_fillers as find_fillers
from lastro.model.settings import Settings as Settings
from lastro.model.source import Source as Source
from lastro.model.values import fold_name as fold_name
from lastro.places import RecordPath as RecordPath
from lastro.text.messages import clean as clean
from lastro.text.messages import did_you_mean as did_you_mean
from lastro.text.messages import in_quotes as in_quotes
from lastro.text.messages import nearest as nearest
from lastro.text.messages import suggestion_in as suggestion_in
