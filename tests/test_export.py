"""The ledger as JSON, CSV and XLSX."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot import export
from bot.faults import BadInput
from knowledge.types import Document, Target
from tests.conftest import make_target

TODAY = date(2026, 1, 1)


def sheet_of(listed: list[tuple[Document, Target]]) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(export.as_xlsx(listed, TODAY))).active


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def listed(plan: Document, plan_targets: tuple[Target, ...]) -> list[tuple[Document, Target]]:
    big = make_target(plan, "全省建筑业总产值力争达到2万亿元", id="t3", indicator="全省建筑业总产值", value="2万亿元",
                      number=Decimal(2 * 10**12), unit="元", commitment="力争")  # fmt: skip
    rate = make_target(
        plan,
        "均达到98.5%以上",
        id="t4",
        indicator="食品抽检合格率",
        value="98.5%以上",
        number=Decimal("98.5"),
        unit="%",
    )
    return [(plan, t) for t in (*plan_targets, big, rate)]


def test_json_is_a_list_of_records(listed: list[tuple[Document, Target]]) -> None:
    records = json.loads(export.as_json(listed, TODAY))
    assert [r["number"] for r in records] == [35, 25, 2_000_000_000_000, 98.5]
    assert [r["expired"] for r in records] == [True, False, True, True]


def test_csv_has_a_byte_order_mark_and_the_field_names(listed: list[tuple[Document, Target]]) -> None:
    content = export.as_csv(listed, TODAY)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(content)
    assert list(rows[0]) == list(export.COLUMNS)
    assert [r["number"] for r in rows] == ["35", "25", "2000000000000", "98.5"]
    assert (rows[0]["relation"], rows[0]["expired"], rows[0]["citation"]) == (
        ">=", "true", "《福建省质量强省建设纲要》二、（四）第13条",
    )  # fmt: skip


def test_xlsx_has_figures_in_number_cells(listed: list[tuple[Document, Target]]) -> None:
    sheet = sheet_of(listed)
    header = [c.value for c in sheet[1]]
    assert header == list(export.COLUMNS.values())
    column = {name: i for i, name in enumerate(export.COLUMNS)}
    cells = [row[column["number"]] for row in sheet.iter_rows(min_row=2)]
    assert [(c.value, c.data_type, c.number_format) for c in cells] == [
        (35, "n", "#,##0"), (25, "n", "#,##0"), (2_000_000_000_000, "n", "#,##0"), (98.5, "n", "#,##0.0"),
    ]  # fmt: skip
    assert [row[column["deadline"]].value for row in sheet.iter_rows(min_row=2)] == [2025, "每年", 2025, 2025]
    assert [row[column["expired"]].value for row in sheet.iter_rows(min_row=2)] == [
        "期限已过",
        None,
        "期限已过",
        "期限已过",
    ]


def test_xlsx_is_laid_out_for_reading(listed: list[tuple[Document, Target]]) -> None:
    sheet = sheet_of(listed)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert all(c.font.bold for c in sheet[1])
    widths = [d.width for d in sheet.column_dimensions.values()]
    assert len(widths) == len(export.COLUMNS)
    assert max(widths) <= export.WIDEST + 2


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")'])
def test_text_that_looks_like_a_formula_stays_text(
    words: str, plan: Document, plan_targets: tuple[Target, ...]
) -> None:
    listed = [(plan, replace(plan_targets[0], indicator=words, value=words))]
    cell = sheet_of(listed).cell(2, list(export.COLUMNS).index("indicator") + 1)
    assert (cell.value, cell.data_type, cell.number_format) == (words, "s", "@")
    assert rows_of(export.as_csv(listed, TODAY))[0]["indicator"] == "'" + words


def test_control_characters_do_not_break_the_workbook(plan: Document, plan_targets: tuple[Target, ...]) -> None:
    listed = [(plan, replace(plan_targets[0], indicator="a\x00\x0b\ud800b" + "字" * 40_000))]
    value = sheet_of(listed).cell(2, list(export.COLUMNS).index("indicator") + 1).value
    assert value == ("a\ufffd\ufffd\ufffdb" + "字" * 40_000)[: export.CELL_LIMIT]


def test_empty_ledger_still_has_its_header() -> None:
    assert sheet_of([]).max_row == 1
    assert rows_of(export.as_csv([], TODAY)) == []
    assert json.loads(export.as_json([], TODAY)) == []


def test_file_is_written_whole_or_refused_in_one_line(tmp_path: Path) -> None:
    export.write(tmp_path / "a.csv", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    with pytest.raises(BadInput, match="无法写入"):
        export.write(tmp_path / "none" / "a.csv", b"x")
    with pytest.raises(BadInput, match="无法写入"):
        export.write(tmp_path / "a\0b", b"x")
