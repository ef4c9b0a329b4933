"""A site that is edited step by step, and built with a memory and without one after each step."""

import contextlib
import random
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from lastro.build.build import BuildResult, build
from lastro.commands import group
from lastro.corpus.corpus import Corpus
from lastro.evidence.proofs import QuotedWords, quotes_of
from lastro.loading.load import load
from lastro.locks.evidence import EVIDENCE, EvidenceLock, Proof
from lastro.memo.store import MemoStore
from lastro.system.output import read_tree
from lastro.text.comparable import NORMALIZATION, normalise
from tests.support.folders import ALDERA
from tests.support.little_docs import DOCS
from tests.support.little_site import write_files
from tests.support.locked_records import CAPTURE

FIRST_DAY = date(2026, 11, 24)
KEY = b"a key of a user of this computer"


@dataclass
class Remembered:
    """A site, the day it is built on, and how often something was added to it."""

    root: Path
    draw: random.Random
    today: date = FIRST_DAY
    added: int = 0

    def build(self, *, draft: bool = False) -> BuildResult:
        """Build with what earlier builds remember."""
        memory = store(self.root)
        return build(self.root, self.today, draft=draft, memory=memory)

    def tree(self) -> dict[str, bytes]:
        """Return the published site."""
        folder = self.root / "build" / "site"
        return read_tree(folder) if folder.exists() else {}

    def times(self) -> dict[str, int]:
        """Return when each published file was written."""
        return {name: self._published(name).stat().st_mtime_ns for name in self.tree()}

    def _published(self, name: str) -> Path:
        return self.root / "build" / "site" / name

    def records(self, pattern: str) -> list[Path]:
        """Return the files of some records."""
        return sorted(self.root.glob(pattern))

    def pick(self, pattern: str) -> Path:
        """Draw one of them."""
        return self.draw.choice(self.records(pattern))


def store(root: Path, key: bytes | None = KEY, tool: str = "one version") -> MemoStore:
    """Return the memory of a site."""
    return MemoStore(root, key, tool)


def write_corpus(root: Path) -> Path:
    """Write the site of the invented town, with locks and hand-written pages."""
    shutil.copytree(ALDERA, root, dirs_exist_ok=True)
    write_files(root, DOCS)
    corpus = load(root).corpus
    assert corpus is not None
    lock = EvidenceLock({q.key: proof for q in quotes_of(corpus) if (proof := _proof(corpus, q))})
    (root / EVIDENCE).write_bytes(lock.text.encode())
    run_in(root, "fmt", "--accept-translation", "pt-BR")
    return root


def _proof(corpus: Corpus, quoted: QuotedWords) -> Proof | None:
    source = corpus.sources.get(quoted.source)
    if source is None or not source.url:
        return None
    capture = replace(
        CAPTURE, url=str(source.url), retrieved="2026-10-15T09:30:00Z", characters=999
    )
    length = len(normalise(quoted.quote.exact))
    return Proof(quoted.hash, quoted.source, capture, "verified", NORMALIZATION, 0, length)


def built_afresh(
    site: Remembered, folder: Path, *, draft: bool = False, engine_only: bool = False
) -> BuildResult:
    """Build a copy of a site that knows nothing of earlier builds."""
    shutil.copytree(site.root, folder, ignore=shutil.ignore_patterns("build", ".git"))
    return build(folder, site.today, draft=draft, engine_only=engine_only)


def run_in(root: Path, *arguments: str, may_refuse: bool = False) -> bool:
    """Give a command to the program in the folder of a site; tell whether it was done, and not refused."""
    with contextlib.chdir(root):
        done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 0 or (may_refuse and isinstance(done.exception, SystemExit)), (
        done.output
    )
    return done.exit_code == 0
