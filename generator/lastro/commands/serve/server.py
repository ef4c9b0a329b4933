"""The site on 127.0.0.1 while a person writes: rebuilt on change, never worse than the last good one.

A record that breaks in the middle of a sentence must not take the page away that its writer is
looking at. The last good site stays, and says on every page what is wrong now. What is added for
that is put in when a page is served; the files stay what they are.
"""

import html
import logging
import threading
from collections.abc import Iterable
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from time import monotonic, time_ns
from typing import BinaryIO
from urllib.parse import parse_qs

from lastro.build.build import PREVIEW, build
from lastro.build.prepare import RecordsChangedError, fingerprint
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Report, count_of
from lastro.errors import LastroError
from lastro.memo.store import HeldStore
from lastro.system.output import BUILD
from lastro.text.messages import clean

_LOG = logging.getLogger(__name__)
HOST = "127.0.0.1"
OURS = "/_lastro/"
LONGEST_WAIT = 25.0
"""Seconds that a page's question for a newer version is held open."""
_HTML = ".html"
_OF_NO_PAGE = (".xml", ".json", ".bin")
"""Endings of files that no page loads before its reader searches."""
_ADDED = {"reload.js": "text/javascript", "fault.css": "text/css"}
"""What pages are given while they are served, beside this module."""


class Preview:
    """What is served now: a folder, a version that browsers ask for, and what is wrong, if anything.

    Its memory is held between saves, so that a save costs what it touches.
    """

    def __init__(self, root: Path, store: HeldStore | None = None) -> None:
        self.root = root
        self.store = store or HeldStore(root, None, "")
        self.folder = root / BUILD / PREVIEW
        self.site_url = ""
        self.fault = ""
        self.good = False
        """Whether a site was built since the start."""
        self.is_behind = False
        """Whether pages that MkDocs makes are older than the records."""
        self._number = self._of_all = 0
        self._of_page: dict[str, int] = {}
        """With which number each page last changed, and with which all of them may have."""
        self._started = time_ns()
        self._changed = threading.Condition()

    def version(self, page: str = "") -> str:
        """Name what is served now, of one page or of all; no other start of the server uses the name."""
        number = max(self._of_all, self._of_page.get(page, 0)) if page else self._number
        return f"{self._started}-{number}"

    def wait_for_other(self, version: str, page: str = "", seconds: float = LONGEST_WAIT) -> str:
        """Return the version once it is another one, or after some seconds as it is."""
        with self._changed:
            self._changed.wait_for(lambda: self.version(page) != version, seconds)
            return self.version(page)

    def rebuild(self, today: date, *, whole: bool = False) -> tuple[str, Report | None]:
        """Build the site again; return one line for the terminal, and the report if there is one.

        While a good site is there, errors keep it; the first build shows what can be shown. Only a
        `whole` build waits for MkDocs, which makes the hand-written pages.
        """
        started, seen = monotonic(), fingerprint(self.root)

        def look(_: str) -> None:
            """Stop a build that nobody waits for as soon as somebody saves."""
            if whole and fingerprint(self.root) != seen:
                raise RecordsChangedError("the records changed")

        try:
            built = build(
                self.root,
                today,
                draft=True,
                despite_errors=not self.good,
                into=PREVIEW,
                site_url=self.site_url,
                engine_later=not whole,
                memory=self.store,
                progress=look,
            )
        except RecordsChangedError:
            return "saved again meanwhile", None
        except LastroError as error:
            return self._keep("\n".join(error.lines))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not take the page away
            _LOG.debug("the preview could not be rebuilt", exc_info=error)
            return self._keep(f"our fault: {type(error).__name__}: {clean(str(error))}")
        if built.written is None:
            return self._keep(first_error(built.report), built.report)
        self.good = self.good or not built.report.failed
        self.is_behind = built.is_engine_behind
        changed = (*built.written.changed, *built.written.removed)
        self._tell_browsers(fault=first_error(built.report), changed=changed)
        files = count_of(len(changed), "file")
        return f"rebuilt {files} in {monotonic() - started:.2f} s", built.report

    def _keep(self, fault: str, report: Report | None = None) -> tuple[str, Report | None]:
        self._tell_browsers(fault=fault)
        served = (self.folder / "index.html").is_file()
        what = "the last good site is still served" if served else "there is nothing to serve yet"
        return f"not rebuilt: {what}", report

    def _tell_browsers(self, *, fault: str, changed: Iterable[str] = ()) -> None:
        """Tell the browsers: of changed pages those that show one, of all else each of them."""
        with self._changed:
            self._number += 1
            others = [path for path in changed if not path.endswith(_OF_NO_PAGE)]
            if fault != self.fault or any(not path.endswith(_HTML) for path in others):
                self._of_all = self._number
            self._of_page |= dict.fromkeys(others, self._number)
            self.fault = fault
            self._changed.notify_all()

    def add_reload(self, page: bytes, path: str = "") -> bytes:
        """Add to a page what reloads it, and what is wrong now; `path` is that of its file."""
        asked = f'data-version="{self.version(path)}" data-page="{html.escape(path)}"'
        script = f'<script src="{OURS}reload.js" {asked}></script>'
        banner = ""
        if self.fault:
            said = html.escape(self.fault)
            banner = f'<link rel="stylesheet" href="{OURS}fault.css"><p id="lastro-fault" role="alert">{said}</p>'
        head, body, rest = page.partition(b"<body")
        attributes, end, content = rest.partition(b">")
        if not body:
            return page + (banner + script).encode()
        return b"".join((head, body, attributes, end, (banner + script).encode(), content))


def first_error(report: Report) -> str:
    """Word the first error of a report for the banner; empty when there is none."""
    errors = [d for d in report.diagnostics if d.severity is Severity.ERROR and not d.waived]
    if not errors:
        return ""
    first = errors[0]
    more = f"\nand {len(errors) - 1} more: see the terminal" if len(errors) > 1 else ""
    hint = f"\n{clean(first.hint, 300)}" if first.hint else ""
    return f"{first.place}\n{first.rule}: {clean(first.message, 300)}{hint}{more}"


def listen(preview: Preview, port: int) -> ThreadingHTTPServer:
    """Open the server on loopback; raises LastroError when the port is taken."""
    handler = partial(_Handler, preview, directory=str(preview.folder))
    try:
        server = _Server((HOST, port), handler)
    except (OSError, OverflowError) as error:
        raise LastroError(
            f"cannot listen on port {port}: {getattr(error, 'strerror', None) or error}",
            "choose another one with --port, or 0 for any that is free",
        ) from error
    preview.site_url = f"http://{HOST}:{server.server_port}/"
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away in the middle is no fault."""


class _Handler(SimpleHTTPRequestHandler):
    """Serves the folder, and dresses the pages."""

    def __init__(self, preview: Preview, *arguments: object, directory: str) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer a request; a page is read whole, so that it can be dressed."""
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in {HOST, "localhost"}:
            # a page elsewhere could lead its own name here and read drafts
            return self._answer(403, b"only for this machine\n", "text/plain")
        path = self.path.partition("?")[0]
        if path.startswith(OURS):
            return self._own(path.removeprefix(OURS))
        there = Path(self.translate_path(self.path))
        if there.is_dir() and not path.endswith("/"):
            return super().send_head()
        there = there / "index.html" if there.is_dir() else there
        if not there.is_file():
            page = self.preview.folder / "404.html"
            bare = b"<!doctype html><title>404</title><body><h1>404</h1>"
            content = page.read_bytes() if page.is_file() else bare
            return self._answer(404, self.preview.add_reload(content), "text/html")
        if there.suffix != ".html":
            return super().send_head()
        shown = there.relative_to(self.directory).as_posix()
        return self._answer(200, self.preview.add_reload(there.read_bytes(), shown), "text/html")

    def _own(self, name: str) -> BytesIO:
        if name == "version":
            asked = parse_qs(self.path.partition("?")[2])
            after, page = (asked.get(name, [""])[0] for name in ("after", "page"))
            version = self.preview.wait_for_other(after, page)
            return self._answer(200, version.encode(), "text/plain")
        if name in _ADDED:
            return self._answer(200, Path(__file__).with_name(name).read_bytes(), _ADDED[name])
        return self._answer(404, b"not found\n", "text/plain")

    def _answer(self, status: int, content: bytes, kind: str) -> BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Leave the terminal to what was rebuilt."""
