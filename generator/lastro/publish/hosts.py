"""What a host takes at most: a site that it would refuse is better known before the upload.

The limits are those that the hosts tell of themselves:
https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits and
https://developers.cloudflare.com/pages/platform/limits/ with
https://developers.cloudflare.com/pages/configuration/redirects/ (read in 2026).
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from lastro.artifacts import REDIRECTS
from lastro.system.disk_errors import disk
from lastro.system.exchange import list_files

_MIB = 2**20
_FEWER = (
    "switch formats off in `exports`, publish fewer languages, or choose a host that takes more"
)
_LIGHTER = "switch formats off in `exports`, or choose a host that takes more"


class Host(Struct, frozen=True):
    """What one host takes; 0 where it tells no limit."""

    files: int = 0
    largest: int = 0
    """Bytes of one file."""
    size: int = 0
    """Bytes of all files."""
    redirects: int = 0


HOSTS = {
    "github-pages": Host(size=1_000_000_000),
    "cloudflare-free": Host(files=20_000, largest=25 * _MIB, redirects=2_000),
    "cloudflare-paid": Host(files=100_000, largest=25 * _MIB, redirects=2_000),
}


class SiteSize(Struct, frozen=True):
    """What a site weighs."""

    files: int
    size: int
    largest: tuple[int, str]
    redirects: int


def measure(folder: Path) -> SiteSize:
    """Count all that would be uploaded; raises LastroError when the folder cannot be read."""
    with disk(folder):
        sizes = [((folder / name).stat().st_size, name) for name in list_files(str(folder))]
        path = folder / REDIRECTS
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    size = sum(bytes_ for bytes_, _ in sizes)
    return SiteSize(len(sizes), size, max(sizes, default=(0, "")), len(lines))


def exceeds(found: SiteSize, name: str) -> Iterator[tuple[str, str]]:
    """Yield what a host would refuse of a site, and what to do about it."""
    host, (largest, file) = HOSTS[name], found.largest
    if host.files and found.files > host.files:
        yield f"{name} takes {host.files:,} files, the site has {found.files:,}", _FEWER
    if host.size and found.size > host.size:
        yield f"{name} takes {host.size:,} bytes, the site has {found.size:,}", _LIGHTER
    if host.largest and largest > host.largest:
        yield f"{name} takes files of {host.largest:,} bytes, '{file}' has {largest:,}", _LIGHTER
    if host.redirects and found.redirects > host.redirects:
        told = f"{name} follows {host.redirects:,} redirects, the site has {found.redirects:,}"
        yield told, "the pages at former addresses still lead on; delete lines of _redirects"
