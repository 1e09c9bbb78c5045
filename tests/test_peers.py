"""The peers' benchmark: recipes over a toy plan, replies mapped to clauses, a served peer. No optional package."""

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peers import serve
from benchmarks.peers.answers import answer_of, listed, touched
from benchmarks.peers.embedding import CachedEmbedder
from benchmarks.peers.pieces import chunks, cited_sentences, found_in, window
from benchmarks.peers.registry import PEERS
from benchmarks.peers.types import Reply, with_history
from index.embedders import HashingEmbedder
from knowledge.facts import Facts
from knowledge.parse import parse
from knowledge.types import Document, Span

TEXT = """某省茶叶计划
一、总体要求
（一）目标
1.茶叶抽检。茶叶抽检合格率达到98%。每年公布一次结果。
2.水泥检验。水泥企业建立检验制度。
（二）保障
3.资金支持。各地安排专项资金。
4.人才培养。建设三个实训基地。
"""
BUILT_HERE = ("chunks", "window", "bm25", "fusion", "scores")  # the peers that need no package of others


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(Document("toy", "某省茶叶计划", "", "", "", "", TEXT, parse))


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_chunks_cover_the_text_and_share_their_ends(facts: Facts) -> None:
    pieces = chunks(facts.document, length=40, overlap=10)
    assert [piece.span.start for piece in pieces] == [0, 30, 60, 90]
    assert pieces[-1].span.end == len(TEXT.rstrip())
    assert all(piece.text == piece.span.of(TEXT) for piece in pieces)


def test_a_text_shorter_than_the_overlap_is_one_chunk() -> None:
    document = Document("short", "", "", "", "", "", "一句话。", parse)
    assert [piece.text for piece in chunks(document)] == ["一句话。"]


def test_sentences_are_found_by_their_citation_and_headings_too(facts: Facts) -> None:
    texts = {piece.span.of(TEXT): piece.text for piece in cited_sentences(facts)}
    assert texts["每年公布一次结果。"] == "一、（一）第1条 目标 茶叶抽检 每年公布一次结果。"


def test_a_window_is_the_sentence_with_its_neighbours(facts: Facts) -> None:
    assert (
        window(_span("每年公布一次结果。"), facts).of(TEXT) == "茶叶抽检合格率达到98%。每年公布一次结果。\n2.水泥检验。"
    )


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        pytest.param("达到98%。每年", "达到98%。每年", id="as printed"),
        pytest.param("结果。 2.水泥检验。", "结果。\n2.水泥检验。", id="other white space"),
        pytest.param("不在文中", None, id="not there"),
        pytest.param(" ", None, id="nothing to look for"),
    ],
)
def test_a_peers_piece_is_found_in_the_published_text(part: str, wanted: str | None) -> None:
    found = found_in(TEXT, part)
    assert (found and found.of(TEXT)) == wanted


def test_a_piece_that_stands_twice_is_the_one_at_or_after_the_start() -> None:
    assert found_in("甲乙，甲乙", "甲乙", 1) == Span(3, 5)
    assert found_in("甲乙，丙", "甲乙", 3) == Span(0, 2)  # the start is a hint, not a limit


def test_a_chunk_belongs_to_the_clause_it_covers_most_of(facts: Facts) -> None:
    chunk = _span("公布一次结果。\n2.水泥检验。水泥企业建立检验制度。")
    assert [clause.number for clause in touched(chunk, facts)] == ["2", "1"]


def test_the_main_clauses_of_three_hits_are_listed_before_what_else_they_touch(facts: Facts) -> None:
    hits = [
        _span("结果。\n2.水泥检验。水泥企业"),
        _span("各地安排"),
        _span("专项资金"),
        _span("98%"),
        _span("实训基地"),
    ]
    assert [clause.path for clause in listed(hits, facts)] == ["一/(一)/2", "一/(二)/3", "一/(一)/1"]


def test_a_reply_is_an_answer_whose_quotes_and_clauses_are_slices(facts: Facts) -> None:
    quoted = _span("水泥企业建立检验制度。")
    answer = answer_of("q1", Reply((quoted,), (quoted,)), facts)
    assert (answer["id"], answer["status"], answer["message"]) == ("q1", "answered", "水泥企业建立检验制度。")
    assert [clause["text"] for clause in answer["clauses"]] == ["2.水泥检验。水泥企业建立检验制度。"]
    for shown in (*answer["quotes"], *answer["clauses"]):
        assert TEXT[shown["start"] : shown["end"]] == shown["text"]


def test_a_reply_without_hits_is_a_refusal_as_the_scorer_wants_it(facts: Facts) -> None:
    answer = answer_of("q1", Reply((), ()), facts)
    assert (answer["status"], answer["quotes"], answer["clauses"], answer["targets"]) == ("not_found", [], [], [])


@pytest.mark.parametrize("name", BUILT_HERE)
def test_a_recipe_finds_the_words_it_is_asked_for(name: str, facts: Facts) -> None:
    reply = PEERS[name].make(facts, HashingEmbedder())("水泥企业建立检验制度", [])
    assert reply.hits[0].overlaps(_span("水泥企业建立检验制度。"))
    assert reply.shown[0].overlaps(_span("水泥企业建立检验制度。"))


def test_bm25_finds_nothing_where_no_word_is_shared(facts: Facts) -> None:
    assert PEERS["bm25"].make(facts, HashingEmbedder())("xyz", []) == Reply((), ())


def test_a_follow_up_is_asked_after_the_question_before_it() -> None:
    assert with_history("那水泥呢", ["茶叶的目标", "茶叶抽检"]) == "茶叶抽检 那水泥呢"
    assert with_history("茶叶抽检", []) == "茶叶抽检"


class _Counting(HashingEmbedder):
    embedded = 0

    def embed_passages(self, texts: Sequence[str]) -> Any:
        self.embedded += len(texts)
        return super().embed_passages(texts)


def test_passages_are_embedded_once_for_a_home(tmp_path: Path) -> None:
    model = _Counting()
    first = CachedEmbedder(model, tmp_path).embed_passages(["甲", "乙"])
    again = CachedEmbedder(model, tmp_path).embed_passages(["乙", "甲"])
    assert model.embedded == 2
    assert (first[::-1] == again).all()


def test_a_served_peer_answers_line_by_line(facts: Facts) -> None:
    lines = [json.dumps({"id": i, "question": i, "history": ["先前"]}) for i in ("a", "b")]
    asked: list[tuple[str, list[str]]] = []

    def peer(question: str, history: Sequence[str]) -> Reply:
        asked.append((question, list(history)))
        return Reply((), ())

    out = io.StringIO()
    serve.serve(peer, facts, lines, out)
    assert asked == [("a", ["先前"]), ("b", ["先前"])]
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == ["a", "b"]


def test_a_peer_whose_package_is_missing_is_one_line_and_status_two(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICYBOT_HOME", str(tmp_path))
    monkeypatch.setenv("POLICYBOT_EMBEDDING_MODEL", "hashing")
    monkeypatch.setitem(sys.modules, "haystack", None)  # importing it fails, installed or not
    assert serve.main(["haystack"]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("not installed here: ")
    assert (shown.out, shown.err.count("\n")) == ("", 1)
