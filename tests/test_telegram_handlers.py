"""Every handler by itself, without a network: who is answered, where, with what, and who is left alone."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.telegram.addressing import ANONYMOUS_ADMINISTRATOR, FORWARDED_CHANNEL_POST
from bot.channels.telegram.handlers.administration import ADMINISTRATION
from bot.channels.telegram.handlers.commands import COMMANDS
from tests import telegram_server as tg
from tests.telegram_offline import Desk, desk, refuse_connections

pytestmark = pytest.mark.asyncio
OWN = {"id": tg.BOT_ID, "is_bot": True, "first_name": "b", "username": tg.NAME}
OTHER_BOT = {"id": 55, "is_bot": True, "first_name": "另一个"}
AT = f"@{tg.NAME}"
ELSEWHERE = {"type": "channel", "date": 1, "chat": tg.channel(), "message_id": 3}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_connections(monkeypatch)


@pytest_asyncio.fixture
async def at(tmp_path: Path) -> AsyncIterator[Desk]:
    with desk(tmp_path, admins=frozenset({99})) as found:
        await found.bot.initialize()
        yield found


def anonymous(chat: dict[str, Any]) -> dict[str, Any]:
    """Return who an administrator is who writes as the group."""
    user = {"id": ANONYMOUS_ADMINISTRATOR, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return {"user": user, "sender_chat": chat}


# Who is answered


@pytest.mark.parametrize(
    ("message", "answered"),
    [
        pytest.param(tg.message("第3条"), True, id="in private"),
        pytest.param(tg.message("第3条", forward_origin=ELSEWHERE), True, id="in private, forwarded"),
        pytest.param(tg.message("第3条", chat=tg.group()), False, id="a group's own talk"),
        pytest.param(tg.message(f"{AT} 第3条", chat=tg.group()), True, id="a mention"),
        pytest.param(tg.message(f"🙂𠀀{AT.upper()} 第3条", chat=tg.group(), entities=[
            {"type": "mention", "offset": 4, "length": len(AT)}
        ]), True, id="a mention in capitals behind wide characters"),
        pytest.param(tg.message("@another_bot 第3条", chat=tg.group()), False, id="a mention of another"),
        pytest.param(
            tg.message("第3条", chat=tg.group(), reply_to_message=tg.message("…", chat=tg.group(), user=OWN)),
            True, id="a reply to the bot",
        ),
        pytest.param(
            tg.message("第3条", chat=tg.group(), reply_to_message=tg.message("…", chat=tg.group())),
            False, id="a reply to somebody",
        ),
        pytest.param(tg.message("/clause 3", chat=tg.group()), True, id="a command in a group"),
        pytest.param(tg.message(f"/clause{AT} 3", chat=tg.group()), True, id="a command to the bot by name"),
        pytest.param(tg.message("/clause@another_bot 3", chat=tg.group()), False, id="a command to another bot"),
        pytest.param(tg.message("/frobnicate", chat=tg.group()), False, id="nobody's command in a group"),
        pytest.param(tg.message("/clause 3", chat=tg.group(), **anonymous(tg.group())), True, id="anonymous: command"),
        pytest.param(
            tg.message(f"{AT} 第3条", chat=tg.group(), **anonymous(tg.group())), True, id="anonymous: mention"
        ),
        pytest.param(
            tg.message(f"{AT} 第3条", chat=tg.group(), sender_chat=tg.channel(), user={
                "id": 136817688, "is_bot": True, "first_name": "Channel"
            }), True, id="somebody who writes as a channel",
        ),
        pytest.param(
            tg.message(f"{AT} 第3条", chat=tg.group(), user=tg.person(FORWARDED_CHANNEL_POST),
                       sender_chat=tg.channel(), is_automatic_forward=True, forward_origin=ELSEWHERE),
            False, id="a channel's post in its group",
        ),
        pytest.param(tg.message("/clause 3", chat=tg.group(), forward_origin=ELSEWHERE), False,
                     id="a forwarded command in a group"),
        pytest.param(tg.message(f"{AT} 第3条", chat=tg.group(), user=OTHER_BOT), False, id="another bot"),
        pytest.param(tg.message("/clause 3", chat=tg.group(), user=OTHER_BOT), False, id="another bot's command"),
        pytest.param(tg.message(f"{AT} 第3条", chat=tg.group(), via_bot=OTHER_BOT), False, id="through another bot"),
        pytest.param(tg.message("——《…》第3条", via_bot=OWN), False, id="inserted through the bot"),
        pytest.param(
            tg.message("", text=None, caption="第3条", photo=[
                {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
            ]), True, id="the caption of a picture",
        ),
    ],
)  # fmt: skip
async def test_who_is_answered(message: dict[str, Any], answered: bool, at: Desk) -> None:
    calls = await at.handle(message=message)
    assert ["第3条" in c.fields["text"] for c in calls] == ([True] if answered else [])


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
async def test_posts_of_channels_are_left_alone(kind: str, at: Desk) -> None:
    for text in (f"{AT} 第3条", "/clause 3"):
        assert await at.handle(**{kind: tg.message(text, chat=tg.channel(), user=None, sender_chat=tg.channel())}) == []


async def test_anonymous_administrators_and_people_have_conversations_of_their_own(at: Desk) -> None:
    await at.say(f"{AT} 第3条", chat=tg.group(), **anonymous(tg.group()))
    [own] = await at.say(f"{AT} 下一条", chat=tg.group(), **anonymous(tg.group()))
    [others] = await at.say(f"{AT} 下一条", chat=tg.group())
    assert "第4条" in own.fields["text"]
    assert "第4条" not in others.fields["text"]


# Where it is answered


@pytest.mark.parametrize(
    ("more", "thread"),
    [
        pytest.param({"message_thread_id": 12, "is_topic_message": True}, 12, id="a forum's topic"),
        pytest.param({}, None, id="a forum's General topic has no number"),
        pytest.param({"message_thread_id": 12}, None, id="a reply outside of forums: not sent back"),
    ],
)
async def test_the_answer_stays_in_its_topic(more: dict[str, Any], thread: int | None, at: Desk) -> None:
    forum = {**tg.group(), "is_forum": True}
    for text in (f"{AT} 第3条", "/toc", "/targets xlsx"):
        [call] = await at.say(text, chat=forum, **more)
        assert call.fields.get("message_thread_id") == thread
    on = tg.message("…", chat=forum, user=OWN, **more)
    _, call = await at.handle(callback_query=tg.tap("v1|c|2-4-13|0", on))
    assert call.fields.get("message_thread_id") == thread


async def test_topics_of_a_forum_are_conversations_of_their_own(at: Desk) -> None:
    topic: dict[str, Any] = {"chat": tg.group(), "is_topic_message": True}
    await at.say(f"{AT} 第3条", **topic, message_thread_id=1001)
    [call] = await at.say(f"{AT} 下一条", **topic, message_thread_id=1002)
    assert "第4条" not in call.fields["text"]
    [call] = await at.say(f"{AT} 下一条", **topic, message_thread_id=1001)
    assert "第4条" in call.fields["text"]


async def test_an_answer_replies_to_its_question(at: Desk) -> None:
    asked = tg.message(f"{AT} 第3条", chat=tg.group())
    [call] = await at.handle(message=asked)
    assert call.fields["reply_parameters"]["message_id"] == asked["message_id"]
    assert call.fields["reply_parameters"]["allow_sending_without_reply"] is True


# What is no question


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, id="voice"),
        pytest.param({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}, id="photo"),
        pytest.param({"sticker": {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "type": "regular",
                                  "is_animated": False, "is_video": False}}, id="sticker"),
        pytest.param({"document": {"file_id": "f", "file_unique_id": "u"}}, id="file without /check"),
    ],
)  # fmt: skip
async def test_what_is_no_text_gets_one_polite_line_in_private_and_none_in_groups(
    kind: dict[str, Any], at: Desk
) -> None:
    assert await at.say("", text=None, chat=tg.group(), **kind) == []
    [call] = await at.say("", text=None, **kind)
    assert call.fields["text"] == "我只看得懂文字，请把问题写出来。"
    [call] = await at.say("", text=None, user=tg.person(7, "en"), **kind)
    assert call.fields["text"] == "I read text only; please write your question."


def membership(status: str, chat: dict[str, Any]) -> dict[str, Any]:
    """Return that the bot's place in a chat changed."""
    was = {"user": OWN, "status": "member"}
    now = {"user": OWN, "status": status, **({"until_date": 0} if status == "kicked" else {})}
    return {"chat": chat, "from": tg.person(), "date": 1, "old_chat_member": was, "new_chat_member": now}


async def test_removal_and_return_are_logged_once(at: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for status in ("kicked", "kicked", "member"):
        assert await at.handle(my_chat_member=membership(status, tg.private(5))) == []
    assert [r.message for r in caplog.records] == ["chat 5: the bot is now kicked", "chat 5: the bot is now member"]


async def test_a_group_that_moves_is_followed_and_logged_once(at: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for old, new in ((-5, -6), (-5, -6)):
        assert await at.say("", text=None, chat=tg.group(old), migrate_to_chat_id=new) == []
        assert await at.say("", text=None, chat=tg.group(new), migrate_from_chat_id=old) == []
    assert [r.message for r in caplog.records] == ["chat -5 is now -6"]
    [call] = await at.say(f"{AT} 第3条", chat=tg.group(-5))
    assert call.fields["chat_id"] == -6


# The allow-list


@pytest.mark.parametrize(
    ("settings", "who", "answered"),
    [
        pytest.param({"users": frozenset({7})}, {}, True, id="an allowed person"),
        pytest.param({"users": frozenset({8})}, {}, False, id="another person"),
        pytest.param({"users": frozenset({8})}, {"chat": tg.group(-1)}, False, id="another person in a group"),
        pytest.param({"users": frozenset({8}), "admins": frozenset({7})}, {}, True, id="an administrator"),
        pytest.param({"chats": frozenset({-1})}, {"chat": tg.group(-1)}, True, id="an allowed group"),
        pytest.param({"chats": frozenset({-1})}, {"chat": tg.group(-2)}, False, id="another group"),
        pytest.param({"chats": frozenset({-1})}, {}, False, id="in private where only groups are allowed"),
    ],
)
async def test_the_allow_list_holds_for_every_kind(
    settings: dict[str, Any], who: dict[str, Any], answered: bool, tmp_path: Path
) -> None:
    with desk(tmp_path, guests=True, **settings) as at:
        await at.bot.initialize()
        message = tg.message("/clause 3", **who)
        assert bool(await at.handle(message=message)) is answered
        assert bool(await at.handle(edited_message=message)) is answered
        assert bool(await at.handle(callback_query=tg.tap("v1|c|2-4-13|0", message))) is answered
        guest = tg.message(f"{AT} 第3条", guest_query_id="g", **who)
        assert bool(await at.handle(guest_message=guest)) is answered


# Every command has its words in both languages


@pytest.mark.parametrize("name", [*COMMANDS, *ADMINISTRATION])
async def test_every_command_answers_in_both_languages(name: str, at: Desk) -> None:
    words = {}
    for language in ("zh-hans", "en"):
        [*_, call] = await at.say(f"/{name}", user=tg.person(99, language), chat=tg.private(99))
        words[language] = call.fields["text"]
    assert all(words.values())
    assert words["zh-hans"] != words["en"] or name == "toc"


@pytest.mark.parametrize("name", ADMINISTRATION)
async def test_administration_is_for_administrators_also_in_groups(name: str, at: Desk) -> None:
    [call] = await at.say(f"/{name}", chat=tg.group(), **anonymous(tg.group()))
    assert call.fields["text"] == "这个命令只供管理员使用。"
