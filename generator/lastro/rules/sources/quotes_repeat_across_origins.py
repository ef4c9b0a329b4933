import re
import unicodedata

from lastro.evidence.origins import Origins
from lastro.model.claim import Evidence
from lastro.rules import Claim, Corpus, Finding, Findings, Related, Severity, in_quotes

SEVERITY = Severity.WARNING
IN_A_ROW = 12
"""Words that two people hardly ever choose alike."""
_STEP = IN_A_ROW - 2
_WORD = re.compile(r"\w+(?:'\w+)*")
_Holders = dict[str, dict[str, int]]
"""For words in a row the first passage of each root, of two at most, in which they stand."""


def check(claim: Claim, corpus: Corpus) -> Findings:
    origins = corpus.derive_once(Origins)
    # one walk: two holders of some words, of two roots, are enough for all to come
    known: _Holders = {}
    for index, item in enumerate(claim.evidence if _may_repeat(claim) else ()):
        root = origins.root(item)
        rows = _rows(item, corpus) if item.quote and root else []
        if root and (shared := _most_shared(rows, root, known)):
            other, words = shared
            both = f"{in_quotes(claim.evidence[other].id)} and {in_quotes(item.id)}"
            yield Finding(
                route=(*claim.at, "evidence", index, "quote"),
                message=f"{both} share {words} words: one origin?",
                hint="give them one `origin`, or say in `derived_from` which re-tells which",
                related=(Related((*claim.at, "evidence", other, "quote"), "the same words"),),
            )
        for holders in (known.setdefault(row, {}) for row in rows):
            if root and len(holders) < 2:  # noqa: PLR2004 - a pair
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
    source = corpus.sources.get(item.source)
    language = item.lang or (source.lang if source else None) or "und"
    words, tag = _words(item), language.partition("-")[0]
    starts = range(len(words) - IN_A_ROW + 1)
    return [" ".join([tag, *words[at : at + IN_A_ROW]]) for at in starts]


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
