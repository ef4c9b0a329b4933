"""How fast quotes are checked: 10,000 of them against 5,000 captures of 20 kB, in one run.

Compared with the plain loop that one would write first: for each quote, read its capture, normalise
both and look. Both must find every quote, or this stops. The cost of reading the records is not in
it. Prints a table, or one JSON document with --json.
"""

import hashlib
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from lastro.capture.extract import Part
from lastro.capture.store.capture import Capture
from lastro.capture.store.store import INDEX, TEXT, CaptureStore
from lastro.capture.verify import read_seen, verify, write_seen
from lastro.corpus.corpus import Corpus
from lastro.evidence.proofs import quotes_of
from lastro.evidence.quotes import find
from lastro.model.claim import Claim
from lastro.system.gc_pause import pause_gc
from lastro.text.comparable import NORMALIZATION, normalise
from tests.support.builders import article, claim, corpus, passage, review, source

AT = datetime(2026, 11, 24, tzinfo=UTC)
SEED = 4
QUOTE_WORDS = 16
TYPOGRAPHIC = 0.02
"""Quotes have so many words, and so many of their words typographic marks, in the first article."""
TOLD = {
    "plain": "plain loop",
    "bare": "lastro verify, without an index of the store",
    "first": "lastro verify, first run after captures",
    "again": "lastro verify, nothing changed",
}
WORDS = "a o que não capacidade Azure até 2030 de infraestrutura, acordo por cento pesquisa"
MARKED = "\u201cexclusiva\u201d \u2014o OpenAI\u2019s 2025\u20132030"


def text_of(number: int, size: int) -> list[str]:
    """Invent the words of one page, about so many characters long; no two pages share a line."""
    rng = random.Random(SEED * 1_000_003 + number)  # noqa: S311 - not for secrets
    words = []
    length = 0
    while length < size:
        kinds = MARKED if rng.random() < TYPOGRAPHIC else WORDS
        words.append(f"{rng.choice(kinds.split())}{rng.randrange(10_000)}")
        length += len(words[-1]) + 1
    return words


def build(folder: Path, captures: int, quotes: int, size: int) -> tuple[Corpus, CaptureStore]:
    """Write captures, raw texts beside them for the plain loop, and records that quote them."""
    store = CaptureStore(folder / "captures")
    (folder / "raw").mkdir()
    sources, claims, article_id = [], [], "harbour-times"
    each = -(-quotes // captures)
    for number in range(captures):
        name = f"page-{number}"
        words = text_of(number, size)
        raw = "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
        (folder / "raw" / name).write_text(raw, encoding="utf-8")
        keep(store, f"source:{name}", normalise(raw))
        sources.append(source(id=name, origin=name))
        starts = [7 + 97 * n % (len(words) - QUOTE_WORDS - 7) for n in range(each)]
        cited = [
            passage(name, id=f"{name}-{n}", quote=" ".join(words[at : at + QUOTE_WORDS]))
            for n, at in enumerate(starts)
        ]
        because = {"en": f"See [@{name}-0].", "pt-BR": f"Veja [@{name}-0]."}
        one = claim(id=f"claim-{number}", article=article_id, evidence=cited,
                    reviews=[review(because=because)])  # fmt: skip
        claims.append(one)
    listed = article(statements=[{"claim": c.id} for c in claims])
    return corpus(listed, *claims, *sources), store


def keep(store: CaptureStore, of: str, text: str) -> None:
    """Put a capture into a store without the syncs that a real one pays once."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    capture = Capture(
        of=of, url="https://page.example.org/", final_url="https://page.example.org/",
        retrieved=AT, via="http", status=200, media_type="text/html", charset="utf-8",
        bytes_sha256=digest, text_sha256=digest, size=len(text.encode()), characters=len(text),
        truncated=False, parts=(Part("main", 0),), extractor="bench", normalization=NORMALIZATION,
    )  # fmt: skip
    place = store.path(capture, TEXT)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode())
    store.path(capture, ".json").write_bytes(capture.written)


def plain(records: Corpus, folder: Path) -> int:
    """Check each quote by itself, as one would write it first; return how many stand."""
    found = 0
    for one in records.claims.values():
        found += plain_claim(one, folder)
    return found


def plain_claim(one: Claim, folder: Path) -> int:
    """Read, normalise and look, anew for each pair."""
    found = 0
    for item in one.evidence:
        text = normalise((folder / "raw" / item.source).read_text(encoding="utf-8"))
        if item.quote and find(item.quote, text):
            found += 1
    return found


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Return the seconds of work, of this process, and what it found; all without collecting."""
    with pause_gc():
        start = time.process_time()
        found = work()
        return time.process_time() - start, found


@click.command()
@click.option("--captures", default=5_000, show_default=True)
@click.option("--quotes", default=10_000, show_default=True)
@click.option("--size", default=20_000, show_default=True, help="Characters of a capture.")
@click.option("--rounds", default=3, show_default=True, help="Paired runs; medians are shown.")
@click.option("--json", "shape_json", is_flag=True, help="Print one JSON document.")
def main(captures: int, quotes: int, size: int, rounds: int, *, shape_json: bool) -> None:
    """Measure lastro's check of quotes against a plain loop, in one run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records, store = build(folder, captures, quotes, size)
        total = sum(q.source != "article:harbour-times" for q in quotes_of(records))
        rows = [one_round(records, store, folder, total) for _ in range(rounds)]
    medians = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
    ratios = {key: medians["plain"] / medians[key] for key in ("bare", "first", "again")}
    if shape_json:
        click.echo(json.dumps({"quotes": total, "captures": captures, "seconds": medians,
                               "times_faster": ratios}, sort_keys=True))  # fmt: skip
        return
    click.echo(f"{total:,} quotes, {captures:,} captures of {size:,} characters, CPU seconds")
    for key, told in TOLD.items():
        times = f"{ratios[key]:6.1f} x" if key in ratios else ""
        click.echo(f"  {told:46} {medians[key]:8.2f}  {times}")


def one_round(records: Corpus, store: CaptureStore, folder: Path, total: int) -> dict[str, float]:
    """Run all three once, on the same files, and mind that each finds every quote."""

    def checked(*, again: bool) -> int:
        seen = read_seen(folder / "captures") if again else {}
        result = verify(records, store, seen)
        if not again:
            write_seen(folder / "captures", result.seen)
        return sum(c.here and c.state == "verified" for c in result.checked)

    (folder / "captures" / INDEX).unlink(missing_ok=True)
    runs = {
        "plain": timed(lambda: plain(records, folder)),
        "bare": timed(lambda: checked(again=False)),
        "first": timed(lambda: checked(again=False)),
        "again": timed(lambda: checked(again=True)),
    }
    for key, (_, found) in runs.items():
        if found != total:
            raise SystemExit(f"{key} found {found} of {total} quotes")
    return {key: seconds for key, (seconds, _) in runs.items()}


if __name__ == "__main__":
    main()
