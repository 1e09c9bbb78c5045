"""Documents whose keys were written before the program read them: what is found in them now, and not less."""

import json
from pathlib import Path

import pytest

from benchmarks.documents import SETS, main, measure


@pytest.mark.parametrize(
    ("name", "clauses", "targets", "clause_recall", "precision", "recall"),
    [
        ("more", 221, 184, 1.0, 0.93, 0.87),
        ("third", 93, 73, 1.0, 0.99, 0.92),
        ("fourth", 261, 231, 1.0, 0.98, 0.97),
        ("fifth", 224, 274, 1.0, 0.98, 0.95),
        ("sixth", 298, 279, 1.0, 0.98, 0.98),
        ("seventh", 284, 308, 1.0, 0.96, 0.94),
        ("eighth", 230, 240, 1.0, 0.97, 0.95),
        ("ninth", 245, 250, 1.0, 0.97, 0.96),
        ("tenth", 240, 326, 1.0, 0.97, 0.93),
        ("eleventh", 356, 258, 1.0, 0.99, 0.98),
        ("twelfth", 405, 243, 1.0, 0.99, 0.99),
        ("thirteenth", 396, 252, 0.99, 0.98, 0.98),
        ("fourteenth", 340, 296, 1.0, 0.98, 0.97),
        ("fifteenth", 325, 242, 1.0, 0.99, 0.99),
        ("sixteenth", 348, 262, 1.0, 0.98, 0.98),
        ("seventeenth", 322, 263, 1.0, 0.98, 0.97),
        ("eighteenth", 361, 252, 1.0, 0.97, 0.98),
        ("nineteenth", 311, 273, 1.0, 0.96, 0.97),
        ("twentieth", 294, 290, 1.0, 0.98, 0.97),
        ("twenty_first", 357, 263, 1.0, 0.98, 0.96),
        ("twenty_second", 320, 271, 1.0, 0.96, 0.93),
        ("twenty_third", 318, 264, 1.0, 0.97, 0.96),
        ("twenty_fourth", 344, 274, 1.0, 0.97, 0.96),
        ("twenty_fifth", 365, 225, 1.0, 0.96, 0.96),
        ("twenty_sixth", 322, 278, 1.0, 0.98, 0.96),
        ("twenty_seventh", 312, 273, 1.0, 0.94, 0.94),
        ("twenty_eighth", 340, 263, 1.0, 0.95, 0.96),
        ("twenty_ninth", 356, 272, 0.99, 0.94, 0.95),
        ("thirtieth", 333, 289, 1.0, 0.9, 0.88),
        ("thirty_first", 317, 269, 1.0, 0.93, 0.94),
        ("thirty_second", 331, 249, 1.0, 0.94, 0.93),
    ],
)
def test_what_is_found_in_a_set(
    name: str, clauses: int, targets: int, clause_recall: float, precision: float, recall: float
) -> None:
    """The figures are those of now; what was found at first sight is in `benchmarks/README.md`."""
    total = measure(SETS[name])
    assert (total["clauses"], total["targets"]) == (clauses, targets)
    assert total["clause_recall"] >= clause_recall
    assert total["target_precision"] >= precision
    assert total["target_recall"] >= recall


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
