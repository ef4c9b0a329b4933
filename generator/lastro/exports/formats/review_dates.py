"""When each verdict is to be looked at again, as a calendar: a promise that readers can hold us to.

Overdue reviews stay in it. An entry keeps its name when its day moves, so that a calendar that
subscribes moves it too. Source: RFC 5545.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lastro.artifacts import Artifact
from lastro.corpus.facts import last_change
from lastro.exports.icalendar import CalendarEntry, gather_events, write_event
from lastro.exports.registry import Parts
from lastro.model.catalogue import say
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.views import ClaimView

PATH = "review-dates.ics"


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    view = site.every_claim.get(str(at[1])) if at[0] == "claims" else None
    if view and view.due and not view.claim.withdrawn:
        language = site.languages[0]
        _, wording = view.claim.claim.read(language)
        entry = CalendarEntry(
            f"review-{next(iter(view.claim.former_ids), view.id)}",
            view.due,
            f"{say(language, 'fact_due')}: {wording}",
            view.current.review.short.read(language)[1] if isinstance(view, ClaimView) else "",
            last_change(view.claim),
            site.address(language, f"claims/{view.id}/"),
        )
        host = urlsplit(site.url).hostname or ""
        # the first line is for the order of the entries and goes when they are gathered
        yield Artifact.text(PATH, f"{entry.day} {entry.name}\n{write_event(entry, host)}")


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    title = f"{site.settings.publisher.name}: {say(site.languages[0], 'fact_due')}"
    events = (part.decode().partition("\n")[2] for part in sorted(parts(PATH)))
    yield Artifact.text(PATH, gather_events(title, events))
