"""Where things lie, whichever room a test lives in."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
PACKAGE = ROOT / "generator" / "lastro"
ALDERA = TESTS / "golden" / "records"
"""The records of the invented town, whose pages are the golden tree."""
