import logging
from pathlib import Path

import pytest

from index.tokenize import Tokenizer, normalize_for_search, simplify


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("質量強省", "质量强省", id="traditional to simplified"),
        pytest.param("ＧＤＰ　９８．５％", "gdp 98.5%", id="full width to half width, lower case"),
        pytest.param("a\0b", "ab", id="NUL is dropped"),
        pytest.param("质\ud800量", "质量", id="a lone surrogate is dropped"),
        pytest.param("\u202e质量\u200f\u200b", "质量", id="right-to-left and zero-width marks are dropped"),
        pytest.param("质\r\n量\t强", "质  量 强", id="line ends and tabs are spaces"),
        pytest.param("", "", id="empty"),
        pytest.param("😀", "😀", id="emoji"),
    ],
)
def test_normalize_for_search(text: str, expected: str) -> None:
    assert normalize_for_search(text) == expected


def test_what_is_embedded_keeps_its_capitals() -> None:
    assert simplify("國家B級") == "国家B级"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("合格率", ["合格", "合格率", "合格", "格率"], id="jieba's search words, then bigrams"),
        pytest.param("98.5%以上", ["98.5%", "98.5", "以上", "以上"], id="a percentage also without its sign"),
        pytest.param("4A级5G", ["4a", "级", "5g"], id="Latin words and figures stay whole"),
        pytest.param("2025年", ["2025", "年"], id="a year is a figure"),
        pytest.param("e-mail a.b c_d", ["e-mail", "a.b", "c", "d"], id="inner points and hyphens"),
        pytest.param("茶", ["茶"], id="a single character"),
        pytest.param("，。！ \n😀", [], id="nothing to find"),
        pytest.param("", [], id="empty"),
        pytest.param("\ud800\0\u202e", [], id="nothing visible"),
    ],
)
def test_tokens(text: str, expected: list[str], tokenizer: Tokenizer) -> None:
    assert tokenizer.tokens(text) == expected


def test_a_document_s_term_is_one_token_for_its_tokenizer_alone(tokenizer: Tokenizer) -> None:
    own = Tokenizer(["一品一碼"], tokenizer._home)
    assert own.terms == ("一品一码",)
    assert "一品一码" in own.tokens("一品一码追溯")
    assert "一品一码" not in tokenizer.tokens("一品一码追溯")


def test_the_terms_in_a_text_cut_it_as_all_terms_do(tokenizer: Tokenizer) -> None:
    """Terms that share pieces, so that the frequency of one depends on those added before it."""
    own = Tokenizer(["质量强省建设纲要", "质量强省", "强省建设", "量强", "一品一码", "品一"], tokenizer._home)
    texts = ["质量强省建设纲要", "建设质量强省", "强省建设的质量", "一品一码追溯量强", "茶叶", "a质量b强省", ""]
    assert own.tokens_of(texts) == [own.tokens(text) for text in texts]
    assert own.tokens("一品一码") != tokenizer.tokens("一品一码")


def test_100_000_characters_are_tokenised(tokenizer: Tokenizer) -> None:
    assert len(tokenizer.tokens("质" * 100_000)) >= 100_000


def test_nothing_is_logged_and_the_cache_lies_under_the_home(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        first = Tokenizer((), tmp_path).tokens("质量")
    (cache,) = (tmp_path / "cache").iterdir()
    assert cache.name.startswith("jieba-")
    assert capfd.readouterr() == ("", "")
    assert Tokenizer((), tmp_path).tokens("质量") == first == ["质量", "质量"]


@pytest.mark.parametrize("damage", [b"", b"x" * 100], ids=["empty", "foreign bytes"])
def test_a_damaged_cache_is_written_anew(damage: bytes, tmp_path: Path) -> None:
    Tokenizer((), tmp_path).warm()
    (cache,) = (tmp_path / "cache").iterdir()
    whole = cache.read_bytes()
    cache.write_bytes(damage)
    assert Tokenizer((), tmp_path).tokens("质量") == ["质量", "质量"]
    assert cache.read_bytes() == whole


def test_a_home_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    assert Tokenizer((), tmp_path / "home").tokens("质量") == ["质量", "质量"]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return Tokenizer((), tmp_path_factory.mktemp("home"))
