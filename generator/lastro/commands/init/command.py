"""`lastro init`: from an empty folder to a site that passes the check, without a clone of ours."""

import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
import yaml
from langcodes import tag_is_valid

from lastro.artifacts import Artifact
from lastro.commands.init.files import (
    INVENTED,
    LICENCES,
    SCALES,
    SPOKEN,
    Answers,
    example,
    own_words,
    site_files,
)
from lastro.commands.shared.console import some_of, tell, write
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import sound_corpus
from lastro.diagnostics.report import count_of
from lastro.errors import LastroError
from lastro.loading.load import load
from lastro.model.kinds import SETTINGS
from lastro.reporters.document import lastro_document
from lastro.system.atomic import write_kept
from lastro.text import escape
from lastro.text.identifiers import catalogues
from lastro.text.messages import in_quotes

MOST_NAMED = 20
_QUESTIONS = Path(__file__).with_name("questions.yml")
_CHOICES: Mapping[str, Iterable[str]] = {"scale": SCALES, "licence": LICENCES}


@click.command("init")
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path), default=".", metavar="[DIR]"
)
@click.option("--name", metavar="NAME")
@click.option("--url", metavar="URL")
@click.option("--language", "languages", multiple=True, metavar="TAG")
@click.option("--scale", type=click.Choice(SCALES))
@click.option("--license", "licence", type=click.Choice([*LICENCES]))
@click.option("--repository", metavar="URL")
@click.option("--contact", metavar="MAIL")
@flag("--yes")
@flag("--example-off")
@flag("--json", "shape_json")
@today_option
def command(
    *, folder: Path, yes: bool, example_off: bool, shape_json: bool, today: date, **given: Any
) -> None:
    if example_off:
        _remove_example(folder, shape_json=shape_json)
        return
    if (folder / SETTINGS).exists():
        files = [*_missing_files(folder, today)]
        tags: tuple[str, ...] = ()
    else:
        answers = _ask(folder, given, asks=not yes and sys.stdin.isatty())
        files, tags = [*site_files(answers, today)], answers.languages
    there = [file.path for file in files if (folder / file.path).exists()]
    if there:
        hint = "choose an empty folder, or move these files away"
        raise LastroError(f"{count_of(len(there), 'file')} would be written over", hint, there)
    for file in files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        write_kept(folder / file.path, file.content, synced=False)
    _report(folder, [file.path for file in files], tags, shape_json=shape_json)


def _ask(folder: Path, given: dict[str, Any], *, asks: bool) -> Answers:
    """Complete what the command line says, in a terminal by questions, with defaults elsewhere."""
    said: dict[str, Any] = {}
    for key, question in yaml.safe_load(_QUESTIONS.read_bytes()).items():
        own = folder.resolve().name.replace("-", " ").title() if key == "name" else ""
        default = question.get("default") or own
        shape = click.Choice([*_CHOICES[key]]) if key in _CHOICES else None
        asked = click.prompt if asks else _take_default
        shown = bool(default)
        said[key] = given[key] or asked(
            question["ask"], default, type=shape, err=True, show_default=shown
        )
    tags = said["languages"]
    tags = re.findall(r"[\w-]+", tags) if isinstance(tags, str) else tags
    answers = Answers(**{**said, "languages": tuple(dict.fromkeys(tags))})
    _require_sound(answers)
    return answers


def _take_default(_: str, default: str, **__: object) -> str:
    return default


def _require_sound(answers: Answers) -> None:
    if not answers.name.isprintable():
        raise LastroError(f"{in_quotes(answers.name)} is no name", "write it in one line")
    for option, url in (("--url", answers.url), ("--repository", answers.repository)):
        if url and escape.url(url) is None:
            hint = "write it whole, such as https://facts.example.org/"
            raise LastroError(f"{in_quotes(url)} is no address ({option})", hint)
    for tag in answers.languages:
        if not tag_is_valid(tag):
            hint = "write the tag of a language, such as de, pt-BR or ar"
            raise LastroError(f"{in_quotes(tag)} is no language (--language)", hint)


def _missing_files(folder: Path, today: date) -> Iterable[Artifact]:
    """Yield what a site with a lastro.yml lacks: the example, and the pages that are not there."""
    if (folder / "claims").exists() or (folder / "sources").exists():
        raise LastroError("there is a site here already", "run `lastro check`")
    for name in ("claims", "sources"):
        (folder / name).mkdir()
    own = sound_corpus(load(folder)).settings
    licence = next((name for name, url in LICENCES.items() if url == own.publisher.license), "none")
    answers = Answers(
        name=own.publisher.name,
        url=own.publisher.url,
        languages=own.languages,
        scale="",
        licence=licence,
        repository=own.repository or "",
        contact=own.publisher.contact or "",
    )
    yield from example(answers, today, tuple({"id": r.id, "tone": r.tone} for r in own.ratings))
    pages = own_words(answers, today)
    yield from (page for page in pages if not (folder / page.path).exists())


def _report(folder: Path, paths: list[str], tags: tuple[str, ...], *, shape_json: bool) -> None:
    if shape_json:
        write(lastro_document("init", {"written": paths}, indent=1))
        return
    enter = "" if folder == Path() else f"cd {folder} && "
    lines = [f"wrote {count_of(len(paths), 'file')} into {folder}", f"next: {enter}lastro build"]
    for tag in tags:
        if tag not in catalogues():
            lines.append(
                f"Lastro has no words in {tag}, so pages speak English: {enter}lastro locale {tag}"
            )
        if tag not in SPOKEN:
            lines.append(f"docs/{tag}/ and the forms hold English words: write over them")
    lines.append(f"remove the invented example: {enter}lastro init --example-off")
    tell(lines)


def _remove_example(folder: Path, *, shape_json: bool) -> None:
    """Delete the records that begin as the example's do; what people made of one of them stays."""
    found = [*folder.glob("claims/example-harbour/*.yml"), *folder.glob("sources/example-*.yml")]
    ours = [path for path in sorted(found) if path.read_text("utf-8").startswith(INVENTED)]
    for path in ours:
        path.unlink()
        if path.parent.name == "example-harbour" and not [*path.parent.iterdir()]:
            path.parent.rmdir()
    names = [path.relative_to(folder).as_posix() for path in ours]
    for name in ("claims", "sources") if ours else ():
        (folder / name / ".gitkeep").touch()  # git keeps no empty folder
    if shape_json:
        write(lastro_document("init", {"removed": names}, indent=1))
    else:
        tell([f"removed {some_of(names, MOST_NAMED)}" if names else "no example is here"])
