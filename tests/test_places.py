"""Places in a question, from the gazetteer."""

import pytest

from knowledge.places import Place, places_in, romanized


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("福州市的指标", ["福州"], id="with its suffix"),
        pytest.param("厦门和泉州", ["厦门", "泉州"], id="two, in order"),
        pytest.param("泉州、泉州", ["泉州"], id="each once"),
        pytest.param("浙江省呢", ["浙江"], id="another province"),
        pytest.param("三明治", [], id="三明 inside an everyday word"),
        pytest.param("巩固原有基础", [], id="固原 at the seam of two words"),
        pytest.param("出海口", [], id="海口 inside a word"),
        pytest.param("确保定期检查", [], id="保定 at the seam of two words"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_places_of_a_text(text: str, names: list[str]) -> None:
    assert [p.name for p in places_in(text)] == names


def test_a_city_lies_in_its_province_and_not_in_another() -> None:
    [xiamen, fujian, zhejiang] = places_in("厦门 福建 浙江")
    assert xiamen.lies_in(fujian)
    assert fujian.lies_in(fujian)
    assert not xiamen.lies_in(zhejiang)
    assert not fujian.lies_in(xiamen)


def test_other_words_for_a_place() -> None:
    assert Place("甲", "乙", ("丙",)).words == ("甲", "丙")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        pytest.param("zhejiang", "浙江", id="a province"),
        pytest.param("quanzhou's", "泉州", id="a city, with an ending"),
        pytest.param("xi'an", "西安", id="with an apostrophe"),
        pytest.param("shaanxi", "陕西", id="spelt otherwise than it sounds"),
        pytest.param("inner mongolia", "内蒙古", id="two words"),
        pytest.param("dali", "", id="too short to be no other word"),
        pytest.param("quality", "", id="no place"),
    ],
)
def test_romanized(word: str, name: str) -> None:
    assert romanized(word) == name
