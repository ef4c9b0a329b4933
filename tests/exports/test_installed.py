"""What another package brings, installed beside Lastro: a format, which a site has to name, and a reader."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from lastro.errors import LastroError
from lastro.exports.registry import find_formats
from tests.support.folders import PACKAGE, TESTS
from tests.support.little_docs import write_whole_site
from tests.support.little_site import TODAY, write_files


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a fresh environment that the example was installed into."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    made = folder / "bin/python"
    beside = sysconfig.get_path("purelib", vars={"base": str(folder)})
    seen = [PACKAGE.parent, *(path for path in sys.path if path.endswith("site-packages"))]
    Path(beside, "here.pth").write_text("\n".join(map(str, seen)), encoding="utf-8")
    shutil.copytree(TESTS / "support/example_format", folder / "example")
    options = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation")
    subprocess.run(
        [made, "-m", "pip", "install", *options, str(folder / "example")],
        check=True,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    return made


def build(python: Path, root: Path) -> "subprocess.CompletedProcess[str]":
    command = [str(python), "-m", "lastro", "build", "--today", TODAY]
    return subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)


def test_a_format_of_another_package_is_published_where_the_site_names_it(
    python: Path, tmp_path: Path
) -> None:
    root = write_whole_site(tmp_path / "site")
    assert build(python, root).returncode == 0
    published = root / "build/site/verdicts.txt"
    assert not published.exists()
    settings = (root / "lastro.yml").read_text(encoding="utf-8")
    write_files(root, {"lastro.yml": f"{settings}exports: {{more: [plain-verdicts]}}\n"})
    assert build(python, root).returncode == 0
    assert published.read_text(encoding="utf-8") == "quays-closed: supported\n"


def test_a_file_that_another_package_reads_is_captured_by_its_words(
    python: Path, tmp_path: Path
) -> None:
    root = write_whole_site(tmp_path / "site")
    file = tmp_path / "bylaws.notes"

    def capture(program: Path) -> tuple[int, str]:
        command = [str(program), "-m", "lastro", "capture", "harbour-bylaws", "--file", str(file)]
        done = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    file.write_text("NOTES 1\n-The quays shall be closed on Sundays.\nNothing.\n", "utf-8")
    code, out = capture(python)
    assert (code, "quays-closed/evidence/harbour-bylaws: not found" in out) == (1, True)
    file.write_text("NOTES 1\nThe quays shall be closed on Sundays.\n", "utf-8")
    code, out = capture(python)
    assert (code, out.splitlines()[-1]) == (
        0,
        "1 changed; locked quotes: 1 verified, 0 mismatch",
    )
    told = [path.read_text("utf-8") for path in (root / ".captures").rglob("2*.json")]
    assert all('"media_type": "text/x-notes"' in one for one in told)
    assert all('"extractor": "lastro_example_format.notes"' in one for one in told)


def test_a_format_that_nobody_installed_is_one_sentence(tmp_path: Path) -> None:
    root = write_whole_site(tmp_path / "site")
    settings = (root / "lastro.yml").read_text(encoding="utf-8")
    write_files(root, {"lastro.yml": f"{settings}exports: {{more: [plain-verdicts]}}\n"})
    done = build(Path(sys.executable), root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "error: 'plain-verdicts' of exports.more is not installed",
        "hint: install the package that has it as an entry point of 'lastro.exports', or take it out",
    ]
    with pytest.raises(LastroError):
        find_formats(("plain-verdicts",))
