"""Turn an issue form into a draft pull request: what intake.yml runs, and nothing it says is run.

Run it here as CI does: `.venv/bin/python .github/intake.py EVENT`, in a clone of main, with `git`
and the host's `gh` on the path. The form is data: `lastro new claim --from-issue` and `lastro new
source --from-issue` read declared fields only. A bad form gets one comment that names each field at
fault; an edited form tries again, and two edits make one pull request, until somebody else commits
to its branch. A pull request opened with
the workflow's own token starts no workflow, so the check runs here and its summary is the body.
Nothing is closed.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LASTRO = [sys.executable, "-P", "-s", "-m", "lastro"]
KINDS = ("claim", "source")
"""The labels of forms that records can be made of, which are kinds of records too."""
BOT = ("lastro intake", "lastro-intake@users.noreply.github.com")


def main(event: Path) -> int:
    """Open or renew the pull request of one issue; return 0 also for a form that is refused."""
    issue = json.loads(event.read_bytes())["issue"]
    number = int(issue["number"])
    labels = {label["name"] for label in issue.get("labels", ())}
    kind = next((kind for kind in KINDS if kind in labels), None)
    if kind is None:
        return 0
    made = _run(*LASTRO, "new", kind, "--from-issue", str(event), "--json", may_fail=True)
    if made.returncode:
        _comment(number, f"{_plain(made.stderr)}\n\nEdit the issue above, and this is tried again.")
        return 0
    reporter = str(json.loads(made.stdout).get("reporter") or "")
    branch = f"{kind}/issue-{number}"
    if _worked_on(branch):
        _comment(number, f"People work on `{branch}` already: say in a comment what is different.")
        return 0
    for setting, value in zip(("user.name", "user.email"), BOT, strict=True):
        _run("git", "config", setting, value)
    _run("git", "checkout", "--quiet", "-B", branch)
    _run("git", "add", "claims", "sources")
    thanks = f"Proposed by @{reporter} in" if reporter else "Proposed in"
    _run("git", "commit", "--quiet", "--message", f"Start the {kind} of issue {number}")
    _run("git", "push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{branch}")
    summary = _run(*LASTRO, "check", "--format", "markdown", may_fail=True).stdout
    title = f"{kind.capitalize()} of issue {number}"
    _pull_request(title, branch, f"{thanks} #{number}.\n\n{summary}")
    return 0


def _worked_on(branch: str) -> bool:
    """Tell whether somebody else committed last: an edited form must not push their work away."""
    # a pattern may match nothing; a fetch that fails for another reason ends the run
    _run("git", "fetch", "--quiet", "origin", f"+refs/heads/{branch}*:refs/intake/{branch}*")
    last = ("git", "log", "-1", "--format=%ae", f"refs/intake/{branch}")
    return _run(*last, may_fail=True).stdout.strip() not in ("", BOT[1])


def _pull_request(title: str, branch: str, body: str) -> None:
    """Open the draft, or renew the body of the one that an earlier edit has opened."""
    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as file:
        file.write(body)
        file.flush()
        listed = _run("gh", "pr", "list", "--head", branch, "--state", "open", "--json", "number")
        known = json.loads(listed.stdout)
        if known:
            _run("gh", "pr", "edit", str(int(known[0]["number"])), "--body-file", file.name)
            return
        told = ["--title", title, "--body-file", file.name]
        _run("gh", "pr", "create", "--draft", "--head", branch, *told)


def _comment(number: int, text: str) -> None:
    """Say what is wrong with the form, in one comment that a later try replaces."""
    told = ["--edit-last", "--create-if-none", "--body", text]
    _run("gh", "issue", "comment", str(number), *told)


def _plain(said: str) -> str:
    """Keep the sentence and the hint, as text that names nobody, links nothing and shows no HTML."""
    lines = [re.sub(r"^(error|hint): ", "", line) for line in said.splitlines()]
    return "\n".join(f"`{line.strip().replace('`', chr(39))}`" for line in lines if line.strip())


def _run(*command: str, may_fail: bool = False) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=not may_fail, capture_output=True, text=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
