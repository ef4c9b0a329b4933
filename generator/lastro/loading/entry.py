"""Read the file of one record, decode it, and report every problem in it.

Nearly every record is sound, and nobody asks for the places of its values: `sound_record` reads the
values alone. Wherever there may be a problem, `lastro.syntax.tree` and `decode` read the file again.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from pydantic import ValidationError

from lastro.diagnostics.report import Diagnostic, RelatedPlace
from lastro.loading.decode import decode
from lastro.loading.files import LONGEST_MESSAGE, Entry, printable_path, refuse_other_kind
from lastro.loading.source_text import LARGEST, read_text, refuse_hidden_in, text_of
from lastro.loading.workspace import Texts, Trees, Workspace
from lastro.model.base import Record
from lastro.model.canonical_form import surely_in_form
from lastro.model.settings import Settings
from lastro.places import START, Place, RecordPath
from lastro.syntax.altered_texts import cut_texts, texts_in_letters
from lastro.syntax.explain_error import LETTERS, NOT_LETTERS
from lastro.syntax.plain_values import values_in
from lastro.syntax.tree import Fields, Items, Refused, Scalar, parse, scalars
from lastro.text.messages import clean, in_quotes

R = TypeVar("R", bound=Record)


def sound_record(
    model: type[R], text: str, identity: Mapping[str, str], languages: tuple[str, ...]
) -> tuple[R, bool] | None:
    """Read a record, and whether its form is surely canonical; None where there may be a fault."""
    values = values_in(text)
    if values is None or not values.fields.keys().isdisjoint(model.FROM_PATH):
        return None
    in_form = surely_in_form(text, values.fields, values.bare, model)
    try:
        found = {**values.fields, **identity}
        record = model.model_validate(found, context={"languages": languages})
    except ValidationError:
        return None
    return record, in_form


def retired_ids(loaded: Workspace, route: RecordPath) -> Iterator[RecordPath]:
    """Yield the retired ids of a broken record: links to them are not reported as unknown too."""
    listed = _read_list(loaded.trees[route][1], "former_ids") if route in loaded.trees else ()
    yield from ((route[0], former) for former in listed)


def languages_in(loaded: Workspace) -> tuple[str, ...]:
    """Read the languages of a lastro.yml that has other faults: records are judged by them all the same."""
    at = ("lastro",)
    return _read_list(loaded.trees[at][1], "languages") if at in loaded.trees else ()


def _read_list(tree: Fields, key: str) -> tuple[str, ...]:
    listed = tree.nodes.get(key, (START, None))[1]
    if not isinstance(listed, Items):
        return ()
    return tuple(n.text for n in listed.nodes if isinstance(n, Scalar))


def empty_workspace(root: Path, instead: Mapping[str, bytes]) -> Workspace:
    def read_again(path: str) -> str:
        try:
            return read_text(root / path)
        except Refused:
            return for_excerpt(root / path)

    texts = Texts(read_again)
    return Workspace(root, texts=texts, trees=Trees(texts), instead=instead)


def read_entry(
    loaded: Workspace, entry: Entry, languages: tuple[str, ...], same: Workspace | None
) -> Record | None:
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
            record, is_in_form = sound
            if is_in_form:
                loaded.in_form.add(entry.key)
            return record
        tree = parse(text)
        for _, scalar, _ in scalars(tree):
            refuse_hidden_in(scalar)
        if entry.model is not Settings:
            refuse_other_kind(entry, tree.nodes)
    except Refused as refused:
        loaded.texts.setdefault(name, for_excerpt(entry.path, loaded.instead.get(name)))
        refuse(loaded, entry.path, refused)
        return None
    return _decode_and_report(loaded, entry, languages, tree)


def _decode_and_report(
    loaded: Workspace, entry: Entry, languages: tuple[str, ...], tree: Fields
) -> Record | None:
    name = entry.relative
    loaded.trees.add(entry.key, name, tree)
    for cut in cut_texts(loaded.texts[name], tree):
        place = Place(name, cut.sign, (*entry.key, *cut.route))
        message = f"{in_quotes(cut.lost)} is read as a comment, and is no part of the text"
        hint = "put the whole text in quotes, or the comment on a line of its own"
        loaded.diagnostics.append(Diagnostic.error(place, "text-cut-by-comment", message, hint))
    for at, scalar in texts_in_letters(tree):
        place, message = (
            Place(name, scalar.span, (*entry.key, *at)),
            LETTERS.format(scalar.text[0], scalar.text[-1]),
        )
        loaded.diagnostics.append(Diagnostic.error(place, "yaml-syntax", message, NOT_LETTERS))
    # lastro.yml is read before its languages are known: they stand in its own tree
    decoded = decode(entry.model, tree, entry.identity, languages or languages_in(loaded))
    for problem in decoded.problems:
        place = Place(name, problem.span, (*entry.key, *problem.route))
        loaded.diagnostics.append(
            Diagnostic.error(place, problem.rule, problem.message, problem.hint)
        )
    return decoded.record


def for_excerpt(path: Path, content: bytes | None = None) -> str:
    """Return the text of a refused file for an excerpt; empty for anything but a regular file."""
    if content is None:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        content = path.read_bytes()
    return content.decode(errors="replace").replace("\r\n", "\n")


def refuse(loaded: Workspace, path: Path, refused: Refused, *related: RelatedPlace) -> None:
    name = printable_path(path, loaded.root)
    first = (RelatedPlace(Place(name, refused.first), "first here"),) if refused.first else ()
    place, message = Place(name, refused.span), clean(refused.message, LONGEST_MESSAGE)
    told = Diagnostic.error(place, refused.rule, message, refused.hint)
    loaded.diagnostics.append(replace(told, related=(*first, *related)))
