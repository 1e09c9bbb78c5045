"""Word files: the numbers that Word makes, tables, and what a reader of the page does not see."""
# ruff: noqa: E501 - markup in a table

from pathlib import Path

import pytest

from knowledge.library import read_file, shipped_documents
from knowledge.readers import extract
from tests.word_files import a_list, a_num, paragraph, word_file

CHAPTERS = [("chineseCountingThousand", "第%1章"), ("chineseCountingThousand", "第%2条"), ("chineseCounting", "（%3）")]
SECTIONS = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）")]


def text_of(tmp_path: Path, *parts: str, numbering: str = "", styles: str = "") -> list[str]:
    file = tmp_path / "a.docx"
    file.write_bytes(word_file("".join(parts), numbering, styles))
    return extract(file).text.splitlines()


@pytest.mark.parametrize(
    ("levels", "items", "expected"),
    [
        pytest.param(
            SECTIONS, [("总则", 0), ("目标", 1), ("增收", 2), ("提质", 2), ("任务", 1), ("一事", 2), ("附则", 0), ("其他", 1)],
            ["一、总则", "（一）目标", "1.增收", "2.提质", "（二）任务", "1.一事", "二、附则", "（一）其他"],
            id="sections that restart below their parents",
        ),
        pytest.param([("decimal", "%1"), ("decimal", "%1.%2")], [("范围", 0), ("甲", 1), ("乙", 1), ("要求", 0), ("丙", 1)],
                     ["1 范围", "1.1 甲", "1.2 乙", "2 要求", "2.1 丙"], id="decimal outline"),
        pytest.param([("decimalEnclosedCircle", "%1")], [("甲", 0), ("乙", 0)], ["① 甲", "② 乙"], id="circles"),
        pytest.param([("ideographDigital", "%1、")], [("甲", 0)] * 11, ["一、甲", "二、甲", "三、甲", "四、甲", "五、甲", "六、甲",
                     "七、甲", "八、甲", "九、甲", "一〇、甲", "一一、甲"], id="digit by digit"),
        pytest.param([("upperRoman", "%1."), ("lowerLetter", "%2)")], [("A", 0), ("B", 0), ("C", 1)], ["I.A", "II.B", "a)C"], id="Latin"),
        pytest.param([("bullet", "•")], [("甲", 0)], ["甲"], id="a bullet is no number"),
        pytest.param([("chineseCounting", "%1、"), ("decimal", "%1.%2")], [("甲", 0), ("乙", 1)], ["一、甲", "一.1 乙"], id="parents in their own form"),
    ],
)  # fmt: skip
def test_numbers_that_word_makes(
    levels: list[tuple[str, str]], items: list[tuple[str, int]], expected: list[str], tmp_path: Path
) -> None:
    body = "".join(paragraph(words, "1", level) for words, level in items)
    assert text_of(tmp_path, body, numbering=a_list("0", levels) + a_num("1", "0")) == expected


def test_numbers_run_through_a_law_across_its_chapters(tmp_path: Path) -> None:
    """Articles that do not restart: lvlRestart 0."""
    levels = a_list("0", CHAPTERS).replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/>')
    items = [("总则", 0), ("目的", 1), ("范围", 1), ("附则", 0), ("施行", 1)]
    body = "".join(paragraph(words, "1", level) for words, level in items)
    assert text_of(tmp_path, body, numbering=levels + a_num("1", "0")) == [
        "第一章 总则", "第一条 目的", "第二条 范围", "第二章 附则", "第三条 施行",
    ]  # fmt: skip


def test_two_lists_share_the_counts_of_their_definition_unless_one_starts_anew(tmp_path: Path) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = a_list("0", SECTIONS) + a_num("1", "0") + a_num("2", "0") + a_num("3", "0", anew)
    body = [paragraph("甲", n) for n in ("1", "1", "2", "3", "3")]
    assert text_of(tmp_path, *body, numbering=numbering) == ["一、甲", "二、甲", "三、甲", "一、甲", "二、甲"]


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Mine"><w:basedOn w:val="H1"/></w:style>'
    )
    body = [
        paragraph("甲", style="H1"),
        paragraph("乙", style="H2"),
        paragraph("丙", style="Mine"),
        paragraph("丁", "0", style="H1"),
    ]
    lines = text_of(tmp_path, *body, numbering=a_list("0", SECTIONS) + a_num("1", "0"), styles=styles)
    assert lines == ["一、甲", "（一）乙", "二、丙", "丁"]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param("<w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "留", id="deleted"),
        pytest.param("<w:ins><w:r><w:t>增</w:t></w:r></w:ins>", "增", id="inserted"),
        pytest.param("<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>", "新", id="moved"),
        pytest.param("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>", "显", id="hidden"),
        pytest.param('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>', "显", id="hiding turned off"),
        pytest.param("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>", "3", id="a field shows its result"),
        pytest.param("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", "链接", id="a link"),
        pytest.param("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙", id="a tab"),
        pytest.param("<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>品</w:t></w:r></w:rubyBase></w:ruby></w:r>", "品", id="ruby"),
        pytest.param("<mc:AlternateContent><mc:Choice><w:r><w:t>新</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback></mc:AlternateContent>", "新", id="alternatives are one content"),
        pytest.param("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件", id="a content control"),
    ],
)  # fmt: skip
def test_what_the_page_shows(inner: str, expected: str, tmp_path: Path) -> None:
    assert text_of(tmp_path, f"<w:p>{inner}</w:p>") == [expected]


def test_a_deleted_paragraph_mark_joins(tmp_path: Path) -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>"
    assert text_of(tmp_path, first, paragraph("后")) == ["前后"]


def test_rows_of_tables_are_lines(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in ("指标", "2025年"))
    more = f"<w:tc>{paragraph('一、甲')}{paragraph('乙')}</w:tc><w:tc>{paragraph('5')}</w:tc>"
    table = f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{more}</w:tr></w:tbl>"
    assert text_of(tmp_path, paragraph("前"), table, paragraph("后")) == ["前", "指标\t2025年", "一、甲 乙\t5", "后"]


def test_notes_that_are_cited_stand_at_the_end(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="0">{paragraph("分隔")}</w:footnote><w:footnote w:id="2">{paragraph("注文")}</w:footnote></w:footnotes>'
    )
    file = tmp_path / "a.docx"
    file.write_bytes(word_file(body + paragraph("后"), parts={"word/footnotes.xml": notes.encode()}))
    assert extract(file).text.splitlines() == ["正文", "后", "注文"]


def test_text_boxes_stand_once_after_their_paragraph(tmp_path: Path) -> None:
    box = f"<w:pict><w:txbxContent>{paragraph('框')}</w:txbxContent></w:pict>"
    body = f"<w:p><w:r><w:t>文</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert text_of(tmp_path, body) == ["文", "框"]


def test_the_plan_as_a_word_file_has_the_same_clauses(tmp_path: Path) -> None:
    plan = shipped_documents()[0]
    file = tmp_path / "plan.docx"
    file.write_bytes(word_file("".join(paragraph(line) for line in plan.text.splitlines())))
    assert [c.path for c in read_file(file).clauses()] == [c.path for c in plan.clauses()]
