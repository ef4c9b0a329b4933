"""Verdicts as one line of text a claim: what fits a chat."""

from collections.abc import Iterator

from lastro.artifacts import Artifact
from lastro.exports.registry import Parts
from lastro.places import RecordPath
from lastro.site.derive import Site

FILE = "verdicts.txt"


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    kind, name = map(str, at)
    if kind == "claims" and name in site.claims:
        rating = site.claims[name].current.review.rating
        yield Artifact.text(FILE, f"{name}: {rating}\n")


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    del site
    yield Artifact(FILE, b"".join(parts(FILE)))
