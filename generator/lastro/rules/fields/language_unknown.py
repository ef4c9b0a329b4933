from collections.abc import Sequence

from lastro.editing.edit import edits_if_readable, text_in_span
from lastro.model.catalogue import catalogues
from lastro.rules import Diagnostic, Finding, Findings, Settings, TextEdit, suggestion_in

FIX = "safe"


def check(settings: Settings) -> Findings:
    known = catalogues()
    for index, language in enumerate(settings.languages):
        if language not in known:
            message = f"no catalogue of words speaks '{language}': no page can be made in it"
            listed = f"write one of those that are there: {', '.join(known)}"
            hint = f"`lastro locale {language}` starts its words; else {listed}"
            yield Finding(route=("lastro", "languages", index), message=message, hint=hint)


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    meant, written = suggestion_in(found.hint), text_in_span(text, found.place.span)
    tag = written.strip("'\"")
    if not meant or tag.replace("_", "-").casefold() != meant.casefold():
        return ()
    return edits_if_readable(text, [TextEdit(found.place.span, written.replace(tag, meant))])
