"""Read every record below a folder as ruamel.yaml's round trip does: what `lastro check` is held to."""

import sys
from pathlib import Path

from ruamel.yaml import YAML

reader = YAML()
for folder in ("claims", "sources"):
    for path in sorted((Path(sys.argv[1]) / folder).rglob("*.yml")):
        reader.load(path.read_bytes())
