"""What a new record may repeat: claims in nearly the same words, one work at two addresses.

Two records of one claim split what readers find, and two of one work let it count twice. Nothing here
decides: whoever writes is shown what is there, the nearest first, unfinished records too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from rapidfuzz import fuzz

from lastro.model.values import fold_name
from lastro.places import RecordPath
from lastro.syntax.tree import Fields, Items, Node, Scalar, is_mark
from lastro.text.identifiers import copy_at
from lastro.text.similarity import likeness, profile_sentence

Trees = Mapping[RecordPath, tuple[str, Fields]]
"""For each record its path and its located tree."""
NEAR = 0.8
"""From here on, 1 being the same words, a text is shown as one that says the same."""
NEAR_TITLE = 0.92
"""Titles of one series differ by a number only, so they must be nearer."""
LONG_ENOUGH = 15
"""Characters below which a text looks like too many others."""
MOST = 3
_TRACKER = re.compile(r"utm_\w+|\w*clid|mc_[ce]id|ref_src|igsh(?:id)?", re.IGNORECASE)
_DOI = re.compile(r"(?:dx\.)?doi\.org/(10\..+)")


class SimilarRecord(Struct, frozen=True):
    """A record that may be the same: its id and file, how near it is (1 is the same), and in what."""

    id: str
    path: str
    nearness: float
    what: str


def claims_like(texts: Iterable[str], trees: Trees) -> tuple[SimilarRecord, ...]:
    wanted = [text for text in texts if text.strip()]
    found = []
    for at, (path, tree) in trees.items():
        if at[0] != "claims":
            continue
        said = list(_said(tree))
        nearness = max((_near(a, b, lang) for a in wanted for b, lang in said), default=0.0)
        if nearness >= NEAR:
            found.append(SimilarRecord(str(at[1]), path, nearness, "words"))
    return _nearest(found)


def works_like(
    kind: str, addresses: Iterable[str], title: str, trees: Trees
) -> tuple[SimilarRecord, ...]:
    """Find sources or articles at one of some addresses, DOIs or ISBNs, or of nearly this title."""
    wanted = {work_at(address) for address in addresses if address} - {""}
    named, found = fold_name(title), []
    for at, (path, tree) in trees.items():
        if at[0] != kind:
            continue
        known = [*_texts(tree, "url"), *_texts(tree, "doi"), *_texts(tree, "isbn")]
        known += [*_texts(tree, "archived"), *_texts(tree, "read", "reprint")]
        if wanted & {work_at(address) for address in known}:
            found.append(SimilarRecord(str(at[1]), path, 1.0, "address"))
            continue
        titles = [fold_name(text) for text in _texts(tree, "title") if len(text) >= LONG_ENOUGH]
        nearness = max((fuzz.ratio(named, other) / 100 for other in titles), default=0.0)
        if len(named) >= LONG_ENOUGH and nearness >= NEAR_TITLE:
            found.append(SimilarRecord(str(at[1]), path, nearness, "title"))
    return _nearest(found)


def work_at(address: str) -> str:
    """Reduce an address, a DOI or an ISBN to what names the work behind it.

    Scheme, `www.`, a final slash, a fragment, trackers, and an archive around the address name no
    other work; `https://doi.org/10.1/x` and `10.1/x` name one. Empty for an empty text.
    """
    copy = copy_at(address)
    parts = urlsplit(copy.url if copy else address)
    if not parts.netloc:
        bare = address.strip().removeprefix("doi:").strip().casefold()
        is_isbn = bare[:1].isdigit() and "/" not in bare
        return re.sub("[- ]", "", bare) if is_isbn else bare
    host = re.sub(r"^(?:www|m|amp)\.", "", (parts.hostname or "").casefold())
    place = f"{host}{unquote(parts.path).rstrip('/')}"
    if doi := _DOI.fullmatch(place):
        return doi[1].casefold()
    asked = (pair for pair in parts.query.split("&") if pair)
    pairs = sorted(pair for pair in asked if not _TRACKER.fullmatch(pair.split("=")[0]))
    return f"{place}?{'&'.join(pairs)}" if pairs else place


def _said(tree: Fields) -> Iterator[tuple[str, str]]:
    """Yield what a claim says, in our words and in its own, each with its language."""
    ours = tree.nodes.get("claim", (None, None))[1]
    if isinstance(ours, Fields):
        for language in ours.nodes:
            yield from ((text, language) for text in _texts(tree, "claim", language))
    else:
        yield from ((text, "") for text in _texts(tree, "claim"))
    spoken = next(_texts(tree, "said", "lang"), "")
    for key in ("words", "also"):
        yield from ((text, spoken) for text in _texts(tree, "said", key))


def _near(one: str, other: str, language: str) -> float:
    """Compare texts in any order of words, or one as part of the other; 0 where numbers or names differ."""
    first, second = fold_name(one), fold_name(other)
    nearness: float = fuzz.token_sort_ratio(first, second)
    if min(len(first), len(second)) >= LONG_ENOUGH:
        nearness = max(nearness, fuzz.partial_ratio(first, second) * 0.95)
    if nearness < NEAR * 100:
        return 0.0
    profiles = profile_sentence(one, language), profile_sentence(other, language)
    return nearness / 100 if likeness(*profiles) else 0.0


def _nearest(found: Iterable[SimilarRecord]) -> tuple[SimilarRecord, ...]:
    return tuple(sorted(found, key=lambda alike: (-alike.nearness, alike.id))[:MOST])


def _texts(tree: Fields, *keys: str) -> Iterator[str]:
    """Yield the texts at a route, in every language and of every item; marks are none."""
    node: Node = tree
    for key in keys:
        if not isinstance(node, Fields) or key not in node.nodes:
            return
        node = node.nodes[key][1]
    inner = node.nodes if isinstance(node, Items) else [node]
    if isinstance(node, Fields):
        inner = [value for _, value in node.nodes.values()]
    yield from (n.text for n in inner if isinstance(n, Scalar) and n.text and not is_mark(n))
