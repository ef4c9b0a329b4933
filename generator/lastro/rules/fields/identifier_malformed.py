from lastro.corpus.links import find_addresses
from lastro.rules import Finding, Findings, Kept, RecordPath, Settings, Source
from lastro.text.identifiers import why_not_archive, why_not_doi, why_not_isbn


def check(record: Kept, settings: Settings) -> Findings:
    faults: list[tuple[RecordPath, tuple[str, str] | None]] = []
    if isinstance(record, Source) and record.doi:
        faults.append((("doi",), why_not_doi(record.doi)))
    if isinstance(record, Source) and record.isbn:
        faults.append((("isbn",), why_not_isbn(record.isbn)))
    for steps, address in find_addresses(record):
        if "archived" in steps:
            faults.append((steps, why_not_archive(address, settings.policy.archive)))
    for steps, fault in faults:
        if fault:
            yield Finding(route=(*record.at, *steps), message=fault[0], hint=fault[1])
