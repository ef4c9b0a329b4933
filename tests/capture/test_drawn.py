"""What a browser draws otherwise than the words stand in the source verifies only as it is seen."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from lastro.capture.reading.child import answer_to
from lastro.capture.reading.docx_text import DOCX
from lastro.evidence.quotes import find
from lastro.model.base import Quote
from tests.support.little_zip import W, docx, zip_of


def text_of(body: str) -> str:
    page = f"<!doctype html><html><body><p>Some words.</p>{body}<p>The end.</p></body></html>"
    return str(answer_to(page.encode(), "text/html", "utf-8")["text"])


def stands(words: str, text: str) -> bool:
    return find(Quote(exact=words), text) is not None


@pytest.mark.parametrize(
    ("body", "lacks"),
    [
        ("<math><msup><mn>10</mn><mn>7</mn></msup></math> boats", "107 boats"),
        ("<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math> metres", "34 metres"),
        ("a <math><msub><mn>16</mn><mn>2</mn></msub></math> b", "162"),
        ("<math><msqrt><mn>9</mn></msqrt></math> boats", "9 boats"),
        ("at 13<sub>4</sub> there", "134 there"),
        ("at 10<sup><i>7</i></sup> there", "107 there"),
        ("at 10<sup>7.5</sup> there", "107.5"),
        ("at 10<span style='vertical-align: super'>7</span> there", "107 there"),
        ("is <del>70</del><ins>80</ins> boats", "7080"),
        ("is <del>70</del><ins>80</ins> boats", "70"),
        ("did <s>never</s> open", "never open"),
        ("did <span style='text-decoration: line-through'>never</span> open", "never"),
        ("12 <s>3</s> 350 boats", "12 350 boats"),
        ("did <img src=a.png alt=never> open", "did open"),
        ("did <img src=a.png> open", "did open"),
        ("did <video src=a.mp4></video> open", "did open"),
        ("did <canvas></canvas> open", "did open"),
        ("did <svg><path d=M0/></svg> open", "did open"),
        ("about &#x202E;25&#x202C; boats", "25"),
        ("about <bdo dir=rtl>48</bdo> boats", "48"),
        ("about <span style='unicode-bidi:bidi-override;direction:rtl'>48</span> boats", "48"),
        ("<p>It was −<br>6 points", "6 points"),
        ("<span style='display:block'>23</span><span style='display:block'>456 boats</span>",
         "23456 boats"),
        ("23<span style='display:inline-block'>456</span> boats", "23456 boats"),
        ("<p>did <span hidden=until-found>never</span> open</p>", "never"),
        ("<p>First.</p><x-box><template shadowrootmode=open><p>Boxed.</p></template>Gone.</x-box>"
         "<p>Last.</p>", "First. Last."),
        ("<x-box><template shadowrootmode=open><p>Boxed.</p></template>Gone.</x-box>", "Gone."),
    ],
)  # fmt: skip
def test_what_a_reader_sees_otherwise_does_not_stand(body: str, lacks: str) -> None:
    assert not stands(lacks, text_of(body))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("so <math><mrow><mi>x</mi><mo>=</mo><mn>7</mn></mrow></math> there", "so x=7 there"),
        ("at 13<sub>4</sub> there", "13₄ there"),
        ("of H<sub>2</sub>O there", "H₂O"),
        ("of H<sub>2</sub>O there", "H2O there"),
        ("at 10<sup><i>7</i></sup> there", "10⁷ there"),
        ("is <del>70</del><ins>80</ins> boats", "is 80 boats"),
        ("It did <s>never</s> open", "It did open"),
        ("It did <img src=a.png alt=''> open", "It did open"),
        ("It did <img src=a.png width=1> open", "It did open"),
        ("<p>It did</p><p><img src=a.png></p><p>open</p>", "It did open"),
        ("<p>It was −<br>6 points", "It was -6 points"),
        ("<x-box><template shadowrootmode=open><p>Boxed <slot></slot> words.</p></template>given"
         "</x-box>", "Boxed given words."),
        ("<x-box><template shadowrootmode=open><b><slot name=a></slot></b></template>"
         "<i slot=a>Named.</i></x-box>", "Named."),
    ],
)  # fmt: skip
def test_what_a_reader_sees_stands(body: str, words: str) -> None:
    assert stands(words, text_of(body))


def test_struck_words_that_were_passed_over_are_told() -> None:
    found = find(Quote(exact="He is guilty"), text_of("<p>He is <del>not</del> guilty.</p>"))
    assert found is not None
    assert found.folded == ("struck",)


def document(properties: str, style: str = "") -> str:
    body = docx(f"<w:p><w:r><w:t>It did </w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>never "
                "</w:t></w:r><w:r><w:t>open.</w:t></w:r></w:p>")  # fmt: skip
    if style:
        with ZipFile(BytesIO(body)) as old:
            members = [(name, old.read(name)) for name in old.namelist()]
        styles = f'<w:styles xmlns:w="{W}">{style}</w:styles>'
        body = zip_of(*members, ("word/styles.xml", styles.encode()))
    return str(answer_to(body, DOCX, None)["text"])


HIDING = '<w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'


@pytest.mark.parametrize(
    ("properties", "style"),
    [
        ("<w:strike/>", ""),
        ("<w:dstrike/>", ""),
        ('<w:rStyle w:val="Base"/>', HIDING),
        (
            '<w:rStyle w:val="Own"/>',
            f'{HIDING}<w:style w:styleId="Own"><w:basedOn w:val="Base"/></w:style>',
        ),
    ],
)
def test_struck_and_hidden_words_of_a_document_do_not_stand(properties: str, style: str) -> None:
    text = document(properties, style)
    assert not stands("never", text)
    assert stands("It did open.", text)


def test_a_style_that_shows_again_what_its_base_hides_is_read() -> None:
    shown = '<w:rStyle w:val="Base"/><w:vanish w:val="0"/>'
    assert stands("It did never open.", document(shown, HIDING))
