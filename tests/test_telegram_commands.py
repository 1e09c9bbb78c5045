"""Every command and every way to be asked, over real HTTP, by polling and by webhook."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests import telegram_server as tg
from tests.telegram_server import TelegramServer
from tests.telegram_talk import ADMIN, AT, MODES, OWN, Talk, buttons, running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=MODES)
async def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, unused_tcp_port_factory: Any
) -> AsyncIterator[TelegramServer]:
    async with running_bot(tmp_path_factory.mktemp("home"), request.param, unused_tcp_port_factory()) as found:
        yield found


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        pytest.param("/start", "我用《福建省质量强省建设纲要》的原文回答问题", "I answer from", id="start"),
        pytest.param("/start c_2-4-13", "二、（四）第13条", "二、（四）第13条", id="a deep link"),
        pytest.param("/start c_9-9", "c_9-9", "c_9-9", id="a deep link to nothing"),
        pytest.param("/help", "/clause 按条号查原文", "/clause a clause by its number", id="help"),
        pytest.param("/ask 第12条", "二、（四）第12条", "二、（四）第12条", id="ask"),
        pytest.param("/ask", "请在 /ask 后面写上问题", "Write your question after /ask", id="ask nothing"),
        pytest.param("/clause 12", "二、（四）第12条", "二、（四）第12条", id="clause"),
        pytest.param("/clause 31", "没有第31条", "31", id="a clause out of range"),
        pytest.param("/clause", "请在 /clause 后面写上条号", "Write a number after /clause", id="clause of nothing"),
        pytest.param("/toc", "第1页，共", "Page 1 of", id="contents"),
        pytest.param("/targets", "共53项目标", "53", id="targets"),
        pytest.param("/targets 2025", "2025", "2025", id="targets of a year"),
        pytest.param("/targets 第13条", "35%以上", "35%以上", id="targets of a clause"),
        pytest.param("/targets 养老", "共1项目标", "养老", id="targets by words"),
        pytest.param("/targets 无此词语", "没有符合条件的目标", "No target fits", id="no such targets"),
        pytest.param("/check 装配式建筑占新建建筑面积比例达到35%以上", "逐字", "Verbatim", id="check"),
        pytest.param("/check", "直接发来", "send it now", id="check of nothing"),
        pytest.param("/about", "全文 SHA-256：becff226", "SHA-256 of the text: becff226", id="about"),
        pytest.param("/settings", "设置：语言 中文", "Settings: language English", id="settings"),
        pytest.param("/new", "新的对话", "A new conversation", id="new"),
        pytest.param("/forget", "已删除与您有关的记录", "Your records", id="forget"),
        pytest.param("/stats", "只供管理员", "for administrators only", id="stats is not for all"),
        pytest.param("/frobnicate", "我用《福建省质量强省建设纲要》", "I answer from", id="an unknown command"),
        pytest.param("你好", "您好", "", id="small talk"),
        pytest.param("（二）", "请问是哪一处", "", id="an ambiguity"),
        pytest.param("2030年的目标", "2030", "2030", id="a refusal"),
    ],
)
async def test_each_message_is_answered_in_the_readers_language(
    text: str, chinese: str, english: str, server: TelegramServer
) -> None:
    assert chinese in (await Talk(server).say(text)).fields["text"]
    assert english in (await Talk(server, language="en").say(text)).fields["text"]


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        pytest.param("/stats", "近30天：回答", "Last 30 days: answered", id="stats"),
        pytest.param("/diag", "用户名 @policy_test_bot", "User name @policy_test_bot", id="diag"),
        pytest.param("/reload", "已重新载入", "Loaded anew", id="reload"),
    ],
)
async def test_administration(text: str, chinese: str, english: str, server: TelegramServer) -> None:
    boss = {"user": tg.person(ADMIN), "chat": tg.private(ADMIN)}
    for language, words in (("zh-hans", chinese), ("en", english)):
        talk = Talk(server, language=language)
        call = await talk.say(text, user={**boss["user"], "language_code": language})
        assert words in call.fields["text"]


async def test_diag_names_the_way_updates_come(server: TelegramServer, request: pytest.FixtureRequest) -> None:
    call = await Talk(server).say("/diag", user=tg.person(ADMIN))
    by = "/hook" if "webhook" in request.node.name else "getUpdates"
    assert by in call.fields["text"]


async def test_refused_questions_come_as_a_file(server: TelegramServer) -> None:
    await Talk(server).say("2030年的目标")
    call = await Talk(server).say("/refused", user=tg.person(ADMIN))
    assert (call.method, call.fields["document"].filename) == ("sendDocument", "refused.csv")
    assert "2030年的目标" in call.fields["document"].content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "name", "begins"),
    [
        pytest.param("xlsx", "targets.xlsx", b"PK", id="a spreadsheet"),
        pytest.param("2025 XLSX", "targets.xlsx", b"PK", id="of a year"),
        pytest.param("csv", "targets.csv", b"\xef\xbb\xbf", id="comma-separated, with the mark that Excel needs"),
    ],
)
async def test_targets_as_a_file(words: str, name: str, begins: bytes, server: TelegramServer) -> None:
    call = await Talk(server).say(f"/targets {words}")
    assert (call.method, call.fields["document"].filename) == ("sendDocument", name)
    assert call.fields["document"].content.startswith(begins)


# Files to check

PASSAGE = "装配式建筑占新建建筑面积比例达到35%以上"


@pytest.mark.parametrize(
    ("content", "size", "expected"),
    [
        pytest.param(PASSAGE.encode(), None, "逐字", id="UTF-8"),
        pytest.param(PASSAGE.encode("gb18030"), None, "逐字", id="GB18030, as Windows in China writes it"),
        pytest.param(PASSAGE.encode("utf-8-sig"), None, "逐字", id="UTF-8 with a mark"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", None, "只能核对不超过 1000 KB 的文本文件", id="a picture"),
        pytest.param(b"", None, "只能核对不超过 1000 KB 的文本文件", id="an empty file"),
        pytest.param(b"x" * 1_000_001, 5, "只能核对不超过 1000 KB 的文本文件", id="larger than it says"),
        pytest.param(b"", 30_000_000, "只能核对不超过 1000 KB 的文本文件", id="too large even to load"),
    ],
)
async def test_a_file_is_checked(content: bytes, size: int | None, expected: str, server: TelegramServer) -> None:
    talk = Talk(server)
    name = f"file{talk.number}"
    server.files[name] = content
    file = {"file_id": name, "file_unique_id": name, "file_name": "x.txt", "file_size": size or len(content)}
    command = {"offset": 0, "length": 6, "type": "bot_command"}
    call = await talk.say("", text=None, document=file, caption="/check", caption_entities=[command])
    assert expected in call.fields["text"]
    reply = talk.message("", text=None, document=file)
    assert expected in (await talk.say("/check", reply_to_message=reply)).fields["text"]
    loads = [c for c in server.of("getFile") if c.fields["file_id"] == name]
    assert len(loads) == (0 if size and size > 1_000_000 else 2)


async def test_a_file_after_a_bare_check_is_checked(server: TelegramServer) -> None:
    talk = Talk(server)
    await talk.say("/check")
    server.files["later"] = PASSAGE.encode()
    file = {"file_id": "later", "file_unique_id": "later", "file_size": 60}
    assert "逐字" in (await talk.say("", text=None, document=file)).fields["text"]


# Groups, edits, follow-ups


async def test_in_a_group_a_mention_a_reply_and_commands_are_answered(server: TelegramServer) -> None:
    talk = Talk(server, group=True)
    await server.update(message=talk.message("第1条"))
    await server.update(message=talk.message("/toc@another_bot"))
    first = await talk.say(f"𠀀🙂 {AT} 第5条")
    assert "第5条" in first.fields["text"]
    assert "第6条" in (await talk.say("下一条", reply_to_message=talk.below(first))).fields["text"]
    assert "第7条" in (await talk.say("/ask 第7条")).fields["text"]
    assert "第8条" in (await talk.say(f"/ask{AT} 第8条")).fields["text"]
    question = talk.message("第9条", user=tg.person(3))
    assert "第9条" in (await talk.say("/ask", reply_to_message=question)).fields["text"]
    assert len(talk.shown()) == 5


async def test_an_edited_question_edits_its_answer_also_into_a_refusal(server: TelegramServer) -> None:
    talk = Talk(server)
    asked = talk.message("第3条")
    await server.update(message=asked)
    sent = await talk.next()
    for text, expected in (("第4条", "第4条"), ("2030年的目标", "2030"), ("第5条", "第5条")):
        call = await talk.edit(asked, text)
        assert (call.method, int(call.fields["message_id"])) == ("editMessageText", sent.message_id)
        assert expected in call.fields["text"]
    assert buttons(call)


async def test_an_edit_of_a_message_that_was_never_answered_is_answered(server: TelegramServer) -> None:
    talk = Talk(server)
    call = await talk.edit(talk.message("？"), "第4条")
    assert (call.method, "第4条" in call.fields["text"]) == ("sendMessage", True)
    in_group = Talk(server, group=True)
    edited = in_group.message("第4条")
    await server.update(edited_message={**edited, "edit_date": edited["date"]})  # still not meant for the bot
    mentioned = in_group.message(f"{AT} 第5条")
    await server.update(edited_message={**mentioned, "edit_date": mentioned["date"]})
    assert "第5条" in (await in_group.next()).fields["text"]


async def test_follow_ups_keep_their_subject_until_a_new_conversation(server: TelegramServer) -> None:
    talk = Talk(server)
    await talk.say("第12条")
    assert "第13条" in (await talk.say("下一条")).fields["text"]
    assert "第14条" in (await talk.say("下一条")).fields["text"]
    await talk.say("/new")
    assert "第15条" not in (await talk.say("下一条")).fields["text"]


async def test_a_refusal_says_what_was_looked_for_and_offers_two_questions(server: TelegramServer) -> None:
    talk = Talk(server)
    question = "2035年装配式建筑占新建建筑面积比例"
    call = await talk.say(question)
    assert f"已查找：“{question}”" in call.fields["text"]
    assert "未直接规定" in call.fields["text"]
    offered = [b["text"] for b in buttons(call) if "|a|" in b.get("callback_data", "")]
    assert len(offered) == 2
    for label in offered:
        asked = await talk.tap_on(label, call)
        assert "——《福建省质量强省建设纲要》" in asked.fields["text"]


async def test_a_reply_to_a_quote_of_long_ago_is_about_its_clause(server: TelegramServer) -> None:
    talk = Talk(server)
    quoted = talk.message("「…」\n——《福建省质量强省建设纲要》二、（四）第12条", user=OWN)
    assert "第13条" in (await talk.say("下一条", reply_to_message=quoted)).fields["text"]


# What is no question, and what Telegram lists


async def test_a_picture_gets_one_polite_line_in_private_and_none_in_groups(server: TelegramServer) -> None:
    photo: dict[str, Any] = {"text": None, "photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}
    in_group, in_private = Talk(server, group=True), Talk(server)
    await server.update(message=in_group.message("", **photo))
    assert (await in_private.say("", **photo)).fields["text"] == "我只看得懂文字，请把问题写出来。"
    await in_group.say(f"{AT} 第3条")
    assert len(in_group.shown()) == 1


async def test_commands_are_registered_by_scope_and_language(server: TelegramServer) -> None:
    calls = await server.wait_for(9, "setMyCommands")
    registered = {
        (json.loads(c.fields["scope"])["type"], c.fields.get("language_code", "")): json.loads(c.fields["commands"])
        for c in calls
    }
    assert set(registered) == {
        (s, c) for s in ("all_private_chats", "all_group_chats", "chat") for c in ("", "zh", "en")
    }
    for (scope, language), commands in registered.items():
        names = {c["command"] for c in commands}
        assert ("stats" in names) is (scope == "chat")
        assert "settings" in names or scope == "all_group_chats"
        assert all(c["description"].isascii() is (language == "en") for c in commands)
