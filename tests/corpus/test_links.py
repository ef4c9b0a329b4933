"""A link by a retired id is read as one by the current id, and nothing else changes."""

from collections.abc import Mapping

import pytest

from lastro.corpus.facts import RetiredLink
from lastro.corpus.links import links_of, with_current_ids
from lastro.diagnostics.finding import Severity
from lastro.model.article import Article
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.rules.registry import rules
from lastro.site.derive import derive
from lastro.text.dates import whole_day
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.rule_findings import findings

TODAY = whole_day("2025-04-01")
ORIGINAL = {"words": "Fechado.", "lang": "pt-BR", "source": "l"}


def _links(record: Article | Claim | Source) -> Mapping[RecordPath, tuple[str, str]]:
    return {link.route: (link.kind, link.target) for link in links_of(record)}


def test_every_field_that_names_a_record_is_a_link() -> None:
    linking = claim(
        evidence=[passage("a"), passage("b", id="b-again")],
        events=[{"on": "2025-03-03", "what": "They closed.", "sources": ["c", "d"]}],
        reply={"source": "e"},
        related=[{"claim": "f", "as": "see-also"}],
        said={"on": "unknown", "words": "Shut.", "lang": "en", "original": ORIGINAL},
        withdrawn={"on": "2025-03-20", "reason": "Never said.", "see": "g"},
    )
    assert _links(linking) == {
        ("evidence", 0, "source"): ("sources", "a"),
        ("evidence", 1, "source"): ("sources", "b"),
        ("events", 0, "sources", 0): ("sources", "c"),
        ("events", 0, "sources", 1): ("sources", "d"),
        ("reply", "source"): ("sources", "e"),
        ("said", "original", "source"): ("sources", "l"),
        ("related", 0, "claim"): ("claims", "f"),
        ("withdrawn", "see"): ("claims", "g"),
    }
    withdrawn = {"on": "2025-03-20", "reason": "Made up.", "see": "h"}
    assert _links(source(derived_from=["i"], withdrawn=withdrawn)) == {
        ("derived_from", 0): ("sources", "i"),
        ("withdrawn", "see"): ("sources", "h"),
    }
    listing = [{"claim": "j"}, {"left_out": "No", "because": "An opinion."}, {"claim": "k"}]
    assert _links(article(statements=listing, withdrawn=withdrawn)) == {
        ("statements", 0, "claim"): ("claims", "j"),
        ("statements", 2, "claim"): ("claims", "k"),
        ("withdrawn", "see"): ("articles", "h"),
    }


def test_every_link_by_a_retired_id_is_turned_and_noted() -> None:
    renamed = source(id="new", former_ids=["older", "old"])
    linking = claim(
        id="now",
        former_ids=["then"],
        evidence=[passage("old"), passage("new", id="second", quote="More.")],
        events=[{"on": "2025-03-03", "what": "They closed.", "sources": ["new", "older"]}],
        reply={"source": "old"},
        reviews=[review(because="It says so [@old].")],
    )
    other = claim(id="other", related=[{"claim": "then", "as": "see-also"}])
    listing = article(statements=[{"claim": "then"}, {"claim": "other"}])
    read = corpus(listing, linking, other, renamed, source())
    assert _links(read.claims["now"]) == {
        ("evidence", 0, "source"): ("sources", "new"),
        ("evidence", 1, "source"): ("sources", "new"),
        ("events", 0, "sources", 0): ("sources", "new"),
        ("events", 0, "sources", 1): ("sources", "new"),
        ("reply", "source"): ("sources", "new"),
    }
    assert [item.id for item in read.claims["now"].evidence] == ["old", "second"]
    assert [s.claim for s in read.articles["harbour-times"].statements] == ["now", "other"]
    assert [r.claim for r in read.claims["other"].related] == ["now"]
    held = {
        "old": ("sources", "new", "former_ids", 1),
        "older": ("sources", "new", "former_ids", 0),
    }
    then = ("claims", "now", "former_ids", 0)
    now = ("claims", "now")
    assert set(read.retired_links) == {
        RetiredLink(("articles", "harbour-times", "statements", 0, "claim"), "then", "now", then),
        RetiredLink((*now, "evidence", 0, "source"), "old", "new", held["old"]),
        RetiredLink((*now, "events", 0, "sources", 1), "older", "new", held["older"]),
        RetiredLink((*now, "reply", "source"), "old", "new", held["old"]),
        RetiredLink(("claims", "other", "related", 0, "claim"), "then", "now", then),
    }


def test_a_corpus_without_such_links_stays_the_same_object() -> None:
    untouched = corpus(article(), claim(former_ids=["then"]), source(former_ids=["old"]))
    assert untouched.retired_links == ()
    assert with_current_ids(untouched) is untouched


def test_a_retired_id_of_another_kind_leads_nowhere() -> None:
    told = source(id="told", derived_from=["then"])
    read = corpus(claim(former_ids=["then"]), told, source())
    assert read.retired_links == ()
    assert [f.route for f in findings(rules()["link-unknown"], read, TODAY)] == [
        ("sources", "told", "derived_from", 0)
    ]


@pytest.mark.parametrize("readable", [True, False])
def test_an_id_in_use_is_never_taken_for_a_retired_one(readable: bool) -> None:  # noqa: FBT001 - a column
    told = source(id="told", derived_from=["old"])
    holder = source(id="holder", former_ids=["old"])
    in_use = [source(id="old")] if readable else []
    unreadable = frozenset[RecordPath]() if readable else frozenset({("sources", "old")})
    read = corpus(told, holder, *in_use, unreadable=unreadable)
    assert read.sources["told"].derived_from == ("old",)
    assert read.retired_links == ()


def test_of_two_holders_of_a_retired_id_the_first_is_meant() -> None:
    holders = [source(id=name, former_ids=["old"]) for name in ("b", "a")]
    read = corpus(source(id="told", derived_from=["old"]), *holders)
    assert read.sources["told"].derived_from == ("a",)


def test_a_rating_is_weighed_whatever_id_its_evidence_uses() -> None:
    """To cite a renamed source must be no way around the rules on ratings."""
    report = source(id="report", kind="secondary", former_ids=["old-report"])
    cited = claim(
        evidence=[passage("old-report", translation={"pt-BR": "Palavras do relato."})],
        reviews=[review("supported", because=dict.fromkeys(("en", "pt-BR"), "[@old-report]"))],
    )
    read = corpus(article(), cited, report)
    found = {
        name
        for name, rule in rules().items()
        if rule.check and rule.severity is not Severity.NOTE and [*findings(rule, read, TODAY)]
    }
    assert found == {"link-to-former-id", "rating-not-permitted"}


def test_a_claim_whose_evidence_uses_a_retired_id_has_its_page() -> None:
    renamed = source(id="port-log", former_ids=["harbour-log"])
    site = derive(corpus(article(), claim(), renamed), TODAY)
    assert site.left_out == ()
    (passage_shown,) = site.claims["quays-are-closed"].passages
    assert (passage_shown.item.id, passage_shown.source.id) == ("harbour-log", "port-log")
