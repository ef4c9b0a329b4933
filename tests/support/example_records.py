"""The examples of tests/rules/*/*.md: documentation and test in one.

A fence says `yaml fires <line:column>-<line:column>` or `yaml silent`. It holds one or more files,
each introduced by a comment with its path, which is its line 1. What fires stands in the first of
them. The files are partial: the keys that a record needs are put below the example's own lines, so
that its places stay; an article and the well-known sources of Aldera are put beside them.

A lock is JSON, which knows no comments: its first line is not written, and its lines are counted
from the one below it.

A path that begins with `base: ` is a file as it was published: the example is then checked against a
base that holds these files, completed in the same way, and no other records of their kind.

After the place may stand `also <rule>, <rule>` (others that fire as well), `saved as <encoding>`
and `without article.yml`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lastro.editing.formatter import format_record
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.source import Source
from lastro.model.values import why_not_id
from lastro.places import Span
from lastro.syntax.tree import Refused, parse, plain
from tests.support.builders import ARTICLE, CLAIM, SETTINGS, SOURCE, review, source_at
from tests.support.folders import TESTS

FOLDER = TESTS / "rules"
BASE = "base: "

_FENCE = re.compile(r"^```yaml (?P<says>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SAYS = re.compile(
    r"(?:fires (?P<span>\d+:\d+-\d+:\d+)|silent)"
    r"(?: also (?P<also>[a-z, -]+?))?"
    r"(?: saved as (?P<encoding>[a-z0-9-]+))?"
    r"(?P<bare> without article\.yml)?"
)
_FILE = re.compile(
    r"^# ((?:base: )?(?:(?:claims|docs|sources)/\S+|lastro\.yml|(?:evidence|translations)\.lock))$",
    re.MULTILINE,
)
_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)
_INSTEAD = {
    "volatility": {"review_by", "opened"},
    "reviews": {"opened"},
    "not_checked": {"opened"},
    "url": {"doi", "isbn"},
}
"""Keys that are left out when another one stands there."""


def _news(publisher: str, origin: str) -> dict[str, object]:
    return {
        **SOURCE,
        "title": f"{publisher} on the quays",
        "publisher": publisher,
        "published": "2025-03-05",
        "url": f"https://{origin}.example.org/quays",
        "kind": "secondary",
        "type": "news",
        "origin": origin,
    }


WELL_KNOWN: dict[str, dict[str, object]] = {
    "harbour-log": SOURCE,
    "gazette-on-quays": _news("Aldera Gazette", "aldera-gazette"),
    "post-on-quays": _news("Lighthouse Post", "lighthouse-post"),
    "company-notice": {
        **_news("Quay Company", "quay-company"),
        "kind": "primary",
        "type": "press-release",
        "parties": ["Quay Company"],
    },
}
"""Sources that examples may cite without showing them."""


@dataclass(frozen=True)
class Example:
    """One fence: what it says, the files that it holds, and those of its base, if it has one."""

    rule: str
    line: int
    fires: Span | None
    files: Mapping[str, str]
    also: frozenset[str] = field(default_factory=frozenset)
    encoding: str = "utf-8"
    bare: bool = False
    base: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    """The first file; the first of `files` when left out."""

    @property
    def path(self) -> str:
        """Where the finding is expected."""
        return self.first or next(iter(self.files))

    def __str__(self) -> str:
        return f"{self.rule}.md:{self.line}"


def examples() -> list[Example]:
    """Read the examples of every page, sorted by rule."""
    return [
        example
        for page in sorted(FOLDER.glob("*/*.md"), key=lambda page: page.name)
        for example in _on(page)
    ]


def write(example: Example, root: Path) -> None:
    """Write an example to a folder as a whole site."""
    for folder in ("claims", "sources"):
        (root / folder).mkdir(parents=True)
    files = _beside(example) | {name: _completed(example, name) for name in example.files}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(
            text.encode(example.encoding if name == example.path else "utf-8")
        )


def write_base(example: Example, root: Path) -> None:
    """Write the base of an example to a folder as a whole site."""
    write(replace(example, files=example.base, base=example.files), root)


def _on(page: Path) -> list[Example]:
    text = page.read_text(encoding="utf-8")
    return [
        _example(page.stem, text.count("\n", 0, fence.start()) + 1, fence["says"], fence["body"])
        for fence in _FENCE.finditer(text)
    ]


def _example(rule: str, line: int, says: str, body: str) -> Example:
    read = _SAYS.fullmatch(says)
    starts = [match.start() for match in _FILE.finditer(body)]
    if read is None or starts[:1] != [0]:
        raise ValueError(f"{rule}.md:{line}: no example: 'yaml {says}'")
    parts = [body[a:b] for a, b in zip(starts, [*starts[1:], len(body)], strict=True)]
    named = {part.partition("\n")[0].removeprefix("# "): part for part in parts}
    return Example(
        rule=rule,
        line=line,
        fires=_span(read["span"]) if read["span"] else None,
        first=next(iter(named)).removeprefix(BASE),
        files={name: part for name, part in named.items() if not name.startswith(BASE)},
        base={n.removeprefix(BASE): part for n, part in named.items() if n.startswith(BASE)},
        also=frozenset((read["also"] or "").split(", ")) - {""},
        encoding=read["encoding"] or "utf-8",
        bare=bool(read["bare"]),
    )


def _span(text: str) -> Span:
    line, column, end_line, end_column = map(int, re.split("[:-]", text))
    return Span(line, column, end_line, end_column)


def _beside(example: Example) -> dict[str, str]:
    """Return the files that an example leaves out: lastro.yml, articles, well-known sources."""
    shown = "\n".join([*example.files.values(), *example.base.values()])
    files = {"lastro.yml": json.dumps(SETTINGS) + "\n"}
    for name, source in WELL_KNOWN.items():
        cited_by_default = name == "harbour-log"
        if cited_by_default or re.search(rf"(?<![a-z0-9-]){name}(?![a-z0-9-])", shown):
            files[f"sources/{name}.yml"] = _in_form(source, Source)
    for folder in () if example.bare else _folders(example):
        files[f"claims/{folder}/article.yml"] = _in_form(_article(example, folder), Article)
    return files


def _in_form(record: Mapping[str, object], model: type[Record]) -> str:
    return format_record(json.dumps(record) + "\n", model)


def _folders(example: Example) -> list[str]:
    found = [
        n.split("/")[1] for n in [*example.files, *example.base] if re.match("claims/[^/]+/", n)
    ]
    return list(dict.fromkeys(found))


def _article(example: Example, folder: str) -> dict[str, object]:
    paths = [Path(name) for name in example.files if name.startswith(f"claims/{folder}/")]
    named = [p.stem for p in paths if p.suffix == ".yml" and p.name != "article.yml"]
    claims = [name for name in named if why_not_id(name) is None]
    because = {"en": "An opinion.", "pt-BR": "Uma opinião."}
    left_out: list[dict[str, object]] = [{"left_out": "Nobody asked us", "because": because}]
    return {**ARTICLE, "statements": [{"claim": claim} for claim in claims] or left_out}


def _completed(example: Example, name: str) -> str:
    """Put the keys that a record needs below the lines of the example."""
    shown = example.files[name]
    if name.endswith(".lock"):
        return shown.partition("\n")[2]
    if not name.endswith(".yml"):
        return shown
    standing = set(_KEY.findall(shown))
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in _default(example, name).items()
        if key not in standing and standing.isdisjoint(_INSTEAD.get(key, ()))
    ]
    return shown + "".join(lines)


def _default(example: Example, name: str) -> Mapping[str, object]:
    if name == "lastro.yml":
        return SETTINGS
    if name.startswith("sources/"):
        return WELL_KNOWN.get(Path(name).stem) or source_at(Path(name).stem)
    if name.endswith("/article.yml"):
        return _article(example, name.split("/")[1])
    cites = f"[@{_first_passage(example.files[name])}]"
    because = {"en": f"It says so {cites}.", "pt-BR": f"Ela diz isso {cites}."}
    return {**CLAIM, "reviews": [review(because=because)]}


def _first_passage(shown: str) -> str:
    """Return the id that the default reasoning has to cite."""
    try:
        evidence = dict(plain(parse(shown)) or {}).get("evidence", [])  # type: ignore[call-overload]
        return str(evidence[0].get("id") or evidence[0]["source"])
    except (Refused, IndexError, KeyError, AttributeError, TypeError):
        return "harbour-log"
