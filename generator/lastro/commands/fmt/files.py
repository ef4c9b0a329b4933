"""`lastro fmt` without a language: records in one form, written, listed or shown as a diff."""

from collections.abc import Callable, Mapping

from lastro.checks.fix_passes import Rewritten, read_as_loaded, unified_diff, write_fixed
from lastro.commands.shared.console import lines_of
from lastro.diagnostics.fixes import applied, difference
from lastro.editing.formatter import formatted
from lastro.errors import Exit
from lastro.loading.workspace import Loaded
from lastro.model.kinds import MODELS

SETTINGS_KEY = ("lastro",)


def unformatted(loaded: Loaded, is_wanted: Callable[[str], bool]) -> Mapping[str, Rewritten]:
    """Return the records whose form is another, by path, as they are and as they would be."""
    found = {}
    for at in loaded.trees:
        path = loaded.path_of(at)
        if at == SETTINGS_KEY or at in loaded.in_form or not is_wanted(path):
            continue
        text = loaded.texts[path]
        new = formatted(text, MODELS[str(at[0])])
        if new != text:
            before = read_as_loaded(loaded, path)
            after = applied(before.decode(), (difference(text, new),)).encode()
            found[path] = Rewritten(before, after)
    return found


def format_records(
    loaded: Loaded, is_wanted: Callable[[str], bool], *, listing: bool, as_diff: bool, dry_run: bool
) -> tuple[str, Exit]:
    """Format records and return what to print and how to exit.

    `listing` (`--check`) and `as_diff` write nothing, and exit 1 when something would change.
    """
    files = unformatted(loaded, is_wanted)
    wanted = sum(at != SETTINGS_KEY and is_wanted(loaded.path_of(at)) for at in loaded.trees)
    if as_diff:
        lines = [*unified_diff(files)]
    elif listing or dry_run:
        lines = [f"would format {path}" for path in sorted(files)]
        lines.append(f"{len(files)} of {_files(wanted)} would be formatted")
    else:
        write_fixed(loaded.root, files)
        lines = [f"formatted {len(files)} of {_files(wanted)}; comments and quotes kept"]
    if loaded.unread and not as_diff:
        lines.append(f"{_files(loaded.unread)} with errors: run `lastro check`")
    code = Exit.FINDINGS if files and (listing or as_diff) else Exit.OK
    return lines_of(lines), code


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
