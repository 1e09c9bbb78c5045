"""The peers' benchmark: recipes over a toy plan, replies mapped to clauses, children that fail. No optional package."""

import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import report
from benchmarks.peers import install, run, serve, system
from benchmarks.peers.answers import answer_of, listed, touched
from benchmarks.peers.embedding import CachedEmbedder
from benchmarks.peers.pieces import chunks, cited_sentences, found_in, window
from benchmarks.peers.registry import PEERS
from benchmarks.peers.system import System
from benchmarks.peers.types import Reply, with_history
from benchmarks.run_bot import BenchmarkError, Record, read_rows
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
    return Facts(Document("toy", "某省茶叶计划", "", "", "", "", TEXT, parse(TEXT)))


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_chunks_cover_the_text_and_share_their_ends(facts: Facts) -> None:
    pieces = chunks(facts.document, length=40, overlap=10)
    assert [piece.span.start for piece in pieces] == [0, 30, 60, 90]
    assert pieces[-1].span.end == len(TEXT.rstrip())
    assert all(piece.text == piece.span.of(TEXT) for piece in pieces)


def test_a_text_shorter_than_the_overlap_is_one_chunk() -> None:
    document = Document("short", "", "", "", "", "", "一句话。", parse("一句话。"))
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


ECHO = "import json, sys\nfor line in sys.stdin: print(json.dumps({'id': json.loads(line)['id']}), flush=True)"


def test_a_system_is_asked_timed_and_weighed_from_outside(tmp_path: Path) -> None:
    echo = System(["-c", ECHO], tmp_path)
    (answer, spent), (second, _) = (echo.ask({"qid": id_, "q": "问"}) for id_ in ("a", "b"))
    assert (answer["id"], second["id"]) == ("a", "b")
    assert spent > 0
    assert 5 < echo.close() < 2000


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param("import sys; sys.exit('no such package')", r"ended with status 1 \(no such package\)", id="ended"),
        pytest.param("raise KeyError('x')", r"ended with status 1 \(KeyError: 'x'\)", id="crashed"),
        pytest.param("input(); print('loading')", "ended with status", id="something else than an answer"),
    ],
)
def test_a_system_that_does_not_answer_is_one_line_with_its_last_words(code: str, words: str, tmp_path: Path) -> None:
    broken = System(["-c", code], tmp_path)
    with pytest.raises(BenchmarkError, match=words):
        broken.ask({"qid": "a", "q": "问"})
    assert broken.close() == 0.0


def test_a_system_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(system, "LIMIT", 0.3)
    hanging = System(["-c", "import time; time.sleep(60)"], tmp_path)
    with pytest.raises(BenchmarkError, match="ended with status -9"):
        hanging.ask({"qid": "a", "q": "问"})
    assert hanging.close() == 0.0


class _Fake:
    """Stands in for `System`: answers what it is told to, fails from the question in `fails` on."""

    def __init__(self, name: str, fails: str = "") -> None:
        self.name, self.fails, self.closed = name, fails, 0

    def ask(self, row: Record) -> tuple[Record, float]:
        if row["qid"] == self.fails:
            raise BenchmarkError(f"{self.name}: broke off")
        return {"id": row["qid"], "status": "not_found", "timings_ms": dict.fromkeys(run.STEPS, 5.0)}, 10.0

    def close(self) -> float:
        self.closed += 1
        return 100.0


def _start(broken: dict[str, str], made: list[_Fake]) -> Callable[[str], Any]:
    def start(name: str) -> Any:
        made.append(_Fake(name, broken.get(name, "")))
        return made[-1]

    return start


def test_a_peer_that_fails_is_named_and_the_others_are_asked_everything() -> None:
    rows = [{"qid": "a", "q": "甲"}, {"qid": "b", "q": "乙"}]
    made: list[_Fake] = []
    broken = {"haystack": "warm-up", "txtai": "b"}
    heard, failed = run.collect({"dev": rows}, _start(broken, made))
    assert failed == {"haystack": "haystack: broke off", "txtai": "txtai: broke off"}
    assert set(heard) == {run.OURS, *PEERS} - set(broken)
    for said in heard.values():
        assert [answer["id"] for answer in said.answers["dev"]] == ["a", "b"]
        assert (said.spent["dev"], said.peak_mb) == ([10.0, 10.0], 100.0)
    assert [fake.name for fake in made if fake.closed != 1] == []


def test_the_failure_of_our_own_system_ends_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "SETS", {})
    monkeypatch.setattr(run, "System", lambda arguments, _: _Fake("ours", "warm-up" if "bot" in arguments else ""))
    with pytest.raises(BenchmarkError, match="ours: broke off"):
        run.measure(tmp_path)


def test_figures_are_scored_as_ours_are_and_set_beside_each_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    row = {
        "qid": "x", "q": "问", "type": "topical", "clauses": ["1"], "must_quote": [], "answerable": True,
    }  # fmt: skip
    gold.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(run, "SETS", {"dev": gold})
    right = {"id": "x", "status": "answered", "clauses": [{"path": "一/(一)/1"}], "timings_ms": {"embed": 8.0}}
    right["timings_ms"] |= {"search": 1.0, "compose": 1.0, "total": 10.0}  # type: ignore[operator]
    wrong = {"id": "x", "status": "not_found"}
    heard = {
        name: run.Heard({"dev": [right if name == run.OURS else wrong]}, {"dev": [12.0 if name == run.OURS else 10.0]})
        for name in (run.OURS, "window", "bm25")
    }
    figures = run.figures({"dev": read_rows(gold)}, heard)
    ours, window_ = figures["systems"][run.OURS]["dev"], figures["systems"]["window"]["dev"]
    assert (ours["exact"], window_["exact"], window_["false_refusal"], ours["ms"]) == (1.0, 0.0, 1.0, 12.0)
    assert figures["verdict"]["dev"] == {
        "best_peer": "window", "lead": 1.0, "times_fastest": 1.2, "times_fastest_searched": 1.2,
    }  # fmt: skip
    report.show({"peers": {**figures, "failed": {"txtai": "not installed here"}}})
    printed = capsys.readouterr().out
    assert PEERS["window"].title in printed
    assert "not installed here" in printed


def test_the_time_is_compared_with_recipes_of_our_model_alone() -> None:
    def of(exact: float, ms: float) -> Record:
        return {"exact": exact, "ms": ms, "ms_searched": None}

    verdict = run.verdict({run.OURS: of(0.9, 15.0), "bm25": of(0.5, 1.0), "window": of(0.4, 10.0)})
    assert verdict == {"best_peer": "bm25", "lead": 0.4, "times_fastest": 1.5, "times_fastest_searched": None}


def test_each_requirement_is_installed_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[Sequence[str]] = []

    def pip(arguments: Sequence[str]) -> str | None:
        asked.append(arguments)
        return "No matching distribution" if arguments[-1] == "b" else None

    assert install.install(["a", "b", "c"], pip, ["--flag"]) == ["b"]
    assert [(arguments[-2], arguments[-1]) for arguments in asked] == [
        ("--flag", "a"),
        ("--flag", "b"),
        ("--flag", "c"),
    ]
    assert "b: not installed (No matching distribution)\n" in capsys.readouterr().err


def test_every_package_of_a_peer_is_in_the_extra_with_a_range() -> None:
    wanted = {peer.package for peer in PEERS.values() if peer.package}
    ranges = [requirement.partition(">=") for requirement in install.requirements()]
    assert {name for name, *_ in ranges} == wanted
    assert [name for name, _, limits in ranges if ",<" not in limits] == []
