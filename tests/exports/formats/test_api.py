"""The API of a site, as its formats make it: each file once, the same whoever is asked first."""

from lastro.exports.formats import api
from tests.exports.api.test_schemas import api_files, site_of
from tests.support.folders import ALDERA


def test_a_record_gives_the_same_alone_and_after_others() -> None:
    for at in (("claims", "quay-4-closed"), ("sources", "tide-blog")):
        (file,) = (
            f for f in api.record_files(site_of(ALDERA), at) if f.path.endswith(f"{at[1]}.json")
        )
        assert file.content == api_files(ALDERA)[file.path]


def test_both_halves_of_a_record_depend_on_what_it_looked_up() -> None:
    site = site_of(ALDERA)
    at = ("claims", "quay-4-closed")
    with site.corpus.tracer.trace() as first:
        list(api.record_files(site, at))
    with site.corpus.tracer.trace() as second:
        list(api.parts(site, at))
    assert {*first} <= {*second}
