"""`lastro preview`: the page of one claim, in the terminal, before anything is built."""

import re
import shutil
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import click

from lastro.artifacts import Page
from lastro.build.prepare import require_words
from lastro.checks.runner import run
from lastro.commands.shared.console import some_of, tell, write
from lastro.commands.shared.edits import holder, require_record
from lastro.commands.shared.options import today_option
from lastro.commands.shared.records import load_here, require_language, sound_corpus
from lastro.commands.shared.rulings import reasons
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import count_of
from lastro.errors import Exit, LastroError
from lastro.evidence.judge import Judgement, judgements, review_due
from lastro.evidence.labels import say_deciding_labels
from lastro.loading.workspace import Workspace
from lastro.model.claim import current_review
from lastro.render.pages.every import assets, claim_page
from lastro.render.words.catalogue import words
from lastro.reporters import text
from lastro.site.derive import derive
from lastro.system.atomic import write_kept
from lastro.text.messages import clean, in_quotes, inert

MOST_NAMED = 3
"""Sources that the first line names."""
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
        yield f"{label}{now} · status {_status(judgement)} · permitted: {permitted}"
        ruling = judgement.ruling(review.rating)
        yield from reasons(ruling) if ruling else ()
    yield from say_deciding_labels(claim, corpus)


def _status(judgement: Judgement) -> str:
    said = [one for one in judgement.counted if one.stance != "context"]
    if not said:
        return str(judgement.status)
    sources = [*dict.fromkeys(one.source for one in said)]
    named = some_of(sources, MOST_NAMED)
    parties = len({one.root for one in said if one.party})
    party = {0: "no party", 1: "1 party"}.get(parties, f"{parties} parties")
    return f"{judgement.status} ({named}; {party})"


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


_LEFT_OUT = frozenset({"script", "style", "svg", "template", "textarea"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "details", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "header", "hr", "li", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "tr", "ul",
})  # fmt: skip
_PARTED = frozenset({"h1", "h2", "h3", "h4", "section", "table", "dl", "blockquote", "figure"})
_CLOSE = frozenset({"dd", "div", "li", "summary", "tr"})
"""Blocks that the next one follows on the next line."""
_INLINE = frozenset({"a", "span"})
"""What stands side by side without a blank: links and badges, which look apart on a page."""
_MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "blockquote": "> "}


def page_text(markup: str, width: int) -> str:
    """Return what a reader reads in some HTML, in lines of at most `width` columns, longer words apart.

    Only our own pages are read here, so the elements are those that our templates use. Charts are
    left out: the words beside them say the same.
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    said = re.sub(r": \n+", ": ", "".join(reader.pieces))
    said = re.sub(r"(^|\n)([#>-]+ )\n+", r"\1\2", said)
    lines: list[str] = []
    for words_of in map(str.split, said.split("\n")):
        if words_of in (["-"], [">"], ["#"]):
            continue
        line = " ".join(words_of).removeprefix("| ")
        if not line:
            lines.extend([""] if lines and lines[-1] else [])
            continue
        mark = re.match(r"(?:[-#>]+ )?", line)
        indent = " " * (mark.end() if mark and not line.startswith("#") else 0)
        lines += textwrap.wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    return "\n".join(lines).strip("\n") + "\n"


class _Reader(HTMLParser):
    """Collects the words of blocks; elements that nobody sees are left out with all in them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen: list[str] = []
        self._after = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hidden = any(name == "hidden" for name, _ in attrs) or tag in _LEFT_OUT
        if tag not in _VOID and (self._unseen or hidden):
            self._unseen.append(tag)
            return
        if tag == "br":
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append(" | ")
        elif tag in _BLOCKS:
            self.pieces.append(("\n\n" if tag in _PARTED else "\n") + _MARKS.get(tag, ""))
        elif tag in _INLINE and (self._after or "".join(self.pieces[-1:])[-1:].isalnum()):
            # else it would be glued to a word, as the number of a citation
            self.pieces.append(" ")
        self._after = ""

    def handle_endtag(self, tag: str) -> None:
        self._after = tag if tag in _INLINE else ""
        if self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
        elif tag == "dt":
            self.pieces.append(": ")
        elif tag in _BLOCKS - _CLOSE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._after == "a" and data[:1].isalnum():
            self.pieces.append(" ")
        self._after = ""
        if not self._unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))
