"""English terms in the words of Chinese plans."""

import pytest

from bot.english import GLOSSARY, LONGEST, in_chinese, is_english


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        pytest.param("prefabricated buildings", "装配式建筑", id="the longest term at a place"),
        pytest.param("buildings", "建筑", id="a plural"),
        pytest.param("Prefabricated Building?", "装配式建筑", id="case and punctuation aside"),
        pytest.param("Xiamen and Quanzhou", "厦门 泉州", id="in the order of the question"),
        pytest.param("companies", "企业 公司", id="ies"),
        pytest.param("xylophone zebra", "", id="no known term"),
        pytest.param("R&D spending", "研发经费 研发投入", id="a term with a sign in it"),
        pytest.param("", "", id="nothing"),
        pytest.param("质量", "", id="no English at all"),
    ],
)
def test_in_chinese(question: str, chinese: str) -> None:
    assert in_chinese(question) == chinese


@pytest.mark.parametrize(
    ("inflected", "base"),
    [
        pytest.param("tested products", "testing products", id="ed as ing"),
        pytest.param("chipped", "chip", id="a doubled consonant"),
        pytest.param("policies", "policy", id="ies as y"),
        pytest.param("taxes", "tax", id="es"),
    ],
)
def test_an_inflected_word_is_found_like_its_base(inflected: str, base: str) -> None:
    assert in_chinese(inflected) == in_chinese(base) != ""


def test_the_glossary_holds_no_term_that_could_not_be_found() -> None:
    rows = [line.split("\t") for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if "\t" in line]
    assert [english for english, *_ in rows if len(english.split()) > LONGEST] == []
    assert [english for english, *_ in rows if english != english.strip().lower()] == []
    assert [english for english, chinese, *_ in rows if not in_chinese(english) or not chinese.strip()] == []


@pytest.mark.parametrize(
    ("text", "english"),
    [
        pytest.param("Action Plan (2026–2028)", True, id="a dash is no other language"),
        pytest.param("Langhai新区计划", False, id="mixed"),
        pytest.param("2026–2028", False, id="no words"),
    ],
)
def test_is_english(text: str, english: bool) -> None:
    assert is_english(text) is english
