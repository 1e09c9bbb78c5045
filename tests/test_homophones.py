"""Typing slips are led back to the document's own terms, and to nothing else."""

import pytest

from knowledge.homophones import TYPED_LIMIT, Homophones, homophones_of
from knowledge.pinyin import from_pinyin


@pytest.fixture(scope="module")
def spoken() -> Homophones:
    return homophones_of("装配式建筑占新建建筑面积比例,福茶网,水产品产地监督抽查合格率,长者食堂")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("福茶王是什么", "福茶网是什么", id="one character of three"),
        pytest.param("装陪式建筑", "装配式建筑", id="one character of five"),
        pytest.param("水产品chandi监督", "水产品产地监督", id="pinyin mixed in"),
        pytest.param("zhangzhe食堂", "长者食堂", id="the reading that its neighbour confirms"),
        pytest.param("福茶网是什么", "福茶网是什么", id="nothing mistyped"),
        pytest.param("复查忘了", "复查忘了", id="two characters of three differ"),
        pytest.param("hello world", "hello world", id="English is left alone"),
        pytest.param("苹果手机", "苹果手机", id="sounds like nothing here"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_slips(typed: str, expected: str, spoken: Homophones) -> None:
    assert spoken.restored(typed) == expected


def test_a_pasted_passage_is_left_alone(spoken: Homophones) -> None:
    pasted = "福茶王" * TYPED_LIMIT
    assert spoken.restored(pasted) == pasted


def test_terms_by_their_sound(spoken: Homophones) -> None:
    assert list(spoken.terms("fucha")) == ["福茶"]
    assert list(spoken.terms("ucha")) == []
    assert list(spoken.terms("")) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("shuichanpin hegelv duoshao", "水产品合格率多少", id="words"),
        pytest.param("zhang zhe shi tang jige", "长者食堂几个", id="syllable by syllable"),
        pytest.param("ZhuangPeiShi JianZhu 2025", "装配式建筑 2025", id="capitals, and a year"),
        pytest.param("jianzhu bili shenme shihou", "建筑比例什么时候", id="words of asking"),
        pytest.param("what is the share", "what is the share", id="English, not made of syllables"),
        pytest.param("can i see a menu", "can i see a menu", id="English, of syllables that sound like nothing here"),
        pytest.param("duoshao", "duoshao", id="nothing named"),
        pytest.param("shanghai dapeng", "shanghai dapeng", id="pinyin of something else"),
        pytest.param("建筑 bili", "建筑 bili", id="partly Chinese: the slips' affair"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_pinyin(typed: str, expected: str, spoken: Homophones) -> None:
    assert from_pinyin(typed, spoken) == expected
