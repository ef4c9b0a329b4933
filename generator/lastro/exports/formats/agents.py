"""For programs that answer people: an index of the site, and how to ask the published files.

An answer that drops the window or the caveat of a verdict spreads one that nobody holds; so the files
say how to find the verdict of a day, and that "not checked" is an answer. Sources: https://llmstxt.org/,
https://agentskills.io/specification, https://github.com/cloudflare/agent-skills-discovery-rfc
"""

import hashlib
import json
from collections.abc import Iterable, Iterator

from lastro.artifacts import Artifact
from lastro.exports.registry import Parts
from lastro.exports.template import fill
from lastro.model.catalogue import say
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.views import ClaimView
from lastro.text.escape import markdown

INDEX = "llms.txt"
ROOM = 200_000
"""Bytes of the index: what a program can read at once."""
SKILL = "lastro-fact-checks"
SKILLS = ".well-known/agent-skills/"
_DAY = len("2026-04-27")


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    view = site.claims.get(str(at[1])) if at[0] == "claims" else None
    if isinstance(view, ClaimView) and not view.claim.withdrawn:
        tag, now = site.languages[0], view.current
        texts = (view.claim.claim, now.rating.label, now.review.short)
        claim, label, short = (markdown(text.read(tag)[1]) for text in texts)
        link = f"[{claim}]({site.address(tag, f'claims/{view.id}/')})"
        yield Artifact.text(INDEX, f"{view.modified}- {link}: {label}. {short}\n")


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    tag, publisher = site.languages[0], site.settings.publisher
    description = (
        f"Look up what {publisher.name} has checked: the verdict on a claim for a date, its exact words,"
        " sources, state of quotes, and whether a claim was not checked at all."
    )
    skill = Artifact.text(
        f"{SKILLS}{SKILL}/SKILL.md",
        fill("SKILL.md", str, site=site, skill=SKILL, publisher=markdown(publisher.name),
             description=json.dumps(description, ensure_ascii=False)),
    )  # fmt: skip
    head = fill("llms.txt", markdown, site=site, tag=tag, say=say, skill=site.url + skill.path)
    yield Artifact(INDEX, b"".join(_fit(head.encode(), parts(INDEX))))
    if not site.serves("api"):
        return  # it asks the files of the API
    yield skill
    named = {"name": SKILL, "type": "skill-md", "description": description}
    digest = f"sha256:{hashlib.sha256(skill.content).hexdigest()}"
    schema = "https://schemas.agentskills.io/discovery/0.2.0/schema.json"
    skills = [named | {"url": site.url + skill.path, "digest": digest}]
    yield Artifact.json(f"{SKILLS}index.json", {"$schema": schema, "skills": skills})


def _fit(head: bytes, claims: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    left = ROOM - len(head)
    by_id = sorted(claims, key=lambda line: line[_DAY:])
    for line in sorted(by_id, key=lambda line: line[:_DAY], reverse=True):
        left -= len(line) - _DAY
        if left < 0:
            return
        yield line[_DAY:]
