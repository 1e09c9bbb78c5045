"""Answers as plain message, for the terminal, and as JSON: the same parts in each."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rich.console import Console

from bot import render, terminal
from bot.records import answer_record, json_number, to_json
from bot.render import Shelf, message
from bot.types import Answer, ShownClause, Status
from knowledge.cite import citation
from knowledge.types import Document, Relation, Target
from tests.conftest import make_answer, shown

TODAY = date(2026, 1, 1)
QUOTE = "装配式建筑占新建建筑面积比例达到35%以上"
CITATION = "《福建省质量强省建设纲要》二、（四）第13条"
SOURCE = "《福建省质量强省建设纲要》，中共福建省委、福建省人民政府，2023-04-17，福建日报"


@pytest.fixture
def shelf(plan: Document) -> Shelf:
    return Shelf.of([plan], TODAY)


@pytest.fixture
def answer(plan: Document, plan_targets: tuple[Target, ...]) -> Answer:
    targets = tuple(shown(plan, t) for t in plan_targets)
    return make_answer(plan, "装配式建筑占比？", "二/(四)/13", QUOTE, targets=targets)


def nearest_of(plan: Document) -> ShownClause:
    clause = plan.clause("二/(四)/14")
    assert clause is not None
    return ShownClause(plan.id, clause, citation(plan, clause), clause.span, clause.span.of(plan.text))


def on_terminal(answer: Answer, shelf: Shelf) -> str:
    out = io.StringIO()
    terminal.show(answer, shelf, Console(file=out, width=200, force_terminal=False))
    return out.getvalue()


def test_message_gives_quote_citation_targets_and_source(answer: Answer, shelf: Shelf) -> None:
    assert message(answer, shelf).splitlines() == [
        f"「{QUOTE}」",
        f"——{CITATION}",
        "目标：",
        "· 装配式建筑占新建建筑面积比例：35%以上（不低于；2025年，期限已过；二、（四）第13条）",
        "· 绿色标准：力争 25个以上（不低于；每年；二、（七）第20条）",
        f"出处：{SOURCE}",
    ]


def test_message_before_the_deadline_has_no_remark(answer: Answer, plan: Document) -> None:
    assert "期限已过" not in message(answer, Shelf.of([plan], date(2025, 12, 31)))


def test_english_labels_stand_around_the_chinese_quote(answer: Answer, shelf: Shelf) -> None:
    assert message(replace(answer, language="en"), shelf).splitlines() == [
        "The plan says (in Chinese):",
        f"「{QUOTE}」",
        f"——{CITATION}",
        "Targets: ",
        "· 装配式建筑占新建建筑面积比例: 35%以上 (at least; 2025, deadline passed; 二、（四）第13条)",
        "· 绿色标准: 力争 25个以上 (at least; 每年; 二、（七）第20条)",
        "Source: 《福建省质量强省建设纲要》, 中共福建省委、福建省人民政府, 2023-04-17, 福建日报",
    ]


def test_refusal_says_why_and_labels_the_nearest_clause(plan: Document, shelf: Shelf) -> None:
    refused = Answer("x", Status.NOT_FOUND, nearest=(nearest_of(plan),), reason="没有找到。")
    expected = [
        "没有找到。",
        "最接近的条款（未直接规定）：",
        "· 《福建省质量强省建设纲要》二、（四）第14条 提升工程品质",
    ]
    assert message(refused, shelf).splitlines() == expected
    assert on_terminal(refused, shelf).split("\n")[:-1] == expected


def test_ambiguous_reference_lists_its_choices(shelf: Shelf) -> None:
    unclear = Answer("(二)", Status.AMBIGUOUS, choices=("一、（二）", "二、（二）"), reason="是哪一处？")
    assert message(unclear, shelf) == "是哪一处？\n1. 一、（二）\n2. 二、（二）"


def test_count_stands_before_a_list_and_remark_after_a_single_quote(answer: Answer, shelf: Shelf) -> None:
    assert message(replace(answer, notes=("共1项。",)), shelf).splitlines()[2] == "共1项。"
    listed = replace(answer, quotes=answer.quotes * 4, notes=("共4项。",))
    assert message(listed, shelf).splitlines()[0] == "共4项。"


def test_follow_up_says_how_it_was_understood(answer: Answer, shelf: Shelf) -> None:
    assert message(replace(answer, understood="第13条"), shelf).splitlines()[0] == "（按“第13条”理解）"


def test_terminal_highlights_the_quote_inside_its_clause(answer: Answer, shelf: Shelf) -> None:
    text = on_terminal(answer, shelf)
    clause = answer.clauses[0]
    assert clause.text in text.replace("\n", "") or clause.text.replace("\n", "") in text.replace("\n", "")
    assert text.splitlines()[:2] == [CITATION, "重点任务 › 实施福建建造质量提升工程"]
    assert "期限已过" in text
    assert SOURCE in text
    styled = io.StringIO()
    terminal.show(answer, shelf, Console(file=styled, width=400, force_terminal=True, color_system="standard"))
    assert f"\x1b[1;32m{QUOTE}\x1b[0m" in styled.getvalue().replace("\n", "")


def test_relation_is_not_said_twice(plan: Document, plan_targets: tuple[Target, ...], shelf: Shelf) -> None:
    target = replace(plan_targets[0], value="高于98%", relation=Relation.ABOVE)
    line = render.target_line(shown(plan, target), "zh", shelf)
    assert line == "装配式建筑占新建建筑面积比例：高于98%（2025年，期限已过；二、（四）第13条）"


@pytest.mark.parametrize("words", ["[bold]x[/bold]", "[/]", "<b>x</b>", "*x* _y_ `z`"])
def test_mark_up_in_a_text_is_printed_as_it_is(words: str, shelf: Shelf) -> None:
    refused = Answer("x", Status.NOT_FOUND, reason=words)
    assert on_terminal(refused, shelf) == words + "\n"
    assert message(refused, shelf) == words


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert terminal.printable("a\x1b[2Jb\x07\u202ec\r\nd\te") == "a\ufffd[2Jb\ufffd\ufffdc\nd\te"


def test_record_has_the_fields_of_the_contract(answer: Answer, shelf: Shelf, plan: Document) -> None:
    record = answer_record(answer, "m", TODAY, 7)
    start = plan.text.index(QUOTE)
    assert (record["id"], record["status"], record["message"], record["confidence"]) == (7, "answered", "m", 0.9)
    quote = {"doc": plan.id, "path": "二/(四)/13", "start": start, "end": start + len(QUOTE), "text": QUOTE}
    assert record["quotes"] == [quote]
    assert record["clauses"][0]["citation"] == CITATION
    assert record["targets"][0] == {
        "id": "t1", "doc": plan.id, "path": "二/(四)/13", "indicator": "装配式建筑占新建建筑面积比例",
        "value": "35%以上",
        "number": 35, "unit": "%", "relation": ">=", "deadline": "2025", "expired": True, "commitment": None,
        "kind": "numeric", "start": start, "end": start + len(QUOTE), "quote": QUOTE,
    }  # fmt: skip
    assert list(record) == ["id", "question", "status", "message", "quotes", "clauses", "targets", "nearest", "choices",
                            "reason", "understood", "confidence", "timings_ms"]  # fmt: skip
    assert list(record["timings_ms"]) == ["total", "load", "embed", "search", "compose"]


def test_every_quote_of_a_record_is_the_published_slice(answer: Answer, plan: Document) -> None:
    record = answer_record(answer, "", TODAY)
    pieces: list[dict[str, Any]] = [*record["quotes"], *record["clauses"], *record["targets"]]
    assert [p.get("text", p.get("quote")) for p in pieces] == [plan.text[p["start"] : p["end"]] for p in pieces]


@pytest.mark.parametrize(
    ("number", "expected"),
    [("98.5", "98.5"), ("35", "35"), ("2E+12", "2000000000000"), ("0.1", "0.1"), (None, "null")],
)
def test_json_numbers_print_the_same_digits(number: str | None, expected: str) -> None:
    assert json.dumps(json_number(Decimal(number) if number else None)) == expected


def test_json_is_utf8_even_with_lone_surrogates() -> None:
    text = to_json({"question": "a\udcff\ud800"})
    assert text.encode("utf-8")
    assert json.loads(text) == {"question": "a\udcff\ud800"}


@pytest.mark.parametrize("relation", list(Relation))
def test_every_relation_has_words(relation: Relation, plan: Document, plan_targets: tuple[Target, ...]) -> None:
    target = shown(plan, replace(plan_targets[0], relation=relation))
    assert render.relation_words(target, "zh") != render.relation_words(target, "en")
