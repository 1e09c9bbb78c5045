"""Buttons, reactions, inline queries, guests and limits by themselves, without a network."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from telegram import Update

from bot.channels.telegram.callbacks import Tap, Verb
from bot.channels.telegram.store import StoreError
from tests import telegram_server as tg
from tests.telegram_offline import Desk, desk, refuse_connections
from tests.telegram_talk import AT, OWN, buttons, data_of

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_connections(monkeypatch)


@pytest_asyncio.fixture
async def at(tmp_path: Path) -> AsyncIterator[Desk]:
    with desk(tmp_path, guests=True) as found:
        await found.bot.initialize()
        yield found


def below(text: str = "…", **more: Any) -> dict[str, Any]:
    """Return a message of the bot."""
    return tg.message(text, user=OWN, **more)


# Buttons


TAPS = [
    pytest.param(Tap(Verb.CLAUSE, "2-4-13"), "sendMessage", "二、（四）第13条", id="a clause"),
    pytest.param(Tap(Verb.TARGETS_OF, "2-4-13"), "sendMessage", "共2项目标", id="targets of a clause"),
    pytest.param(Tap(Verb.TARGETS_OF, "2-1-3"), "sendMessage", "这一条没有量化目标。", id="of one without"),
    pytest.param(Tap(Verb.LEDGER, page=1), "editMessageText", "第2页", id="the ledger"),
    pytest.param(Tap(Verb.LEDGER, "养老"), "editMessageText", "共1项目标", id="the ledger, filtered"),
    pytest.param(Tap(Verb.OUTLINE, page=1), "editMessageText", "第2页", id="the contents"),
    pytest.param(Tap(Verb.SETTING, "language=en"), "editMessageText", "language English", id="the language"),
    pytest.param(Tap(Verb.SETTING, "full=0"), "editMessageText", "简短", id="the form"),
    pytest.param(Tap(Verb.ASK, "0"), "sendMessage", "找不到原来的问题", id="a question whose button is gone"),
    pytest.param(Tap(Verb.ONLY_NEW), "sendMessage", "找不到原来的问题", id="words whose message is gone"),
]


@pytest.mark.parametrize(
    ("tap", "method", "expected"),
    TAPS,
)
async def test_a_tap_is_acknowledged_first_and_then_carried_out(tap: Tap, method: str, expected: str, at: Desk) -> None:
    on = below()
    first, second = await at.handle(callback_query=tg.tap(tap.data, on))
    assert (first.method, first.fields.get("text")) == ("answerCallbackQuery", None)
    assert (second.method, expected in second.fields["text"]) == (method, True)
    if method == "editMessageText":
        assert second.fields["message_id"] == on["message_id"]


async def test_every_verb_is_tried_here() -> None:
    tried = {tap.verb for row in TAPS for tap in row.values if isinstance(tap, Tap)}
    assert tried | {Verb.FEEDBACK} == set(Verb)


async def test_a_choice_asks_what_stands_on_its_button(at: Desk) -> None:
    [question] = await at.say("（二）")
    on = below(reply_markup=question.fields["reply_markup"])
    _, call = await at.handle(callback_query=tg.tap(data_of("三、（二）", question), on))
    assert "三、（二）" in call.fields["text"]


async def test_only_the_new_words_are_asked_without_what_called_the_bot(at: Desk) -> None:
    asked = tg.message(f"{AT} 第3条", chat=tg.group())
    on = below(chat=tg.group(), reply_to_message=asked)
    _, call = await at.handle(callback_query=tg.tap(Tap(Verb.ONLY_NEW).data, on))
    assert "第3条" in call.fields["text"]


async def test_feedback_that_cannot_be_stored_is_said(at: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("database or disk is full")

    monkeypatch.setattr(at.store, "feedback", full)
    [call] = await at.handle(callback_query=tg.tap(Tap(Verb.FEEDBACK, "+").data, below()))
    assert call.fields["text"] == "暂时记不下来，请稍后再试。"


async def test_feedback_belongs_to_who_taps_not_to_who_asked(at: Desk) -> None:
    on = below(chat=tg.group())
    for person, data in ((7, "+"), (8, "-"), (8, "+")):
        await at.handle(callback_query=tg.tap(Tap(Verb.FEEDBACK, data).data, on, tg.person(person)))
    stats = at.store.stats(1)
    assert (stats.up, stats.down) == (2, 0)
    at.store.forget(8)
    assert at.store.stats(1).up == 1


# Inline queries and guests


def query(words: str, offset: str = "") -> dict[str, Any]:
    """Return an inline query."""
    return {"id": "1", "from": tg.person(), "query": words, "offset": offset}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        pytest.param("12", ["c_2-4-12"], id="a number"),
        pytest.param("第十二条", ["c_2-4-12"], id="as it is spoken"),
        pytest.param("第99条", [], id="no such clause"),
        pytest.param("你好", [], id="small talk inserts nothing"),
    ],
)
async def test_what_an_inline_query_inserts(words: str, ids: list[str], at: Desk) -> None:
    [call] = await at.handle(inline_query=query(words))
    assert [r["id"] for r in call.fields["results"]] == ids
    assert ("button" in call.fields) is not bool(ids)


async def test_what_is_inserted_is_the_published_text(at: Desk) -> None:
    [call] = await at.handle(inline_query=query(""))
    plan = at.services.document.text
    for result in call.fields["results"]:
        words = result["input_message_content"]["message_text"].rpartition("\n——《")[0]
        assert words in plan


async def test_guests_count_as_askers(tmp_path: Path) -> None:
    with desk(tmp_path, guests=True, user_rate=1) as at:
        await at.bot.initialize()
        guest = [tg.message(f"{AT} 第{n}条", chat=tg.group(), guest_query_id=f"g{n}") for n in (3, 4)]
        [call] = await at.handle(guest_message=guest[0])
        assert call.method == "answerGuestQuery"
        assert await at.handle(guest_message=guest[1]) == []


# Limits


async def test_anonymous_administrators_are_counted_by_their_chat(tmp_path: Path) -> None:
    with desk(tmp_path, user_rate=1) as at:
        await at.bot.initialize()
        anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
        for group in (tg.group(-1), tg.group(-2)):
            [call] = await at.say(f"{AT} 第3条", chat=group, user=anonymous, sender_chat=group)
            assert "第3条" in call.fields["text"]
            [refused] = await at.say(f"{AT} 第3条", chat=group, user=anonymous, sender_chat=group)
            assert refused.fields["text"].startswith("提问太快了")
            assert await at.say(f"{AT} 第3条", chat=group, user=anonymous, sender_chat=group) == []


async def test_an_edit_changes_the_answer_and_takes_its_place_in_the_conversation(at: Desk) -> None:
    asked = tg.message("第3条")
    [sent] = await at.handle(message=asked)
    [edited] = await at.handle(edited_message={**asked, "text": "第12条", "edit_date": asked["date"]})
    assert (sent.method, edited.method) == ("sendMessage", "editMessageText")
    [call] = await at.say("下一条")
    assert "第13条" in call.fields["text"]
    assert buttons(call)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param({}, id="a kind of a later Bot API"),
        pytest.param({"poll": {
            "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
            "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
            "members_only": False,
        }}, id="a poll"),
        pytest.param({"message": tg.message("", text=None, new_chat_members=[OWN], chat=tg.group())}, id="added"),
        pytest.param({"message": tg.message("", text=None, group_chat_created=True, chat=tg.group())}, id="a group"),
        pytest.param({"message": tg.message("", text=None, pinned_message=tg.message("x"))}, id="a pin in private"),
    ],
)  # fmt: skip
async def test_what_asks_nothing_is_left_alone(kind: dict[str, Any], at: Desk) -> None:
    assert Update.de_json({"update_id": 1, **kind}, at.bot) is not None
    assert await at.handle(**kind) == []
