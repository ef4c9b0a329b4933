"""What a new claim does to its article, and what is known of it from there."""

import re

from lastro.commands.new.plan import ChangedFile
from lastro.commands.shared.edits import text_of
from lastro.editing.edit import with_items
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.model.article import Article
from lastro.model.source import PLACES, Source
from lastro.places import RecordPath
from lastro.syntax.tree import Scalar, is_mark, parse
from lastro.text.messages import in_quotes

_SHARED = {"lang": "said.lang", "published": "said.on"}
"""What an article says that holds for its words too."""
_TO_BE_LISTED = re.compile(r"^statements:[^\n\r]*", re.MULTILINE)


def article_defaults(loaded: Workspace, article_id: str) -> dict[str, str]:
    """Return language and day of an article as a claim of it needs them; marks are unknown.

    The article may be unfinished, so it is looked at as it is written.
    """
    at: RecordPath = ("articles", article_id)
    nodes = loaded.trees[at][1].nodes if at in loaded.trees else {}
    found = {field: nodes[key][1] for key, field in _SHARED.items() if key in nodes}
    return {
        field: node.text
        for field, node in found.items()
        if isinstance(node, Scalar) and not is_mark(node) and node.text != "unknown"
    }


def long_works(loaded: Workspace) -> frozenset[str]:
    """Return the sources in which nobody finds a quote without its page."""
    sources = (at for at in loaded.trees if at[0] == "sources")
    return frozenset(str(at[1]) for at in sources if _type_of(loaded, at) in PLACES)


def _type_of(loaded: Workspace, at: RecordPath) -> str:
    record = loaded.records.get(at)
    if isinstance(record, Source):
        return record.type
    node = loaded.trees[at][1].nodes.get("type", (None, None))[1]
    return node.text if isinstance(node, Scalar) else ""


def list_in_article(loaded: Workspace, article_id: str, claim_id: str) -> ChangedFile:
    """Return the article with the claim at the end of its statements.

    Raises LastroError when the article cannot be changed without harm.
    """
    at: RecordPath = ("articles", article_id)
    if at not in loaded.trees:
        hint = "run `lastro check`"
        raise LastroError(f"the file of article {in_quotes(article_id)} has errors", hint)
    before = text_of(loaded, at)
    path, tree = loaded.trees[at]
    node = tree.nodes.get("statements", (None, None))[1]
    if isinstance(node, Scalar) and is_mark(node):
        after = statements_of(before, claim_id, path)
    else:
        after = with_items(before, Article, "statements", [{"claim": claim_id}])
        if "\n  - claim: " in after:  # as the others are written, key and value after the dash
            after = after.replace(f"\n  - {{claim: {claim_id}}}", f"\n  - claim: {claim_id}")
    return ChangedFile(path, after, "statements")


def statements_of(text: str, claim_id: str, path: str) -> str:
    """Write the first statement of an article over the mark that stands for all of them."""
    eol = "\r\n" if "\r\n" in text else "\n"
    after = _TO_BE_LISTED.sub(lambda _: f"statements:{eol}  - claim: {claim_id}", text, count=1)
    before_tree, tree = parse(text.replace("\r\n", "\n")), parse(after.replace("\r\n", "\n"))
    if list(before_tree.nodes) != list(tree.nodes):
        raise LastroError(f"no place for the claim in '{path}'", "list it in `statements` by hand")
    return after
