"""Marks at the beginning of a line: every form of design §4, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numbering import Mark, Rank, label_mark, line_lead, match_mark

MARKS = {
    "第一编 总则": (Rank.BOOK, "第一编", "第一编", 1),
    "第二篇 总则": (Rank.BOOK, "第二篇", "第二篇", 2),
    "第一部分：总体要求": (Rank.BOOK, "第一部分：", "第一部分", 1),
    "第 一 部 分 总则": (Rank.BOOK, "第 一 部 分", "第一部分", 1),
    "第一分编 通则": (Rank.SUBBOOK, "第一分编", "第一分编", 1),
    "第十二章　监督": (Rank.CHAPTER, "第十二章", "第十二章", 12),
    "第１２章 监督": (Rank.CHAPTER, "第１２章", "第12章", 12),
    "第三节 检查": (Rank.SECTION, "第三节", "第三节", 3),
    "第一百二十条　国家": (Rank.ARTICLE, "第一百二十条", "第一百二十条", 120),
    "第一百二十条之一 国家": (Rank.ARTICLE, "第一百二十条之一", "第一百二十条之一", 120),
    "第三条为了保障": (Rank.ARTICLE, "第三条", "第三条", 3),
    "第三条　所有权人": (Rank.ARTICLE, "第三条", "第三条", 3),
    "第一条** 为了": (Rank.ARTICLE, "第一条", "第一条", 1),
    "第十条": (Rank.ARTICLE, "第十条", "第十条", 10),
    "一、总体要求": (Rank.CHINESE, "一、", "一", 1),
    "十一．总体要求": (Rank.CHINESE, "十一．", "十一", 11),
    "一 、总体要求": (Rank.CHINESE, "一 、", "一", 1),
    "廿一、附则": (Rank.CHINESE, "廿一、", "廿一", 21),
    "壹、总则": (Rank.CHINESE, "壹、", "壹", 1),
    "一、一个目标": (Rank.CHINESE, "一、", "一", 1),
    "二、三大任务": (Rank.CHINESE, "二、", "二", 2),
    "（一）指导思想": (Rank.CHINESE_BRACKETED, "（一）", "(一)", 1),
    "(十二)指导思想": (Rank.CHINESE_BRACKETED, "(十二)", "(十二)", 12),
    "(一）两样括号": (Rank.CHINESE_BRACKETED, "(一）", "(一)", 1),
    "〔二〕方括号": (Rank.CHINESE_BRACKETED, "〔二〕", "(二)", 2),
    "三）半个括号": (Rank.CHINESE_BRACKETED, "三）", "(三)", 3),
    "㈣一个字符": (Rank.CHINESE_BRACKETED, "㈣", "(四)", 4),
    "1.提高水平": (Rank.ARABIC, "1.", "1", 1),
    "30．提高水平": (Rank.ARABIC, "30．", "30", 30),
    "１、提高水平": (Rank.ARABIC, "１、", "1", 1),
    "⒈提高水平": (Rank.ARABIC, "⒈", "1", 1),
    "1.2025年底前完成": (Rank.ARABIC, "1.", "1", 1),
    "1、2025年目标": (Rank.ARABIC, "1、", "1", 1),
    "1.1 目的": (Rank.DECIMAL, "1.1", "1.1", 1),
    "１．１目的": (Rank.DECIMAL, "１．１", "1.1", 1),
    "1.2.10　产品": (Rank.DECIMAL + 1, "1.2.10", "1.2.10", 10),
    "3\u3000范围": (Rank.ARABIC, "3", "3", 3),
    "Chapter 2 Rights": (Rank.CHAPTER, "Chapter 2", "Chapter 2", 2),
    "SECTION 1. Scope": (Rank.SECTION, "SECTION 1.", "Section 1", 1),
    "Article 12": (Rank.ARTICLE, "Article 12", "Article 12", 12),
    "（1）自愿": (Rank.ARABIC_BRACKETED, "（1）", "(1)", 1),
    "2)自愿": (Rank.ARABIC_BRACKETED, "2)", "2)", 2),
    "⑶自愿": (Rank.ARABIC_BRACKETED, "⑶", "(3)", 3),
    "①登记": (Rank.CIRCLED, "①", "①", 1),
    "㉑登记": (Rank.CIRCLED, "㉑", "㉑", 21),
    "❷登记": (Rank.CIRCLED, "❷", "❷", 2),
}
NO_MARKS = {
    "": "empty",
    "一": "a lone numeral",
    "2025年，全省": "year",
    "二〇二五年": "year in Chinese",
    "2023.1.3": "date",
    "1.2万亿元": "figure with 万亿",
    "1.5个百分点": "figure with a unit",
    "3.5 公里": "figure with a blank",
    "86.5": "figure alone",
    "1.0版": "version",
    "5G网络": "name",
    "Article 9 does not apply": "reference in English",
    "Chapters 1 to 3": "several chapters",
    "3\u30005月": "a number before a figure",
    "3.5%以上": "percentage",
    "1000.说明": "four digits",
    "(2023)": "year in brackets",
    "1、2月份产量": "two months",
    "第一季度": "quarter",
    "第一时间": "idiom",
    "第三方机构": "third party",
    "第一节课": "lesson",
    "第一篇章": "chapter of a story",
    "第一章程": "statute",
    "一是加强领导": "inline list",
    "一、二、三产业融合": "three industries",
    "三、四线城市": "tiers",
    "二、三级医院": "grades",
    "两、三年内": "a few years",
    "百、千万": "round numbers",
    "十四五、": "plan period",
    "（十四五）": "plan period in brackets",
    "第十条第二款规定的情形": "reference to a paragraph",
    "第三条、第四条所列": "reference to two articles",
    "第三条和第四条": "reference to two articles joined",
    "第三条规定": "reference",
    "第三条所称产品": "reference of a definition",
    "第九条的": "reference with 的",
    "（一）至（三）项": "reference to items",
    "（一）、（二）项": "reference to two items",
    "㊎": "circled word",
    "第二三十条 x": "malformed numeral",
    "附件1": "annex",
    "——产品": "dash item",
}


@pytest.mark.parametrize(("line", "expected"), MARKS.items(), ids=MARKS)
def test_mark_is_read(line: str, expected: tuple[int, str, str, int]) -> None:
    assert match_mark(line) == Mark(*expected)


@pytest.mark.parametrize("line", [pytest.param(line, id=rule) for line, rule in NO_MARKS.items()])
def test_what_only_looks_like_a_mark_is_none(line: str) -> None:
    assert match_mark(line) is None


@pytest.mark.parametrize("line", MARKS)
def test_label_is_read_back_as_its_mark(line: str) -> None:
    mark = match_mark(line)
    assert mark is not None
    again = label_mark(mark.label)
    assert again is not None
    assert (again.rank, again.label, again.number) == (mark.rank, mark.label, mark.number)


@pytest.mark.parametrize("label", ["题头", "尾注", "附件1", "文2", "", "一、", "13x"])
def test_what_is_no_label_has_no_mark(label: str) -> None:
    assert label_mark(label) is None


def test_label_of_a_repeated_mark_is_that_of_the_mark() -> None:
    assert label_mark("13~2") == label_mark("13")


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("一、", 0),
        ("　　一、", 2),
        ("\ufeff一、", 1),
        ("## 一、", 3),
        ("**（一）", 2),
        ("\u00a0\t# **1.", 6),
        ("\u200b1.", 1),
    ],
)
def test_lead_of_a_line_is_blanks_and_markdown(line: str, lead: int) -> None:
    assert line_lead(line) == lead


@given(st.text(alphabet="第一二十百0９章节条之、.（）()①⒈㈠ 　的", max_size=12))
def test_any_mark_is_a_beginning_of_its_line_and_has_a_label(line: str) -> None:
    mark = match_mark(line)
    if mark:
        assert line.startswith(mark.text)
        assert label_mark(mark.label) is not None
