"""The whole bot over real HTTP, against a Bot API server that is not ours: every command, button, query and edit."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests import telegram_server as tg
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    async with tg.telegram_server() as found, tg.running(found, tmp_path, POLICYBOT_TELEGRAM_ADMINS="99"):
        yield found


def texts(calls: list[tg.Call]) -> list[str]:
    return [c.fields.get("text", "") for c in calls]


def labels(call: tg.Call) -> list[str]:
    rows = call.fields.get("reply_markup", {}).get("inline_keyboard", [])
    return [b["text"] for row in rows for b in row]


async def answer_to(server: TelegramServer, text: str, /, **more: Any) -> tg.Call:
    before = len(server.of("sendMessage"))
    await server.update(message=tg.message(text, **more))
    return (await server.wait_for(before + 1, "sendMessage"))[before]


async def test_a_private_question_is_answered_with_the_quote_bold_in_its_folded_clause(server: TelegramServer) -> None:
    call = await answer_to(server, "装配式建筑占新建建筑面积比例目标是多少")
    text = call.fields["text"]
    assert "——《福建省质量强省建设纲要》二、（四）第13条" in text
    kinds = [e["type"] for e in call.fields["entities"]]
    assert kinds[:2] == ["expandable_blockquote", "bold"]
    bold = call.fields["entities"][1]
    units = text.encode("utf-16-le")
    quoted = units[2 * bold["offset"] : 2 * (bold["offset"] + bold["length"])].decode("utf-16-le")
    assert quoted == "到2025年,全省城镇新建建筑中绿色建筑面积比达到100%,装配式建筑占新建建筑面积比例达到35%以上。"
    assert "目标\u300035%以上" in text
    assert "期限已过" in text
    assert {"‹ 上一条", "下一条 ›", "全文", "本条指标", "复制引文", "分享", "👍", "👎"} <= set(labels(call))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("/start", "我用《福建省质量强省建设纲要》的原文回答问题", id="start"),
        pytest.param("/start c_2-4-13", "二、（四）第13条", id="a deep link"),
        pytest.param("/help", "/clause", id="help"),
        pytest.param("/ask 第12条", "二、（四）第12条", id="ask"),
        pytest.param("/ask", "请在 /ask 后面写上问题", id="ask without a question"),
        pytest.param("/clause 12", "二、（四）第12条", id="clause"),
        pytest.param("/clause 31", "没有第31条", id="a clause out of range"),
        pytest.param("/clause", "请在 /clause 后面写上条号", id="clause without a number"),
        pytest.param("/toc", "一、总体要求", id="contents"),
        pytest.param("/targets", "共53项目标", id="all targets"),
        pytest.param("/targets 2025 知识产权", "没有符合条件的目标", id="targets by year and words"),
        pytest.param("/targets 第13条", "共2项目标", id="targets of a clause"),
        pytest.param("/targets 养老", "共1项目标", id="targets by words"),
        pytest.param("/check 装配式建筑占新建建筑面积比例达到35%以上", "逐字", id="check"),
        pytest.param("/check", "请在 /check 后面贴上", id="check without words"),
        pytest.param("/about", "becff2266fffcf32d54c281532bf2e60dc6013c62d6b5000f77ee3490a0db757", id="about"),
        pytest.param("/settings", "设置：语言 中文", id="settings"),
        pytest.param("/new", "新的对话", id="new"),
        pytest.param("/forget", "已删除", id="forget"),
        pytest.param("/stats", "只供管理员", id="administration is for administrators"),
        pytest.param("/frobnicate", "我用《福建省质量强省建设纲要》", id="an unknown command"),
        pytest.param("（二）", "请问是哪一处", id="ambiguous"),
        pytest.param("你好", "您好", id="small talk"),
        pytest.param("2030年的目标", "2030", id="a refusal"),
    ],
)
async def test_what_each_message_is_answered_with(text: str, expected: str, server: TelegramServer) -> None:
    assert expected in (await answer_to(server, text)).fields["text"]


async def test_an_ambiguity_is_a_question_with_buttons(server: TelegramServer) -> None:
    call = await answer_to(server, "（二）")
    assert labels(call)[:3] == ["一、（二） 主要目标", "二、（二） 实施重点领域质量提升工程", "三、（二） 狠抓工作落实"]
    button = call.fields["reply_markup"]["inline_keyboard"][1][0]
    on = {**tg.message("…"), "from": {"id": tg.BOT_ID, "is_bot": True, "first_name": "b"}}
    on["reply_markup"] = call.fields["reply_markup"]
    await server.update(callback_query=tg.tap(button["callback_data"], on))
    calls = await server.wait_for(2, "sendMessage")
    assert "二、（二）" in calls[1].fields["text"]


async def test_administrators_commands(server: TelegramServer) -> None:
    boss = {"user": tg.person(99), "chat": tg.private(99)}
    assert "回答" in (await answer_to(server, "/stats", **boss)).fields["text"]
    assert "用户名 @policy_test_bot" in (await answer_to(server, "/diag", **boss)).fields["text"]
    assert "群隐私模式：开" in server.of("sendMessage")[-1].fields["text"]
    assert "已重新载入" in (await answer_to(server, "/reload", **boss)).fields["text"]
    await answer_to(server, "2030年的目标")
    await server.update(message=tg.message("/refused", **boss))
    [call] = await server.wait_for(1, "sendDocument")
    assert call.fields["chat_id"] in (99, "99")


async def test_targets_as_a_spreadsheet(server: TelegramServer) -> None:
    await server.update(message=tg.message("/targets xlsx"))
    [call] = await server.wait_for(1, "sendDocument")
    assert str(call.fields["chat_id"]) == "7"
    assert call.fields["document"].filename == "targets.xlsx"


async def test_a_refusal_suggests_questions_that_have_an_answer(server: TelegramServer) -> None:
    call = await answer_to(server, "2035年装配式建筑占新建建筑面积比例")
    assert "未直接规定" in call.fields["text"]
    asked = [
        b for row in call.fields["reply_markup"]["inline_keyboard"] for b in row if "|a|" in b.get("callback_data", "")
    ]
    assert len(asked) == 2
    for button in asked:
        assert "——《福建省质量强省建设纲要》" in (await answer_to(server, button["text"])).fields["text"]


async def test_a_follow_up_says_how_it_was_understood_and_offers_the_new_words_alone(server: TelegramServer) -> None:
    await answer_to(server, "食品抽检合格率目标是多少")
    call = await answer_to(server, "水产品呢")
    assert "按“水产品" in call.fields["text"]
    assert any(label.startswith("只查“水产品呢") for label in labels(call))


async def test_a_reply_to_a_quote_is_about_its_clause(server: TelegramServer) -> None:
    quoted = tg.message(
        "「…」\n——《福建省质量强省建设纲要》二、（四）第12条", user={"id": tg.BOT_ID, "is_bot": True, "first_name": "b"}
    )
    call = await answer_to(server, "下一条", reply_to_message=quoted)
    assert "二、（四）第13条" in call.fields["text"]


async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(server: TelegramServer) -> None:
    await server.update(message=tg.message("第3条", chat=tg.group()))
    await server.update(message=tg.message("/toc@another_bot", chat=tg.group()))
    await server.update(message=tg.message("第4条", chat=tg.channel(), user=None))
    call = await answer_to(server, f"𠀀🙂 @{tg.NAME} 第5条", chat=tg.group())
    assert "第5条" in call.fields["text"]
    call = await answer_to(server, f"/clause@{tg.NAME} 6", chat=tg.group())
    assert "第6条" in call.fields["text"]
    assert len(server.of("sendMessage")) == 2


async def test_an_edited_question_edits_its_answer(server: TelegramServer) -> None:
    asked = tg.message("第3条")
    await server.update(message=asked)
    await server.wait_for(1, "sendMessage")
    await server.update(edited_message={**asked, "text": "第4条", "edit_date": asked["date"]})
    [call] = await server.wait_for(1, "editMessageText")
    assert "第4条" in call.fields["text"]
    assert len(server.of("sendMessage")) == 1


@pytest.mark.parametrize(
    ("data", "method", "expected"),
    [
        pytest.param("v1|c|2-4-13|0", "sendMessage", "二、（四）第13条", id="open a clause"),
        pytest.param("v1|t|2-4-13|0", "sendMessage", "共2项目标", id="its targets"),
        pytest.param("v1|l||1", "editMessageText", "第2页", id="turn the page of the ledger"),
        pytest.param("v1|o||1", "editMessageText", "第2页", id="turn the page of the contents"),
        pytest.param("v1|s|language=en|0", "editMessageText", "Settings: language English", id="change a setting"),
        pytest.param("v1|g|+|0", "answerCallbackQuery", "已记下", id="feedback"),
        pytest.param("v0|x", "answerCallbackQuery", "旧版本", id="a button of another version"),
    ],
)
async def test_taps_on_buttons(data: str, method: str, expected: str, server: TelegramServer) -> None:
    on = {**tg.message("…"), "from": {"id": tg.BOT_ID, "is_bot": True, "first_name": "b"}}
    await server.update(callback_query=tg.tap(data, on))
    calls = await server.wait_for(1, method)
    assert expected in calls[-1].fields["text"]
    assert len(await server.wait_for(1, "answerCallbackQuery")) == 1


async def test_inline_queries_insert_clauses(server: TelegramServer) -> None:
    def query(text: str) -> dict[str, Any]:
        return {"id": "1", "from": tg.person(), "query": text, "offset": ""}

    await server.update(inline_query=query("12"))
    [call] = await server.wait_for(1, "answerInlineQuery")
    [result] = call.fields["results"]
    assert result["id"] == "c_2-4-12"
    assert "——《福建省质量强省建设纲要》二、（四）第12条" in result["input_message_content"]["message_text"]
    await server.update(inline_query=query(""))
    calls = await server.wait_for(2, "answerInlineQuery")
    assert len(calls[1].fields["results"]) == 46
    await server.update(inline_query=query("第99条"))
    calls = await server.wait_for(3, "answerInlineQuery")
    assert calls[2].fields["results"] == []


async def test_a_picture_gets_one_polite_line_in_private_and_none_in_groups(server: TelegramServer) -> None:
    photo: dict[str, Any] = {"text": None, "photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}
    await server.update(message=tg.message("", chat=tg.group(), **photo))
    call = await answer_to(server, "", **photo)
    assert "我只看得懂文字" in call.fields["text"]
    assert len(server.of("sendMessage")) == 1


async def test_english_readers_get_english_labels(server: TelegramServer) -> None:
    call = await answer_to(server, "clause 12", user=tg.person(8, "en"), chat=tg.private(8))
    assert "Whole clause" in labels(call)
