"""Words that two origins share to the letter rarely have two origins.

Readers are told how many origins agree. Two newsrooms that print one sentence of a dozen words in a
row copied it from each other or from a third, and counted apart one voice would confirm itself.

Looked at are the quotes of one claim, in one language, whose passages have different roots: 12
words in a row, whatever their case, typography and punctuation. A passage is shown beside the one
before it that it shares most with, not beside all. Two origins may quote one document rightly, a
law or a contract; a waiver then says so.
"""

import re
import unicodedata

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related, Severity
from lastro.evidence.origins import Origins
from lastro.model.claim import Claim, Evidence
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING
IN_A_ROW = 12
"""Words that two people hardly ever choose alike."""
_STEP = IN_A_ROW - 2
_WORD = re.compile(r"\w+(?:'\w+)*")
_Holders = dict[str, dict[str, int]]
"""For words in a row the first passage of each root, of two at most, in which they stand."""


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each quote that repeats one of another origin."""
    if not _may_repeat(claim):
        return
    origins = corpus.derive_once(Origins)
    # one walk: two holders of some words, of two roots, are enough for all to come
    known: _Holders = {}
    for index, item in enumerate(claim.evidence):
        root = origins.root(item)
        if item.quote is None or root is None:
            continue
        rows = _rows(item, corpus)
        if shared := _most_shared(rows, root, known):
            yield _finding(claim, index, *shared)
        for row in rows:
            holders = known.setdefault(row, {})
            if len(holders) < 2:  # noqa: PLR2004 - a pair
                holders.setdefault(root, index)


def _may_repeat(claim: Claim) -> bool:
    """Tell whether some words in a row stand in two quotes, which hardly ever do."""
    seen: set[tuple[str, ...]] = set()
    for item in claim.evidence:
        words = _words(item)
        if len(words) < IN_A_ROW:
            continue
        if seen and not seen.isdisjoint(zip(words, words[1:], words[2:], strict=False)):
            return True
        # however a dozen words lie, three of them begin at such a place
        seen.update(zip(words[::_STEP], words[1::_STEP], words[2::_STEP], strict=False))
    return False


def _words(item: Evidence) -> list[str]:
    exact = item.quote.exact if item.quote else ""
    return _WORD.findall(unicodedata.normalize("NFKC", exact).replace("’", "'").casefold())


def _rows(item: Evidence, corpus: Corpus) -> list[str]:
    """Return each dozen words in a row of a quote, marked with its language."""
    source = corpus.sources.get(item.source)
    language = item.lang or (source.lang if source else None) or "und"
    words = _words(item)
    marked = language.partition("-")[0]
    return [
        " ".join([marked, *words[at : at + IN_A_ROW]]) for at in range(len(words) - IN_A_ROW + 1)
    ]


def _most_shared(rows: list[str], root: str, known: _Holders) -> tuple[int, int] | None:
    """Return the passage of another root with the longest run of shared words, and how many."""
    longest: dict[int, int] = {}
    running: dict[int, int] = {}
    for row in rows:
        holders = [index for other, index in known.get(row, {}).items() if other != root]
        running = {index: running.get(index, IN_A_ROW - 1) + 1 for index in holders}
        for index, words in running.items():
            longest[index] = max(words, longest.get(index, 0))
    return max(longest.items(), key=lambda found: (found[1], -found[0]), default=None)


def _finding(claim: Claim, index: int, other: int, words: int) -> Finding:
    here, there = claim.evidence[index], claim.evidence[other]
    return Finding(
        route=("claims", claim.id, "evidence", index, "quote"),
        message=f"{in_quotes(there.id)} and {in_quotes(here.id)} share {words} words: one origin?",
        hint="give them one `origin`, or say in `derived_from` which re-tells which",
        related=(Related(("claims", claim.id, "evidence", other, "quote"), "the same words"),),
    )
