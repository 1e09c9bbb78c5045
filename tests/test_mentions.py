"""Names whose places are asked for, found letter by letter."""

import pytest

from bot.mentions import entity_missing, entity_named, mentions, name_in, name_unprinted
from bot.question import understand
from knowledge.facts import Facts
from knowledge.library import shipped_documents
from knowledge.parse import parse
from knowledge.types import Document


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(shipped_documents()[0])


def small(text: str) -> Facts:
    return Facts(Document("d", "", "", "", "", "", text, parse))


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        pytest.param("5年", "到2025年", 0, id="inside a year"),
        pytest.param("5年", "用5年建成", 1, id="a figure of its own"),
        pytest.param("5", "约3.5个", 0, id="after a decimal point"),
        pytest.param("3", "约3.5个", 0, id="before a decimal point"),
        pytest.param("5", "见5.", 1, id="before a full stop"),
        pytest.param("ai", "MAIN", 0, id="inside a Latin word"),
        pytest.param("ai", "发展AI产业", 1, id="a Latin word between Chinese ones"),
        pytest.param("5g", "１５Ｇ与5G", 1, id="full width is read too"),
        pytest.param("双随机", "“双随机”、双 随机", 2, id="quotation marks and blanks aside"),
        pytest.param("", "任何文字", 0, id="no name"),
    ],
)
def test_mentions(name: str, text: str, count: int) -> None:
    assert len(mentions(name, small(text))) == count


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        pytest.param("工业设计", "工业设计", id="a bare name"),
        pytest.param("RCEP？", "rcep", id="its punctuation aside"),
        pytest.param("莆田怎么说", "莆田", id="with words of asking"),
        pytest.param("哪些条提到知识产权", "知识产权", id="asked for explicitly"),
        pytest.param("“最多跑一地”出现在哪", "最多跑一地", id="quoted"),
        pytest.param("新能源汽车在哪几条", "新能源汽车", id="a name that holds words of asking"),
        pytest.param("县县有4A是什么", "县县有4a", id="a phrase that holds 有"),
        pytest.param("2020年出现在哪里", "2020年", id="a year"),
        pytest.param("which clauses mention Quanzhou", "泉州", id="an English name by its Chinese one"),
        pytest.param("where is BIM mentioned", "bim", id="a Latin name of the text"),
        pytest.param("莆田相关的条款全给我", "莆田", id="all clauses about it"),
        pytest.param("龙岩有写进去不", "龙岩", id="whether it is written there"),
        pytest.param("凡是讲冷链物流的条款", "冷链物流", id="whatever speaks of it"),
        pytest.param("福酒这两个字哪儿有", "福酒", id="where the word stands"),
        pytest.param("漳州有没有份", "漳州", id="whether it has a part in it"),
        pytest.param("提没提到自由贸易试验区", "自由贸易试验区", id="whether it is mentioned"),
        pytest.param("龙岩人,想看写到我们这的地方", "龙岩", id="the asker's own place"),
        pytest.param("我做工业设计的,哪些地方提到这行", "工业设计", id="the asker's own trade"),
        pytest.param("提到“茶”的条都列出来", "茶", id="one character in quotation marks"),
        pytest.param("跟茶有关的条款", "茶", id="one character of which everything is asked"),
        pytest.param("物流上大数据有没有提", "", id="several names that stand there"),
        pytest.param("大数据有多少家", "", id="a figure is wanted"),
        pytest.param("海洋和茶叶", "", id="two things"),
        pytest.param("茶", "", id="one character is no name"),
        pytest.param("哪里提到火星", "", id="nowhere in the text"),
    ],
)
def test_entity_named(asked: str, name: str, facts: Facts) -> None:
    assert entity_named(understand(asked, facts), facts) == name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        pytest.param("哪里提到马斯克", "马斯克", id="a name that is nowhere"),
        pytest.param("提到过比特币吗", "比特币", id="yes or no"),
        pytest.param("有没有提到元宇宙", "元宇宙", id="another way to ask"),
        pytest.param("有没有提到共识机制", "共识机制", id="a name that begins like a word of asking"),
        pytest.param("元宇宙在文件里提到没", "元宇宙", id="with 没"),
        pytest.param("哪里提到福茶网", "", id="it is there"),
        pytest.param("有没有提到楼上邻居天天吵闹怎么办", "", id="too long for a name"),
        pytest.param("火星移民", "", id="not asked where"),
        pytest.param("提到了多少家火星公司", "", id="a figure is wanted"),
        pytest.param("哪里提到办体育比赛", "", id="lay words that begin with a word of the text"),
        pytest.param("哪里提到火星和金星", "", id="two things"),
        pytest.param("which clauses mention Elon Musk", "", id="English may stand in the text in Chinese"),
    ],
)
def test_entity_missing(asked: str, name: str, facts: Facts) -> None:
    assert entity_missing(understand(asked, facts), facts) == name


def test_a_name_that_is_searched_may_be_unprinted(facts: Facts) -> None:
    asked = understand("有没有提到绿色汽车", facts)
    assert (entity_missing(asked, facts), name_unprinted(asked, facts)) == ("", "绿色汽车")


def test_a_reference_is_no_part_of_the_name(facts: Facts) -> None:
    assert name_in(understand("第13条提到福州吗", facts), facts) == "福州"
    assert name_in(understand("第13条提到马斯克吗", facts), facts) == "马斯克"
    assert name_in(understand("装配式占比多少", facts), facts) == ""
