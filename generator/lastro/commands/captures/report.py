"""What the store of captures holds, in words for people and as a document for machines."""

from collections.abc import Sequence

from lastro.capture.store.capture import Capture
from lastro.capture.store.unpack import Unpacked
from lastro.commands.shared.console import lines_of


def listed(captures: Sequence[Capture]) -> str:
    """List captures, one a line, and count them."""
    lines = [
        f"{one.of}  {one.moment}  {one.media_type}  {one.size:,} bytes, "
        f"{one.characters:,} characters  {one.final_url}"
        for one in captures
    ]
    of = len({one.of for one in captures})
    counted = f"{counted_captures(len(captures))} of {of} {'record' if of == 1 else 'records'}."
    lines.append(counted if captures else "no captures.")
    return lines_of(lines)


def took_out(done: Unpacked, *, dry_run: bool) -> str:
    """Tell what a pack held: what is new, line by line, and the rest counted."""
    lines = [f"{one.of}  {one.moment}" for one in done.added]
    lines += [f"{one.of}  {one.moment}  left out: it was taken down" for one in done.left_out]
    verb = "would be unpacked" if dry_run else "unpacked"
    lines.append(
        f"{counted_captures(len(done.added))} {verb}, {len(done.there)} here already, "
        f"{len(done.left_out)} left out"
    )
    return lines_of(lines)


def as_json(captures: Sequence[Capture]) -> dict[str, object]:
    """Return the document of `--json`, version 1: readers ignore keys that they do not know."""
    return {
        "captures": [
            {
                "of": one.of,
                "url": one.url,
                "final_url": one.final_url,
                "retrieved": one.moment,
                "via": one.via,
                "status": one.status,
                "media_type": one.media_type,
                "charset": one.charset,
                "size": one.size,
                "characters": one.characters,
                "truncated": one.truncated,
                "bytes_sha256": one.bytes_sha256,
                "text_sha256": one.text_sha256,
                "parts": [{"name": part.name, "offset": part.offset} for part in one.parts],
                "extractor": one.extractor,
                "normalization": one.normalization,
            }
            for one in captures
        ],
    }


def counted_captures(count: int) -> str:
    """Write how many captures there are."""
    return f"{count} capture" if count == 1 else f"{count} captures"
