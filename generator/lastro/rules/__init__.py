"""What must hold, one rule a file, in families by what a rule looks at. A check never writes.

A contributor sees every problem in one run, each under the name of its rule. The words of a rule stand in
`<family>/<rule>.md`, its check in `<family>/<rule>.py`, its examples in `tests/rules/`; what loading finds
has words alone. A check puts `edits` on its findings, or its module has `fix(text, diagnostic)`. A finding
is an error unless the module says another `SEVERITY`; errors cannot be waived unless it says `WAIVABLE`.

The first parameter of a check says what it looks at: an `article`, `claim`, `source`, any `record`, the
`settings`, any `subject` (a record or the settings), the whole `corpus`, or a `change` against a base. By
further ones it asks for `corpus`, `settings`, `today`, `rules` by name, `files` (text and tree of a route)
and `found`, what all rules found that do not ask for it. What a check looks up is noted, and what it found
stands until some of that changes (ADR 0026); of a corpus it walks through `corpus.facts.rows`.

What most rules speak of is imported from here, in one line.
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
