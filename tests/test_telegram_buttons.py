"""Every kind of button, feedback, reactions, and buttons of long ago, over real HTTP by polling and by webhook."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.telegram.layout import utf16_length
from bot.channels.telegram.store import Stats, Store
from tests import telegram_server as tg
from tests.telegram_server import Call, TelegramServer
from tests.telegram_talk import MODES, Talk, buttons, data_of, running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")
BUILDINGS = "装配式建筑占新建建筑面积比例目标是多少"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=MODES)
async def server(
    request: pytest.FixtureRequest, home: Path, unused_tcp_port_factory: Any
) -> AsyncIterator[TelegramServer]:
    async with running_bot(home / request.param, request.param, unused_tcp_port_factory()) as found:
        yield found


@pytest.fixture
def store(server: TelegramServer, home: Path, request: pytest.FixtureRequest) -> Store:
    return Store(home / ("webhook" if "webhook" in request.node.name else "polling"))


async def test_an_answer_quotes_bold_in_its_folded_clause_with_all_buttons(server: TelegramServer) -> None:
    call = await Talk(server).say(BUILDINGS)
    text = call.fields["text"]
    assert "——《福建省质量强省建设纲要》二、（四）第13条" in text
    assert [e["type"] for e in call.fields["entities"]][:2] == ["expandable_blockquote", "bold"]
    quoted = "到2025年,全省城镇新建建筑中绿色建筑面积比达到100%,装配式建筑占新建建筑面积比例达到35%以上。"
    assert marked(call, 1) == quoted
    assert "目标\u300035%以上" in text
    assert [b["text"] for b in buttons(call)] == [
        "‹ 上一条", "下一条 ›", "全文", "本条指标", "复制引文", "分享", "👍", "👎"
    ]  # fmt: skip
    [copied] = [b["copy_text"]["text"] for b in buttons(call) if b["text"] == "复制引文"]
    assert utf16_length(copied) <= 256
    assert quoted in copied
    [shared] = [b["switch_inline_query"] for b in buttons(call) if b["text"] == "分享"]
    assert shared == "二/(四)/13"


def marked(call: Call, number: int) -> str:
    """Return the words of an entity."""
    entity = call.fields["entities"][number]
    units = call.fields["text"].encode("utf-16-le")
    return str(units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("‹ 上一条", "二、（四）第12条", id="the clause before"),
        pytest.param("下一条 ›", "二、（四）第14条", id="the clause after"),
        pytest.param("全文", "二、（四）第13条", id="the whole clause"),
        pytest.param("本条指标", "共2项目标", id="its targets"),
    ],
)
async def test_a_clauses_buttons_lead_on_below(label: str, expected: str, server: TelegramServer) -> None:
    talk = Talk(server)
    first = await talk.say(BUILDINGS)
    call = await talk.tap_on(label, first)
    assert (call.method, expected in call.fields["text"]) == ("sendMessage", True)
    assert call.fields["reply_parameters"]["message_id"] == first.message_id


async def test_english_readers_find_the_same_buttons(server: TelegramServer) -> None:
    talk = Talk(server, language="en")
    first = await talk.say("clause 12")
    assert [b["text"] for b in buttons(first)] == [
        "‹ Previous", "Next ›", "Whole clause", "Its targets", "Copy quote", "Share", "👍", "👎"
    ]  # fmt: skip
    assert "第13条" in (await talk.tap_on("Next", first)).fields["text"]


async def test_the_ends_of_the_plan_lead_only_inwards(server: TelegramServer) -> None:
    talk = Talk(server)
    first, last = await talk.say("/clause 1"), await talk.say("/clause 30")
    assert [b["text"] for b in buttons(first)][:1] == ["下一条 ›"]
    assert "下一条 ›" not in [b["text"] for b in buttons(last)]
    assert "‹ 上一条" in [b["text"] for b in buttons(last)]


@pytest.mark.parametrize("command", ["/targets", "/toc"])
async def test_lists_turn_in_their_own_message_there_and_back(command: str, server: TelegramServer) -> None:
    talk = Talk(server)
    page = await talk.say(command)
    first, number = page.fields["text"], page.message_id
    for label, expected in (("›", "第2页"), ("‹", "第1页")):
        turned = await talk.tap_on(label, page)
        assert (turned.method, int(turned.fields["message_id"])) == ("editMessageText", number)
        assert expected in turned.fields["text"]
        page = Call(turned.method, turned.fields, number)
    assert page.fields["text"] == first


async def test_every_page_of_the_ledger_can_be_turned_to_and_none_is_lost(server: TelegramServer) -> None:
    talk = Talk(server)
    page = await talk.say("/targets")
    number, lines = page.message_id, page.fields["text"].count("\n· ")
    while "›" in [b["text"] for b in buttons(page)]:
        page = await talk.tap_on("›", page)
        page.message_id = number
        lines += page.fields["text"].count("\n· ")
    assert lines == 53


async def test_an_ambiguity_is_a_question_with_a_button_for_each_choice(server: TelegramServer) -> None:
    talk = Talk(server)
    asked = await talk.say("（二）")
    for choice in ("一、（二）", "二、（二）", "三、（二）"):
        assert choice in (await talk.tap_on(choice, asked)).fields["text"]


async def test_a_follow_up_offers_the_new_words_alone(server: TelegramServer) -> None:
    talk = Talk(server)
    await talk.say("食品抽检合格率目标是多少")
    question = talk.message("水产品呢")
    await server.update(message=question)
    follow_up = await talk.next()
    assert "按“水产品" in follow_up.fields["text"]
    alone = await talk.tap_on("只查“水产品呢", follow_up, question)
    assert "按“" not in alone.fields["text"]
    again = await talk.tap_on("只查“水产品呢", follow_up)  # the question was deleted meanwhile
    assert again.fields["text"] == "找不到原来的问题，请重新发送。"


async def test_settings_change_language_and_form_and_hold(server: TelegramServer) -> None:
    talk = Talk(server)
    page = await talk.say("/settings")
    short = await talk.tap_on("只显示引文", page)
    assert short.fields["text"] == "设置：语言 中文，回答 简短（只显示引文）。"
    short.message_id = page.message_id
    english = await talk.tap_on("English", short)
    assert english.fields["text"] == "Settings: language English, answers short (the quote alone)."
    answer = await talk.say(BUILDINGS)
    assert "Whole clause" in [b["text"] for b in buttons(answer)]
    assert "expandable_blockquote" not in [e["type"] for e in answer.fields["entities"]]


# Feedback


async def test_feedback_is_one_for_each_person_and_may_change(server: TelegramServer, store: Store) -> None:
    before = store.stats(1)
    talk, other = Talk(server), Talk(server)
    call = await talk.say("第3条")
    on = talk.below(call)
    for data in ("+", "+", "-"):
        assert await talk.tap(data_of("👍" if data == "+" else "👎", call), on) == "谢谢，已记下。"
    await other.tap(data_of("👍", call), on)
    assert (store.stats(1).up - before.up, store.stats(1).down - before.down) == (1, 1)


def reaction(talk: Talk, call: Call, *emoji: str) -> dict[str, Any]:
    """Return that a person's reactions to a message are now these."""
    return {
        "chat": talk.chat, "user": talk.user, "message_id": call.message_id, "date": 1, "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": e} for e in emoji],
    }  # fmt: skip


async def test_reactions_are_feedback_that_can_be_taken_back(server: TelegramServer, store: Store) -> None:
    def counted() -> tuple[int, int]:
        now: Stats = store.stats(1)
        return now.up - before.up, now.down - before.down

    before, talk = store.stats(1), Talk(server)
    call = await talk.say("第3条")
    for emoji, expected in (
        (("👍",), (1, 0)),
        (("👎",), (0, 1)),
        (("🔥",), (0, 0)),
        (("👍", "🔥"), (1, 0)),
        ((), (0, 0)),
    ):
        await server.update(message_reaction=reaction(talk, call, *emoji))
        await talk.say("你好")  # handled after the reaction, for it is in the same chat
        assert counted() == expected
    anonymous = {k: v for k, v in reaction(talk, call, "👍").items() if k != "user"} | {"actor_chat": tg.group()}
    await server.update(message_reaction=anonymous)
    await talk.say("你好")
    assert counted() == (0, 0)


# Buttons of long ago


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("v0|c|2-4-13|0", id="an older form"),
        pytest.param("v2|c|2-4-13|0", id="a newer form"),
        pytest.param("v1|z|2-4-13|0", id="an unknown verb"),
        pytest.param("v1|c|2-4-13", id="half of one"),
        pytest.param("buy", id="another bot's"),
    ],
)
async def test_a_button_that_is_not_understood_says_so(data: str, server: TelegramServer) -> None:
    talk = Talk(server)
    call = await talk.say("第3条")
    assert await talk.tap(data, talk.below(call)) == "这个按钮来自旧版本，请重新提问。"
    assert await Talk(server, language="en").tap(data, talk.below(call)) == (
        "This button is from another version; please ask again."
    )
    await talk.say("你好")
    assert len(talk.shown()) == 2


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param("v1|c|2-4-13|0", "二、（四）第13条", id="a clause"),
        pytest.param("v1|c|9-9-9|0", "9-9-9", id="a clause that is no more"),
        pytest.param("v1|t|9-9-9|0", "这一条没有量化目标。", id="targets of a clause that is no more"),
        pytest.param("v1|l||9999", "第5页，共5页", id="a page that is no more"),
        pytest.param("v1|o||1", "第2页", id="contents"),
        pytest.param("v1|s|colour=red|0", "设置：语言 中文", id="a setting that is no more"),
    ],
)
async def test_taps_mean_the_same_on_messages_of_an_earlier_run(
    data: str, expected: str, server: TelegramServer
) -> None:
    talk = Talk(server)
    await talk.tap(data, talk.message("…", user={"id": tg.BOT_ID, "is_bot": True, "first_name": "b"}))
    assert expected in (await talk.next()).fields["text"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param("v1|c|2-4-13|0", "二、（四）第13条", id="a clause needs no message"),
        pytest.param("v1|a|0|0", "找不到原来的问题，请重新发送。", id="the question stood on its button"),
        pytest.param("v1|q||0", "找不到原来的问题，请重新发送。", id="the question stood in what it replied to"),
    ],
)
async def test_taps_on_a_message_that_telegram_no_longer_shows(
    data: str, expected: str, server: TelegramServer
) -> None:
    talk = Talk(server)
    await talk.tap(data, {"chat": talk.chat, "message_id": 1, "date": 0})
    assert expected in (await talk.next()).fields["text"]


async def test_a_tap_without_any_message_says_so(server: TelegramServer) -> None:
    gone = {"id": "no message", "from": tg.person(), "chat_instance": "1", "data": "v1|c|2-4-13|0"}
    before = len(server.of("answerCallbackQuery"))
    await server.update(callback_query={**gone, "inline_message_id": "1"})
    call = (await server.wait_for(before + 1, "answerCallbackQuery"))[-1]
    assert call.fields["text"] == "找不到原来的问题，请重新发送。"


async def test_taps_work_after_a_restart(tmp_path: Path) -> None:
    async with running_bot(tmp_path, "polling", 0) as first:
        talk = Talk(first)
        asked = await talk.say("第3条")
        refused = await talk.say("2035年装配式建筑占新建建筑面积比例")
        on, data = talk.below(asked), data_of("下一条", asked)
    async with running_bot(tmp_path, "polling", 0) as second:
        second.numbers = count(2000)  # Telegram's numbers go on
        again = Talk(second, talk.number)
        await again.tap(data, on)
        assert "第4条" in (await again.next()).fields["text"]
        offered = next(b for b in buttons(refused) if "|a|" in b.get("callback_data", ""))
        await again.tap(offered["callback_data"], talk.below(refused))
        assert "——《福建省质量强省建设纲要》" in (await again.next()).fields["text"]
