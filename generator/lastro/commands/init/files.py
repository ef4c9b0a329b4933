"""What `lastro init` writes: files of this folder, with the answers of one newsroom filled in.

A newsroom has the wheel and no clone of ours: whatever a site needs must come out of it. Folders:
`files` as they lie, where `dot-` stands for a point that packaging tools would take for their own;
`words` by language, for a language that has none in English; `example`, one invented article.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import jinja2
import yaml
from msgspec import Struct

from lastro import __version__
from lastro.artifacts import Artifact
from lastro.model.json_schema import schemas

HERE = Path(__file__).parent
ENGLISH = "en"
SPOKEN = tuple(sorted(path.name for path in (HERE / "words").iterdir()))
"""Languages that have pages and forms of their own."""
SCALES = tuple(sorted(path.stem for path in (HERE / "scales").glob("*.yml")))
LICENCES: Mapping[str, str] = {
    "cc-by": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "none": "",
}
INVENTED = "# An invented example: "
"""How each record of the example begins."""
_PLACES = {"docs": "docs/{}/{}.md", "forms": ".github/ISSUE_TEMPLATE/{1}.{0}.yml"}


class Answers(Struct, frozen=True, kw_only=True):
    """What a newsroom says of itself."""

    name: str
    url: str
    languages: tuple[str, ...]
    scale: str
    licence: str
    repository: str
    contact: str


def site_files(answers: Answers, today: date) -> Iterator[Artifact]:
    """Yield all files of a new site, its example included, by path."""
    fill = _filler(answers, today, _ratings(answers))
    for path in _list(HERE / "files"):
        name = path.relative_to(HERE / "files").as_posix().replace("dot-", ".").removesuffix(".in")
        yield Artifact(name, fill(path))
    for one in schemas():
        yield Artifact(f"schema/{one.path}", one.content)
    yield from own_words(answers, today)
    yield from example(answers, today, _ratings(answers))


def own_words(answers: Answers, today: date) -> Iterator[Artifact]:
    """Yield the pages that a newsroom writes on, and its forms, in each language."""
    fill = _filler(answers, today, ())
    for tag in answers.languages:
        spoken = tag if tag in SPOKEN else ENGLISH
        for kind, place in _PLACES.items():
            for path in _list(HERE / "words" / spoken / kind):
                yield Artifact(place.format(tag, path.stem), fill(path))


def example(answers: Answers, today: date, ratings: tuple[Any, ...]) -> Iterator[Artifact]:
    """Yield the invented article, rated with the first rating that speaks for a claim."""
    fill = _filler(answers, today, ratings)
    for path in _list(HERE / "example"):
        yield Artifact(path.relative_to(HERE / "example").as_posix(), fill(path))


def _list(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _ratings(answers: Answers) -> tuple[Any, ...]:
    """Return a scale in the languages of the site; what it lacks in one of them stands in English."""
    whole = yaml.safe_load((HERE / "scales" / f"{answers.scale}.yml").read_bytes())["ratings"]
    return tuple(
        {
            key: {tag: value.get(tag, value[ENGLISH]) for tag in answers.languages}
            if isinstance(value, dict) and ENGLISH in value
            else value
            for key, value in rating.items()
        }
        for rating in whole
    )


def _filler(answers: Answers, today: date, ratings: tuple[Any, ...]) -> Any:
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
    listed = yaml.safe_dump({"ratings": [*ratings]}, allow_unicode=True, sort_keys=False, width=999)
    rating = next((one["id"] for one in ratings if one["tone"] == "for"), "")
    host = urlsplit(answers.repository)
    values = {
        **{name: getattr(answers, name) for name in Answers.__struct_fields__},
        "licence_url": LICENCES[answers.licence],
        "owner": PurePosixPath(host.path).parts[1] if host.path.count("/") > 1 else "",
        "version": __version__,
        "today": today.isoformat(),
        "ratings": listed.rstrip(),
        "rating": rating,
        "text": partial(_text, answers),
        "translation": partial(_translation, answers),
    }
    return lambda path: environment.from_string(path.read_text("utf-8")).render(values).encode()


def _text(answers: Answers, english: str, portuguese: str) -> str:
    """Write a text of the example in each language of the site."""
    said = {tag: portuguese if tag == "pt-BR" else english for tag in answers.languages}
    return json.dumps(said, ensure_ascii=False)


def _translation(answers: Answers, portuguese: str, indent: int = 0) -> str:
    """Write the line that translates words of the example, where one of the languages has it."""
    if "pt-BR" not in answers.languages:
        return ""
    return f"{' ' * indent}translation: {{pt-BR: {json.dumps(portuguese, ensure_ascii=False)}}}\n"
