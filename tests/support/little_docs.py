"""What the little site of `little_site.py` needs to be built: mkdocs.yml and hand-written pages."""

from pathlib import Path

from tests.support.folders import ROOT
from tests.support.little_site import write_files, write_site

CONFIG = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
METHOD = """\
---
title: Method & "means"
---

# {heading}

## Scale

<!-- lastro: scale -->

See [the scale](#scale-title).
"""
PLAIN = "# {title}\n\nWritten by hand.\n"
LOG = f"{PLAIN}\n<!-- lastro: corrections -->\n"
DOCS = {
    # without the folder of the theme's changes: the package's own is taken
    "mkdocs.yml": CONFIG.replace("  custom_dir: generator/lastro/theme\n", ""),
    "docs/en/method.md": METHOD.format(heading="Method").replace("scale-title", "scale"),
    "docs/pt-BR/method.md": METHOD.format(heading="Método").replace("scale-title", "scale"),
    "docs/en/corrections.md": LOG.format(title="Corrections"),
    "docs/pt-BR/corrections.md": LOG.format(title="Correções"),
    "docs/en/about.md": PLAIN.format(title="About"),
    "docs/pt-BR/about.md": PLAIN.format(title="Sobre"),
    "docs/en/contributing.md": PLAIN.format(title="Contribute"),
    "docs/pt-BR/contributing.md": PLAIN.format(title="Como colaborar"),
    "docs/adr/0001-secret.md": "# Not to be published\n",
}


def write_whole_site(root: Path) -> Path:
    """Write a site that can be built."""
    return write_files(write_site(root), DOCS)
