"""Small PDFs for tests, written by hand: pages of lines in one font."""

import zlib

HEAD = b"%PDF-1.4\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(*pages: tuple[str, ...]) -> bytes:
    """Write a PDF of these pages, each a tuple of lines without brackets or backslashes."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        FONT,
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in lines).encode("cp1252")
        content = b"BT /F1 12 Tf 14 TL 72 720 Td %s ET" % shown
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    return _file(objects)


def placed(*letters: tuple[str, float, float, float], link: str = "") -> bytes:
    """Write a PDF of one page with text at places (x, y) in sizes, whatever its script.

    Each letter is half as wide as its size.
    `link` are the four corners of a link to the page itself.
    """
    codes = {one: n for n, one in enumerate(sorted({c for text, *_ in letters for c in text}), 33)}
    shown = " ".join(
        f"BT /F1 {size} Tf {x} {y} Td <{''.join(f'{codes[c]:02x}' for c in text)}> Tj ET"
        for text, x, y, size in letters
    ).encode()
    rows = "\n".join(f"<{n:02x}> <{c.encode('utf-16-be').hex()}>" for c, n in codes.items())
    unicodes = f"1 begincodespacerange <00> <ff> endcodespacerange {len(codes)} beginbfchar\n{rows}\nendbfchar"
    widths = f"/FirstChar 33 /LastChar {32 + len(codes)} /Widths [{'500 ' * len(codes)}]".encode()
    font = FONT[:-2].replace(b"Helvetica", b"Placed") + widths + b"/ToUnicode 6 0 R >>"
    note = f"/Annots [<< /Type /Annot /Subtype /Link /Rect [{link}] /Dest [4 0 R /Fit] >>]"
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            font,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> %s >>" % (note.encode() if link else b""),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(unicodes), unicodes.encode()),
        ]
    )


def bomb(blanks: int) -> bytes:
    """Write a PDF of one page whose content is some words and, unpacked, many blanks."""
    packer, million = zlib.compressobj(9), b" " * 1_000_000
    content = packer.compress(b"BT /F1 12 Tf 72 720 Td (Low tide) Tj ET ")
    content += b"".join(packer.compress(million) for _ in range(blanks // len(million)))
    content += packer.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>",
            stream % (len(content), content),
        ]
    )


def _file(objects: list[bytes]) -> bytes:
    written, places = HEAD, []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, b"".join(places))
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    return written + table + trailer
