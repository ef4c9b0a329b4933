"""SARIF 2.1.0, for hosts and editors that collect what all tools found.

Forks cannot upload it, so it is never the only form. Columns count code points. A finding is known
again by its rule and its route in the record, whatever lines come in above it. Waivers are
suppressions with their reason. Source: OASIS, Static Analysis Results Interchange Format (SARIF)
Version 2.1.0; hosts take no more than 25,000 results.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from lastro import __version__
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Report
from lastro.places import START, Place
from lastro.reporters.document import document
from lastro.reporters.text import elsewhere
from lastro.rules.registry import rules
from lastro.text.messages import sentence

FOR_MACHINES = True
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "lastro/v1"
MOST = 20_000
"""Results that are written, errors first; how many more there are is a notification."""

_WEIGHTS = list(Severity)
_LINKED = re.compile(r"\[(?=[^\[\]]*\]\()")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def report(report: Report) -> str:
    """Write one log of one run; results stand in the order of every report."""
    ranked = sorted(report.diagnostics, key=lambda found: _WEIGHTS.index(found.severity))
    shown = sorted(ranked[:MOST], key=lambda found: found.key)
    names = sorted({found.rule for found in shown})
    more = len(ranked) - len(shown)
    told = f"{more} more results are left out: run `lastro check --format json`" if more else ""
    texts = filter(None, (told, elsewhere(report)))
    notices = [{"level": "warning", "message": _message(text)} for text in texts]
    driver = {"name": "Lastro", "version": __version__, "rules": list(map(_rule, names))}
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notices}],
        "columnKind": "unicodeCodePoints",
        "results": list(_results(shown, names)),
    }
    return document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> Mapping[str, object]:
    rule = rules().get(name)
    if rule is None:
        return {"id": name}
    text = {"text": _plain(rule.text)}
    return {
        "id": name,
        "shortDescription": _message(rule.text.partition("\n")[0]),
        "fullDescription": text,
        "help": text,
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _results(shown: Sequence[Diagnostic], names: Sequence[str]) -> Iterator[Mapping[str, object]]:
    indexes = {name: index for index, name in enumerate(names)}
    seen: Counter[tuple[object, ...]] = Counter()
    for found in shown:
        known_by = (found.rule, *(found.place.route or (found.place.path,)))
        named = "\0".join(map(str, (*known_by, seen[known_by]))).encode(errors="replace")
        kept = {"kind": "inSource", "status": "accepted", "justification": sentence(found.waived)}
        yield {
            "ruleId": found.rule,
            "ruleIndex": indexes[found.rule],
            "level": str(found.severity),
            "message": _message("\n".join(t for t in (found.message, found.hint) if t)),
            "partialFingerprints": {FINGERPRINT: hashlib.sha256(named).hexdigest()},
            "locations": [_point_at(found.place)],
            "relatedLocations": [
                {"id": number, "message": _message(related.message), **_point_at(related.place)}
                for number, related in enumerate(found.related)
            ],
            "suppressions": [kept] if found.waived else [],
        }
        seen[known_by] += 1


def _point_at(place: Place) -> Mapping[str, object]:
    span, artifact = place.span, {"uri": quote(place.path, errors="replace")}
    region = {"startLine": span.line}
    if span != START:
        end = {} if span.end_line == span.line else {"endLine": span.end_line}
        region |= {"startColumn": span.column, **end, "endColumn": span.end_column}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _message(text: str) -> Mapping[str, str]:
    return {"text": _plain("\n".join(sentence(line) for line in text.split("\n")))}


def _plain(text: str) -> str:
    """Keep a viewer from reading a link or a placeholder into a text (sections 3.11.5, 3.11.6)."""
    return _PLACEHOLDER.sub(r"{{\1}}", _LINKED.sub(r"\\[", text))
