"""Hard line breaks: a text broken at the width of a page gives the ledger of the same text unbroken."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from knowledge.parse import parse
from knowledge.targets import targets_of
from knowledge.types import Document, Span
from knowledge.wrapping import continued_lines, is_page_number, unbroken

FIXTURES = Path(__file__).parent / "fixtures"
WIDE = FIXTURES / "twelfth_documents" / "s81.txt"
PLAN = """1. Housing. By 2029, the share of households connected to heating shall reach 60 percent, and at least 900 flats shall be retrofitted in the inner districts.
2. Transport. The city will build 45 km of tram track and 120 charging stations by 2028, while the number of road deaths is to fall by 30% by 2030 compared with 2024.
3. Water. Leakage from the network will be brought down to 9% or less by 2027, and the consumption of drinking water will be kept below 110 litres by the same year.
"""  # noqa: E501


def columns(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in words)


def broken(text: str, width: int) -> str:
    """Return a text as a page prints it: no figure or word is divided, and no mark begins a line."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append("")
        for piece in re.findall(r"[!-~]+ ?|.", line):
            if columns(lines[-1] + piece.rstrip()) > width and piece not in "，。；：、）”》":
                lines.append("")
            lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def ledger(text: str, title: str) -> list[tuple[object, ...]]:
    document = Document("d", title, "", "2026-02-01", "", "", text, parse)
    found = targets_of(document)
    assert all(target.value in target.span.of(text) for target in found)
    return [(t.path, t.indicator, t.number, t.unit, t.relation, t.deadline) for t in found]


@pytest.mark.parametrize("width", [56, 72, 80])
def test_a_chinese_plan_broken_at_the_edge_of_the_page_gives_the_same_ledger(width: int) -> None:
    text = WIDE.read_text(encoding="utf-8")
    whole = ledger(text, "某省水安全保障“十五五”规划")
    assert len(whole) > 20
    assert ledger(broken(text, width), "某省水安全保障“十五五”规划") == whole


@pytest.mark.parametrize("characters", [30, 34, 41])
def test_a_plan_broken_after_so_many_characters_whatever_their_width_gives_the_same_ledger(characters: int) -> None:
    text = WIDE.read_text(encoding="utf-8")
    lines = [line[i : i + characters] for line in text.split("\n") for i in range(0, len(line) or 1, characters)]
    split = sum(a[-1:].isdigit() and b[:1].isdigit() for a, b in pairwise(lines))
    whole, found = ledger(text, "某省水安全保障“十五五”规划"), ledger("\n".join(lines), "某省水安全保障“十五五”规划")
    assert len(set(whole) & set(found)) >= len(whole) - 2 * split - 1
    assert len(set(found) - set(whole)) <= split


def test_rows_and_entries_of_the_contents_may_be_longer_than_a_line() -> None:
    body = "\n".join(["加快建设现代化基础设施网络体系并且完善城乡公共服务的各项供给"] * 40)
    contents = "\n".join(f"第{n}章　总体要求 {'·' * 48} {n}" for n in "一二三四五六七八九十")
    rows = "\n".join(
        f"{n}\t建设城乡供水一体化工程和农村规模化供水工程并完善配套管网设施\t2027年底\t市水利局、市住房城乡建设局"
        for n in range(4)
    )
    assert len(continued_lines(f"{contents}\n{body}，落实责任。\n{rows}")) == 40


@pytest.mark.parametrize("width", [60, 72, 80])
def test_an_english_plan_broken_at_the_edge_of_the_page_gives_the_same_ledger(width: int) -> None:
    text = broken(PLAN, width)
    assert ledger(text, "City Plan 2026-2030") == ledger(PLAN, "City Plan 2026-2030")
    assert len(ledger(text, "City Plan 2026-2030")) == 7


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("一、目标\n到2027年，绿地率达到40%。\n", id="two lines"),
        pytest.param("加强统筹协调，完善工作机制，落实各项任务，确保取得实际效果。\n" * 12, id="whole sentences"),
    ],
)
def test_a_text_that_is_not_broken_continues_no_line(text: str) -> None:
    assert continued_lines(text) == {}


def test_no_texts_of_the_sets_but_the_broken_ones_are_taken_for_broken() -> None:
    broken = {
        f"{file.parent.name.removesuffix('_documents')}/{file.stem}"
        for file in FIXTURES.glob("*documents/*.txt")
        if continued_lines(file.read_text(encoding="utf-8"))
    }
    assert broken == {
        "eighteenth/y06", "fiftieth/s50-05", "fiftieth/s50-06", "fifty_fifth/s55-01", "fifty_fifth/s55-10",
        "fifty_first/s51-01", "fifty_fourth/s54-01", "fifty_fourth/s54-07", "fifty_second/s52-01",
        "fifty_second/s52-09", "fifty_third/s53-04", "fifty_third/s53-10", "forty_eighth/s48-09",
        "forty_fifth/s45-04", "forty_fifth/s45-08", "forty_first/z06", "forty_ninth/s49-04", "forty_ninth/s49-10",
        "forty_second/s42-04", "forty_sixth/s46-02", "forty_third/s43-03", "fourteenth/u07", "thirteenth/t91",
        "thirty_ninth/x01", "thirty_sixth/u08", "thirty_third/q08", "twelfth/s89", "twenty_fifth/g07",
        "twenty_first/c06", "twenty_seventh/i08",
        "fifty_eighth/s58-04", "fifty_eighth/s58-08", "fifty_ninth/s59-01", "fifty_ninth/s59-08",
        "fifty_seventh/s57-03", "fifty_seventh/s57-06", "fifty_sixth/s56-02", "fifty_sixth/s56-09",
        "sixtieth/s60-02", "sixtieth/s60-08", "sixty_first/s61-05", "sixty_first/s61-09",
        "sixty_second/s62-02", "sixty_second/s62-08",
    }  # fmt: skip


def test_short_lines_beside_the_broken_ones_say_nothing() -> None:
    wrapped = "\n".join(["加快建设现代化基础设施网络体系并且完善城乡公共服务的各项供给"] * 20)
    cells = "指标\n单位\n2030年\n" * 30
    assert len(continued_lines(f"{wrapped}，落实责任。\n{cells}")) >= 18


def test_the_words_of_a_broken_line_stand_where_they_are_printed() -> None:
    text = "到2027年，绿地率达到百\n- 2 -\n分之四十，新建\n3\n\n公园"
    continued = {text.index("- 2"): True, text.index("分之"): False, text.index("3\n"): True, text.index("公园"): False}
    words, places = unbroken(text, Span(0, len(text)), continued)
    assert words == "到2027年，绿地率达到百分之四十，新建公园"
    assert [text[i] for i in places] == list(words)
    assert unbroken(text, Span(0, 5), continued) == (text[:5], ())
    assert unbroken(text, Span(0, 5), {}) == (text[:5], ())


@pytest.mark.parametrize(("line", "found"), [("— 2 —", True), ("-12-\n", True), ("－３－", True), ("2", False)])
def test_what_the_number_of_a_page_is(line: str, found: bool) -> None:
    assert is_page_number(line) is found
