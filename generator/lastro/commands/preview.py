"""`lastro preview`: the page of one claim, in the terminal, before anything is built."""

import re
import shutil
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from lastro.artifacts import Page
from lastro.build.prepare import require_words
from lastro.checks.runner import run
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.edits import holder, require_record
from lastro.commands.shared.options import today_option
from lastro.commands.shared.records import load_here, require_language, sound_corpus
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import count_of
from lastro.errors import Exit, LastroError
from lastro.evidence.judge import judgements, review_due
from lastro.evidence.labels import say_deciding_labels
from lastro.loading.workspace import Workspace
from lastro.model.claim import current_review
from lastro.render.pages.every import assets, claim_page
from lastro.render.words.catalogue import words
from lastro.reporters import text
from lastro.site.derive import derive
from lastro.system.atomic import write_kept
from lastro.text.messages import clean, in_quotes, inert

WIDEST = 100
NARROWEST = 40
LONGEST_LINE = 20_000
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@click.command("preview")
@click.argument("claim", metavar="CLAIM")
@click.option("--lang", "language", metavar="LANG")
@click.option(
    "--html", "html_file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE"
)
@today_option
def command(*, claim: str, language: str | None, html_file: Path | None, today: date) -> Exit:
    loaded = load_here()
    require_words(loaded)
    claim_id = require_record(loaded, "claim", claim, "CLAIM")
    language = require_language(loaded, language, "--lang")
    if html_file and html_file.suffix not in {".html", ".htm"}:
        raise LastroError(f"{in_quotes(html_file)} does not end in .html", "name a file for a page")
    report, path = run(loaded, today), str(holder(loaded, "claims", claim_id))
    errors = (d for d in report.diagnostics if d.severity is Severity.ERROR and not d.waived)
    report = replace(report, diagnostics=tuple(d for d in errors if path in d.paths))
    site = derive(sound_corpus(loaded), today, draft=report.failed)
    page = claim_page(site, language, claim_id) if claim_id in site.every_claim else None
    told = list(_describe_judgements(loaded, claim_id, language))
    if page and html_file:
        write_kept(html_file, _document(page, language).encode())
        told += ["", f"wrote {html_file}"]
    tell(told)
    if page and not html_file:
        width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))
        lines = page_text(f"<h1>{page.heading}</h1>{page.body}", width).splitlines()
        write("\n" + "".join(inert(clean(line, LONGEST_LINE)) + "\n" for line in lines))
    if not page:
        write(f"no page of '{claim_id}' can be made yet\n")
    if report.diagnostics:
        write(f"\n{count_of(len(report.diagnostics), 'error')} in this record:\n")
        write(text.findings(report, coloured=False))
    return Exit.FINDINGS if report.failed else Exit.OK


def _describe_judgements(loaded: Workspace, claim_id: str, language: str) -> Iterator[str]:
    corpus = sound_corpus(loaded)
    if claim_id not in corpus.claims:
        return
    claim = corpus.claims[claim_id]
    if claim.opened:
        yield f"open since {claim.opened}, to be reviewed by {review_due(claim)}"
    for judgement in judgements(corpus)[claim_id]:
        review = judgement.review
        now = "" if review == current_review(claim) else f" (for {review.holds})"
        rating = corpus.settings.rating(review.rating)
        label = words(language).read(rating.label).text if rating else review.rating
        permitted = ", ".join(judgement.permitted) or "none"
        yield f"{label}{now} · permitted: {permitted}"
    yield from say_deciding_labels(claim, corpus)


def _document(page: Page, language: str) -> str:
    """Put a page into a file that needs no other; what its slots hold is escaped already."""
    styles = "\n".join(asset.content.decode() for asset in assets() if asset.path.endswith(".css"))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="robots" content="noindex">'
        f"<title>{page.title}</title><style>{styles}</style></head>\n"
        f'<body class="md-typeset"><main class="lastro lastro-{page.kind}">{page.above}<h1>{page.heading}</h1>\n{page.body}</main>'
        "</body></html>\n"
    )


_UNSEEN = "[hidden], .lt-at, script, style, svg, template, textarea"
_BESIDE = "a + a, a + span, span + a, span + span"
"""Links and badges that stand side by side without a blank, and look apart on a page."""


def page_text(markup: str, width: int) -> str:
    """Return what a reader reads in some HTML, in lines of at most `width` columns, longer words apart.

    Charts are left out: the words beside them say the same.
    """
    # two libraries that no other command needs take as long to import as a preview takes
    from bs4 import BeautifulSoup  # noqa: PLC0415
    from markdownify import ATX, MarkdownConverter  # noqa: PLC0415

    page = BeautifulSoup(markup, "html.parser")
    for unseen in page.select(_UNSEEN):
        unseen.decompose()
    for beside in page.select(_BESIDE):
        beside.insert_before(" ")
    for term in page(["dt", "dd"]):
        term.append(": " if term.name == "dt" else page.new_tag("br"))
        term.name = "span"
    inline = ["a", "b", "code", "em", "i", "img", "q", "strong"]
    converter = MarkdownConverter(
        heading_style=ATX,
        bullets="-",
        strip=inline,
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
    )
    said = converter.convert_soup(page)
    lines: list[str] = []
    for line in said.splitlines():
        mark = re.match(r" *(?:(?:[->]|\d+\.) +)?", line)
        indent, words_of = " " * len(mark[0] if mark else ""), " ".join(line.split())
        shown = f"{line[: len(line) - len(line.lstrip())]}{words_of}"
        lines += textwrap.wrap(
            shown, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or ([""] if lines and lines[-1] else [])
    return "\n".join(lines).strip("\n") + "\n"
