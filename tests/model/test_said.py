"""A wrong value of what was said is one finding at its place, with what to write instead."""

from datetime import date
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.loading.load import load
from tests.support.little_site import CLAIM, CLAIM_PATH, TODAY, write_files, write_site
from tests.support.mendable import mendable

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DESCRIPTION = "{en: A gate with a chain., pt-BR: Um portão com corrente.}"
HEAD, _, REST = CLAIM.partition("said:\n")
TAIL = REST[REST.index("nature:") :]
WORDS = {
    "on": "2026-01-12",
    "words": "the quays close on Sundays",
    "lang": "en",
    "translation": "{pt-BR: os cais fecham aos domingos}",
}
SHOWN = {"on": "unknown", "media": f"{{kind: image, description: {DESCRIPTION}}}"}


def claim_with(said: dict[str, str]) -> str:
    return f"{HEAD}said:\n" + "".join(f"  {k}: {v}\n" for k, v in said.items()) + TAIL


def found_in(root: Path, said: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Check the little site with another `said`: rule, marked text, message and hint."""
    text = claim_with(said)
    write_files(write_site(root), {CLAIM_PATH: text})
    report = run(load(root), date.fromisoformat(TODAY))
    lines = text.split("\n")
    told = []
    for found in mendable(report):
        span = found.place.span
        marked = lines[span.line - 1][span.column - 1 : span.end_column - 1]
        told.append((found.rule, marked, found.message, found.hint))
    return told


def shown(**over: str) -> dict[str, str]:
    """Write a claim without words, whose `media` holds something else; an empty text leaves it out."""
    return {**SHOWN, "media": flow({"kind": "image", "description": DESCRIPTION, **over})}


def translated(**over: str) -> dict[str, str]:
    """Write a claim whose words translate others."""
    original = {"words": "os cais fecham aos domingos", "lang": "pt-BR", "source": "port-blog"}
    return {**WORDS, "original": flow({**original, **over})}


def flow(fields: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items() if value) + "}"


SOUND = [
    *({**WORDS, "on": on} for on in ("unknown", "2026", "2026-01~", "201X", "2025-24", "2026-01-10/2026-01")),
    {**WORDS, "wording": "quoted", "before": '"He said:"', "after": "and so on", "where": "p. 2"},
    {**WORDS, "wording": "paraphrase"},
    translated(),
    translated(where='"00:12:30"'),
    SHOWN,
    {**SHOWN, "where": "second picture"},
    shown(kind="audio", authenticity="edited", sha256=SHA256, url="https://tide.example.org/gate"),
    {**WORDS, "media": SHOWN["media"]},
]  # fmt: skip


@pytest.mark.parametrize("said", SOUND)
def test_what_people_meet_can_be_recorded(said: dict[str, str], tmp_path: Path) -> None:
    assert found_in(tmp_path, said) == []


BROAD = (
    "write 2026, 2026-04 or 2026-04-03, a decade 201X, a season 2026-21, an interval 2025-01/2025-03, "
    "or `unknown`"
)
OR_MEDIA = ", or `media` for a picture, a video or a sound without words"
KINDS = "allowed: image, video, audio"
DONE = "allowed: decontextualized, edited, original, satire, staged, transformed"
NOT_A_HASH = "this is not the SHA-256 of a file"
DIGITS = "write the 64 digits, 0-9 and a-f, that `sha256sum FILE` prints"
ALONE = "add the `words` of the article, or delete it"


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        ({**WORDS, "on": "winter 2025"}, ("date-not-edtf", "winter 2025", "'winter 2025' is not a date", BROAD)),
        ({**WORDS, "on": "2026-01/.."}, ("date-not-edtf", "2026-01/..", "'2026-01/..' is not a date", BROAD)),
        ({**WORDS, "on": "[2026]"}, ("type-wrong", "[", "'on' is a list, it must be text", "write one value after 'on:'")),
        ({"on": "2026", "lang": "en"}, ("field-missing", "on", "'said' has no 'words'", f"add it after 'on' (line 6){OR_MEDIA}")),
        ({"on": "2026", "words": "", "lang": "en"}, ("field-missing", "words", "'words' stands here without a value", f"write a value{OR_MEDIA}")),
        ({"on": "2026", "wrods": "x", "lang": "en"}, ("field-unknown", "wrods", "'wrods' is not a field of said", "did you mean 'words'?")),
        ({**SHOWN, "words": "Closed"}, ("field-missing", "on", "'said' has no 'lang'", "add it after 'words' (line 8)")),
        ({**SHOWN, "before": "He said"}, ("field-missing", "on", "'before' stands here without 'words'", ALONE)),
        ({**SHOWN, "wording": "quoted"}, ("field-missing", "on", "'wording' stands here without 'words'", ALONE)),
        ({**WORDS, "wording": "quote"}, ("value-unknown", "quote", "'quote' is not a value of 'wording'", "did you mean 'quoted'? allowed: quoted, paraphrase")),
        ({**WORDS, "before": '" "'}, ("field-missing", '" "', "this text is empty", "write it, or delete the key")),
        ({**WORDS, "after": "[x]"}, ("type-wrong", "[", "'after' is a list, it must be text", "write one value after 'after:'")),
        ({**WORDS, "where": '""'}, ("field-missing", '""', "this text is empty", "write it, or delete the key")),
        (translated(words=""), ("field-missing", "lang", "'original' has no 'words'", "add `words: …`")),
        (translated(lang="portuguese"), ("language-unknown", "portuguese", "'portuguese' is not a language tag", "write a BCP 47 tag: en, pt-BR")),
        (translated(source=""), ("field-missing", "words", "'original' has no 'source'", "add it after 'lang' (line 10)")),
        (translated(source="port-bloog"), ("link-unknown", "port-bloog", "no source has the id 'port-bloog'", "did you mean 'port-blog'?")),
        (translated(page="3"), ("field-unknown", "page", "'page' is not a field of original", "fields here: words, lang, source, where")),
        ({**WORDS, "original": "os cais"}, ("type-wrong", "os cais", "'original' is 'os cais', it must be a map", "write `words:`, `lang:` and `source:` below 'original:'")),
        (shown(kind="picture"), ("value-unknown", "picture", "'picture' is not a value of 'kind'", KINDS)),
        (shown(kind=""), ("field-missing", "description", "'media' has no 'kind'", "add `kind: …`: one of image, video, audio")),
        (shown(description=""), ("field-missing", "kind", "'media' has no 'description'", "add it after 'kind' (line 7)")),
        (shown(description="{en: A gate.}"), ("translation-missing", "description", "'description' has no pt-BR", "add it; until then the page says so")),
        (shown(authenticity="fake"), ("value-unknown", "fake", "'fake' is not a value of 'authenticity'", DONE)),
        (shown(sha256="9f86"), ("identifier-malformed", "9f86", NOT_A_HASH, DIGITS)),
        (shown(sha256=SHA256.upper()), ("identifier-malformed", SHA256.upper(), NOT_A_HASH, DIGITS)),
        (shown(url="ftp://x/y"), ("url-unsafe", "ftp://x/y", "'ftp://x/y' cannot be published: it is no http or https address", "give the public http(s) address, without blanks, quotes, user name or password")),
        (shown(url="https://tide.example.org/g?utm_source=x"), ("url-untidy", "utm_source=x", "the address carries 'utm_source'", "drop it: https://tide.example.org/g")),
        ({**SHOWN, "media": "a gate"}, ("type-wrong", "a gate", "'media' is 'a gate', it must be a map", "write `kind:` and `description:` below 'media:'")),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_finding_at_its_place(
    said: dict[str, str], finding: tuple[str, str, str, str], tmp_path: Path
) -> None:
    assert found_in(tmp_path, said) == [finding]


def test_the_order_of_fields_is_that_of_the_handbook(tmp_path: Path) -> None:
    said = {**WORDS, "where": "p. 2", "wording": "quoted"}
    write_files(write_site(tmp_path), {CLAIM_PATH: claim_with(said)})
    report = run(load(tmp_path), date.fromisoformat(TODAY))
    told = [
        (found.rule, found.message) for found in report.diagnostics if found.rule == "not-formatted"
    ]
    assert told == [("not-formatted", "'where' stands after 'translation'")]
