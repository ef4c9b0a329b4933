"""A rename changes a name and nothing else: whatever the records, all that follows from them stays."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lastro.checks.runner import run
from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import accept, stale
from lastro.editing.dry_run import IdChange
from lastro.editing.edit import with_items
from lastro.editing.rename import RenamePlan, plan_rename
from lastro.evidence.judge import judgements
from lastro.evidence.proofs import QuoteChecks, quotes_of
from lastro.loading.load import load
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import CaptureProof, EvidenceLock, Proof
from lastro.places import RecordPath
from tests.support.builders import ARTICLE, CLAIM, SETTINGS, SOURCE, passage, review
from tests.support.little_site import write_files
from tests.support.mendable import mendable

TODAY = date(2025, 4, 1)
SOURCES = ("one", "two", "three-four")
CLAIMS = ("first", "second")
SOURCE_ID = st.sampled_from(SOURCES)
NAMED = st.sampled_from(["", "p", "q", "two"])
STYLES: Mapping[str, Callable[[object], str]] = {
    "flow": lambda record: json.dumps(record, ensure_ascii=False),
    "block": lambda record: yaml.safe_dump(record, allow_unicode=True, sort_keys=False),
    "folded": lambda record: yaml.safe_dump(record, allow_unicode=True, width=40),
    "crlf": lambda record: yaml.safe_dump(record, sort_keys=False).replace("\n", "\r\n"),
}
CAPTURE = CaptureProof(
    url="https://port.example.org/log",
    retrieved="2025-03-20T10:00:00Z",
    media_type="text/html",
    via="http",
    bytes="0" * 64,
    text="1" * 64,
    characters=900,
)


@st.composite
def a_source(draw: st.DrawFn, name: str) -> dict[str, object]:
    others = [*(other for other in SOURCES if other != name), "nowhere"]
    told = draw(st.lists(st.sampled_from(others), unique=True, max_size=2))
    kind = draw(st.sampled_from(["primary", "secondary"]))
    former = draw(st.sampled_from([[], [f"old-{name}"]]))
    over = {"origin": draw(SOURCE_ID), "kind": kind, "url": f"https://{name}.example.org/"}
    return {**SOURCE, **over, "derived_from": told, "former_ids": former}


@st.composite
def a_claim(draw: st.DrawFn, name: str) -> dict[str, object]:
    cited = draw(st.lists(st.tuples(SOURCE_ID, NAMED), min_size=1, max_size=4))
    evidence: list[dict[str, object]] = []
    for number, (of, named) in enumerate(cited):
        written = draw(st.sampled_from([of, of, f"old-{of}"]))
        stance = draw(st.sampled_from(["supports", "refutes", "context"]))
        own = {"id": named} if named else {}
        if (named or written) in [item.get("id", item["source"]) for item in evidence]:
            continue
        evidence.append(
            passage(
                written, stance, quote=f"Words {number} of {of}.", speaks_of="2025-03-03/..", **own
            )
        )
    ids = [str(item.get("id", item["source"])) for item in evidence]
    words = " ".join(f"[@{one}], then [@{one}, p. {n}]." for n, one in enumerate(ids))
    event = {
        "on": "2025-03-05",
        "what": "It changed.",
        "sources": draw(st.lists(SOURCE_ID, min_size=1)),
    }
    other = next(c for c in CLAIMS if c != name)
    return {
        **CLAIM,
        "claim": {"en": f"The {name} quay is closed.", "pt-BR": f"O cais {name} fecha."},
        "evidence": evidence,
        "reviews": [review(because={"en": f"So {words}", "pt-BR": f"Assim {words}"})],
        "events": [event],
        "reply": {"on": "2025-03-09", "words": "Yes.", "lang": "en", "source": draw(SOURCE_ID)},
        "related": draw(st.sampled_from([[], [{"claim": other, "as": "see-also"}]])),
    }


@st.composite
def sites(draw: st.DrawFn) -> dict[str, str]:
    style = STYLES[draw(st.sampled_from(sorted(STYLES)))]
    article = {**ARTICLE, "statements": [{"claim": name} for name in CLAIMS]}
    credited = draw(st.sampled_from([{}, {"credited_to": "one"}, {"credited_to": "One"}]))
    records: dict[str, Mapping[str, object]] = {
        "claims/times/article.yml": {**article, **credited},
        **{f"claims/times/{name}.yml": draw(a_claim(name)) for name in CLAIMS},
        **{f"sources/{name}.yml": draw(a_source(name)) for name in SOURCES},
    }
    return {"lastro.yml": json.dumps(SETTINGS), **{p: style(r) for p, r in records.items()}}


RECORDS = [
    ("articles", "times"),
    *(("claims", c) for c in CLAIMS),
    *(("sources", s) for s in SOURCES),
]


def locked(corpus: Corpus, number: int) -> Corpus:
    """Return a corpus in which most quotes were checked, and one of them is about other words."""
    proofs = {}
    for count, quoted in enumerate(quotes_of(corpus)):
        if count % 4 != number % 4:
            quote = "2" * 64 if count == number else quoted.hash
            proofs[quoted.key] = Proof(quote, quoted.source, CAPTURE, "verified", 1, 5, 7)
    translations = accept(corpus, "pt-BR", lambda _: True)
    for key in list(translations)[number % 5 :: 5]:
        translations[key] = {"pt-BR": "3" * 64}
    return Corpus(
        corpus.settings,
        corpus.articles,
        corpus.claims,
        corpus.sources,
        retired_links=corpus.retired_links,
        translations=translations,
        evidence_lock=EvidenceLock(proofs),
    )


def rename(loaded: Workspace, corpus: Corpus, change: IdChange) -> RenamePlan:
    model = type(corpus.records[change.kind, change.old])

    def read(at: RecordPath) -> str:
        return (loaded.root / loaded.path_of(at)).read_bytes().decode()

    def own(text: str) -> str:
        return with_items(text, model, "former_ids", [change.old])

    return plan_rename(loaded, corpus, change, read, own)


def derived(corpus: Corpus, change: IdChange | None = None) -> dict[str, Any]:
    """Return what follows from records and locks, each thing by its place as it is afterwards."""

    def here(at: RecordPath) -> RecordPath:
        return change.route_now(at) if change else at

    return {
        "judgements": {
            (here(("claims", claim)), judgement.review.holds.first): (
                judgement.status,
                judgement.permitted,
            )
            for claim, of in judgements(corpus).items()
            for judgement in of
        },
        "quotes": {here(check.quoted.route): check.state for check in QuoteChecks(corpus).values()},
        "stale": sorted(
            str((here(found.route), tag))
            for record in corpus.records.values()
            for found, tag in stale(record, corpus)
        ),
        "coverage": {
            here(("articles", article)): [here(("claims", c)) for c in claims]
            for article, claims in corpus.claims_of.items()
        },
    }


# shrinking would read a whole site for each of thousands of tries
@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(sites(), st.sampled_from(RECORDS), st.integers(0, 8))
def test_all_that_follows_from_the_records_is_the_same_up_to_the_id(
    files: dict[str, str], at: tuple[str, str], number: int
) -> None:
    with TemporaryDirectory() as folder:
        loaded = load(write_files(Path(folder), {p: t.encode() for p, t in files.items()}))
        assert loaded.corpus is not None
        assert loaded.unread == 0, loaded.diagnostics
        corpus = loaded.corpus = locked(loaded.corpus, number)
        change = IdChange(at[0], at[1], f"the-new-{at[1]}")
        done = rename(loaded, corpus, change)
    after = done.after.corpus
    assert after is not None
    assert derived(after) == derived(corpus, change)
    hashes = Counter(proof.quote for proof in corpus.proofs.values())
    assert Counter(proof.quote for proof in after.proofs.values()) == hashes
    for one in done.records:
        assert len(one.after.splitlines()) - len(one.before.splitlines()) in range(4)
    assert rules_of(done.after) == rules_of(loaded)


def rules_of(loaded: Workspace) -> Counter[str]:
    """Count what the check finds; links by retired ids are mended on the way."""
    found = Counter(one.rule for one in mendable(run(loaded, TODAY)))
    del found["link-to-former-id"]
    return found
