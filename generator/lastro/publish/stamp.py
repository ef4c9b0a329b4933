"""One run of the engine a language, whatever the number of records: frames, then stamped pages.

Beside the frame pages, the engine gets the hand-written ones and a few real pages. What it makes of
these must be what stamping makes of them, byte for byte: a theme that does more with a page than
print its slots is found out before a reader sees it.
"""

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from urllib.parse import unquote

from msgspec import Struct

from lastro.artifacts import Artifact, Page
from lastro.publish import frames as framing
from lastro.publish.frames import CannotStampError, Frames, Shape
from lastro.publish.mkdocs.addresses import SITEMAP, Addresses
from lastro.publish.mkdocs.policy import folders
from lastro.publish.mkdocs.stage import Staged, engine_page, page_file, slots, stage_page
from lastro.text.messages import clean

Engine = Callable[[Staged, Sequence[Artifact]], Mapping[str, bytes]]
"""Makes files of the files of one language."""
PROBE = "&lt;Ação &amp; &#x27;é&#x27; \u2028 {{ x }} % 🤦 zqbodyqz " * 8
"""What the slots of a probe hold: a filter of the theme that would change any text changes this."""
_BETWEEN_LINKS = re.compile(r"[\s()<>\[\]\"'#?]+")
_SHOWN = 120


class EngineOutput(Struct, frozen=True):
    """What a run of the engine leaves: it holds until the engine would be given other files."""

    frames: Frames
    tree: Mapping[str, bytes]
    """All else that the engine made: hand-written pages, the theme's files, the search index."""


def make(
    staged: Staged, engine: Engine, *, sections_too: bool = False, known: Iterable[Shape] = ()
) -> EngineOutput:
    """Run the engine for the frames and hand-written pages of one language, and compare.

    `known` are shapes to have beside those of the pages. Pages that every page links are alone at their
    addresses: comparing them takes a second run (`sections_too`), for themes that are not ours. Raises
    CannotStampError with page and line where stamping differs, and whatever the engine raises.
    """
    marked = framing.pages_in_navigation(staged)
    examples: dict[Shape, Page] = {}
    for page in staged.pages:
        given_by_page = slots(page, staged.everywhere)
        examples.setdefault(framing.shape_of(page, given_by_page, marked), page)
    shapes = sorted({*examples, *(s for s in known if not s.alone)})
    alone = [page for shape, page in examples.items() if shape.alone]
    beside = {p.path: p for s, p in examples.items() if not s.alone}
    linked = paths_linked_from_docs(staged).keys() - marked
    beside |= {page.path: page for page in staged.pages if page.path in linked}
    files = []
    for number, shape in enumerate(shapes):
        for probe in ("",) if shape.alone else ("", PROBE):
            path, filled = framing.stand_in(shape, number, probe=probe)
            files.append(engine_page(page_file(path), shape.kind, filled))
    given = [*(stage_page(page, staged.everywhere) for page in beside.values()), *staged.given]
    tree = dict(engine(staged, [*files, *given]))
    cut = {
        shape: framing.cut(_taken(tree, framing.stand_in(shape, number)[0]), shape, number)
        for number, shape in enumerate(shapes)
    }
    frames = Frames(staged.language, marked, cut)
    _compare_probes(frames, shapes, tree)
    _compare(frames, beside.values(), staged, tree)
    if sections_too and alone:
        real = [stage_page(page, staged.everywhere) for page in alone]
        _compare(frames, alone, staged, dict(engine(staged, [*real, *given])))
    left = {path: content for path, content in tree.items() if not path.startswith(SITEMAP)}
    return EngineOutput(frames, left)


def engine_key(staged: Staged, inputs: str, configuration: Artifact) -> str:
    """Name all that decides what `make` gives, but shapes; empty where that must not be kept."""
    if not inputs:
        return ""
    named = "\n".join(sorted(paths_linked_from_docs(staged)))
    parts = [inputs.encode(), named.encode(), configuration.content, repr(folders(staged)).encode()]
    for artifact in staged.given:
        parts += [artifact.path.encode(), artifact.content]
    key = hashlib.sha256()
    for part in parts:
        key.update(len(part).to_bytes(8, "big"))
        key.update(part)
    return key.hexdigest()


def paths_linked_from_docs(staged: Staged) -> dict[str, None]:
    """Return the generated pages that hand-written ones may link, which the engine must see."""
    of_file = {file: path for path, file in staged.addresses.items()}
    written = {artifact.path for artifact in staged.given}
    pages = (artifact for artifact in staged.given if artifact.path.endswith(".md"))
    named = (name for page in pages for name in _named(page))
    return {of_file[name]: None for name in named if name in of_file and name not in written}


def _named(artifact: Artifact) -> Iterator[str]:
    here = posixpath.dirname(artifact.path)
    for word in _BETWEEN_LINKS.split(artifact.content.decode()):
        if word.endswith(".md"):
            yield posixpath.normpath(posixpath.join(here, unquote(word))).lstrip("/")


def _compare_probes(frames: Frames, shapes: Sequence[Shape], tree: dict[str, bytes]) -> None:
    for number, shape in enumerate(shapes):
        if not shape.alone:
            path, filled = framing.stand_in(shape, number, probe=PROBE)
            stamped = framing.fill_frame(frames.cut[shape], filled, path)
            _require_same(_taken(tree, path), stamped, f"a page of kind '{shape.kind}'")


def _compare(frames: Frames, pages: Iterable[Page], staged: Staged, tree: dict[str, bytes]) -> None:
    for page in pages:
        stamped = stamp(frames, page, staged.everywhere)
        _require_same(_taken(tree, page.path), stamped, f"'{staged.prefix}{page.path}'")


def stamp(frames: Frames, page: Page, addresses: Addresses) -> bytes:
    """Return a page as the engine would make it; raises KeyError for a shape without a frame."""
    filled = slots(page, addresses)
    frame = frames.cut[framing.shape_of(page, filled, frames.marked)]
    return framing.fill_frame(frame, filled, page.path)


def _require_same(made: bytes, stamped: bytes, name: str) -> None:
    if made != stamped:
        pairs = zip_longest(made.decode().split("\n"), stamped.decode().split("\n"), fillvalue="")
        different = ((n, *pair) for n, pair in enumerate(pairs, start=1) if pair[0] != pair[1])
        line, engine_has, we_have = next(different, (0, "", ""))
        start = max(0, len(posixpath.commonprefix([engine_has, we_have])) - _SHOWN // 3)
        raise CannotStampError(
            f"{name} differs in line {line}: the engine makes"
            f" '{clean(engine_has[start:].strip(), _SHOWN)}',"
            f" stamping '{clean(we_have[start:].strip(), _SHOWN)}'"
        )


def _taken(tree: dict[str, bytes], path: str) -> bytes:
    """Take a page out of what the engine made; an empty one is not written."""
    return tree.pop(f"{path}index.html", b"")
