"""The Jinja environment: everything escaped, nothing undefined, templates from the package only."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame

from lastro.render.phrases import escaped

_Finalize = CodeGenerator._FinalizeInfo  # noqa: SLF001 - only named, in the shape of a method


class _Generator(CodeGenerator):
    """Writes straight calls and attributes: our templates need none of what Jinja tries before.

    No function of ours asks for Jinja's context, and no template reads an item as an attribute.
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

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: _Finalize) -> None:  # noqa: ARG002
        self.write("(shown if type(shown := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: _Finalize) -> None:  # noqa: ARG002
        """Escape all but ready markup, which most of a page is."""
        self.write(") is Markup else environment.shown(shown))")


class _Environment(Environment):
    """The environment that templates written so can ask."""

    code_generator_class = _Generator
    shown = staticmethod(escaped)

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


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the one environment of all templates.

    `autoescape=True` for every name: `select_autoescape` would skip endings it does not know.
    """
    return _Environment(
        loader=PackageLoader("lastro.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
