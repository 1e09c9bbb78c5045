"""Terms of the documents, found in the documents themselves."""

from knowledge.lexicon import document_terms
from knowledge.types import Document

OTHER_WORDS = "".join(map(chr, range(0x5000, 0x5400)))  # chance is judged against the rest of the text


def test_what_recurs_and_holds_together_is_a_term() -> None:
    text = "推进装配式建筑。发展装配式建筑，装配式建筑占比提高；鼓励使用装配式建筑的企业。"
    assert "装配式建筑" in document_terms([text, OTHER_WORDS])


def test_a_quoted_name_is_a_term_though_printed_once() -> None:
    assert document_terms(["实施“三品”战略"]) == ("三品",)


def test_a_piece_of_a_longer_word_is_none() -> None:
    terms = document_terms(["知识产权保护，知识产权运用，知识产权服务，知识产权管理", OTHER_WORDS])
    assert terms == ("知识产权",)


def test_the_same_texts_give_the_same_terms(plan: Document) -> None:
    once, again = document_terms([plan.text]), document_terms([plan.text])
    assert once == again
    assert {"知识产权", "专精特新"} <= set(once)


def test_nothing_gives_nothing() -> None:
    assert document_terms([]) == ()
    assert document_terms(["", "abc 123"]) == ()
