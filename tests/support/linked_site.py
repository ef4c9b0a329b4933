"""The little site with every kind of link, in every style of YAML, both locks and captures.

What a rename has to follow: a source cited twice, re-told, named by an event and a reply, credited
by an article; a claim that others relate to. All of it without faults.
"""

from pathlib import Path

from lastro.capture.store.store import CaptureStore
from lastro.commands import main
from tests.support.little_docs import DOCS
from tests.support.little_site import ARTICLE, FILES, write_files
from tests.support.little_store import keep

GATES_PATH = "claims/harbour/gates-locked.yml"
GATES = """\
# About the gates, not the quays.
claim:
  en: The gates of the harbour are locked on Sundays.
  pt-BR: Os portões do porto ficam trancados aos domingos.
claimant: {name: The Tide, kind: publication}
said:
  on: 2026-01-12
  words: "its gates are locked"
  lang: en
  translation: {pt-BR: seus portões ficam trancados}
nature: fact
topics: [harbour]
evidence:
  - source: 'harbour-bylaws'  # the by-laws
    stance: supports
    quote: "The gates shall be locked on Sundays."
    translation: {pt-BR: Os portões ficarão trancados aos domingos.}
    where: section 5
    speaks_of: 2026-01-01/..
    note: {en: The last one., pt-BR: A última.}
  - {source: "harbour-bylaws", stance: context, quote: "The fine is 40 crowns.",
     translation: {pt-BR: A multa é de 40 coroas.}, where: section 9, id: fine}
reviews:
  - rating: supported
    holds: 2026-01-12/..
    decided: 2026-02-01
    by: [Ana Prado]
    short:
      en: The bylaws say so.
      pt-BR: O regulamento diz isso.
    because:
      en: >-
        Section 5 locks them [@harbour-bylaws, p. 5], at a
        fine [@fine]; again [@harbour-bylaws].
      pt-BR: "A seção 5 os tranca [@harbour-bylaws, p. 5], sob multa [@fine]; de novo [@harbour-bylaws]."
events:
  - on: 2026-01-15
    what: {en: The port locked them., pt-BR: O porto os trancou.}
    sources: [port-blog, harbour-bylaws]
not_checked:
  en: Whether each gate has a lock.
  pt-BR: Se cada portão tem fechadura.
reply: {asked: 2026-01-20, on: 2026-01-21, words: "They are.", lang: en, source: port-blog}
related:
  - claim: quays-closed
    as: see-also
volatility: slow
"""

DIGEST_PATH = "sources/bylaws-digest.yml"
DIGEST = """\
title: Digest of the bylaws
publisher: Port Blog
published: 2026-01
lang: en
url: https://blog.example.org/digest
kind: secondary
type: blog
origin: port-of-example
derived_from:
- harbour-bylaws
archived: ["https://web.archive.org/web/20260110000000/https://blog.example.org/digest"]
read: unread
"""

TODAY = "2026-11-25"
"""A day after the captures, on which nothing of the site is overdue."""

LINKED = {
    **FILES,
    "claims/harbour/article.yml": ARTICLE.replace(
        "published: 2026-01-12\n", "published: 2026-01-12\ncredited_to: port-blog\n"
    ).replace("  - left_out", "  - claim: gates-locked\n  - left_out"),
    GATES_PATH: GATES,
    DIGEST_PATH: DIGEST,
}

BYLAWS_TEXT = (
    "The quays shall be closed on Sundays. The gates shall be locked on Sundays. "
    "The fine is 40 crowns."
)
TIDE_TEXT = "the quays close on Sundays, and its gates are locked; the gulls were loud"


def write_linked(root: Path) -> Path:
    """Write the site below a folder, with captures of the source and of the article."""
    write_files(
        root, LINKED | {path: text for path, text in DOCS.items() if path.startswith("docs/")}
    )
    store = CaptureStore(root / ".captures")
    keep(store, "source:harbour-bylaws", BYLAWS_TEXT)
    keep(store, "source:harbour-bylaws", f"{BYLAWS_TEXT} It is in force.", seconds=5)
    keep(store, "article:harbour", TIDE_TEXT, url="https://tide.example.org/quays")
    return root


def lock_all() -> None:
    """Write both locks of the site in this folder, as the commands do."""
    for arguments in (
        ("verify", "--update", "--today", TODAY),
        ("fmt", "--accept-translation", "pt-BR"),
    ):
        try:
            main(arguments)
        except SystemExit as ended:
            assert ended.code == 0, arguments  # noqa: PT017 - a command ends with its exit


def files_of(root: Path) -> dict[str, bytes]:
    """Read every file of a site but what the build and the cache of the store leave."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not is_derived(path.relative_to(root).as_posix())
    }


def is_derived(name: str) -> bool:
    """Tell whether a path is none that people own."""
    return name.startswith("build/") or (name.startswith(".captures/") and name.count("/") == 1)
