"""Lay words and official terms: data with sources, and how a question is led from one to the other."""

import tomllib

import pytest

from bot.thesaurus import MOST_TERMS, THESAURUS, official_terms

TEXT = "家政服务、养老服务、假冒伪劣、品牌、中小企业、召回、食堂"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("请保姆有人管吗", ("家政服务",), id="a lay word"),
        pytest.param("养老院的饭堂", ("养老服务", "食堂"), id="two of them, longest first"),
        pytest.param("家政服务和保姆", (), id="said officially already"),
        pytest.param("打针预防", (), id="the document has no such term"),
        pytest.param("今天多云", (), id="none"),
        pytest.param("", (), id="nothing asked"),
    ],
)
def test_lay_words(asked: str, expected: tuple[str, ...]) -> None:
    assert official_terms(asked, TEXT) == expected


def test_few_terms_are_added() -> None:
    assert len(official_terms("保姆养老院假货牌子小厂收回去饭堂", TEXT)) == MOST_TERMS


def test_every_group_names_its_source_and_no_lay_word_stands_twice() -> None:
    groups = tomllib.loads(THESAURUS.read_text(encoding="utf-8"))["group"]
    assert all("《" in group["source"] for group in groups)
    lay = [word for group in groups for row in group["terms"] for word in row["lay"]]
    assert len(lay) == len(set(lay)) > 200
    official = {term for group in groups for row in group["terms"] for term in row["official"]}
    assert not official & set(lay)
