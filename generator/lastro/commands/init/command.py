"""`lastro init`: from an empty folder to a site that passes the check, without a clone of ours.

A newsroom has the wheel alone: whatever a site needs comes out of it. Beside this module, `files`
lie as they will, where `dot-` stands for a point that packaging tools would take for their own;
`words` by language, for a language that has none in English; `example`, one invented article.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import click
import jinja2
import yaml
from langcodes import tag_is_valid

import lastro
from lastro.commands.shared.console import tell
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import sound_corpus
from lastro.commands.shared.words import add_phrases
from lastro.diagnostics.report import count_of
from lastro.errors import LastroError
from lastro.loading.load import FOLDERS, load
from lastro.model.catalogue import OWN, catalogues, use_own_words
from lastro.model.kinds import SETTINGS
from lastro.system.atomic import write_kept
from lastro.text import escape
from lastro.text.messages import in_quotes

HERE = Path(__file__).parent
ENGLISH = "en"
SPOKEN = tuple(sorted(path.name for path in (HERE / "words").iterdir()))
"""Languages that have pages and forms of their own."""
SCALES = tuple(sorted(path.stem for path in (HERE / "scales").glob("*.yml")))
LICENCES = {
    "cc-by": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "none": "",
}
INVENTED = "# An invented example: "
"""How each record of the example begins."""
_PLACES = {"docs": "docs/{}/{}.md", "forms": ".github/ISSUE_TEMPLATE/{1}.{0}.yml"}
_SCHEMAS = Path(lastro.__file__).parent / "model/schema"
_CHOICES: dict[str, Iterable[str]] = {"scale": SCALES, "licence": LICENCES}
Answers = dict[str, Any]
"""What a newsroom says of itself, by the keys of questions.yml; `languages` are a list."""


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
@today_option
def command(*, folder: Path, yes: bool, example_off: bool, today: date, **given: Any) -> None:
    if example_off:
        _remove_example(folder)
        return
    use_own_words(folder)
    if stands := (folder / SETTINGS).exists():
        answers, rating, ratings = _read_answers(folder)
    else:
        answers = _ask(folder, given, asks=not yes and sys.stdin.isatty())
        _require_sound(answers)
        ratings = _translate_scale(answers)
        rating = next(one["id"] for one in ratings if one["tone"] == "for")
    files = dict(_fill_files(answers, today, rating, ratings))
    if stands:
        files = {path: text for path, text in files.items() if not (folder / path).exists()}
    if there := [path for path in files if (folder / path).exists()]:
        hint = "choose an empty folder, or move these files away"
        raise LastroError(f"{count_of(len(there), 'file')} would be written over", hint, there)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_kept(folder / path, text, synced=False)
    enter = "" if folder == Path() else f"cd {folder} && "
    tell([f"wrote {count_of(len(files), 'file')} into {folder}", f"next: {enter}lastro build"])
    tell(_describe_left(() if stands else answers["languages"], enter))


def _ask(folder: Path, given: Answers, *, asks: bool) -> Answers:
    """Complete what the command line says, in a terminal by questions, with defaults elsewhere."""
    said: Answers = {}
    for key, question in yaml.safe_load((HERE / "questions.yml").read_bytes()).items():
        own = folder.resolve().name.replace("-", " ").title() if key == "name" else ""
        said[key] = given[key] or (default := question.get("default") or own)
        if asks and not given[key]:
            shape = click.Choice([*_CHOICES[key]]) if key in _CHOICES else None
            said[key] = click.prompt(
                question["ask"], default, type=shape, err=True, show_default=bool(default)
            )
    tags = said["languages"]
    tags = re.findall(r"[\w-]+", tags) if isinstance(tags, str) else tags
    return said | {"languages": [*dict.fromkeys(tags)]}


def _require_sound(answers: Answers) -> None:
    if not answers["name"].isprintable():
        raise LastroError(f"{in_quotes(answers['name'])} is no name", "write it in one line")
    for key in ("url", "repository"):
        if answers[key] and escape.url(answers[key]) is None:
            hint = "write it whole, such as https://facts.example.org/"
            raise LastroError(f"{in_quotes(answers[key])} is no address (--{key})", hint)
    for tag in answers["languages"]:
        if not tag_is_valid(tag):
            hint = "write the tag of a language, such as de, pt-BR or ar"
            raise LastroError(f"{in_quotes(tag)} is no language (--language)", hint)


def _read_answers(folder: Path) -> tuple[Answers, str, None]:
    """Read what the lastro.yml of a site without records says, and its first rating for a claim."""
    if any((folder / name).exists() for name in FOLDERS):
        raise LastroError("there is a site here already", "run `lastro check`")
    for name in FOLDERS:
        (folder / name).mkdir()
    own = sound_corpus(load(folder)).settings
    licence = next((name for name, url in LICENCES.items() if url == own.publisher.license), "none")
    answers = {"name": own.publisher.name, "languages": [*own.languages], "licence": licence}
    return answers, next((one.id for one in own.ratings if one.tone == "for"), ""), None


def _translate_scale(answers: Answers) -> list[Answers]:
    """Return a scale in the languages of the site; what it lacks in one of them stands in English."""
    whole = yaml.safe_load((HERE / f"scales/{answers['scale']}.yml").read_bytes())["ratings"]

    def translate(value: Any) -> Any:
        if not isinstance(value, dict) or ENGLISH not in value:
            return value
        return {tag: value.get(tag, value[ENGLISH]) for tag in answers["languages"]}

    return [{key: translate(value) for key, value in rating.items()} for rating in whole]


def _fill_files(
    answers: Answers, today: date, rating: str, ratings: list[Answers] | None
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file; with no `ratings`, for a site that stands, of fewer."""
    environment = jinja2.Environment(  # noqa: S701 - what is written is YAML and Markdown
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["q"] = partial(json.dumps, ensure_ascii=False)
    languages = answers["languages"]
    host = urlsplit(answers.get("repository", "")).path
    values = answers | {
        "licence_url": LICENCES[answers["licence"]],
        "owner": PurePosixPath(host).parts[1] if host.count("/") > 1 else "",
        "version": lastro.__version__,
        "today": today.isoformat(),
        "rating": rating,
        "ratings": yaml.safe_dump(
            {"ratings": ratings}, allow_unicode=True, sort_keys=False, width=999
        ).rstrip(),
        "text": lambda said: {tag: said.get(tag, said[ENGLISH]) for tag in languages},
        "own": lambda said: {tag: said[tag] for tag in languages if tag in said},
    }

    def fill(folder: Path) -> Iterator[tuple[str, bytes]]:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            template = environment.from_string(path.read_text("utf-8"))
            yield path.relative_to(folder).as_posix(), template.render(values).encode()

    for name, text in fill(HERE / "files") if ratings else ():
        yield name.replace("dot-", ".").removesuffix(".in"), text
    for path in sorted(_SCHEMAS.glob("*.json")) if ratings else ():
        yield f"schema/{path.name}", path.read_bytes()
    for tag in languages:
        if tag not in catalogues():
            yield f"{OWN}/{tag}.yml", add_phrases(tag).encode()
        for kind, place in _PLACES.items():
            for name, text in fill(HERE / "words" / (tag if tag in SPOKEN else ENGLISH) / kind):
                yield place.format(tag, name.partition(".")[0]), text
    yield from fill(HERE / "example")


def _describe_left(tags: Iterable[str], enter: str) -> Iterator[str]:
    for tag in tags:
        if tag not in catalogues():
            yield f"{OWN}/{tag}.yml holds what pages say, in English: write over each TODO"
        if tag not in SPOKEN:
            yield f"docs/{tag}/ and the forms hold English words: write over them"
    yield f"remove the invented example: {enter}lastro init --example-off"


def _remove_example(folder: Path) -> None:
    """Delete the records that begin as the example's do; what people made of one of them stays."""
    found = [*folder.glob("claims/example-harbour/*.yml"), *folder.glob("sources/example-*.yml")]
    ours = [path for path in sorted(found) if path.read_text("utf-8").startswith(INVENTED)]
    for path in ours:
        path.unlink()
        if path.parent.name == "example-harbour" and not [*path.parent.iterdir()]:
            path.parent.rmdir()
    names = [path.relative_to(folder).as_posix() for path in ours]
    for name in FOLDERS if ours else ():
        (folder / name / ".gitkeep").touch()  # git keeps no empty folder
    tell([f"removed {', '.join(names)}" if names else "no example is here"])
