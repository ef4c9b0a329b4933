"""What the package imports is declared, what is declared is used, and each lock holds its part."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.folders import PACKAGE, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DISTRIBUTIONS = packages_distributions()
UNIMPORTED = {
    "mkdocs-material",  # mkdocs.yml names it as the theme
}
"""Packages that a site needs though no module names them, and why."""
TOOLS = {
    "cyclonedx-bom", "frictionless", "import-linter", "mypy", "pip-tools", "properdocs", "pytest-socket",
    "pytest-xdist", "ruff", "towncrier", "types-pyyaml", "zensical", "zizmor",
}  # fmt: skip
"""Packages for development that are run, not imported."""
FINDERS = {"find_spec", "import_module", "load", "require"}
"""Functions that are given the name of a module as text."""
LOCKS = ("requirements.lock", "requirements-capture.lock", "requirements-dev.lock")


def names(listed: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(one).name) for one in listed}


SITE = names(PROJECT["project"]["dependencies"])
EXTRAS = {name: names(of) for name, of in PROJECT["project"]["optional-dependencies"].items()}


def named(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that a file imports, at any depth, or names as text where it loads one."""
    texts = {
        target.id: value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
        for value in [literal(node.value)]
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in FINDERS:
            for given in node.args:
                at = given.value if isinstance(given, ast.Starred) else given
                yield from texts.get(at.id, ()) if isinstance(at, ast.Name) else literal(at)


def literal(node: ast.expr) -> tuple[str, ...]:
    """Return the text or texts that a piece of code stands for."""
    many = node.elts if isinstance(node, ast.Tuple) else [node]
    return tuple(o.value for o in many if isinstance(o, ast.Constant) and isinstance(o.value, str))


def used(path: Path) -> set[str]:
    """Return the packages, other than Lastro, whose modules a file imports."""
    tops = {name.partition(".")[0] for name in named(ast.parse(path.read_text(encoding="utf-8")))}
    found = (one for top in tops for one in DISTRIBUTIONS.get(top, ()))
    return {str(canonicalize_name(one)) for one in found} - {"lastro"}


def pinned(lock: str) -> set[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))


def needed(wanted: set[str]) -> set[str]:
    """Return packages with all that they need in turn on this machine."""
    found: set[str] = set()
    while more := wanted - found:
        found |= more
        asked = [Requirement(text) for one in more for text in requires(one) or ()]
        wanted = names([str(r.name) for r in asked if not r.marker or r.marker.evaluate({"extra": ""})])  # fmt: skip
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


def declared_for(path: Path) -> set[str]:
    """Return what a module may import: an extra belongs to the part that says when it is missing."""
    if path.match("build/pictures.py"):
        return SITE | EXTRAS["cards"]
    return SITE | EXTRAS["capture"] if path.is_relative_to(PACKAGE / "capture") else SITE


def test_what_a_module_imports_is_declared() -> None:
    missing = {path: used(path) - declared_for(path) for path in FILES}
    assert len(missing) > 300
    assert {path: names for path, names in missing.items() if names} == {}


def test_what_is_declared_is_used() -> None:
    found = set().union(*map(used, FILES))
    assert SITE - found == UNIMPORTED
    assert EXTRAS["capture"] | EXTRAS["cards"] <= found
    ours = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    assert EXTRAS["dev"] - set().union(*map(used, ours)) == TOOLS


def test_what_tests_and_measurements_import_is_declared() -> None:
    ours = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    assert set().union(*map(used, ours)) - SITE - set().union(*EXTRAS.values()) == set()


def test_each_lock_adds_to_those_below_it_all_that_is_needed_and_nothing_twice() -> None:
    site, capture, dev = map(pinned, LOCKS)
    build = names(PROJECT["build-system"]["requires"]) | {"editables"}
    assert needed(SITE | EXTRAS["cards"] | build) <= site
    assert needed(SITE | EXTRAS["capture"]) <= site | capture
    assert needed(EXTRAS["dev"]) <= site | capture | dev
    assert (site & capture, (site | capture) & dev) == (set(), set())


def test_a_site_installs_nothing_that_only_captures_or_tests_need() -> None:
    site, capture, _ = map(pinned, LOCKS)
    assert site & (EXTRAS["capture"] | EXTRAS["dev"]) == {"packaging"}  # MkDocs needs it too
    assert capture & EXTRAS["dev"] <= EXTRAS["capture"]
    assert len(site) < 57
