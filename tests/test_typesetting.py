"""What typesetting puts between words changes no target: blanks between Chinese and figures, Markdown emphasis."""

from pathlib import Path

import pytest

from benchmarks.layouts import spaced
from knowledge.parse import parse
from knowledge.target_sorts import goal_years, period_of, year_of_work, year_written
from knowledge.target_typography import plain, without_typesetting
from knowledge.targets import targets_of
from knowledge.types import Document, Target

FIXTURES = Path(__file__).parent / "fixtures"


def told(targets: tuple[Target, ...]) -> list[tuple[object, ...]]:
    return [(t.path, t.number, t.unit, t.relation, t.deadline) for t in targets]


@pytest.mark.parametrize("name", ["forty_first_documents/z01", "thirtieth_documents/l01", "fourth_documents/d1"])
def test_blanks_between_chinese_and_figures_change_no_target(name: str) -> None:
    text = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8")
    title = next(line.strip("# ") for line in text.splitlines() if line.strip())
    close, apart = (
        Document("d", t, "", "", "", "", body, parse) for t, body in ((title, text), (spaced(title), spaced(text)))
    )
    assert apart.text.count(" ") > close.text.count(" ") + 50
    found = targets_of(apart)
    assert told(found) == told(targets_of(close))
    assert len(found) > 15
    for target in found:
        assert target.value in target.span.of(apart.text)


def test_a_value_is_printed_with_its_blanks_and_an_indicator_is_named_without() -> None:
    text = "一、目标\n到 2027 年，农村居民人均可支配收入突破 2.2 万元，5G 基站达到 **3600 个**。\n"
    income, stations = targets_of(Document("d", "某县规划", "", "2025-01-01", "", "", text, parse))
    assert (income.value, income.unit, income.deadline) == ("突破 2.2 万元", "元", "2027")
    assert income.number == 22000
    assert (stations.indicator, stations.value) == ("5G基站", "3600 个")


def test_titles_and_dates_are_read_with_their_blanks() -> None:
    document = Document(
        "d", "某市行动方案（2026—2028 年）", "", "", "", "", "发布时间：2026 年 3 月\n一、到 2028 年建成。\n", parse
    )
    assert year_written(document) == 2026
    assert goal_years(document) == {2028}
    assert period_of(document.title) == (2026, 2028)
    assert year_of_work(Document("d", "2026 年工作要点", "", "", "", "", "一、做好。", parse)) == "2026"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("到 2027 年达到 95 %", "到2027年达到95%"),
        ("by 2027 , 95% of homes", "by 2027 , 95% of homes"),
        ("总体目标 到2027年", "总体目标 到2027年"),
        ("达到**90%**", "达到90%"),
        ("达到 **90** 个", "达到90个"),
        ("", ""),
    ],
)
def test_what_is_left_out(words: str, left: str) -> None:
    assert plain(words) == left
    spoken, origin = without_typesetting(words)
    assert not origin or "".join(words[i] for i in origin) == spoken
