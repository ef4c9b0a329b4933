"""An invented exchange for tests: a page behind a redirect, sent compressed."""

import gzip
from datetime import UTC, datetime

from lastro.capture.fetched import Fetched, Hop

AT = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
ASKED = "https://tide.example.org/"
PAGE = "https://tide.example.org/quays?day=7"
BODY = b"<p>Low tide at the quays.</p>" * 9000


def fetched(**over: object) -> Fetched:
    """Build the exchange; override one thing."""
    raw = gzip.compress(BODY, mtime=0)
    fields: dict[str, object] = {
        "url": ASKED,
        "final_url": PAGE,
        "retrieved": AT,
        "status": 200,
        "reason": "OK",
        "media_type": "text/html",
        "charset": "UTF-8",
        "request_headers": (("Host", "tide.example.org"), ("User-Agent", "Lastro")),
        "headers": (
            ("Content-Type", "text/html; charset=UTF-8"),
            ("Content-Encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
        ),
        "raw": raw,
        "body": BODY,
        "hops": (Hop(ASKED, 301, "192.0.2.7"), Hop(PAGE, 200, "192.0.2.7")),
    }
    return Fetched(**{**fields, **over})  # type: ignore[arg-type]
