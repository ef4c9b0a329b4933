"""Why passages count as one, in a reader's words: where each origin's passages come from, and whose word it is.

Twenty passages look like twenty confirmations. A reader can judge our count only when the page says
which of them are one voice, along which chain, and why a voice belongs to a party.
"""

from collections.abc import Container, Iterable, Iterator
from itertools import groupby

from markupsafe import Markup

from lastro.render.words.phrases import join_markup, markup
from lastro.render.words.wording import Wording
from lastro.site.views import OpenView, Passage

SHORTEST_RANGE = 3


def origin_reasons(view: OpenView, wording: Wording) -> list[Markup]:
    """Return one paragraph an origin: its passages, why it is theirs, and who speaks through it."""
    cited = {passage.source.id for passage in view.passages}
    return [join_markup(" ", _sentences(group, cited, wording)) for group in view.by_root]


def _sentences(
    group: tuple[Passage, ...], cited: Container[str], wording: Wording
) -> Iterator[Markup]:
    numbers, origin = _numbers(group, wording), wording.origin(group[0].root)
    yield wording.t.count("origin_of", len(group), numbers=numbers, origin=origin)
    yield from _ways(group, wording)
    yield from _stakes_of_origin(group, cited, wording)
    yield from _stakes_of_records(group, wording)


def _ways(group: tuple[Passage, ...], wording: Wording) -> Iterator[Markup]:
    """Say each reason once; which passages it is about only where the origin has several."""
    alike: dict[tuple[str, tuple[str, ...]], list[Passage]] = {}
    for passage in group:
        alike.setdefault((passage.way.kind, passage.way.chain[1:]), []).append(passage)
    for (kind, told), passages in alike.items():
        words = _chain(told, passages[0].root, wording)
        how = wording.t.count(f"way_{kind}", len(passages), told=words)
        if len(alike) == 1:
            yield markup("{}.", how[:1].upper() + how[1:])
        else:
            yield wording.t("way_of", numbers=_numbers(passages, wording), how=how)


def _chain(told: tuple[str, ...], root: str, wording: Wording) -> Markup:
    """Name what was re-told, one after the other; the origin's own text was just named."""
    if told == (wording.site.origin_names[root].source,):
        return wording.t("told_origin")
    words = Markup()
    for source in reversed(told):
        link = wording.source_links([source])
        words = wording.t("told_on", source=link, told=words) if words else link
    return words


def _stakes_of_origin(
    group: tuple[Passage, ...], cited: Container[str], wording: Wording
) -> Iterator[Markup]:
    """Say who speaks through an origin; a source that the claim cites shows it first."""
    t = wording.t
    names: dict[tuple[str, ...], list[str]] = {}
    shared = [stake for passage in group for stake in passage.stakes if stake.kind == "origin"]
    for stake in dict.fromkeys(shared):
        names.setdefault(stake.sources, []).append(stake.name)
    for sources, spoken_for in names.items():
        shown = next((source for source in sources if source in cited), sources[0])
        link = wording.source_links([shown])
        publisher = wording.site.sources[shown].source.publisher
        if spoken_for == [publisher]:
            # else a party only printed what this origin says, and is not its voice
            if publisher in wording.site.origin_names[group[0].root].names:
                yield t("stake_itself", source=link)
        elif len(sources) == 1:
            yield t("stake_origin", source=link, names=t.join(spoken_for))
        else:
            more = len(sources) - 1
            yield t.count("stake_origin_more", more, source=link, names=t.join(spoken_for))


def _stakes_of_records(group: tuple[Passage, ...], wording: Wording) -> Iterator[Markup]:
    t = wording.t
    alike: dict[tuple[str, ...], list[Passage]] = {}
    for passage in group:
        names = tuple(stake.name for stake in passage.stakes if stake.kind == "record")
        if names:
            alike.setdefault(names, []).append(passage)
    for names, passages in alike.items():
        numbers = _numbers(passages, wording)
        yield t.count("stake_record", len(passages), numbers=numbers, names=t.join(names))


def _numbers(passages: Iterable[Passage], wording: Wording) -> str:
    numbers = sorted(passage.number for passage in passages)
    written: list[object] = []
    for _, numbered in groupby(enumerate(numbers), lambda entry: entry[1] - entry[0]):
        run = [number for _, number in numbered]
        written += [f"{run[0]}–{run[-1]}"] if len(run) >= SHORTEST_RANGE else run
    return wording.t.join(written)
