"""What is missing or has the wrong shape is told with the keys and words to write."""

import re
from datetime import date
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.loading.load import load
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    SETTINGS,
    SOURCE,
    SOURCE_PATH,
    TODAY,
    write_files,
    write_site,
)
from tests.support.mendable import mendable

Said = list[tuple[str, str, str]]


def said(root: Path, path: str, text: str) -> Said:
    """Check a site in which one file holds another text: rule, message and hint of each finding."""
    write_files(write_site(root), {path: text})
    report = run(load(root), date.fromisoformat(TODAY))
    return [(found.rule, found.message, found.hint) for found in mendable(report)]


def without(text: str, key: str) -> str:
    """Cut a key of the top and its value out of a record."""
    cut = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", text, flags=re.MULTILINE)
    assert cut != text
    return cut


@pytest.mark.parametrize(
    ("key", "value", "message", "hint"),
    [
        (
            "reviews",
            "supported",
            "'reviews' is 'supported', it must be a list",
            "write the items below 'reviews:', each beginning with `- rating: …`",
        ),
        (
            "reviews",
            "[supported]",
            "'reviews[0]' is 'supported', it must be a map",
            "write `- rating: supported`",
        ),
        (
            "evidence",
            "{source: harbour-bylaws, stance: supports}",
            "'evidence' is a map, it must be a list",
            "put `- ` before its first key, and two more spaces before the others",
        ),
        (
            "said",
            "03/04/2025",
            "'said' is '03/04/2025', it must be a map",
            "write `on:`, `words:` and `lang:` below 'said:'",
        ),
        (
            "claimant",
            "The Tide",
            "'claimant' is 'The Tide', it must be a map",
            "write `name:` and `kind:` below 'claimant:'",
        ),
        (
            "topics",
            "harbour",
            "'topics' is 'harbour', it must be a list",
            "write `topics: [harbour]`",
        ),
        (
            "topics",
            "harbour, quay",
            "'topics' is 'harbour, quay', it must be a list",
            'write `topics: ["harbour, quay"]`',
        ),
    ],
)
def test_a_value_of_the_wrong_shape_says_what_to_write(
    key: str, value: str, message: str, hint: str, tmp_path: Path
) -> None:
    text = f"{without(CLAIM, key)}{key}: {value}\n"
    assert said(tmp_path, CLAIM_PATH, text) == [("type-wrong", message, hint)]


def test_a_map_without_required_keys_names_all_of_them(tmp_path: Path) -> None:
    (found,) = said(tmp_path, CLAIM_PATH, f"{CLAIM}reply: asked\n")
    assert found[2] == "write `asked:`, `on:`, `words:`, `lang:` or `source:` below 'reply:'"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("[quays-closed]", "write `- claim: quays-closed`"),
        (
            "quays-closed",
            "write the items below 'statements:', each beginning with `- claim: …`",
        ),
    ],
)
def test_statements_that_are_no_maps_say_what_to_write(
    value: str, hint: str, tmp_path: Path
) -> None:
    text = f"{without(ARTICLE, 'statements')}statements: {value}\n"
    assert [found[2] for found in said(tmp_path, ARTICLE_PATH, text)] == [hint]


@pytest.mark.parametrize(
    ("path", "text", "message", "hint"),
    [
        (
            CLAIM_PATH,
            without(CLAIM, "nature"),
            "this claim has no 'nature'",
            (
                "add it after 'said' (line 5): one of fact, statement, quotation, forecast, "
                "definition, hearsay, satire, missing-context"
            ),
        ),
        (
            CLAIM_PATH,
            without(CLAIM, "said"),
            "this claim has no 'said'",
            "add it after 'claimant' (line 4), with `on:`, `words:` and `lang:` below it",
        ),
        (
            CLAIM_PATH,
            without(CLAIM, "reviews"),
            "this claim has no 'reviews'",
            "add it after 'evidence' (line 12), each item beginning with `- rating: …`",
        ),
        (
            CLAIM_PATH,
            CLAIM.replace("  lang: en\n", ""),
            "'said' has no 'lang'",
            "add it after 'words' (line 7)",
        ),
        (
            CLAIM_PATH,
            CLAIM.replace("    stance: supports\n", ""),
            "this evidence has no 'stance'",
            "add it after 'source' (line 13): one of supports, refutes, context",
        ),
        (
            CLAIM_PATH,
            CLAIM.replace("stance: supports", "stance:"),
            "'stance' stands here without a value",
            "write a value: one of supports, refutes, context",
        ),
        (
            SOURCE_PATH,
            without(SOURCE, "title"),
            "this source has no 'title'",
            "add `title: …`, or `unknown` where it truly is",
        ),
        (
            SOURCE_PATH,
            without(SOURCE, "published"),
            "this source has no 'published'",
            "add it after 'publisher' (line 2), or `unknown` where it truly is",
        ),
        (
            SOURCE_PATH,
            without(SOURCE, "origin"),
            "this source has no 'origin'",
            "add it after 'type' (line 7)",
        ),
        (
            SOURCE_PATH,
            without(SOURCE, "read"),
            "this source has no 'read'",
            (
                "add it after 'archived' (line 9), with `on:`, `by:`, `as:` and `extent:` below it, "
                "or `unread` where nobody has opened it"
            ),
        ),
        (
            "lastro.yml",
            without(SETTINGS, "languages"),
            "lastro.yml has no 'languages'",
            "add it after 'publisher' (line 4)",
        ),
    ],
)
def test_a_missing_field_says_what_may_stand_there(
    path: str, text: str, message: str, hint: str, tmp_path: Path
) -> None:
    assert said(tmp_path, path, text) == [("field-missing", message, hint)]


def test_the_fields_of_a_record_are_listed_with_the_rare_ones_last(tmp_path: Path) -> None:
    assert said(tmp_path, SOURCE_PATH, f"{SOURCE}zzzzzz: x\n") == [
        (
            "field-unknown",
            "'zzzzzz' is not a field of source",
            (
                "fields here: title, publisher, published, lang, url, doi, isbn, authors, kind, "
                "type, origin, derived_from, parties, archived, removed, read, note, withdrawn, former_ids, "
                "waivers"
            ),
        )
    ]


BY_LANGUAGE = "    short:\n      en: The bylaws say so.\n      pt-BR: O regulamento diz isso.\n"
TRANSLATED = "translation: {pt-BR: os cais fecham aos domingos}"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            CLAIM.replace(BY_LANGUAGE, "    short: Sim.\n"),
            "'short' has no pt-BR",
            "a bare text counts as en; write `en: …` and `pt-BR: …` below it",
        ),
        (
            CLAIM.replace(BY_LANGUAGE, "    short: {en: Yes.}\n"),
            "'short' has no pt-BR",
            "add it; until then the page says so",
        ),
        (
            CLAIM.replace(TRANSLATED, "translation: os cais fecham aos domingos"),
            "'words' has no pt-BR",
            "a bare text counts as en; write `pt-BR: …` below `translation`",
        ),
        (
            CLAIM.replace(f"  {TRANSLATED}\n", ""),
            "'words' has no pt-BR",
            "add it to `translation`",
        ),
    ],
)
def test_a_bare_text_is_told_which_language_it_counts_as(
    text: str, message: str, hint: str, tmp_path: Path
) -> None:
    assert text != CLAIM
    assert said(tmp_path, CLAIM_PATH, text) == [("translation-missing", message, hint)]


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("pt", "did you mean 'pt-BR'?"),
        ("pt-br", "did you mean 'pt-BR'?"),
        ("p", "languages of lastro.yml: en, pt-BR"),
        ("de", "languages of lastro.yml: en, pt-BR"),
    ],
)
def test_a_language_of_another_form_is_told_the_one_of_the_site(
    tag: str, hint: str, tmp_path: Path
) -> None:
    text = CLAIM.replace("  pt-BR: Se os", f"  {tag}: Se os")
    message = f"'{tag}' is not a language of this site"
    assert said(tmp_path, CLAIM_PATH, text) == [("language-unknown", message, hint)]


TYPES = (
    "allowed: filing, law, dataset, statement, press-release, paper, news, blog, interview, "
    "social-post, image, audio, video, other"
)


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("3.25", "'3.25', which is no whole or half step", "write steps of 0.5: 3, 3.5"),
        ('"3,5"', "'3,5', it must be a number", "write digits only: 3, 3.5"),
        ("-1", "'-1', which is too small", "write 0 or more"),
        ("100", "'100', which is too large", "write 99 or less"),
        (".nan", "'.nan', it must be a number", "write digits only: 3, 3.5"),
        ("nan", "'nan', it must be a number", "write digits only: 3, 3.5"),
        ("[5]", "a list, it must be a number", "write digits only: 3, 3.5"),
        ("none", "'none', it must be a number", "write digits only: 3, 3.5"),
    ],
)
def test_a_number_of_the_scale_that_is_none_says_what_to_write(
    value: str, message: str, hint: str, tmp_path: Path
) -> None:
    text = SETTINGS.replace("value: 5", f"value: {value}")
    assert text != SETTINGS
    assert said(tmp_path, "lastro.yml", text) == [("type-wrong", f"'value' is {message}", hint)]


@pytest.mark.parametrize(
    ("value", "rule", "message"),
    [
        ("[]", "field-missing", "'archive' is an empty list"),
        (
            '[ftp://copies.example.org, "https://web.archive.org"]',
            "url-unsafe",
            "'ftp://copies.example.org' cannot be published: it is no http or https address",
        ),
        ("{a: b}", "type-wrong", "'archive' is a map, it must be text"),
        (
            "http://localhost",
            "url-unsafe",
            "'http://localhost' cannot be published: it leads to no public host",
        ),
    ],
)
def test_an_archive_that_is_none_is_told_once(
    value: str, rule: str, message: str, tmp_path: Path
) -> None:
    text = SETTINGS.replace("captures: .captures", f"captures: .captures, archive: {value}")
    assert [found[:2] for found in said(tmp_path, "lastro.yml", text)] == [(rule, message)]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "read:",
            "removed: lately\nread:",
            (
                "date-not-edtf",
                "'lately' is not a date",
                "write a year, a month or a day: 2026, 2026-04, 2026-04-03, about: 2026-04~",
            ),
        ),
        (
            "read:",
            "removed: 2026-01-01/..\nread:",
            (
                "date-not-edtf",
                "'2026-01-01/..' is not a date",
                "write a year, a month or a day: 2026, 2026-04, 2026-04-03, about: 2026-04~",
            ),
        ),
        (
            "type: law",
            "type: socialpost",
            (
                "value-unknown",
                "'socialpost' is not a value of 'type'",
                f"did you mean 'social-post'? {TYPES}",
            ),
        ),
        (
            "url: https://port.example.org/bylaws",
            "url: https://порт.example.org/",
            (
                "url-unsafe",
                "'https://порт.example.org/' is not written as browsers send it",
                "did you mean 'https://xn--n1abei.example.org/'? It is the same page",
            ),
        ),
    ],
)
def test_a_slip_in_what_a_source_is_and_where_says_what_to_write(
    old: str, new: str, finding: tuple[str, str, str], tmp_path: Path
) -> None:
    text = SOURCE.replace(old, new)
    assert text != SOURCE
    assert said(tmp_path, SOURCE_PATH, text) == [finding]


def test_a_title_that_nobody_knows_is_told_what_to_write(tmp_path: Path) -> None:
    text = ARTICLE.replace("title: Quays close on Sundays", "title: unknown")
    message = "'unknown' would stand on pages as if it were a name"
    hint = 'say in words what it is, such as "a forwarded message"'
    assert said(tmp_path, ARTICLE_PATH, text) == [("value-unknown", message, hint)]


def test_a_print_without_an_address_is_told_where_one_may_be(tmp_path: Path) -> None:
    message = "nothing says where to find this source"
    hint = "add one of url, doi, isbn; of a print the page of a library or of a scan"
    told = said(tmp_path, SOURCE_PATH, without(SOURCE, "url"))
    assert told == [("source-without-address", message, hint)]


@pytest.mark.parametrize(
    ("type_of_source", "rule"), [("law", "figure-without-evidence"), ("poster", "value-unknown")]
)
def test_a_figure_is_missed_only_once_each_source_can_be_read(
    type_of_source: str, rule: str, tmp_path: Path
) -> None:
    told = CLAIM.replace("en: The bylaws say so.", "en: The bylaws say so in 41 places.")
    source = SOURCE.replace("type: law", f"type: {type_of_source}")
    write_files(write_site(tmp_path), {CLAIM_PATH: told, SOURCE_PATH: source})
    report = run(load(tmp_path), date.fromisoformat(TODAY))
    assert [found.rule for found in mendable(report)] == [rule]


@pytest.mark.parametrize(
    ("standing", "wrong", "hint"),
    [
        (
            "    by: [",
            "    would_change: {en: x, pt-BR: y}\n    by: [",
            "it belongs to the claim: write it at the left margin, beside 'reviews'",
        ),
        (
            "nature: fact",
            "nature: fact\noverride: {}",
            "it belongs to 'reviews': write it below that, beside its other keys",
        ),
        (
            "    by: [",
            "    volatility: slow\n    by: [",
            "fields here: rating, holds, decided, by, looked_until, short, because, override",
        ),
        (
            "said:\n  on: 2026-01-12\n",
            "on: 2026-01-12\nsaid:\n",
            "it belongs to 'said': write it below that, beside its other keys",
        ),
    ],
)
def test_a_key_at_the_wrong_level_is_told_where_it_belongs(
    tmp_path: Path, standing: str, wrong: str, hint: str
) -> None:
    (found,) = said(tmp_path, CLAIM_PATH, CLAIM.replace(standing, wrong))
    assert (found[0], found[2]) == ("field-unknown", hint)
