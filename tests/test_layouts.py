"""The layouts that benchmarks.layouts measures: each changes the print of a text and none of its words."""

import json
from pathlib import Path

import pytest

from benchmarks import layouts

FIXTURES = Path(__file__).parent / "fixtures"
PLAN = FIXTURES / "forty_first_documents" / "z01.txt"
TEXT = "一、目标\n\n到2027年，绿地率达到40%（2025年为36%），新建公园24个、绿道35公里。\n\n|指标|2027年|\n"


@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_a_layout_keeps_every_word(name: str) -> None:
    words = layouts.LAYOUTS[name](TEXT).translate({0xFF10 + digit: str(digit) for digit in range(10)})
    words = words.translate(str.maketrans(",;:()!?", "，；：（）！？"))
    assert "".join(words.replace("|", "").split()) == "".join(TEXT.replace("|", "").split())
    assert ("指标 2027年" if name == "cells divided by single blanks" else "|指标|2027年|") in layouts.LAYOUTS[name](
        TEXT
    )


def test_lines_are_broken_at_the_width_and_pages_are_numbered() -> None:
    text = layouts.broken("加快建设现代化基础设施网络体系，" * 80, 34, len)
    lines = text.split("\n")
    assert max(map(len, lines)) <= 35
    assert "— 1 —" in lines
    assert not any(line.startswith("，") for line in lines)


def test_the_first_line_of_a_paragraph_is_shorter_where_its_indent_is_lost() -> None:
    lines = layouts.broken("加快建设现代化基础设施网络体系，" * 8, 34, len, 2).split("\n")
    assert len(lines[0]) <= 33 < max(map(len, lines))


def test_most_targets_are_found_in_every_layout() -> None:
    record = layouts.measure([PLAN])
    assert record["as written"]["targets_right"] > 20
    assert all(found["share_of_as_written"] > 0.9 for found in record.values()), record


def test_other_folders_are_not_filed_and_a_missing_key_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(PLAN.read_bytes())
    assert layouts.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    (tmp_path / "a.key.json").write_bytes(PLAN.with_name("z01.key.json").read_bytes())
    assert layouts.main([str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out).keys() == layouts.LAYOUTS.keys()
