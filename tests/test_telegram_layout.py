"""Messages within Telegram's limits, whatever an answer holds: lengths, entities, buttons, callback data."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.callbacks import MOST_BYTES, Tap, Verb, read_tap
from bot.channels.telegram.keyboards import COPY_LIMIT, Button, copy_button, to_markup
from bot.channels.telegram.layout import (
    LIMIT,
    MOST_ENTITIES,
    Piece,
    Style,
    joined,
    pages,
    plain,
    styled,
    to_entities,
    utf16_length,
)
from bot.channels.telegram.phrases import LANGUAGES, table
from bot.channels.telegram.screens import Reader, answer_screen
from bot.render import Shelf
from bot.types import Answer, Status
from knowledge.cite import citation, short_citation
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.types import Document
from tests.conftest import make_answer, shown

PLAN = shipped_documents()[0]
FACTS = Facts(PLAN)
WORDS = st.text(st.characters() | st.sampled_from("𠀀🙂\n。 \0\ud800"), max_size=60)


def assert_sendable(piece: Piece) -> None:
    """Assert what Telegram demands of a message and its entities."""
    assert 0 < utf16_length(piece.text) <= LIMIT
    assert piece.text == piece.text.strip() != ""
    units = piece.text.encode("utf-16-le")
    entities = to_entities(piece)
    assert len(entities) <= MOST_ENTITIES
    for entity in entities:
        assert entity.length > 0
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        assert end <= len(units)
        units[start:end].decode("utf-16-le")  # no half of a character
    ranges = [(e.offset, e.offset + e.length) for e in entities]
    for a, b in ((x, y) for x in ranges for y in ranges):
        assert b[0] >= a[1] or b[1] <= a[0] or (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from([None, *Style])), max_size=12), st.integers(1, 120))
def test_any_blocks_become_sendable_messages_and_lose_no_word(
    blocks: list[tuple[str, Style | None]], times: int
) -> None:
    made = [styled(style, words) if style else plain(words) for words, style in blocks] * times
    found = pages(made)
    for piece in found:
        assert_sendable(piece)
    assert "".join("".join(p.text for p in found).split()) == "".join("".join(p.text for p in made).split())


def test_a_quotation_is_cut_after_a_sentence_and_stays_one_on_both_pages() -> None:
    first, second = pages([styled(Style.FOLDED, "甲" * 4000 + "。" + "乙" * 4000)])
    assert first.text == "甲" * 4000 + "。"
    assert [e.style for e in (*first.entities, *second.entities)] == [Style.FOLDED, Style.FOLDED]


def test_offsets_count_in_utf_16() -> None:
    [entity] = to_entities(plain("🙂𠀀 ") + styled(Style.BOLD, "甲🙂"))
    assert (entity.offset, entity.length) == (5, 3)


def test_what_cannot_be_sent_is_replaced_one_for_one() -> None:
    assert plain("a\ud800\0b").text == "a\ufffd\ufffdb"
    assert joined([plain(""), plain("a"), plain("b")]).text == "a\nb"


def _answer(
    notes: list[str], reason: str | None, understood: str | None, language: str, choices: list[str], numbers: set[int]
) -> Answer:
    common: dict[str, Any] = {
        "notes": tuple(notes), "reason": reason, "understood": understood, "language": language,
        "choices": tuple(choices),
    }  # fmt: skip
    if not numbers:
        return Answer("问", Status.NOT_FOUND, **common)
    targets = [FACTS.targets[n] for n in sorted(numbers)]
    answers = [make_answer(PLAN, "问", t.path, t.span.of(PLAN.text)) for t in targets]
    quotes = tuple(q for a in answers for q in a.quotes)
    clauses = tuple(c for a in answers for c in a.clauses)
    return Answer("问", Status.ANSWERED, quotes, clauses, tuple(shown(PLAN, t) for t in targets), **common)


ANSWERS = st.builds(
    _answer,
    st.lists(WORDS, max_size=4),
    st.none() | WORDS,
    st.none() | WORDS,
    st.sampled_from(["zh", "en"]),
    st.lists(WORDS, max_size=6),
    st.sets(st.integers(0, len(FACTS.targets) - 1), max_size=53),
)


@settings(max_examples=150, deadline=None)
@given(ANSWERS, st.booleans(), st.lists(WORDS, max_size=2))
def test_any_answer_becomes_sendable_messages_and_buttons(answer: Answer, full: bool, suggested: list[str]) -> None:
    screen = answer_screen(answer, Shelf.of((PLAN,), date(2026, 1, 1)), Reader(answer.language, full), suggested)
    assert len(screen.messages) <= 4
    for piece in screen.messages:
        assert_sendable(piece)
    markup = to_markup(screen.rows)
    for row in markup.inline_keyboard if markup else ():
        assert 0 < len(row) <= 8
        for button in row:
            assert button.text
            assert len(str(button.callback_data or "").encode()) <= MOST_BYTES
            assert button.copy_text is None or 0 < utf16_length(button.copy_text.text) <= COPY_LIMIT
    json.dumps(markup.to_dict() if markup else {})


def test_the_quote_stands_bold_inside_its_whole_clause(plan: Document) -> None:
    words = "装配式建筑占新建建筑面积比例达到35%以上"
    answer = make_answer(plan, "?", "二/(四)/13", words)
    screen = answer_screen(answer, Shelf.of((plan,), date(2026, 1, 1)), Reader())
    [piece] = screen.messages
    clause = plan.clause("二/(四)/13")
    assert clause
    folded, bold = piece.entities
    assert (folded.style, bold.style) == (Style.FOLDED, Style.BOLD)
    assert piece.text[folded.start : folded.end] == clause.span.stripped(plan.text).of(plan.text)
    assert piece.text[bold.start : bold.end] == words
    assert f"——{citation(plan, clause)}" in piece.text


def test_the_short_form_quotes_the_sentence_alone(plan: Document) -> None:
    answer = make_answer(plan, "?", "二/(四)/13", "装配式建筑占新建建筑面积比例达到35%以上")
    [piece] = answer_screen(answer, Shelf.of((plan,), date(2026, 1, 1)), Reader(full=False)).messages
    assert [e.style for e in piece.entities] == [Style.QUOTE]
    assert piece.text.startswith("装配式建筑占新建建筑面积比例达到35%以上\n——")


def test_whole_clauses_in_a_list_are_folded_and_sentences_are_not(plan: Document) -> None:
    clauses = [c for c in plan.clauses() if c.path.startswith("二/(四)/")]
    answers = [make_answer(plan, "?", c.path, c.span.stripped(plan.text).of(plan.text)) for c in clauses]
    answers.append(make_answer(plan, "?", "二/(四)/13", "装配式建筑占新建建筑面积比例达到35%以上"))
    quotes = tuple(q for a in answers for q in a.quotes)
    answer = Answer("?", Status.ANSWERED, quotes, tuple(c for a in answers for c in a.clauses))
    screen = answer_screen(answer, Shelf.of((plan,), date(2026, 1, 1)), Reader())
    [piece] = screen.messages
    assert [e.style for e in piece.entities] == [Style.FOLDED] * 3 + [Style.QUOTE]


def test_a_section_leads_to_its_neighbours_and_to_each_of_its_clauses(plan: Document) -> None:
    section = plan.clause("二/(四)")
    assert section
    clauses = [section, *(c for c in plan.clauses() if c.path.startswith("二/(四)/"))]
    answers = [make_answer(plan, "?", c.path, f"{c.mark}{c.heading}") for c in clauses]
    answer = Answer("?", Status.ANSWERED, tuple(a.quotes[0] for a in answers), tuple(a.clauses[0] for a in answers))
    rows = answer_screen(answer, Shelf.of((plan,), date(2026, 1, 1)), Reader()).rows
    assert [[b.label for b in row] for row in rows[:3]] == [
        ["‹ 上一条", "下一条 ›"], ["12", "13", "14"], ["全文", "本条指标"],
    ]  # fmt: skip


def test_many_headings_have_a_line_each(plan: Document) -> None:
    clauses = [c for c in plan.clauses() if c.path.startswith("二/(一)/")]
    answers = [make_answer(plan, "?", c.path, f"{c.mark}{c.heading}") for c in clauses]
    answer = Answer("?", Status.ANSWERED, tuple(a.quotes[0] for a in answers), tuple(a.clauses[0] for a in answers))
    screen = answer_screen(answer, Shelf.of((plan,), date(2026, 1, 1)), Reader())
    assert [b.label for b in screen.rows[0]] == ["1", "2", "3", "4"]
    assert screen.rows[0][3].tap == Tap(Verb.CLAUSE, "2-1-4")
    [piece] = screen.messages
    lines = piece.text.splitlines()
    assert lines[:-1] == [f"「{c.mark}{c.heading}」{short_citation(plan, c)}" for c in clauses]
    assert lines[-1].startswith("出处：《福建省质量强省建设纲要》")


@pytest.mark.parametrize("verb", Verb)
def test_button_data_is_read_back(verb: Verb) -> None:
    tap = Tap(verb, "2-4-13", 7)
    assert read_tap(tap.data) == tap


@pytest.mark.parametrize(
    "data", ["", "v0|c|1|0", "v1|z|1|0", "v1|c|1", "v1|c|1|99999", "v1|c|a|b|0", "\ud800", "x" * 99]
)
def test_data_of_another_form_is_none(data: str) -> None:
    assert read_tap(data) is None


def test_data_that_does_not_fit_is_an_error() -> None:
    assert not Tap(Verb.LEDGER, "知识产权" * 9).fits
    with pytest.raises(ValueError, match="no data for a button"):
        _ = Tap(Verb.LEDGER, "a|b").data


def test_the_copy_button_falls_back_to_the_citation() -> None:
    assert copy_button("复制", "《甲》第1条", "短").copy == "「短」——《甲》第1条"
    assert copy_button("复制", "《甲》第1条", "长" * 300).copy == "《甲》第1条"
    assert utf16_length(copy_button("复制", "𠀀" * 200, "短").copy or "") == COPY_LIMIT


def test_a_button_that_cannot_carry_its_data_is_left_out_alone() -> None:
    long = Button("甲", Tap(Verb.CLAUSE, "x" * 99))
    markup = to_markup(((long,), (long, Button("乙", Tap(Verb.OUTLINE)))))
    assert markup
    assert [[b.text for b in row] for row in markup.inline_keyboard] == [["乙"]]
    assert to_markup(((long,),)) is None


def test_every_phrase_is_there_in_every_language_with_the_same_fields() -> None:
    import string

    for key, words in table().items():
        assert set(words) == set(LANGUAGES), key
        fields = [{f for _, f, _, _ in string.Formatter().parse(words[language]) if f} for language in LANGUAGES]
        assert fields[0] == fields[1], key


def test_spans_in_pieces_are_never_reversed() -> None:
    assert styled(Style.BOLD, "甲乙丙").cut(1, 2) == styled(Style.BOLD, "乙")
    assert styled(Style.BOLD, "甲").cut(1, 1) == Piece()
