"""One file of a record: read, decoded, and every problem in it told."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, RelatedPlace
from lastro.loading.decode import decode
from lastro.loading.fast_path import sound_record
from lastro.loading.files import LONGEST_MESSAGE, Entry
from lastro.loading.source_map import Texts, Trees
from lastro.loading.source_text import LARGEST, read_text, refuse_hidden_in, text_of
from lastro.loading.workspace import Loaded
from lastro.model.base import Record
from lastro.model.settings import Settings
from lastro.places import START, Place, RecordPath
from lastro.syntax.cut_texts import CutText, cut_texts
from lastro.syntax.tree import Fields, Items, Refused, Scalar, parse, scalars
from lastro.text.messages import clean, quoted


def told_of_cut(found: CutText, path: str, record: RecordPath) -> Diagnostic:
    """Say in which file of which record a text was cut, and what to do."""
    return Diagnostic(
        place=Place(path, found.sign, (*record, *found.at)),
        rule="text-cut-by-comment",
        severity=Severity.ERROR,
        message=f"{quoted(found.lost)} is read as a comment, and is no part of the text",
        hint="put the whole text in quotes, or the comment on a line of its own",
    )


def held_by(loaded: Loaded, at: RecordPath) -> Iterator[RecordPath]:
    """Yield the retired ids of a broken record, so that a link to one is not reported as well."""
    if at in loaded.trees:
        yield from ((at[0], former) for former in _listed(loaded.trees[at][1], "former_ids"))


def languages_in(loaded: Loaded) -> tuple[str, ...]:
    """Read the languages of a lastro.yml that has other faults, so that none are made up."""
    return _listed(loaded.trees[("lastro",)][1], "languages") if ("lastro",) in loaded.trees else ()


def _listed(tree: Fields, key: str) -> tuple[str, ...]:
    """Return the texts of a list of a tree, whatever else is wrong with it."""
    listed = tree.nodes.get(key, (START, None))[1]
    if not isinstance(listed, Items):
        return ()
    return tuple(n.text for n in listed.nodes if isinstance(n, Scalar))


def load_one(root: Path, entry: Entry, languages: tuple[str, ...]) -> Record | None:
    """Read one record again, by the languages of its site; None when it is none.

    Raises OSError when the disk fails.
    """
    return read_entry(nothing_yet(root, {}), entry, languages, None)


def nothing_yet(root: Path, instead: Mapping[str, bytes]) -> Loaded:
    """Return what load knows before it has read anything."""
    texts = Texts(lambda path: _text_again(root / path))
    return Loaded(root, texts=texts, trees=Trees(texts), instead=instead)


def read_entry(
    loaded: Loaded, entry: Entry, languages: tuple[str, ...], same: Loaded | None
) -> Record | None:
    """Read one file to a record; put its text, tree and problems into `loaded`."""
    name, path = entry.relative, f"{entry.root}/{entry.relative}"
    try:
        written = loaded.instead.get(name)
        text = read_text(path) if written is None else text_of(written)
        loaded.texts[name] = text
        if same and same.texts.get(name) == text and entry.key in same.records:
            return same.records[entry.key]
        if entry.model is not Settings and (
            sound := sound_record(entry.model, text, entry.identity, languages)
        ):
            loaded.trees.add(entry.key, name)
            if sound.in_form:
                loaded.in_form.add(entry.key)
            return sound.record
        tree = parse(text)
        for _, scalar, _ in scalars(tree):
            refuse_hidden_in(scalar)
    except Refused as refused:
        loaded.texts.setdefault(name, for_excerpt(entry.path, loaded.instead.get(name)))
        refuse(loaded, entry.path, refused)
        return None
    return _with_places(loaded, entry, languages, tree)


def _with_places(
    loaded: Loaded, entry: Entry, languages: tuple[str, ...], tree: Fields
) -> Record | None:
    """Turn a tree into a record and say what is wrong with it."""
    name = entry.relative
    loaded.trees.add(entry.key, name, tree)
    cut = cut_texts(loaded.texts[name], tree)
    loaded.diagnostics += (told_of_cut(found, name, entry.key) for found in cut)
    # lastro.yml is read before its languages are known: they stand in its own tree
    decoded = decode(entry.model, tree, entry.identity, languages or languages_in(loaded))
    for problem in decoded.problems:
        place = Place(name, problem.span, (*entry.key, *problem.steps))
        loaded.diagnostics.append(
            Diagnostic(
                place=place,
                rule=problem.rule,
                severity=Severity.ERROR,
                message=problem.message,
                hint=problem.hint,
            )
        )
    return decoded.record


def _text_again(path: Path) -> str:
    """Read what was not read in this run: of a refused file, what can be shown of it."""
    try:
        return read_text(path)
    except Refused:
        return for_excerpt(path)


def for_excerpt(path: Path, content: bytes | None = None) -> str:
    """Read what can be shown of a refused file; nothing of what is no regular file."""
    if content is None:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        content = path.read_bytes()
    return content.decode(errors="replace").replace("\r\n", "\n")


def refuse(loaded: Loaded, path: Path, refused: Refused, *related: RelatedPlace) -> None:
    """Put into `loaded` why a file is no record."""
    name = loaded.name(path)
    first = (RelatedPlace(Place(name, refused.first), "first here"),) if refused.first else ()
    loaded.diagnostics.append(
        Diagnostic(
            place=Place(name, refused.span),
            rule=refused.rule,
            severity=Severity.ERROR,
            message=clean(refused.message, LONGEST_MESSAGE),
            hint=refused.hint,
            related=(*first, *related),
        )
    )
