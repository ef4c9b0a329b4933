"""A site of one article, one claim and two sources, for tests of the command line and of reading.

Invented, without faults, on the scale of the repository's lastro.yml.
"""

from pathlib import Path

from tests.support.folders import ROOT

SETTINGS = (ROOT / "lastro.yml").read_text(encoding="utf-8").partition("\n# A picture for")[
    0
] + "\n"

ARTICLE_PATH = "claims/harbour/article.yml"
ARTICLE = """\
title: Quays close on Sundays
lang: en
publisher: The Tide
url: https://tide.example.org/quays
published: 2026-01-12
why:
  en: It was shared widely.
  pt-BR: Foi muito compartilhado.
statements:
  - claim: quays-closed
  - left_out: "the gulls were loud"
    because:
      en: Nobody relies on it.
      pt-BR: Ninguém depende disso.
"""

CLAIM_PATH = "claims/harbour/quays-closed.yml"
CLAIM = """\
claim:
  en: The quays are closed on Sundays.
  pt-BR: Os cais ficam fechados aos domingos.
claimant: {name: The Tide, kind: publication}
said:
  on: 2026-01-12
  words: "the quays close on Sundays"
  lang: en
  translation: {pt-BR: os cais fecham aos domingos}
nature: fact
topics: [harbour]
evidence:
  - source: harbour-bylaws
    stance: supports
    quote: "The quays shall be closed on Sundays."
    translation: {pt-BR: Os cais ficarão fechados aos domingos.}
    where: section 4
    speaks_of: 2026-01-01/..
  - source: port-blog
    stance: context
    quote: "Quiet again on Sunday."
    translation: {pt-BR: Tudo quieto de novo no domingo.}
reviews:
  - rating: supported
    holds: 2026-01-12/..
    decided: 2026-02-01
    by: [Ana Prado]
    short:
      en: The bylaws say so.
      pt-BR: O regulamento diz isso.
    because:
      en: Section 4 closes them [@harbour-bylaws], as a visitor saw [@port-blog].
      pt-BR: A seção 4 os fecha [@harbour-bylaws], como viu um visitante [@port-blog].
not_checked:
  en: Whether the gates are locked.
  pt-BR: Se os portões são trancados.
volatility: slow
"""

SOURCE_PATH = "sources/harbour-bylaws.yml"
SOURCE = """\
title: Harbour bylaws
publisher: Port of Example
published: 2025-12-01
lang: en
url: https://port.example.org/bylaws
kind: primary
type: law
origin: port-of-example
archived: ["https://web.archive.org/web/20260110000000/https://port.example.org/bylaws"]
read: {on: 2026-01-20, by: Ana Prado, as: original, extent: whole}
"""

OTHER_SOURCE_PATH = "sources/port-blog.yml"
OTHER_SOURCE = """\
title: A walk along the port
publisher: Port Blog
published: 2026-01
lang: en
url: https://blog.example.org/walk
kind: secondary
type: blog
origin: port-blog
archived: ["https://web.archive.org/web/20260110000000/https://blog.example.org/walk"]
read: {on: 2026-01-20, by: Ana Prado, as: original, extent: whole}
"""

FILES = {
    "lastro.yml": SETTINGS,
    ARTICLE_PATH: ARTICLE,
    CLAIM_PATH: CLAIM,
    SOURCE_PATH: SOURCE,
    OTHER_SOURCE_PATH: OTHER_SOURCE,
}

TODAY = "2026-03-01"
"""A day on which nothing of the site is overdue."""


def write_site(root: Path) -> Path:
    """Write the site below a folder."""
    return write_files(root, FILES)


def write_files(root: Path, files: dict[str, str] | dict[str, bytes]) -> Path:
    """Write files below a folder, by their paths."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root
