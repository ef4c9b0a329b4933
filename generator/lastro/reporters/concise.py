"""One line for each finding, as compilers print it: what editors and `grep` read."""

from lastro.diagnostics.report import Report
from lastro.reporters.text import elsewhere
from lastro.text.messages import inert, sentence


def report(report: Report) -> str:
    lines = []
    for found in report.diagnostics:
        if found.waived:
            continue
        hint = f" ({sentence(found.hint)})" if found.hint else ""
        place = sentence(str(found.place))
        what = f"{place}: {found.severity} {found.rule}: {sentence(found.message)}{hint}"
        lines.append(inert(what) + "\n")
    return "".join(lines) + (f"lastro: {told}\n" if (told := elsewhere(report)) else "")
