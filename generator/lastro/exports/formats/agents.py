"""For programs that answer people: an index of the site, and how to ask the published files.

An answer that drops the window or the caveat of a verdict spreads one that nobody holds; so the files
say how to find the verdict of a day, and that "not checked" is an answer. Sources: https://llmstxt.org/,
https://agentskills.io/specification, https://github.com/cloudflare/agent-skills-discovery-rfc,
RFC 9727 (the catalogue of the API).
"""

import hashlib
import json
from collections.abc import Iterator
from heapq import nsmallest
from importlib import resources

from lastro.artifacts import Artifact
from lastro.exports.registry import Parts
from lastro.places import RecordPath
from lastro.site.catalogue import say
from lastro.site.derive import Site
from lastro.text.escape import markdown

INDEX = "llms.txt"
ROOM = 200_000
"""Bytes of the index: what a program can read at once."""
SKILL = "lastro-fact-checks"
SKILLS = ".well-known/agent-skills/"
CATALOGUE = ".well-known/api-catalog"
_SORTED_BY = 10
"""Length of the day at the start of each line, by which the newest are chosen."""


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    """Yield the line of a claim that is held up, after the newest day of its record."""
    view = site.claims.get(str(at[1])) if at[0] == "claims" else None
    if view and not view.claim.withdrawn:
        tag = site.languages[0]
        label, short = (
            text.read(tag)[1] for text in (view.current.rating.label, view.current.review.short)
        )
        link = f"[{markdown(view.claim.claim.read(tag)[1])}]({site.address(tag, f'claims/{view.id}/')})"
        line = f"- {link}: {markdown(label)}. {markdown(short)}\n"
        yield Artifact.text(INDEX, f"{view.modified}{line}")


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield the index, the skill with its index, and the catalogue of the API where it is served."""
    skill = Artifact.text(f"{SKILLS}{SKILL}/SKILL.md", _skill(site))
    yield Artifact.text(INDEX, _index(site, [part.decode() for part in parts(INDEX)]))
    yield skill
    yield Artifact.json(
        f"{SKILLS}index.json",
        {
            "$schema": "https://schemas.agentskills.io/discovery/0.2.0/schema.json",
            "skills": [
                {
                    "name": SKILL,
                    "type": "skill-md",
                    "description": _description(site),
                    "url": site.url + skill.path,
                    "digest": f"sha256:{hashlib.sha256(skill.content).hexdigest()}",
                }
            ],
        },
    )
    if site.serves("api"):
        served = {"anchor": f"{site.url}api/v1/index.json"}
        doc = {"service-doc": [{"href": site.url + skill.path, "type": "text/markdown"}]}
        yield Artifact.json(CATALOGUE, {"linkset": [served | doc]})


def _description(site: Site) -> str:
    return (
        f"Look up what {site.settings.publisher.name} has checked: the verdict on a claim for a date,"
        " its exact words, sources, state of quotes, and whether a claim was not checked at all."
    )


def _skill(site: Site) -> str:
    publisher = site.settings.publisher
    text = (resources.files("lastro.exports") / "SKILL.md").read_text(encoding="utf-8")
    filled = {
        "skill": SKILL,
        "description": json.dumps(_description(site), ensure_ascii=False),
        "publisher": markdown(publisher.name),
        "url": site.url,
        "license": publisher.license or "not stated",
    }
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _index(site: Site, claims: list[str]) -> str:
    """Write the index: how to ask, the data, the scale, and the claims that changed last."""
    tag, publisher = site.languages[0], site.settings.publisher
    head = [
        f"# {markdown(publisher.name)}\n\n> {say(tag, 'home_description')}\n\n## Ask\n\n",
        f"- [How to ask]({site.url}{SKILLS}{SKILL}/SKILL.md): verdict for a date, exact words, sources\n",
        *(f"- [{name}]({site.url}{path}): {told}\n" for name, path, told in _files(site)),
        "\n## Ratings\n\n",
    ]
    for rating in site.settings.ratings:
        label, meaning = (markdown(text.read(tag)[1]) for text in (rating.label, rating.meaning))
        head.append(f"- [{label}]({site.address(tag, f'ratings/{rating.id}/')}): {meaning}\n")
    head.append(f"\n## {say(tag, 'claims')}\n\n")
    newest = nsmallest(
        len(claims), claims, key=lambda one: (-int(one[:_SORTED_BY].replace("-", "")), one)
    )
    left = ROOM - sum(len(line.encode()) for line in head)
    for line in (one[_SORTED_BY:] for one in newest):
        left -= len(line.encode())
        if left < 0:
            break
        head.append(line)
    return "".join(head)


def _files(site: Site) -> Iterator[tuple[str, str, str]]:
    """Yield name, address and use of each file that a program may want, of those that are served."""
    if site.serves("api"):
        yield "API", "api/v1/index.json", "every record with what follows from it, as JSON"
    if site.serves("tables"):
        yield "claims.csv", "claims.csv", "one row a claim and language; search it first"
    if site.serves("feeds"):
        yield "Feed of changes", "feeds/changes.json", "verdicts that moved, and corrections"
        yield "Feed of checks", "feeds/claims.json", "new checks"
    yield "Method", site.settings.publisher.policies.method, "how verdicts are reached"
    yield "Corrections", site.settings.publisher.policies.corrections, "everything that was wrong"
