"""What people do to a site between two builds, and what happens to the files that a build leaves."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from lastro.system.output import read_tree
from tests.support.remembered_site import Remembered, run_in

CLAIMS = "claims/*/[!a]*.yml"
"""No file of a claim of the invented town starts with an a."""
SOURCES = "sources/*.yml"
ALL = "[cs]*s/**/*.yml"
WORDS = re.compile(r"^( +(?:en|pt-BR|what|note|reason): \"?[^\n&|>{]+?)(\"?)$", re.MULTILINE)
NAMED = re.compile(r"^((?:  name|publisher|title|topics|origin): .*?)([\]\"']?)$", re.MULTILINE)
CORRECTION = """\
  - on: 2026-11-{day:02}
    what: {{en: "Word {n} was wrong.", pt-BR: "A palavra {n} estava errada."}}
"""


def _replace_one(site: Remembered, path: Path, pattern: re.Pattern[str], new: str) -> None:
    text = path.read_text(encoding="utf-8")
    places = [*pattern.finditer(text)]
    if places:
        found = site.draw.choice(places)
        path.write_text(text[: found.start()] + found.expand(new) + text[found.end() :])


def change_words(site: Remembered) -> None:
    """Change the words of a text."""
    _replace_one(site, site.pick("claims/**/*.yml"), WORDS, rf"\1 more {site.draw.randrange(9)}\2")


def change_name(site: Remembered) -> None:
    """Change a title, a name or a topic: other pages show it too."""
    _replace_one(site, site.pick(ALL), NAMED, r"\1x\2")


def change_day(site: Remembered) -> None:
    """Change the day on which something was published, read or decided."""
    days = re.compile(r"(decided|on|published): (20\d\d-\d\d)-\d\d\b")
    paths = [path for path in site.records(ALL) if days.search(path.read_text())]
    path = site.draw.choice(paths)
    _replace_one(site, path, days, rf"\1: \2-1{site.draw.randrange(10)}")


def turn_stance(site: Remembered) -> None:
    """Let evidence speak for the other side."""
    path = site.pick(CLAIMS)
    stances = ["supports", "refutes", "context"]
    pattern = re.compile("stance: (supports|refutes|context)")
    _replace_one(site, path, pattern, f"stance: {site.draw.choice(stances)}")


def add_source(site: Remembered) -> None:
    """Add a source and let a claim name it."""
    site.added += 1
    text = site.pick(SOURCES).read_text()
    text = re.sub(r"^(url: \"?\S+?)(\"?)$", rf"\g<1>{site.added}\g<2>", text, flags=re.MULTILINE)
    text = re.sub(r"^(former_ids|archived):.*(\n  .*)*\n", "", text, flags=re.MULTILINE)
    (site.root / "sources" / f"new-{site.added}.yml").write_text(text)
    claim = site.pick(CLAIMS)
    entry = f'evidence:\n  - source: new-{site.added}\n    stance: context\n    quote: "Seen."\n'
    claim.write_text(claim.read_text().replace("evidence:\n", entry, 1))


def add_claim(site: Remembered) -> None:
    """Add a claim to the list of an article."""
    site.added += 1
    old = site.pick(CLAIMS)
    text = re.sub(r"^former_ids:.*\n", "", old.read_text(), flags=re.MULTILINE)
    text = re.sub(r"^(  (?:en|pt-BR): \"?)", rf"\g<1>Once {site.added}. ", text, flags=re.MULTILINE)
    old.with_name(f"new-claim-{site.added}.yml").write_text(text)
    article = old.with_name("article.yml")
    if not article.exists():
        return
    line = f"statements:\n  - claim: new-claim-{site.added}\n"
    article.write_text(article.read_text().replace("statements:\n", line, 1))


def remove(site: Remembered) -> None:
    """Remove a record, and what names it where that is one entry."""
    path = site.pick(ALL)
    path.unlink()
    for other in site.records(ALL):
        text = other.read_text()
        less = re.sub(rf"^  - claim: {path.stem}\n(    .*\n)*", "", text, flags=re.MULTILINE)
        less = re.sub(rf"^  - source: {path.stem}\n(    .*\n)*", "", less, flags=re.MULTILINE)
        if less != text:
            other.write_text(less)


def rename(site: Remembered) -> None:
    """Rename a claim, a source or an article; where another edit left that impossible, nothing changes."""
    site.added += 1
    pattern = site.draw.choice([CLAIMS, SOURCES, "claims/*/article.yml"])
    path = site.pick(pattern)
    kind = "article" if path.name == "article.yml" else path.relative_to(site.root).parts[0][:-1]
    old = path.parent.name if kind == "article" else path.stem
    before = read_records(site)
    arguments = ("rename", kind, old, f"moved-{site.added}", "--today", str(site.today))
    if not run_in(site.root, *arguments, may_refuse=True):
        assert read_records(site) == before


def read_records(site: Remembered) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in site.records(ALL)}


def withdraw(site: Remembered) -> None:
    """Withdraw a claim or a source."""
    path = site.pick(site.draw.choice([CLAIMS, SOURCES]))
    if "withdrawn:" in path.read_text():
        return
    kind = path.relative_to(site.root).parts[0][:-1]
    reason = ("--reason", "It was wrong.", "--reason-in", "pt-BR=Estava errado.")
    run_in(site.root, "withdraw", kind, path.stem, *reason, "--today", str(site.today))


def correct(site: Remembered) -> None:
    """Add a correction to a claim."""
    site.added += 1
    path = site.pick(CLAIMS)
    text = path.read_text()
    entry = CORRECTION.format(day=site.draw.randrange(1, 24), n=site.added)
    has_some = "\ncorrections:\n" in text
    path.write_text(
        text.replace("\ncorrections:\n", f"\ncorrections:\n{entry}", 1)
        if has_some
        else f"{text}corrections:\n{entry}"
    )


VERDICT = re.compile(
    r"^(?:reviews|not_checked|would_change|volatility|review_by):.*\n(?: .*\n|\n(?=[ \n]))*",
    re.MULTILINE,
)
REVIEWED = """\
reviews:
  - rating: unverified
    holds: 2026-09-20/..
    decided: 2026-11-12
    by: [Ines Duarte]
    short: {en: Nobody knows., pt-BR: Ninguém sabe.}
    because: {en: "It is context only [@SOURCE].", pt-BR: "É só contexto [@SOURCE]."}
not_checked: {en: The bridge., pt-BR: A ponte.}
would_change: {en: A look at it., pt-BR: Uma vistoria.}
volatility: slow
"""


def open_or_review(site: Remembered) -> None:
    """Give an open claim a verdict, or take the verdict of another claim away."""
    open_or_review_at(site.pick(CLAIMS))


def open_or_review_at(path: Path) -> None:
    """Do so in one file; an open claim whose evidence was removed gets no verdict: it could cite nothing."""
    text = VERDICT.sub("", path.read_text())
    cited = re.search(r"^  - source: (\S+)", text, re.MULTILINE)
    if "\nopened: " not in text:
        path.write_text(f"{text}opened: 2026-11-02\n")
    elif cited:
        path.write_text(re.sub(r"\nopened: .*", "", text) + REVIEWED.replace("SOURCE", cited[1]))


def change_settings(site: Remembered) -> None:
    """Change a label of the scale or the name of the publisher."""
    path = site.root / "lastro.yml"
    pattern = re.compile(r"(label: \{en: [^,\n]+|name: \"Aldera Check & co)")
    _replace_one(site, path, pattern, r"\1 x")


def change_engine(site: Remembered) -> None:
    """Change what stands at the foot of pages, or the address of the site."""
    path = site.root / "mkdocs.yml"
    pattern = re.compile(r"^(copyright: .*|site_url: https://[^/\n]*/.*)$", re.MULTILINE)
    _replace_one(site, path, pattern, r"\1a")
    path.write_text(re.sub("(?m)^(site_url: .*[^/])$", r"\1/", path.read_text()))


def change_docs(site: Remembered) -> None:
    """Change a hand-written page, add one, or remove an added one."""
    site.added += 1
    way = site.draw.randrange(3)
    if way == 0:
        page = site.pick("docs/*/*.md")
        page.write_text(f"{page.read_text()}\nMore {site.added}: <!-- lastro: scale -->\n")
        return
    claim = site.pick(CLAIMS).stem
    for language in ("en", "pt-BR"):
        new = site.root / "docs" / language / "extra.md"
        if way == 1:
            new.write_text(f"# Extra {site.added}\n\nSee [that](claims/{claim}.md).\n")
        else:
            new.unlink(missing_ok=True)


def change_lock(site: Remembered) -> None:
    """Lose a line of a lock, or change what an entry of it says."""
    path = site.pick("*.lock")
    lines = path.read_text().splitlines()
    index = site.draw.randrange(1, len(lines) - 2)
    if site.draw.random() < 0.5:
        del lines[index]
    else:
        lines[index] = re.sub(
            r"[0-9a-f]{64}|\"characters\": \d+",
            lambda found: found[0].replace(found[0][-1], "1"),
            lines[index],
            count=1,
        )
    path.write_text("\n".join(lines) + "\n")


def restore(site: Remembered) -> None:
    """Touch a record without changing it."""
    path = site.pick(ALL)
    path.write_bytes(path.read_bytes())


def other_day(site: Remembered) -> None:
    """Let days pass."""
    site.today += timedelta(days=site.draw.choice([1, 1, 40, -30]))


def hurt_site(site: Remembered) -> None:
    """Delete or damage a published file."""
    folder = site.root / "build" / "site"
    for name in site.draw.sample(sorted(read_tree(folder)), 2) if folder.exists() else ():
        _hurt(site, folder / name)


def hurt_state(site: Remembered) -> None:
    """Delete or damage what is remembered."""
    folder = site.root / "build" / "state"
    for path in sorted(folder.glob("*")):
        if site.draw.random() < 0.6:
            _hurt(site, path)
    if site.draw.random() < 0.2:
        shutil.rmtree(folder, ignore_errors=True)


def _hurt(site: Remembered, path: Path) -> None:
    if site.draw.random() < 0.5:
        path.unlink()
    else:
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] + b"?")


EDITS: list[Callable[[Remembered], None]] = [
    change_words,
    change_name,
    change_day,
    turn_stance,
    add_source,
    add_claim,
    remove,
    rename,
    withdraw,
    correct,
    open_or_review,
    change_settings,
    change_engine,
    change_docs,
    change_lock,
    restore,
    other_day,
    hurt_site,
    hurt_state,
]
