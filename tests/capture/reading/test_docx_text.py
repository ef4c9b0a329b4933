"""Word documents: the words that a reader sees, none that were deleted, no cell run into another."""

from typing import Any

import pytest

from lastro.capture.reading.child import answer_to
from lastro.capture.reading.docx_text import DOCX
from lastro.errors import LastroError
from lastro.evidence.quotes import find
from lastro.model.base import Quote
from lastro.text.comparable import GAP
from tests.support.little_zip import W, docx, p, zip_of

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def read(body: bytes) -> dict[str, Any]:
    return answer_to(body, "", None)


def text(body: str, footnotes: str = "") -> str:
    return str(read(docx(body, footnotes))["text"])


@pytest.mark.parametrize("namespace", [W, STRICT])
@pytest.mark.parametrize("name", ["word/document.xml", "word/document2.xml"])
def test_paragraphs_are_read_in_order(namespace: str, name: str) -> None:
    found = read(
        docx(
            p("The quays ", "are ", "closed &amp; locked.") + p("Nobody asked."),
            "",
            namespace,
            name,
        )
    )
    assert (found["media_type"], found["charset"], found["notes"]) == (DOCX, None, [])
    assert found["text"] == "The quays are closed & locked. Nobody asked."
    assert found["parts"] == [("", 0)]


def test_what_was_deleted_is_left_out_and_what_was_inserted_is_read() -> None:
    body = (
        "<w:p><w:r><w:t>The quays </w:t></w:r>"
        "<w:del><w:r><w:delText>never </w:delText><w:t>never </w:t></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>never </w:t></w:r></w:moveFrom>"
        "<w:ins><w:r><w:t>will </w:t></w:r></w:ins><w:moveTo><w:r><w:t>soon </w:t></w:r></w:moveTo>"
        "<w:r><w:t>close.</w:t></w:r></w:p>"
    )
    found = read(docx(body))
    assert found["text"] == "The quays will soon close."
    assert found["notes"] == [
        "changes in it are tracked: what is deleted was left out, what is inserted was read"
    ]


def test_cells_are_no_sentence() -> None:
    cells = "".join(f"<w:tc>{p(one)}</w:tc>" for one in ("Fine", "2", "500"))
    found = text(f"{p('Before.')}<w:tbl><w:tr>{cells}</w:tr></w:tbl>{p('After.')}")
    assert found == f"Before. {GAP}Fine{GAP}2{GAP}500{GAP} After.".replace(" \v", "\v").replace(
        "\v ", "\v"
    )
    assert find(Quote(exact="Fine 2"), found) is None


def test_footnotes_stand_apart() -> None:
    mark = (
        '<w:p><w:r><w:t>It fell by 12</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    found = read(docx(mark, p("So says the log.")))
    assert found["text"] == f"It fell by 12{GAP}So says the log."
    assert found["parts"] == [("", 0), ("notes", 14)]


@pytest.mark.parametrize(
    ("run", "seen"),
    [
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>never </w:t></w:r>", "Low tide."),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>ebb </w:t></w:r>', "Low ebb tide."),
        ("<w:r><w:instrText>PAGE never</w:instrText></w:r>", "Low tide."),
        ("<w:r><w:tab/><w:t>ebb</w:t><w:br/></w:r>", "Low ebb tide."),
        ("<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>ebb </w:t></w:r>", "Low non-ebb tide."),
        ('<w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>6</w:t></w:r><w:r><w:t> </w:t></w:r>', "Low 10⁶ tide."),
        ("<m:oMath><m:r><m:t>106</m:t></m:r></m:oMath>", f"Low{GAP}tide."),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> </w:t></w:r>', "Low\vtide."),
        (f"<mc:Choice><w:txbxContent>{p('Boxed.')}</w:txbxContent></mc:Choice><mc:Fallback>{p('Boxed.')}</mc:Fallback>", f"Low{GAP}Boxed.{GAP}tide."),
        ("<w:hyperlink><w:r><w:t>ebb </w:t></w:r></w:hyperlink>", "Low ebb tide."),
        ("<w:ruby><w:rt><w:r><w:t>never</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>ebb </w:t></w:r></w:rubyBase></w:ruby>", "Low ebb tide."),
    ],
)  # fmt: skip
def test_a_line_is_what_a_reader_sees_of_it(run: str, seen: str) -> None:
    body = f'<w:p><w:r><w:t xml:space="preserve">Low </w:t></w:r>{run}<w:r><w:t>tide.</w:t></w:r></w:p>'
    assert text(body) == seen


ENTITY = b'<!DOCTYPE w [<!ENTITY e "never">]>'
DEEP = "<w:p>" * 100_000


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (zip_of(("word/document.xml", b"<w:document")), "the document is damaged"),
        (zip_of(("word/document.xml", b"")), "the document is damaged"),
        (zip_of(("word/document.xml.rels", b"")), "the document is damaged"),
        (zip_of(("word/document.xml", b"<a/>"), ("word/document1.xml", b"<a/>")), "the document is damaged"),
        (zip_of(("word/document.xml", DEEP.encode())), "the document is damaged"),
        (zip_of(("word/document.xml", ENTITY + b"<w>&e;</w>")), "the document declares types of its own"),
        (zip_of(("word/document.xml", b" " * 20_000_001)), "'word/document.xml' in the ZIP file has more than 20,000,000 bytes"),
        (docx(""), "no text in it"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_one_sentence(body: bytes, message: str) -> None:
    with pytest.raises(LastroError) as refused:
        read(body)
    assert refused.value.message == message
    assert refused.value.hint


def test_an_encoding_of_a_document_is_refused() -> None:
    with pytest.raises(LastroError) as refused:
        answer_to(docx(p("Low tide")), "", None, "utf-8")
    assert refused.value.message == "`--encoding` for a file that needs none"
