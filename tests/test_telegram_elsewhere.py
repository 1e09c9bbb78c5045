"""Inline queries and guest questions: the bot in chats that it is not in, over real HTTP by polling and by webhook."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.telegram.handlers import elsewhere
from tests import telegram_server as tg
from tests.telegram_server import Call, TelegramServer
from tests.telegram_talk import AT, MODES, Talk, running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")
NUMBERS = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=MODES)
async def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, unused_tcp_port_factory: Any
) -> AsyncIterator[TelegramServer]:
    async with running_bot(tmp_path_factory.mktemp("home"), request.param, unused_tcp_port_factory()) as found:
        yield found


async def query(server: TelegramServer, words: str, offset: str = "", language: str = "zh-hans") -> Call:
    """Return what an inline query is answered with."""
    number, before = f"q{next(NUMBERS)}", len(server.of("answerInlineQuery"))
    asked = {"id": number, "from": tg.person(7, language), "query": words, "offset": offset}
    await server.update(inline_query=asked)
    call = (await server.wait_for(before + 1, "answerInlineQuery"))[before]
    assert call.fields["inline_query_id"] == number
    return call


async def test_a_number_inserts_its_clause_verbatim_with_the_citation(server: TelegramServer) -> None:
    call = await query(server, "12")
    [result] = call.fields["results"]
    assert (result["id"], result["type"]) == ("c_2-4-12", "article")
    content = result["input_message_content"]
    assert content["message_text"].endswith("——《福建省质量强省建设纲要》二、（四）第12条")
    assert content["entities"][0]["type"] == "expandable_blockquote"
    assert int(call.fields["cache_time"]) == elsewhere.STATIC_SECONDS


async def test_words_find_their_clause_and_are_kept_for_less_long(server: TelegramServer) -> None:
    call = await query(server, "装配式建筑")
    assert call.fields["results"][0]["id"] == "c_2-4-13"
    assert int(call.fields["cache_time"]) == elsewhere.SEARCH_SECONDS


async def test_an_empty_query_shows_the_outline(server: TelegramServer) -> None:
    call = await query(server, " ")
    assert len(call.fields["results"]) == 46
    assert call.fields["results"][0]["id"] == "c_1"
    assert not call.fields.get("next_offset")


async def test_long_lists_come_in_pages_without_gap_or_overlap(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [r["id"] for r in (await query(server, "")).fields["results"]]
    monkeypatch.setattr(elsewhere, "PAGE", 20)
    paged, offset = [], ""
    for size in (20, 20, 6):
        call = await query(server, "", offset)
        assert len(call.fields["results"]) == size
        paged += [r["id"] for r in call.fields["results"]]
        offset = call.fields.get("next_offset", "")
    assert (paged, offset) == (whole, "")


@pytest.mark.parametrize("offset", ["9999", "-1", "x", "²"])
async def test_an_odd_offset_does_no_harm(offset: str, server: TelegramServer) -> None:
    assert len((await query(server, "12", offset)).fields["results"]) in (0, 1)


@pytest.mark.parametrize(
    ("words", "language", "label"),
    [
        pytest.param("第99条", "zh-hans", "没有找到；点此向机器人提问", id="no such clause"),
        pytest.param("2030年的目标", "zh-hans", "没有找到；点此向机器人提问", id="a refusal"),
        pytest.param("第99条", "en", "Nothing found; tap to ask the bot", id="in English"),
    ],
)
async def test_nothing_found_leads_to_the_bot(words: str, language: str, label: str, server: TelegramServer) -> None:
    call = await query(server, words, language=language)
    assert call.fields["results"] == []
    assert call.fields["button"] == {"text": label, "start_parameter": "help"}


async def test_a_query_answered_too_late_is_dropped(server: TelegramServer) -> None:
    server.fail("answerInlineQuery", tg.fault(400, "Bad Request: query is too old"))
    await query(server, "12")
    assert (await query(server, "13")).fields["results"][0]["id"] == "c_2-4-13"


# Guest questions


def guest(talk: Talk, words: str, number: str) -> dict[str, Any]:
    """Return a question in a chat that the bot is not in."""
    return talk.message(words, guest_query_id=number)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("第12条", "——《福建省质量强省建设纲要》二、（四）第12条", id="a clause"),
        pytest.param("2030年的目标", "2030", id="a refusal is told too"),
    ],
)
async def test_a_guest_question_is_answered_once_and_nothing_is_sent(
    words: str, expected: str, server: TelegramServer
) -> None:
    talk, before = Talk(server, group=True), len(server.of("answerGuestQuery"))
    await server.update(guest_message=guest(talk, f"{AT} {words}", f"g{talk.number}"))
    call = (await server.wait_for(before + 1, "answerGuestQuery"))[-1]
    assert call.fields["guest_query_id"] == f"g{talk.number}"
    assert expected in call.fields["result"]["input_message_content"]["message_text"]
    assert talk.shown() == []


async def test_a_guests_bare_mention_is_left_alone(server: TelegramServer) -> None:
    talk, before = Talk(server, group=True), len(server.of("answerGuestQuery"))
    await server.update(guest_message=guest(talk, AT, "bare"))
    await server.update(guest_message=guest(talk, f"{AT} 第3条", "after"))
    calls = await server.wait_for(before + 1, "answerGuestQuery")
    assert [c.fields["guest_query_id"] for c in calls[before:]] == ["after"]


async def test_guests_are_left_alone_where_they_are_turned_off(tmp_path: Path) -> None:
    async with running_bot(tmp_path, "polling", 0, POLICYBOT_TELEGRAM_GUESTS="0") as server:
        talk = Talk(server, group=True)
        await server.update(guest_message=guest(talk, f"{AT} 第3条", "g"))
        await talk.say(f"{AT} 第4条")  # handled after it, for it is in the same chat
        assert server.of("answerGuestQuery") == []
