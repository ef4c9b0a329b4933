"""Judge proposed records by the published tool, scale and policy: what records.yml runs.

Run it here just as CI does: `.venv/bin/python .github/judge.py TOOL DATA SUMMARY`, where TOOL is a
checkout of the base, DATA one of the proposal, and SUMMARY a file to append to. The proposal is
data: nothing in it is imported or run, and its lastro.yml and its words of pages do not count. What it
prints cannot command the workflow: between two random words the runner listens to nothing.
"""

import secrets
import shutil
import subprocess
import sys
from pathlib import Path


def main(tool: Path, data: Path, summary: Path) -> int:
    """Print the findings and the annotations, append the summary, return the exit of the check."""
    scale = data / "lastro.yml"
    if scale.is_dir() and not scale.is_symlink():
        _say("error: 'lastro.yml' is a folder")
        _say("hint: put the file back as it is published")
        return 1
    scale.unlink(missing_ok=True)
    shutil.copyfile(tool / "lastro.yml", scale)
    words = data / "locales"
    if words.is_dir() and not words.is_symlink():
        shutil.rmtree(words)
    words.unlink(missing_ok=True)
    if (tool / "locales").is_dir():
        shutil.copytree(tool / "locales", words)
    word = secrets.token_hex(16)
    _say(f"::stop-commands::{word}")
    code = _check(tool, data, "text").returncode
    _say(f"::{word}::")
    with summary.open("ab") as file:
        file.write(_check(tool, data, "markdown", quiet=True).stdout)
    annotated = _check(tool, data, "github", quiet=True).stdout
    sys.stdout.buffer.write(annotated)
    return code


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _check(
    tool: Path, data: Path, shape: str, *, quiet: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run `lastro check` of the tool that is on the path; -P keeps the proposal off it."""
    command = [sys.executable, "-P", "-s", "-m", "lastro", "check", str(data)]
    kept = subprocess.PIPE if quiet else None
    lost = subprocess.DEVNULL if quiet else None
    options = ["--base", str(tool), "--format", shape]
    return subprocess.run([*command, *options], check=False, stdout=kept, stderr=lost)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:4])))
