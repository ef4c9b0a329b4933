"""What the engine reads and writes on disk: the files of one language in, the tree that it makes out."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lastro.artifacts import Artifact
from lastro.publish.mkdocs.config import EngineSettings, make_config, run
from lastro.publish.mkdocs.policy import add_policy
from lastro.publish.mkdocs.stage import Staged
from lastro.system.output import BUILD, read_tree, write_file, write_tree


def write_language(
    root: Path,
    staged: Staged,
    all_staged: Sequence[Staged],
    settings: EngineSettings,
    artifacts: Iterable[Artifact],
) -> None:
    """Write what the engine reads of one language: its files, and its configuration."""
    files = {artifact.path: artifact.content for artifact in artifacts}
    write_tree(root / BUILD / "pages" / staged.language, files)
    config = make_config(staged, all_staged, settings)
    write_file(root / BUILD / config.path, config.content)


def engine_tree(root: Path, staged: Staged, *, serving: bool = False) -> dict[str, bytes]:
    """Run the engine for one language that lies staged, and return what is published of it."""
    made = read_tree(run(root / BUILD / f"mkdocs.{staged.language}.yml"))
    return select_published(made, staged, serving=serving)


def select_published(
    tree: Mapping[str, bytes], staged: Staged, *, serving: bool = False
) -> dict[str, bytes]:
    """Return what is published of what the engine made of a language."""
    return add_policy(
        tree,
        first=not staged.prefix,
        indexed=staged.indexed,
        as_they_are={artifact.path for artifact in staged.given},
        serving=serving,
    )
