"""One capture: what was fetched, when, from where, and by which words it is known."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from lastro.capture.extract import ExtractedText, Part
from lastro.capture.fetched import Retrieved
from lastro.evidence.quotes import READINGS_APART, between
from lastro.locks.evidence import CaptureProof, Via
from lastro.text.comparable import GAP, NORMALIZATION, normalise_source

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
OF = r"(?:source|article):[a-z0-9]+(?:-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class Capture:
    """What is said of one moment of one source; it holds no word of it.

    `of` is `source:<id>` or `article:<id>`. `url` is the address asked for, `unknown` for a file that says none;
    `retrieved` is in UTC and whole seconds. `bytes_sha256` and `size` are of the body, `text_sha256` of the text
    in UTF-8. `parts` are offsets in the text, `characters` is its length, `normalization` what made it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    of: Annotated[str, Field(pattern=rf"^{OF}$")]
    url: str
    final_url: str
    retrieved: datetime
    via: Via
    status: int | None
    media_type: str
    charset: str | None
    bytes_sha256: Hash
    text_sha256: Hash
    size: Count
    characters: Count
    truncated: bool
    parts: tuple[Part, ...]
    extractor: str
    normalization: int

    @property
    def moment(self) -> str:
        return self.retrieved.isoformat()[:19] + "Z"

    @property
    def name(self) -> str:
        at = self.retrieved.isoformat()  # slices: this is asked for each file of each capture
        return f"{at[:4]}{at[5:7]}{at[8:13]}{at[14:16]}{at[17:19]}Z"

    @property
    def proof(self) -> CaptureProof:
        return CaptureProof(
            url=self.url,
            retrieved=self.moment,
            media_type=self.media_type,
            via=self.via,
            bytes=self.bytes_sha256,
            text=self.text_sha256,
            characters=self.characters,
        )

    @property
    def written(self) -> bytes:
        return _CAPTURE.dump_json(self, indent=1) + b"\n"


_CAPTURE: TypeAdapter[Capture] = TypeAdapter(Capture)


def capture_of(of: str, retrieved: Retrieved, extracted: ExtractedText) -> Capture:
    return Capture(
        of=of,
        url=retrieved.url,
        final_url=retrieved.final_url,
        retrieved=retrieved.retrieved,
        via=retrieved.via,
        status=retrieved.status,
        media_type=extracted.media_type,
        charset=extracted.charset,
        bytes_sha256=hashlib.sha256(retrieved.body).hexdigest(),
        text_sha256=sha256_of(extracted.text),
        size=len(retrieved.body),
        characters=len(extracted.text),
        truncated=retrieved.truncated,
        parts=extracted.parts,
        extractor=extracted.extractor,
        normalization=NORMALIZATION,
    )


_GAPS = re.compile(f"([{GAP}{READINGS_APART}])")


def read_anew(text: str, parts: tuple[Part, ...]) -> tuple[str, tuple[Part, ...]]:
    """Normalise an older version's text as today's, part by part; what that left out stays out."""
    joined, found = "", []
    ends = (*(part.offset - 1 for part in parts[1:]), len(text))
    for part, end in zip(parts, ends, strict=True):
        pieces = _GAPS.split(text[part.offset : end])
        piece = "".join(one if _GAPS.fullmatch(one) else normalise_source(one) for one in pieces)
        border = text[part.offset - 1] if part.offset else ""
        joined += between(joined[-1:], piece[:1]) if border == " " else border
        found.append(Part(part.name, len(joined)))
        joined += piece
    return joined, tuple(found)


def capture_from(written: bytes) -> Capture:
    """Read the `.json` of a capture, whatever its white space and order; raises ValueError."""
    try:
        capture = _CAPTURE.validate_json(written)
    except ValidationError as error:
        raise ValueError("not a capture") from error
    if capture.retrieved.utcoffset() != timedelta(0):
        raise ValueError("not in UTC")
    return capture


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
