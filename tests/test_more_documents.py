"""Documents whose keys were written before the program read them: what is found in them now, and not less."""

import json
from pathlib import Path

import pytest

from benchmarks.documents import SETS, main, measure


def test_what_is_found_in_the_second_ten() -> None:
    total = measure(SETS["more"])
    assert (total["clauses"], total["targets"]) == (221, 184)
    assert total["clause_recall"] == 1.0
    assert total["target_precision"] >= 0.94
    assert total["target_recall"] >= 0.84


def test_what_is_found_in_the_third_set() -> None:
    total = measure(SETS["third"])
    assert (total["clauses"], total["targets"]) == (93, 73)
    assert total["clause_recall"] == 1.0
    assert total["target_precision"] >= 0.98
    assert total["target_recall"] >= 0.9


def test_what_is_found_in_documents_by_people_who_had_not_seen_the_program() -> None:
    found = [measure(SETS[name]) for name in ("fourth", "fifth", "sixth", "seventh", "eighth")]
    assert [(one["clauses"], one["targets"]) for one in found] == [
        (261, 231),
        (224, 274),
        (298, 279),
        (284, 308),
        (230, 240),
    ]
    assert min(one["clause_recall"] for one in found) == 1.0
    assert min(one["target_precision"] for one in found) >= 0.95
    assert min(one["target_recall"] for one in found) >= 0.87


def test_what_is_found_at_first_sight() -> None:
    """The ninth set was measured once, and nothing was changed for it: the figures are those of first sight."""
    total = measure(SETS["ninth"])
    assert (total["clauses"], total["targets"]) == (245, 250)
    assert total["clause_recall"] >= 0.97
    assert total["target_precision"] >= 0.95
    assert total["target_recall"] >= 0.85


def test_what_is_found_in_the_tenth_set() -> None:
    """At first sight .892 of the clauses, .795 and .678 of the targets; these are the figures since."""
    total = measure(SETS["tenth"])
    assert (total["clauses"], total["targets"]) == (240, 326)
    assert total["clause_recall"] == 1.0
    assert total["target_precision"] >= 0.92
    assert total["target_recall"] >= 0.88


def test_what_is_found_in_the_eleventh_set() -> None:
    """At first sight .944 of the clauses, .505 and .426 of the targets; these are the figures since."""
    total = measure(SETS["eleventh"])
    assert (total["clauses"], total["targets"]) == (356, 258)
    assert total["clause_recall"] == 1.0
    assert total["target_precision"] >= 0.97
    assert total["target_recall"] >= 0.96


def test_what_is_found_in_the_twelfth_set() -> None:
    """At first sight .943, .684 and .580; after the eleventh, still unseen, 1.000, .856 and .737; these are since."""
    total = measure(SETS["twelfth"])
    assert (total["clauses"], total["targets"]) == (405, 243)
    assert total["clause_recall"] == 1.0
    assert total["target_precision"] >= 0.97
    assert total["target_recall"] >= 0.97


def test_what_is_found_in_the_thirteenth_set() -> None:
    """At first sight .942 of the clauses, .860 and .806 of the targets; these are the figures since."""
    total = measure(SETS["thirteenth"])
    assert (total["clauses"], total["targets"]) == (396, 252)
    assert total["clause_recall"] >= 0.99
    assert total["target_precision"] >= 0.93
    assert total["target_recall"] >= 0.89


def test_a_set_of_ones_own_is_measured_and_not_filed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.txt").write_text("一、甲\n到2030年，绿地率达到40%以上。\n二、乙\n", encoding="utf-8")
    key = {"clauses": [["一", "一、甲"], ["三", "三、丙"]], "targets": []}
    (tmp_path / "own.key.json").write_text(json.dumps(key), encoding="utf-8")
    assert main([str(tmp_path), "--misses"]) == 0
    [(_, found)] = json.loads(capsys.readouterr().out).items()
    assert (found["clauses_right"], found["clauses"], found["targets_found"]) == (1, 2, 1)
    assert found["documents"]["own"]["lost_clauses"] == ["三"]
    assert found["documents"]["own"]["extra_targets"] == ["一: 绿地率 40%以上"]


@pytest.mark.parametrize("key", [None, "{", "{}"])
def test_a_folder_without_texts_or_keys_is_one_line(
    key: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if key is not None:
        (tmp_path / "own.txt").write_text("一、甲\n", encoding="utf-8")
        (tmp_path / "own.key.json").write_text(key, encoding="utf-8")
    assert main([str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("benchmarks.documents: ")
    assert error.count("\n") == 1
