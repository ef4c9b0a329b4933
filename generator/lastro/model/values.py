"""The types of single values in a record: ids, dates, reader text, addresses.

Every scalar of a record is a string; these turn it into what the field means. A converter raises
a `PydanticCustomError` whose type is the name of the rule that it breaks and whose context holds
`message` and `hint`; `decode` turns it into a diagnostic.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, NewType

from msgspec import Struct
from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from lastro.text import dates
from lastro.text.dates import Edtf, NotADateError, Period, Window
from lastro.text.escape import url as safe_url
from lastro.text.escape import url_fault, wire_form
from lastro.text.hosts import verdict_of_host
from lastro.text.identifiers import COMMON_LANGUAGES

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_SLUG = re.compile(SLUG_PATTERN.removesuffix("$"))
LONGEST_ID = 80
_DEVICES = {f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)}
RESERVED = frozenset({"index", "page", "con", "prn", "aux", "nul"} | _DEVICES)
_PLAIN_URL = re.compile(
    r"https?://([a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,3})(?:/[\w~./:%&=,;?+-]{0,1500})?", re.ASCII
)
"""Addresses in the form of most, which need no parser: a name without a port, then a path."""
_NAMED = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:[A-Z]+ )?([A-Z]{1,2})(?: WITH .+)?")
_WITHOUT_NAME = str.maketrans({"ð": "d", "þ": "th", "ŋ": "ng", "ə": "e"})
"""Letters whose names, such as ETH, say nothing of their sound."""
_TAKEN_FOLDERS = frozenset({".git", ".github", "build", "claims", "docs", "schema", "sources"})
_OWN_FOLDER = "name a folder of its own beside lastro.yml, such as .captures"
ArticleId = NewType("ArticleId", str)
ClaimId = NewType("ClaimId", str)
SourceId = NewType("SourceId", str)


def rule_error(rule: str, message: str, hint: str = "") -> PydanticCustomError:
    return PydanticCustomError(rule, "{message}", {"message": message, "hint": hint})


def why_not_id(value: str) -> tuple[str, str] | None:
    """Say what keeps a text from being an id, and what to write; None when nothing does."""
    if not _SLUG.fullmatch(value):
        near = slugify(value)
        example = f": '{near}'" if near else ""
        return f"'{value}' is not an id", f"ids use a-z, 0-9 and single hyphens{example}"
    if len(value) > LONGEST_ID:
        return f"'{value}' has {len(value)} characters", f"ids have at most {LONGEST_ID}"
    if value in RESERVED:
        return f"'{value}' is reserved", "choose another: pages and devices use this name"
    return None


def slugify(value: str) -> str:
    """Make an id out of a name: 'São Paulo' becomes 'sao-paulo', and 'Łódź' 'lodz'."""
    parts = unicodedata.normalize("NFKD", value).casefold().translate(_WITHOUT_NAME)
    ascii_only = "".join(part if part.isascii() else _base_of(part) for part in parts)
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:LONGEST_ID].strip("-")


@lru_cache(maxsize=4096)
def _base_of(letter: str) -> str:
    """Return the letters that the Unicode name of a Latin letter is made of: ø is an o with stroke."""
    named = _NAMED.fullmatch(unicodedata.name(letter, ""))
    return named[1].lower() if named else ""


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """Reduce a name to what makes two spellings of it one: case, Unicode form, white space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _slug(value: str) -> str:
    if fault := why_not_id(value):
        raise rule_error("id-shape", *fault)
    return value


def _not_empty(value: str) -> str:
    if not value.strip():
        raise rule_error("field-missing", "this text is empty", "write it, or delete the key")
    return value


def _address(value: str) -> str:
    plain = _PLAIN_URL.fullmatch(value)
    if verdict_of_host(plain[1]) if plain else safe_url(value) is None:
        if wire := wire_form(value):
            message = f"'{value}' is not written as browsers send it"
            raise rule_error("url-unsafe", message, f"did you mean '{wire}'? It is the same page")
        shown = ascii(value)[1:-1]
        hint = "give the public http(s) address, without blanks, quotes, user name or password"
        if value == "unknown":
            hint = "where there is no address, delete this key, or the entry that it stands in"
        raise rule_error(
            "url-unsafe", f"'{shown}' cannot be published: it {url_fault(value)}", hint
        )
    return value


def _telling(value: str) -> str:
    if _not_empty(value) == "unknown":
        message = "'unknown' would stand on pages as if it were a name"
        hint = 'say in words what it is, such as "a forwarded message"'
        raise rule_error("value-unknown", message, hint)
    return value


def _own_folder(value: str) -> str:
    parts = value.split("/")
    if not all(re.fullmatch(r"(?!\.+$)[\w.-]+", part, re.ASCII) for part in parts):
        raise rule_error("value-unknown", f"'{value}' is not a folder of this site", _OWN_FOLDER)
    if parts[0].lower() in _TAKEN_FOLDERS:
        raise rule_error("value-unknown", f"'{value}' holds other things", _OWN_FOLDER)
    return value


def _sha256(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        hint = "write the 64 digits, 0-9 and a-f, that `sha256sum FILE` prints"
        raise rule_error("identifier-malformed", "this is not the SHA-256 of a file", hint)
    return value


@lru_cache(maxsize=512)
def _language(value: str) -> str:
    if value in COMMON_LANGUAGES:
        return value
    import langcodes  # noqa: PLC0415 - its tables take as long as a small site, and few tags need them

    message = f"'{value}' is not a language tag"
    if not langcodes.tag_is_valid(value):
        raise rule_error("language-unknown", message, "write a BCP 47 tag: en, pt-BR")
    standard = langcodes.standardize_tag(value)
    if standard != value:
        raise rule_error("language-unknown", message, f"did you mean '{standard}'?")
    return value


def _read(
    read: Callable[[str], Any], pattern: str, *, may_be_unknown: bool = False
) -> PlainValidator:
    """Read a text that has a form; `pattern` tells editors which."""
    form: Any = Annotated[
        str, Field(pattern=f"^({pattern}|unknown)$" if may_be_unknown else f"^{pattern}$")
    ]

    def convert(value: object) -> Any:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "a date is text")
        if may_be_unknown and value == "unknown":
            return None
        try:
            return read(value)
        except NotADateError as error:
            raise rule_error("date-not-edtf", str(error), error.hint) from None

    return PlainValidator(convert, json_schema_input_type=form)


def _yes_or_no(value: object) -> object:
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("bool_type", "write true or false")


Line = Annotated[str, AfterValidator(_not_empty)]
"""Text that is the same in every language: a name, a title as printed."""
TellingLine = Annotated[str, AfterValidator(_telling)]
"""A name that readers always see, so that `unknown` is none."""
Slug = Annotated[str, AfterValidator(_slug), Field(json_schema_extra={"pattern": SLUG_PATTERN})]
Language = Annotated[str, AfterValidator(_language)]
Sha256 = Annotated[
    str, AfterValidator(_sha256), Field(json_schema_extra={"pattern": "^[0-9a-f]{64}$"})
]
Folder = Annotated[str, AfterValidator(_own_folder)]
Url = Annotated[str, AfterValidator(_address), Field(json_schema_extra={"format": "uri"})]


class OrWord(Struct, frozen=True):
    """Says in the type of a field which word stands there for an answer, and when."""

    word: str
    when: str


OR_UNKNOWN = OrWord("unknown", "where it truly is")
_Known = BeforeValidator(lambda v: None if v == "unknown" else v, json_schema_input_type=str)
KnownLine = Annotated[Line | None, _Known, OR_UNKNOWN]
KnownUrl = Annotated[Url | None, _Known, OR_UNKNOWN]
KnownLanguage = Annotated[Language | None, _Known, OR_UNKNOWN]
Date = Annotated[Edtf, _read(dates.edtf, dates.DATE_PATTERN)]
KnownDate = Annotated[
    Edtf | None, _read(dates.edtf, dates.DATE_PATTERN, may_be_unknown=True), OR_UNKNOWN
]
KnownBroadDate = Annotated[
    Edtf | None, _read(dates.broad_date, dates.BROAD_PATTERN, may_be_unknown=True), OR_UNKNOWN
]
Holds = Annotated[Window, _read(dates.window, dates.WINDOW_PATTERN)]
Span = Annotated[Period, _read(dates.period, f"({dates.WINDOW_PATTERN}|{dates.DATE_PATTERN})")]
Day = Annotated[date, _read(dates.whole_day, r"\d{4}-\d{2}-\d{2}")]
Flag = Annotated[bool, BeforeValidator(_yes_or_no, json_schema_input_type=bool)]
