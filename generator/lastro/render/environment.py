"""The Jinja environment: everything escaped, nothing undefined, templates from the package and the site."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.utils import missing
from markupsafe import Markup

from lastro.errors import LastroError
from lastro.memo.store import SealedFolder
from lastro.render.words.phrases import escape_value, mark_safe
from lastro.system.disk_errors import list_own_files, plain
from lastro.text.messages import did_you_mean, in_quotes

OWN = "templates"
_PACKAGE = jinja2.PackageLoader("lastro.render", "templates")
_Finalize = CodeGenerator._FinalizeInfo  # noqa: SLF001 - only named, in the shape of a method


class _Generator(CodeGenerator):
    """Writes straight calls and attributes, with none of what Jinja tries before.

    No function of ours asks for Jinja's context, and macros take their arguments by position.
    """

    def visit_Call(  # noqa: N802 - the name is Jinja's
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's own shape
    ) -> None:
        """Write a call as Python does; one that unpacks its arguments as Jinja does."""
        if forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None:
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as above
        """Write an attribute; one that is missing raises AttributeError."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:  # noqa: ARG002 - Jinja's own shape
        """Let a macro be the function that was written for it."""
        self.write(f"environment.as_macro(macro, {len(macro_ref.node.args)})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: _Finalize) -> None:  # noqa: ARG002
        self.write("(shown if type(shown := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: _Finalize) -> None:  # noqa: ARG002
        """Escape all but ready markup, which most of a page is."""
        self.write(") is Markup else environment.shown(shown))")


class _Environment(jinja2.Environment):
    """The environment that templates written so can ask."""

    code_generator_class = _Generator
    shown = staticmethod(escape_value)
    own: Mapping[str, str] = {}
    """What a site puts in the place of templates of the package."""

    @staticmethod
    def concat(parts: Iterable[str]) -> Markup:
        return mark_safe("".join(parts))

    @staticmethod
    def as_macro(written: Callable[..., Markup], arguments: int) -> Callable[..., Markup]:
        """Let a macro be called with fewer arguments than it has: it has defaults of its own."""
        written.__defaults__ = (missing,) * arguments
        return written

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Read a template with those that it includes, which then need no context of their own."""
        parsed = super()._parse(source, name, filename)
        self._include(parsed)
        return parsed

    def _include(self, node: nodes.Node) -> None:
        for _, value in node.iter_fields():
            if isinstance(value, list):
                value[:] = [self._included(child) for child in value]
        for child in node.iter_child_nodes():
            self._include(child)

    def _included(self, node: object) -> object:
        if not (isinstance(node, nodes.Include) and isinstance(node.template, nodes.Const)):
            return node
        name = node.template.value
        if self.loader is None:
            raise TypeError(f"there is no template '{name}' without a loader")
        source, filename, _ = self.loader.get_source(self, name)
        body = self._parse(source, name, filename).body
        return nodes.Scope(body, lineno=node.lineno, environment=self)


class _SealedCode(jinja2.BytecodeCache):
    """The compiled templates, one sealed file each: to compile them takes a fifth of a small build.

    The code of a template also holds the templates that it includes, which Jinja does not compare. The
    seal covers them: another byte in any template of the package is another version of the tool.
    """

    def __init__(self, folder: SealedFolder) -> None:
        self._folder = folder

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's shape
        """Name a file after its template, so that a new version replaces the old one."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code of one template, if this user's own tool wrote it."""
        # the seal comes first: Jinja unpickles and runs whatever is handed on here
        if code := self._folder.read(bucket.key, bytes):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._folder.write(bucket.key, bucket.bytecode_to_string())


def keep_compiled(folder: SealedFolder) -> None:
    """Let all templates be compiled once for all builds of this version of the tool."""
    environment().bytecode_cache = _SealedCode(folder)


@lru_cache(maxsize=1)
def environment() -> _Environment:
    """Return the one environment of all templates.

    `autoescape=True` for every name: `select_autoescape` would skip endings it does not know.
    """
    made = _Environment(
        loader=_PACKAGE,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def use_own_templates(root: Path) -> Mapping[str, str]:
    """Let files below `templates/` of a site stand in for templates of their names, and return them.

    They run as programs do: whoever builds a branch runs its templates; checks and previews fill none.
    Raises LastroError for a name that no template has.
    """
    made, known = environment(), _PACKAGE.list_templates()
    own = {path.name: plain(path).decode() for path in list_own_files(root / OWN)}
    for name in own.keys() - {*known}:
        hint = did_you_mean(name, known, "docs/handbook/how-to/change-pages.md names them")
        raise LastroError(f"{in_quotes(f'{OWN}/{name}')} stands in for no template", hint)
    if own != made.own:
        made.own, made.loader = own, jinja2.ChoiceLoader([jinja2.DictLoader(own), _PACKAGE])
        made.bytecode_cache = None  # what is kept there belongs to all sites of this user
    return own


def fill(template: str, values: dict[str, Any]) -> str:
    """Fill a template of the package: names and values are all that it may use."""
    found = environment().get_template(template)
    try:
        return "".join(found.root_render_func(found.new_context(values, shared=True)))
    except Exception:  # noqa: BLE001 - Jinja raises it again, with the line of the template
        environment().handle_exception()
