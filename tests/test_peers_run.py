"""The run of the peers: children that answer, fail or hang; what is noted, scored, shown. No optional package."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from benchmarks import report
from benchmarks.peers import install, run, system
from benchmarks.peers.registry import PEERS
from benchmarks.peers.system import System
from benchmarks.run_bot import BenchmarkError, Record, read_rows

ECHO = "import json, sys\nfor line in sys.stdin: print(json.dumps({'id': json.loads(line)['id']}), flush=True)"


def test_a_system_is_asked_timed_and_weighed_from_outside(tmp_path: Path) -> None:
    echo = System(["-c", ECHO], tmp_path)
    (answer, spent), (second, _) = (echo.ask({"qid": id_, "q": "问"}) for id_ in ("a", "b"))
    assert (answer["id"], second["id"]) == ("a", "b")
    assert spent > 0
    assert 5 < echo.close() < 20_000  # a fork counts its parent; kilobytes or bytes would be far more


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
