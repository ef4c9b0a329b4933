"""The table and the chart that say what was measured."""

from html import escape
from pathlib import Path
from typing import Any

from lastro.system.atomic import write_kept

PAGE = "handbook/explanation/performance.md"
_END = "<!-- measured: end -->\n"
_MEGABYTE = 1_000_000
_HEAD = "| {case} | wall s | CPU s | peak MB | files | MB | wall, CPU, memory to Lastro | |"
_COLUMNS = 8
_OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
    'aria-labelledby="title desc" fill="currentColor" font-family="sans-serif" font-size="13">'
)
_LINE, _LEFT, _WIDTH, _FULL = 26, 190, 720, 430


def table(result: dict[str, Any]) -> str:
    """Return one Markdown table a case, with what it was measured on."""
    size = (
        f"{result['claims']:,} claims, {result['sources']:,} sources, {result['pages']:,} pages, "
        f"languages: {', '.join(result['languages'])}; {result['cores']} cores, "
        f"Python {result['python']}."
    )
    versions = ", ".join(f"{tool} {version}" for tool, version in result["versions"].items())
    parts = [size, f"Versions: {versions}."]
    for case in dict.fromkeys(row["case"] for row in result["rows"]):
        lines = [_HEAD.format(case=case), f"|{' --- |' * _COLUMNS}"]
        lines += [_line(row) for row in result["rows"] if row["case"] == case]
        parts.append("\n".join(lines))
    one = result["one_record"]
    if one["written"]:
        parts.append(
            f"For one changed record Lastro wrote {one['written']} files; the bytes of "
            f"{one['changed']} differ."
        )
    return "\n\n".join(parts) + "\n"


def _line(row: dict[str, Any]) -> str:
    if "failed" in row:
        said = " ".join(row["failed"].split())[:80]
        return f"| {row['tool']} | | | | | | | {said} |"
    ratios = [row.get(f"{key}_to_lastro") for key in ("wall", "cpu", "peak")]
    compared = ", ".join(f"{ratio:.2f}" for ratio in ratios if ratio is not None)
    note = row["note"] if row["processes"] == 1 else f"{row['note']}; {row['processes']} processes"
    size = row["bytes"] / _MEGABYTE
    files = f"{row['files']:,} | {size:,.1f}" if row["files"] else " | "
    return (
        f"| {row['tool']} | {row['wall']:.2f} | {row['cpu']:.2f} | {row['peak'] / _MEGABYTE:.0f} "
        f"| {files} | {compared} | {note.removeprefix('; ')} |"
    )


def chart(result: dict[str, Any]) -> str:
    """Return bars of the processor time of a build from nothing, readable in light and dark."""
    case = result["rows"][0]["case"]
    rows = [r for r in result["rows"] if r["case"] == case and "failed" not in r]
    longest = max(row["cpu"] for row in rows)
    told = ", ".join(f"{row['tool']} {row['cpu']:.1f}" for row in rows)
    title = f"CPU seconds for {result['claims']:,} claims, {case}"
    height = _LINE * (len(rows) + 1) + 10
    bars = []
    for number, row in enumerate(rows):
        y = _LINE * (number + 1)
        length = max(1, round(_FULL * row["cpu"] / longest))
        strength = "1" if row["tool"] == "Lastro" else "0.45"
        bars += [
            f'<text x="{_LEFT - 8}" y="{y + 15}" text-anchor="end">{escape(row["tool"])}</text>',
            f'<rect x="{_LEFT}" y="{y + 3}" width="{length}" height="16" opacity="{strength}"/>',
            f'<text x="{_LEFT + length + 6}" y="{y + 15}">{row["cpu"]:.1f} s</text>',
        ]
    return "\n".join([
        _OPEN.format(width=_WIDTH, height=height),
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(told)}.</desc>',
        # a picture in a page cannot see the colour of its text, so it asks the reader's system
        "<style>svg{color:#1a1a1a}@media(prefers-color-scheme:dark){svg{color:#eee}}</style>",
        f'<text x="0" y="15" font-weight="bold">{escape(title)}</text>',
        *bars,
        "</svg>\n",
    ])  # fmt: skip


def size_of(result: dict[str, Any]) -> str:
    """Name what was measured by its size, as `10000-en-pt-BR`: a run replaces only its own size."""
    return "-".join((str(result["claims"]), *result["languages"]))


def write_docs(result: dict[str, Any], docs: Path) -> None:
    """Put the table of this size into the page, for what stood there or after the others."""
    page, size = docs / PAGE, size_of(result)
    picture = f"images/performance-{size}.svg"
    begin, end = f"<!-- {size}: begin -->\n", f"<!-- {size}: end -->\n"
    languages = "one language" if len(result["languages"]) == 1 else "two languages"
    section = (
        f"{begin}\n### {result['claims']:,} claims, {languages}\n\n"
        f"![CPU seconds of each tool for the same pages](../../{picture})\n\n{table(result)}\n{end}"
    )
    text = page.read_text(encoding="utf-8")
    if begin in text:
        before, _, rest = text.partition(begin)
        after = rest.partition(end)[2]
    else:
        before, mark, rest = text.partition(_END)
        section, after = f"{section}\n", mark + rest
    write_kept(page, f"{before}{section}{after}".encode())
    write_kept(docs / picture, chart(result).encode())
