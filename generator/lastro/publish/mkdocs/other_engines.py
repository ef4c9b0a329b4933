"""The engines beside MkDocs: programs of their own, which get the same pages and configuration.

Material for MkDocs gets no new features, and its support ends on 2027-05-05: a site must be able to
leave it. ProperDocs goes on with MkDocs; Zensical is by the makers of Material.
"""

import json
import posixpath
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from lastro.errors import LastroError
from lastro.text.messages import clean

ZENSICAL = "zensical"
_LEADS = re.compile(rb'\b(href|src)="(?![#/]|[a-z][a-z0-9+.-]*:)((?:\.\./)?)')
"""A link of a page's own HTML that counts from its address."""
_MOST = 300


def describe(engine: str) -> dict[str, Any]:
    """Return what an engine needs to be told; raises LastroError when it is not installed."""
    try:
        known: dict[str, Any] = {"extra": {"engine": f"{engine} {version(engine)}"}}
    except PackageNotFoundError:
        hint = f"install it: pip install {engine}"
        raise LastroError(f"lastro.yml asks for {engine}, which is not installed", hint) from None
    if engine == ZENSICAL:
        known["theme"] = {"variant": "classic"}
        known["plugins"] = [{"search": {"enabled": False}}]
        known["markdown_extensions"] = ["toc", "tables", "fenced_code"]  # what MkDocs has by itself
    return known


def fit(path: str, content: bytes, engine: str) -> bytes:
    """Return a staged file as the engine has to read it.

    MkDocs leaves the links of a page's own HTML alone. Zensical takes them to count from the file,
    and a page that is not an index is put one step further down.
    """
    if engine != ZENSICAL or not path.endswith(".md") or path.endswith("index.md"):
        return content
    step = posixpath.basename(path).removesuffix(".md").encode() + b"/"
    return _LEADS.sub(lambda m: b'%s="%s' % (m[1], b"" if m[2] else step), content)


def run(config_file: Path, engine: str) -> Path:
    """Build one language and return its folder; raises LastroError with what the engine says."""
    command = [sys.executable, "-m", engine, "build", "--strict", "-f", str(config_file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        said = clean(" ".join((ran.stderr.strip() or ran.stdout.strip()).splitlines()[-5:]), _MOST)
        hint = "mend the pages in docs/, or mkdocs.yml"
        raise LastroError(f"the site could not be built by {engine}: {said}", hint)
    folder: str = json.loads(config_file.read_bytes())["site_dir"]
    return config_file.parent / folder
