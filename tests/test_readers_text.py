"""Text files, HTML and PDF: encodings, noise that goes, lines that are joined."""
# ruff: noqa: E501 - markup in a table

from pathlib import Path

import pytest

from knowledge.errors import DocumentError
from knowledge.library import read_file, shipped_documents
from knowledge.readers import extract
from knowledge.targets import targets_of

PLAN = "一、总体要求\r\n　　到2025年，质量强省建设取得成效。\n"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(PLAN.encode(), PLAN, id="UTF-8, line ends and indents kept"),
        pytest.param(b"\xef\xbb\xbf" + PLAN.encode(), PLAN, id="UTF-8 with a mark"),
        pytest.param(PLAN.encode("gb18030"), PLAN, id="GB18030"),
        pytest.param(PLAN.encode("utf-16"), PLAN, id="UTF-16 with a mark"),
        pytest.param("BM is a name, MZ too. 一、甲".encode(), "BM is a name, MZ too. 一、甲", id="letters of a magic number"),
        pytest.param("1 < 2，2 > 1".encode(), "1 < 2，2 > 1", id="angle brackets are no HTML"),
    ],
)  # fmt: skip
def test_text_is_kept_as_it_is(raw: bytes, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(raw)
    assert extract(file).text == expected


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("café à la crème, señor".encode("latin-1"), id="another encoding"),
        pytest.param(bytes(range(128, 256)) * 4, id="bytes"),
        pytest.param(b"plain\0binary", id="a NUL"),
        pytest.param(b"\xff\xfe\x00", id="half of a UTF-16 character"),
    ],
)
def test_what_is_no_text_is_one_line(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(raw)
    with pytest.raises(DocumentError, match=r"a\.txt: .+(?:save|give)") as caught:
        extract(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>一、甲</p><p>乙<br>丙</p>", ["一、甲", "乙", "丙"], id="blocks and breaks are lines"),
        pytest.param("<p>到2025年，\n   全省</p>", ["到2025年，全省"], id="a line end in the source is none on the page"),
        pytest.param("<p>Act of\n 2024</p>", ["Act of 2024"], id="but between Latin words a space"),
        pytest.param("<script>x()</script><style>p{}</style><p>甲</p>", ["甲"], id="scripts and styles"),
        pytest.param("<nav><a>首页</a></nav><p>甲。</p><footer>版权所有</footer>", ["甲。"], id="navigation and foot"),
        pytest.param("<div class='top-nav'>首页</div><div id='content'><p>甲是正文。</p></div>", ["甲是正文。"], id="by its name"),
        pytest.param("<div class='menu-open'><p>甲是正文，很长很长。</p></div>", ["甲是正文，很长很长。"], id="what holds the page is no noise"),
        pytest.param("<ul><li><a>新闻一</a></li><li><a>新闻二</a></li><li><a>新闻三</a></li></ul><p>甲。</p>", ["甲。"], id="a list of links"),
        pytest.param("<p>见<a>甲</a>、<a>乙</a>、<a>丙</a>。</p>", ["见甲、乙、丙。"], id="a sentence with links stays"),
        pytest.param("<p style='display:none'>隐</p><p>显</p>", ["显"], id="hidden"),
        pytest.param("<ol start=3><li>甲</li><li value=7>乙</li><li>丙</li></ol>", ["3. 甲", "7. 乙", "8. 丙"], id="numbers of a list"),
        pytest.param("<table><tr><th>指标</th><th>2025年</th></tr><tr><td>一、<p>甲</p></td><td>5</td></tr></table>", ["指标\t2025年", "一、甲\t5"], id="rows are lines"),
        pytest.param("甲&nbsp;乙&amp;丙&lt;丁", ["甲乙&丙<丁"], id="entities"),
        pytest.param("<p>　　首行缩进</p>", ["　　首行缩进"], id="an indent is kept"),
    ],
)  # fmt: skip
def test_pages(body: str, expected: list[str], tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(f"<!DOCTYPE html><html><head><title>题</title></head><body>{body}</body></html>", encoding="utf-8")
    found = extract(file)
    assert (found.text.splitlines(), found.title) == (expected, "题")


@pytest.mark.parametrize(
    ("encoding", "named"), [("gb18030", "gb2312"), ("utf-8", "utf-8"), ("utf-8", "gb2312"), ("gb18030", "")]
)
def test_the_encoding_of_a_page(encoding: str, named: str, tmp_path: Path) -> None:
    """Also where the page says another one than it has, or none."""
    file = tmp_path / "a.htm"
    meta = f'<meta charset="{named}">' if named else ""
    file.write_bytes(f"<html><head>{meta}</head><body><p>质量强省建设纲要</p></body></html>".encode(encoding))
    assert extract(file).text == "质量强省建设纲要\n"


def test_a_page_that_nests_deeper_than_the_stack(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<html><body>" + "<div>" * 1500 + "甲" + "</div>" * 1500, encoding="utf-8")
    assert extract(file).text == "甲\n"
    file.write_text("<html><body>" + "<div>" * 9000 + "甲" + "</div>" * 9000, encoding="utf-8")
    with pytest.raises(DocumentError, match="nested too deeply"):
        extract(file)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan as a PDF with page numbers and a running head."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("x", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)

    def edges(canvas: object, page: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(300, 30, f"— {page.page} —")  # type: ignore[attr-defined]
        canvas.drawString(72, 810, "福建省人民政府公报")  # type: ignore[attr-defined]

    file = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    lines = [line.strip() for line in shipped_documents()[0].text.splitlines() if line.strip()]
    made = SimpleDocTemplate(str(file), invariant=1)
    made.build([Paragraph(line, style) for line in lines], onFirstPage=edges, onLaterPages=edges)
    return file


def test_a_pdf_gives_paragraphs_without_the_edges_of_its_pages(pdf: Path) -> None:
    text = extract(pdf).text
    lines = [line.strip() for line in shipped_documents()[0].text.splitlines() if line.strip()]
    assert "公报" not in text
    assert "— 2 —" not in text
    assert text.splitlines()[2:] == lines[2:]  # of the first two the font sets spaces closer than they are


def test_the_plan_as_a_pdf_has_the_same_clauses_and_targets(pdf: Path) -> None:
    plan, read = shipped_documents()[0], read_file(pdf)
    assert [c.path for c in read.clauses()] == [c.path for c in plan.clauses()]
    assert [t.value for t in targets_of(read)] == [t.value for t in targets_of(plan)]
