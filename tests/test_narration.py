"""What a question narrates before it asks."""

import pytest

from bot.narration import asking_part
from bot.question import understand
from knowledge.facts import Facts
from knowledge.library import shipped_documents


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("跑了好几趟窗口,腿都细了,能不能一次办成", id="a number of times that is told"),
        pytest.param("家里就几棵老茶树,没啥钱,有没有人帮着卖", id="a number of things that are told"),
        pytest.param("养鱼多少年也没攒下钱,就怕台风,网箱有说法吗", id="多少 in a clause that does not end in it"),
    ],
)
def test_what_is_only_told_asks_for_no_number(question: str) -> None:
    told = asking_part(question)
    assert len(told) == len(question)
    assert "几" not in told
    assert "多少" not in told


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("绿色工厂要几家", id="one clause"),
        pytest.param("我是做涂料的,绿色工厂要几家", id="the last clause asks for it"),
        pytest.param("绿色工厂要建多少家,怎么申请认定牌子", id="asked for before something else"),
        pytest.param("绿色工厂几家,有没有说", id="the last clause asks about the one before"),
        pytest.param("绿色工厂几家,园区也算上", id="the last clause asks for nothing"),
    ],
)
def test_what_is_asked_for_stays(question: str) -> None:
    assert asking_part(question) == question


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        pytest.param("做鞋十几年了", False, id="十几 is no question"),
        pytest.param("这几个市都有吗", False, id="nor is 这几"),
        pytest.param("绿色园区几个", True, id="几 is one"),
    ],
)
def test_a_number_is_wanted(question: str, wanted: bool) -> None:
    assert understand(question, Facts(shipped_documents()[0])).only_number is wanted
