from pathlib import Path

import pytest

from lastro.publish.hosts import SiteSize, exceeds, measure


def test_all_that_is_uploaded_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "large.json").write_bytes(b"x" * 30)
    (tmp_path / "_redirects").write_bytes(b"/a /b 301\n/c /d 301\n")
    assert measure(tmp_path) == SiteSize(
        files=2, size=50, largest=(30, "a/large.json"), redirects=2
    )


@pytest.mark.parametrize(
    ("size", "host", "told"),
    [
        (SiteSize(20_000, 9, (25 * 2**20, "x"), 2_000), "cloudflare-free", []),
        (
            SiteSize(20_001, 9, (9, "x"), 0),
            "cloudflare-free",
            ["cloudflare-free takes 20,000 files, the site has 20,001"],
        ),
        (SiteSize(20_001, 9, (9, "x"), 0), "cloudflare-paid", []),
        (SiteSize(20_001, 1_000_000_000, (9, "x"), 0), "github-pages", []),
        (
            SiteSize(1, 1_000_000_001, (9, "x"), 0),
            "github-pages",
            ["github-pages takes 1,000,000,000 bytes, the site has 1,000,000,001"],
        ),
        (
            SiteSize(1, 9, (25 * 2**20 + 1, "all.gz"), 2_001),
            "cloudflare-paid",
            [
                "cloudflare-paid takes files of 26,214,400 bytes, 'all.gz' has 26,214,401",
                "cloudflare-paid follows 2,000 redirects, the site has 2,001",
            ],
        ),
    ],
)
def test_a_host_refuses_what_is_beyond_its_limits(
    size: SiteSize, host: str, told: list[str]
) -> None:
    assert [what for what, _ in exceeds(size, host)] == told
