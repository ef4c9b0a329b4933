"""Parts of the handbook that are made from code: fields, settings, commands, rules, formats, hosts, rooms and their picture.

A page says where such a part stands, in a pair of comments: `<!-- made: rules -->` before it and
`<!-- made: end -->` behind it. `make handbook` writes every part anew; a test holds them to the code.
"""

import ast
import json
import re
import tomllib
from collections.abc import Iterator

import click
import yaml

from lastro.commands import group, verbs
from lastro.exports.registry import find_formats
from lastro.publish.hosts import HOSTS
from lastro.rules.registry import rules
from tests.support.folders import PACKAGE, ROOT
from tests.support.record_schemas import Schema, schemas

HANDBOOK = ROOT / "docs" / "handbook"
PAGES = sorted(HANDBOOK.rglob("*.md"))
PICTURE = ROOT / "docs" / "images" / "rooms.svg"
UP = "../../.."
"""From a page of the handbook to the root of the repository."""
MARK = re.compile(r"(<!-- made: ([a-z-]+) -->\n)(.*?)(<!-- made: end -->)", re.DOTALL)
SCHEMAS = {made.path.removesuffix(".json"): made.content for made in schemas()}
WORDS = yaml.safe_load((PACKAGE / "locales" / "en.yml").read_text(encoding="utf-8"))
FAMILIES = sorted({rule.family for rule in rules().values()})
SHARED = {"withdrawn": "Withdrawal", "former_ids": "", "waivers": "Waiver"}
"""What every record may have, and the group of keys in it."""
SHAPES = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "id",
    r"^\d{4}-\d{2}-\d{2}$": "day",
    r"^\d{4}(-\d{2}(-\d{2})?)?[~?]?$": "date",
    r"^(\d{4}(-\d{2}(-\d{2})?)?[~?]?|unknown)$": "date or `unknown`",
    r"^\d{4}(-\d{2}(-\d{2})?)?[~?]?/(\d{4}(-\d{2}(-\d{2})?)?[~?]?|\.\.)$": "window",
    r"^(\d{4}(-\d{2}(-\d{2})?)?[~?]?/(\d{4}(-\d{2}(-\d{2})?)?[~?]?|\.\.)|\d{4}(-\d{2}(-\d{2})?)?[~?]?)$": "date or window",
    r"^[0-9a-f]{64}$": "SHA-256",
    r"^((\d{3}X|\d{4}-2[1-4]|\d{4}(-\d{2}(-\d{2})?)?[~?]?(/\d{4}(-\d{2}(-\d{2})?)?[~?]?)?)|unknown)$": (
        "date, decade, season, interval or `unknown`"
    ),
}
"""What readers call the patterns of values."""


def filled(text: str) -> str:
    """Return a page whose made parts are as the code has them."""
    return MARK.sub(lambda found: f"{found[1]}\n{_part(found[2])}\n\n{found[4]}", text)


def _part(name: str) -> str:
    kind, _, of = name.partition("-")
    maker = {"commands": commands, "rules": rule_tables, "formats": formats, "hosts": hosts, "rooms": rooms}  # fmt: skip
    return fields(of) if kind == "fields" else "\n".join(maker[name]()).strip()


def fields(of: str) -> str:
    """Return one table for the file of a kind, and one for each group of keys in it.

    What all records have stands in a part of its own, `fields-record`.
    """
    schema: Schema = json.loads(SCHEMAS["article" if of == "record" else of])
    groups, keys = schema["$defs"], schema["properties"]
    if of != "lastro":
        wanted = of == "record"
        schema["properties"] = {name: keys[name] for name in keys if (name in SHARED) == wanted}
        groups = {name: groups[name] for name in groups if (name in SHARED.values()) == wanted}
    tables = [_table(schema, of)]
    for name, inner in groups.items():
        head = f"### {of}: {name.lower()}\n\n{inner['description']}"
        tables.append(f"{head}\n\n{_table(inner, of)}")
    return "\n\n".join(tables)


def _table(schema: Schema, of: str) -> str:
    needed = schema.get("required", ())
    lines = [_row("key", "value", "what"), _row("---", "---", "---")]
    for name, field in schema["properties"].items():
        key = f"**`{name}`**" if name in needed else f"`{name}`"
        default = field.get("default", {})
        told = "" if isinstance(default, bool | dict | list) else f"; default `{default}`"
        lines.append(_row(key, _value(field, of) + told, _cell(field["description"])))
    return "\n".join(lines)


def _value(field: Schema, of: str) -> str:
    """Say in a few words what may stand in a field."""
    if "anyOf" in field:
        shapes = [one for one in field["anyOf"] if one != {"type": "null"}]
        if [one.get("type") for one in shapes] == ["string", "object"]:
            return "text for readers"
        return " or ".join(dict.fromkeys(_value(one, of) for one in shapes))
    if "$ref" in field:
        name = field["$ref"].split("/")[-1].lower()
        return f"[{name}](#{of}-{name})"
    if field.get("type") == "array":
        return f"list: {_value(field['items'], of)}"
    return _plain_value(field)


def _plain_value(field: Schema) -> str:
    if "minimum" in field:
        return f"number, {field['minimum']} to {field['maximum']}"
    allowed = field.get("enum", [field["const"]] if "const" in field else [])
    words = [word for word in map(str, allowed) if word not in {"True", "False"}]
    return ", ".join(f"`{word}`" for word in dict.fromkeys(words)) or SHAPES.get(
        field.get("pattern", ""), "address" if "format" in field else "text"
    )


def commands() -> Iterator[str]:
    """Yield a table of all commands, in the words of their help."""
    yield _row("command", "does")
    yield _row("---", "---")
    for path, command in _each_command(group, ()):
        anchor = "-".join(("lastro", *path))
        arguments = [p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)]  # fmt: skip
        usage = _cell(" ".join(("lastro", *path, *arguments)))
        first = (command.help or "").partition("\n")[0]
        yield _row(f"[`{usage}`]({UP}/generator/lastro/commands/help.md#{anchor})", _cell(first))


def _each_command(
    above: click.Group, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(above)
    for name in verbs() if not path else above.list_commands(context):
        command = above.get_command(context, name)
        if command is None:
            continue
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _each_command(command, (*path, name))


def rule_tables() -> Iterator[str]:
    """Yield a table of rules for each family."""
    for family in FAMILIES:
        yield from ("", f"## {WORDS[f'family_{family}']}", "")
        yield _row("rule", "finds", "fix", "promise")
        yield _row("---", "---", "---", "---")
        for rule in (rule for rule in rules().values() if rule.family == family):
            place = f"{UP}/generator/lastro/rules/{family}/{rule.name}.md"
            fix = {"none": "", "safe": "`--fix`", "unsafe": "`--unsafe-fixes`"}[rule.fix]
            finds = rule.severity.value + ", waivable" * rule.waivable
            first = rule.text.partition("\n")[0]
            yield _row(f"[`{rule.name}`]({place})", finds, fix, _cell(first))


def formats() -> Iterator[str]:
    """Yield a table of the formats for machines, in the words of their modules."""
    yield _row("format", "what for")
    yield _row("---", "---")
    for name, one in sorted(find_formats().items()):
        yield _row(f"`{name}`", _cell(one.purpose))


def hosts() -> Iterator[str]:
    """Yield a table of what hosts take at most."""
    yield _row("host", "files", "MB of one file", "MB in all", "redirects")
    yield _row("---", "---", "---", "---", "---")
    for name, host in HOSTS.items():
        sizes = (f"{size / 1e6:,.0f}" if size else "–" for size in (host.largest, host.size))
        files, redirects = (f"{n:,}" if n else "–" for n in (host.files, host.redirects))
        largest, whole = sizes
        yield _row(f"`{name}`", files, largest, whole, redirects)


def rooms() -> Iterator[str]:
    """Yield a table of the rooms, in the words of their packages."""
    yield _row("room", "what lives there")
    yield _row("---", "---")
    for room in sorted(PACKAGE.glob("*/__init__.py")):
        said = ast.get_docstring(ast.parse(room.read_text(encoding="utf-8"))) or ""
        yield _row(f"`{room.parent.name}`", _cell(said.partition("\n\n")[0]))


def rooms_picture() -> str:
    """Draw the rooms as the contract of pyproject.toml stacks them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one.get("containers") == ["lastro"])
    lines = [_SVG.format(height=_STEP * len(layers) + _GAP)]
    for top, layer in enumerate(layers):
        beside = layer.split(" | ")
        width = (_WIDTH - _GAP * (len(beside) - 1)) / len(beside)
        for number, room in enumerate(beside):
            x, y = _GAP + number * (width + _GAP), _GAP + top * _STEP
            lines.append(
                f'<rect x="{round(x)}" y="{y}" width="{round(width)}" height="{_STEP - _GAP}" rx="4"/>'
                f'<text x="{round(x + width / 2)}" y="{y + 22}">{room}</text>'
            )
    return "\n".join([*lines, "</svg>\n"])


_WIDTH, _GAP, _STEP = 740, 10, 44
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" role="img" \
aria-label="The rooms of the package: each may import from the rooms below it">
<style>rect{{fill:#eef1f6;stroke:#5b6b86}}text{{font:15px monospace;text-anchor:middle;fill:#1c2433}}\
@media(prefers-color-scheme:dark){{rect{{fill:#232b3a;stroke:#8fa0bd}}text{{fill:#e8ecf3}}}}</style>"""


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Return words as one line that no sign of a table cuts."""
    return " ".join(text.split()).replace("|", "\\|")


def write() -> None:
    """Write the made parts of all pages and the picture of the rooms: for developers, called by `make handbook`."""
    for page in PAGES:
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
    PICTURE.write_text(rooms_picture(), encoding="utf-8")


if __name__ == "__main__":
    write()
