"""The form for machines, version 1: additive changes only, unknown keys ignored by readers."""

from lastro.places import name_of
from lastro.reporters.diffs.entries import ChangeSummary
from lastro.reporters.document import lastro_document, pick


def report(told: ChangeSummary) -> str:
    content = {
        **pick(told, "before after counts"),
        "changes": [
            {"kind": entry.kind, "record": name_of(entry.record)}
            | pick(entry, "title was now why")
            | {"texts": [pick(text, "field of was now") for text in entry.texts]}
            for entry in told.entries
        ],
        "exceptions": [
            {"record": name_of(at), "steps": list(at[2:]), "message": message}
            for at, message in told.exceptions
        ],
        "corrections_owed": [
            {"record": name_of(at), "message": message} for at, message in told.owed
        ],
        "quotes_to_verify": [quoted.key for quoted in told.unverified],
        "lock_entries_to_verify": told.to_verify,
        "claims_on_changed_sources": told.resting,
        "unread": told.unread,
    }
    # a log of a workflow reads this sign as a command wherever it stands in a line
    return lastro_document("diff", content)
