"""Copied paragraphs under two origins are pointed at; a shared phrase is not."""

from lastro.corpus.corpus import Corpus
from lastro.evidence.origins import LONG_RUN, SharedRun, find_shared_runs, longest_run
from tests.support.builders import article, claim, corpus, passage, review, source

COPIED = [f"palavra{n}" for n in range(LONG_RUN)]


def text(*words: str, before: str = "Ontem disse", after: str = "segundo fontes.") -> str:
    return f"{before} {' '.join(words)} {after}"


def test_a_run_is_found_whatever_stands_around_it_and_however_it_is_typeset() -> None:
    other = text(*COPIED, before="Hoje repetiu:", after="e calou.").upper().replace(" ", ",\n")
    assert longest_run(text(*COPIED), other) == tuple(COPIED)


def test_the_longest_of_several_runs_is_told() -> None:
    longer = [f"outra{n}" for n in range(LONG_RUN + 3)]
    first = text(*COPIED) + text(*longer)
    assert longest_run(
        first, text(*longer, before="x", after="z") + text(*COPIED, before="y", after="w")
    ) == tuple(longer)


def test_one_word_less_is_no_run() -> None:
    assert longest_run(text(*COPIED[:-1]), text(*COPIED[:-1], before="a", after="b")) == ()
    assert longest_run("", text(*COPIED)) == ()


def test_one_changed_word_in_the_middle_breaks_a_run() -> None:
    changed = [*COPIED[:12], "x", *COPIED[13:]]
    assert longest_run(text(*COPIED), text(*changed)) == ()


def _corpus(**second: object) -> Corpus:
    one, two = source(id="one", origin="alpha"), source(id="two", **{"origin": "beta", **second})
    because = {"en": "[@one]", "pt-BR": "[@one]"}
    cited = claim(evidence=[passage("one"), passage("two")], reviews=[review(because=because)])
    return corpus(article(), cited, one, two)


def test_sources_of_two_origins_that_share_a_run_are_a_pair() -> None:
    texts = {"one": text(*COPIED), "two": text(*COPIED, before="Hoje", after="e calou.")}
    found = list(find_shared_runs(_corpus(), texts))
    assert found == [
        SharedRun("quays-are-closed", ("one", "two"), ("alpha", "beta"), tuple(COPIED))
    ]


def test_sources_of_one_origin_may_say_the_same() -> None:
    texts = {"one": text(*COPIED), "two": text(*COPIED)}
    assert list(find_shared_runs(_corpus(origin="alpha"), texts)) == []


def test_a_source_without_a_capture_is_no_half_of_a_pair() -> None:
    assert list(find_shared_runs(_corpus(), {"one": text(*COPIED)})) == []
