"""The runners of benchmarks/: what they count, what they file, how they fail. None runs the model."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as command
from benchmarks import calibrate, filing, ledger, logistic, quality, report, retrieval, run_bot, speed


def test_a_child_reports_its_output_seconds_and_memory() -> None:
    run = run_bot.run_python(["-c", "import sys; sys.stdout.write(sys.stdin.read().upper())"], stdin=b"abc")
    assert run.output == b"ABC"
    assert run.cpu > 0
    assert run.wall > 0
    assert 5 < run.peak_mb < 20_000  # a fork counts its parent; kilobytes or bytes would be far more


def test_a_failing_child_is_one_line_that_names_the_command_and_its_last_words() -> None:
    with pytest.raises(run_bot.BenchmarkError) as caught:
        run_bot.run_python(["-c", "import sys; sys.stderr.write('first\\nlast'); sys.exit(3)"])
    message = str(caught.value)
    assert message.startswith("python -c ")
    assert message.endswith("ended with status 3 (last); run it by hand")


def test_status_one_is_a_result_and_not_a_failure() -> None:
    assert run_bot.run_python(["-c", "print('not found'); raise SystemExit(1)"]).output == b"not found\n"


def test_the_real_command_line_answers_rows_in_order_with_their_history(tmp_path: Path) -> None:
    rows: list[run_bot.Record] = [{"qid": "a", "q": "第12条"}, {"qid": "b", "q": "第13条", "history": ["第12条"]}]
    answers, run = run_bot.ask(tmp_path, rows)
    assert [(a["id"], a["clauses"][0]["number"]) for a in answers] == [("a", "12"), ("b", "13")]
    assert run.peak_mb > 0


def test_settings_of_the_person_do_not_reach_the_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICYBOT_TODAY", "no date")
    monkeypatch.setenv("POLICYBOT_EMBEDDING_MODEL", "hashing")
    shown = "import os; print(sorted(k for k in os.environ if k.startswith('POLICYBOT_')))"
    assert run_bot.run_python(["-c", shown], tmp_path).output == b"['POLICYBOT_EMBEDDING_MODEL', 'POLICYBOT_HOME']\n"


def test_rows_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(run_bot.BenchmarkError, match=r"^nothing\.jsonl: cannot be read"):
        run_bot.read_rows(tmp_path / "nothing.jsonl")


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [
        pytest.param([], None, id="no rows, no interval"),
        pytest.param([True] * 20, [1.0, 1.0], id="all right"),
        pytest.param([False] * 20, [0.0, 0.0], id="all wrong"),
        pytest.param([True] * 50 + [False] * 50, [0.4, 0.6], id="half: about 2 × 0.05 either way"),
    ],
)
def test_bootstrap_interval(flags: list[bool], wanted: list[float] | None) -> None:
    assert quality.interval(flags) == wanted


def test_the_scorer_is_the_given_one(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    row = {
        "qid": "x", "q": "第12条", "type": "clause_number", "clauses": ["12"], "must_quote": [], "answerable": True,
    }  # fmt: skip
    gold.write_text(json.dumps(row) + "\n", encoding="utf-8")
    answers, _ = run_bot.ask(tmp_path, [row])
    figures = quality.scored(gold, answers)
    assert {k: figures[k] for k in ("n", "exact", "hit@1", "verbatim", "misses")} == {
        "n": 1, "exact": 1.0, "hit@1": 1.0, "verbatim": 1.0, "misses": [],
    }  # fmt: skip


def test_misses_of_the_sealed_set_are_not_filed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rows = [{"qid": "x", "q": "", "answerable": True}, {"qid": "y", "q": "", "answerable": False}]
    monkeypatch.setattr(quality, "read_rows", lambda _: rows)
    monkeypatch.setattr(quality, "ask", lambda *_: ([], None))
    monkeypatch.setattr(quality, "scored", lambda *_: {"exact": 0.0, "misses": [{"qid": "x"}]})
    shared = {"exact": 0.0, "exact_95": [0.0, 0.0], "refusal_95": [1.0, 1.0]}
    assert quality.score("own-test", tmp_path) == shared
    assert quality.score("own-tune", tmp_path) == {**shared, "missed": ["x"]}


def test_ledger_figures_are_read_from_the_scorers_lines() -> None:
    printed = "gold core      53\nrecall         1.000\none sentence   0.981\n"
    assert ledger.read_figures(printed) == {"gold core": 53, "recall": 1.0, "one sentence": 0.981}


def test_an_unknown_line_of_the_scorer_is_one_line() -> None:
    with pytest.raises(run_bot.BenchmarkError, match=r"unknown line 'recall none'; run it by hand"):
        ledger.read_figures("recall none")


@pytest.mark.parametrize(
    ("wanted", "paths", "hit"),
    [
        pytest.param(["13"], ["二/(四)/13"], True, id="a clause is known by its number"),
        pytest.param(["二(四)"], ["二/(四)/13"], False, id="a section is not its clause"),
        pytest.param(["一(二)"], ["一"], True, id="a chapter covers its sections"),
        pytest.param(["题头"], ["题头"], True, id="what stands before the first heading"),
        pytest.param(["13"], [], False, id="nothing listed"),
    ],
)
def test_a_hit_is_counted_as_the_scorer_counts_it(wanted: list[str], paths: list[str], hit: bool) -> None:
    assert retrieval.is_hit(wanted, paths) is hit


def test_hits_at_one_and_three() -> None:
    listed = [["二/(一)/1"], ["二/(一)/2", "二/(一)/1"], ["二/(一)/3"], []]
    assert retrieval.hits([["1"]] * 4, listed) == {"hit@1": 0.25, "hit@3": 0.5}


def test_only_searched_types_that_can_be_answered_are_compared() -> None:
    rows = [{"type": t, "answerable": a} for t, a in (("topical", True), ("entity", True), ("target", False))]
    assert retrieval.searched(rows) == [rows[0]]


def test_answering_leaves_loading_and_embedding_out() -> None:
    timings = [
        {"total": 4014.0, "load": 4000.0, "embed": 10.0, "search": 3.0, "compose": 0.5},
        {"total": 2.0, "load": 0.0, "embed": 0.0, "search": 0.0, "compose": 0.5},
        {"total": 18.0, "load": 0.0, "embed": 12.0, "search": 4.0, "compose": 0.5},
    ]
    answers: list[dict[str, Any]] = [{"timings_ms": t} for t in timings]
    figures = speed.answering([*answers, {"id": None, "error": "line 3"}], run_bot.Run(b"", 1.0, 1.0, 640.4))
    assert figures == {
        "besides_embedding_ms": {"n": 3, "median": 4.0, "p95": 6.0},
        "embedding_ms": {"n": 2, "median": 11.0, "p95": 12.0},
        "looked_up_ms": {"n": 1, "median": 2.0, "p95": 2.0},
        "looked_up_load_ms": 0.0,
        "loadings": 1,
        "peak_mb": 640,
    }


def test_builds_are_given_as_seconds_and_ratio() -> None:
    first, second = run_bot.Run(b"", 50.0, 90.0, 600.0), run_bot.Run(b"", 4.0, 3.0, 100.0)
    assert speed.build(first, second) == {
        "first_s": 50.0, "first_cpu_s": 90.0, "second_s": 4.0, "ratio": 0.08, "peak_mb": 600,
    }  # fmt: skip


def test_a_cold_question_that_needs_no_model_is_refused_as_a_measure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answered = json.dumps({"timings_ms": {"embed": 0.0}}).encode()
    monkeypatch.setattr(speed, "run_bot", lambda *_: run_bot.Run(answered, 1.0, 1.0, 1.0))
    with pytest.raises(run_bot.BenchmarkError, match="needs no model now"):
        speed.cold(tmp_path)


def test_a_file_is_named_by_commit_and_part_and_knows_no_nan(tmp_path: Path) -> None:
    record = {"commit": "abc1234-dirty", "quality": {"dev": {"exact": float("nan"), "exact_95": [0.5, 1.0]}}}
    assert filing.file_record(record, folder=tmp_path).name == "abc1234-dirty.json"
    part = filing.file_record(record, "quality", tmp_path)
    assert part.name == "abc1234-dirty-quality.json"
    assert json.loads(part.read_text(encoding="utf-8"))["quality"]["dev"] == {"exact": None, "exact_95": [0.5, 1.0]}


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(run_bot.BenchmarkError, match=r"^abc\.json: cannot be written"):
        filing.file_record({"commit": "abc"}, folder=tmp_path / "file")


def test_the_heading_names_neither_host_nor_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYBOT_EMBEDDING_MODEL", str(Path("secret") / "folder" / "my-model"))
    heading = filing.heading()
    assert set(heading) == {"date", "commit", "machine", "python", "model", "libraries"}
    assert heading["model"] == "my-model"
    assert set(heading["machine"]) == {"cores", "system", "processor"}


def test_tables_show_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    of_set = {"n": 2, "exact": 0.5, "exact_95": [0.0, 1.0], "by_type": {"target": {"n": 2, "exact": 0.5}}}
    record = {
        "quality": {"dev": of_set, "own-test": {**of_set, "by_type": {}}},
        "ledger": {"recall": 1.0},
        "retrieval": {"dev": {"n": 2, "fused, with keys": {"hit@1": 0.5, "hit@3": 1.0}}},
        "speed": {"machine": "2 cores", "answering": {"besides_embedding_ms": {"median": 2.5}}},
    }
    report.show(record)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    for line in (
        "exact_95 0.000–1.000 0.000–1.000",
        "target 0.500 (2)",
        "recall 1.0",
        "fused, with keys 0.500 / 1.000",
        "Speed and memory (2 cores)",
        "answering besides the embedding, median ms 2.5 ≤ 5",
        "index build again, s –",
    ):
        assert line in lines


def test_ledger_alone_needs_no_index_and_is_filed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--only", "ledger", "--results", str(tmp_path)]) == 0
    (file,) = tmp_path.iterdir()
    assert file.name.endswith("-ledger.json")
    filed = json.loads(file.read_text(encoding="utf-8"))
    assert filed["ledger"]["verbatim"] == 1.0
    assert filed["ledger"]["recall"] == 1.0
    assert f"filed: {file.name}" in capsys.readouterr().out


def test_a_failure_is_one_line_and_status_two(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise run_bot.BenchmarkError("eval/score.py: gave no figures; run it by hand")

    monkeypatch.setattr(ledger, "measure", fail)
    assert command.main(["--only", "ledger", "--results", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "benchmarks: eval/score.py: gave no figures; run it by hand\n"
    assert list(tmp_path.iterdir()) == []


def test_speed_refuses_a_kept_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--only", "speed", "--home", str(tmp_path), "--results", str(tmp_path)]) == 2
    assert "fresh home" in capsys.readouterr().err


def test_regression_finds_the_weights_that_made_the_rows() -> None:
    import numpy as np

    dice = np.random.default_rng(0)
    rows = np.column_stack([dice.normal(5.0, 3.0, 4000), np.full(4000, 7.0), dice.normal(size=4000)])
    chance = logistic.sigmoid(0.8 * rows[:, 0] - 1.5 * rows[:, 2] - 4.0)
    weights, bias = logistic.fit(rows, (dice.random(4000) < chance).astype(np.float64))
    assert weights == pytest.approx([0.8, 0.0, -1.5], abs=0.12)
    assert bias == pytest.approx(-4.0, abs=0.4)


def test_regression_on_rows_that_are_told_apart_wholly_stays_finite() -> None:
    import numpy as np

    rows = np.arange(40.0).reshape(-1, 1)
    right = (rows[:, 0] >= 20).astype(np.float64)
    weights, bias = logistic.fit(rows, right)
    sure = logistic.sigmoid(rows @ weights + bias)
    assert ((sure > 0.5) == (right == 1)).all()
    apart = logistic.area_under_curve(logistic.leave_one_out(rows, right), right)
    assert apart == pytest.approx(0.9975)  # the two rows at the border change places: one pair of 400


@pytest.mark.parametrize(
    ("sure", "right", "area"),
    [
        pytest.param([0.9, 0.8, 0.1], [1, 1, 0], 1.0, id="told apart"),
        pytest.param([0.1, 0.9], [1, 0], 0.0, id="upside down"),
        pytest.param([0.5, 0.5], [1, 0], 0.5, id="a tie counts half"),
    ],
)
def test_area_under_the_curve(sure: list[float], right: list[float], area: float) -> None:
    assert logistic.area_under_curve(sure, right) == area


def test_reliability_lists_the_bins_that_hold_rows() -> None:
    assert logistic.reliability([0.05, 0.91, 0.99, 1.0], [0, 1, 1, 0]) == [
        {"from": 0.0, "n": 1, "confidence": 0.05, "right": 0.0},
        {"from": 0.9, "n": 3, "confidence": 0.967, "right": 0.667},
    ]


def _weighed(count: int) -> list[calibrate.Weighed]:
    return [calibrate.Weighed({"nearness": i / count, "length": 1.0}, i >= count // 2, i % 4 > 0) for i in range(count)]


def test_a_calibration_has_the_form_of_the_shipped_one_and_says_what_it_refuses() -> None:
    calibration, judged = calibrate.calibrate(_weighed(100))
    assert set(calibration) == {"weights", "bias", "accept"}
    assert calibration["weights"]["length"] == 0.0
    assert calibration["weights"]["nearness"] > 0
    assert judged["auc_leave_one_out"] == 1.0
    assert judged["refused"] == {"right": "0 of 50", "wrong clause": "32 of 37", "unanswerable": "11 of 25"}


def test_too_few_questions_are_not_fitted() -> None:
    with pytest.raises(run_bot.BenchmarkError, match="only 12 questions are weighed"):
        calibrate.calibrate(_weighed(12))


def test_the_given_gold_set_is_whole() -> None:
    files = sorted(f.name for f in run_bot.EVAL.iterdir() if f.is_file())
    assert files == [
        "README.md", "non_targets.jsonl", "questions-dev.jsonl", "score.py", "score_targets.py", "targets.jsonl",
    ]  # fmt: skip


@pytest.mark.parametrize("module", ["bot", "index", "knowledge"])
def test_nothing_of_the_bot_reads_the_gold(module: str) -> None:
    code = [f.read_text(encoding="utf-8") for f in (run_bot.ROOT / module).rglob("*.py")]
    assert not [text for text in code if "questions-dev" in text or "import benchmarks" in text]
