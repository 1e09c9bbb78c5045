"""The ledger as JSON, CSV and XLSX. Text cells stay text: no spreadsheet runs a word of the plan as a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wording
from bot.currency import is_passed
from bot.faults import BadInput
from bot.records import target_record, to_json
from knowledge.cite import citation
from knowledge.types import Document, Target

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

# CSV is headed by the field names of design §5.2, for programs; XLSX in Chinese, for people.
COLUMNS = {
    "id": "编号", "doc": "文件", "citation": "出处", "path": "路径", "indicator": "指标", "relation": "关系",
    "value": "目标值", "number": "数值", "unit": "单位", "deadline": "期限", "expired": "到期", "commitment": "语气",
    "kind": "类别", "quote": "原文", "start": "起", "end": "止",
}  # fmt: skip
FORMATS = ("table", "json", "csv", "xlsx")
WIDEST = 60  # columns of a cell; longer text is wrapped
CELL_LIMIT = 32_767  # characters, the limit of a spreadsheet cell

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")  # OWASP, CSV injection
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML 1.0

Listed = tuple[Document, Target]
Value = str | int | bool | Decimal | None


def as_json(listed: Iterable[Listed], today: date) -> str:
    """Return the records of design §5.5 as a JSON list."""
    return to_json([target_record(d.id, t, t.span.of(d.text), today) for d, t in listed])


def as_csv(listed: Iterable[Listed], today: date) -> bytes:
    """Return the ledger as CSV: UTF-8 with a byte order mark, without which spreadsheets misread Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for document, target in listed:
        row = _row(document, target, today)
        writer.writerow([_csv_cell(name, value) for name, value in row.items()])
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def _row(document: Document, target: Target, today: date) -> dict[str, Value]:
    """Return the values of one target by column; figures stay Decimal."""
    clause = document.clause(target.path)
    return {
        "id": target.id, "doc": document.id, "citation": citation(document, clause) if clause else target.path,
        "path": target.path, "indicator": target.indicator, "relation": target.relation.value, "value": target.value,
        "number": target.number, "unit": target.unit, "deadline": target.deadline,
        "expired": is_passed(target.deadline, today), "commitment": target.commitment, "kind": target.kind.value,
        "quote": target.span.of(document.text), "start": target.span.start, "end": target.span.end,
    }  # fmt: skip


def _csv_cell(name: str, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return wording.figure(value)
    text = "" if value is None else str(value)
    published = isinstance(value, str) and name not in ("relation", "kind")  # those two are the program's own words
    return as_text(text) if published else text


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    return "'" + cell if cell.startswith(_FORMULA_START) else cell


def as_xlsx(listed: Iterable[Listed], today: date) -> bytes:
    """Return the ledger as a workbook: bold frozen header, filters, figures in number cells, text in text cells."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    if sheet is None:  # openpyxl types it so; a new workbook has a sheet
        sheet = book.create_sheet()
    sheet.title = "目标"
    rows = [_sheet_row(_row(d, t, today)) for d, t in listed]
    _fill(sheet, [list(COLUMNS.values()), *rows])
    _lay_out(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_row(row: dict[str, Value]) -> list[Value]:
    expired = wording.label("expired") if row["expired"] else None
    return [expired if name == "expired" else _year(name, value) for name, value in row.items()]


def _year(name: str, value: Value) -> Value:
    return (
        int(value) if name == "deadline" and isinstance(value, str) and value.isascii() and value.isdigit() else value
    )


def _fill(sheet: "Worksheet", rows: Sequence[Sequence[Value]]) -> None:
    for r, values in enumerate(rows, start=1):
        for c, value in enumerate(values, start=1):
            _set(sheet.cell(r, c), value)


def _set(cell: "Cell | MergedCell", value: Value) -> None:
    """Set a cell. Text is typed as text, whatever it begins with, and stays text when a person edits it."""
    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("\ufffd", value)[:CELL_LIMIT]
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, Decimal):
        cell.value = value
        cell.number_format = _number_format(value)
    else:
        cell.value = value


def _number_format(value: Decimal) -> str:
    places = len(wording.figure(value).partition(".")[2])
    return "#,##0" + ("." + "0" * places if places else "")


def _lay_out(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for number, column in enumerate(sheet.iter_cols(), start=1):
        widest = max(_width(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(widest, WIDEST) + 2
        for cell in column[1:]:
            cell.alignment = Alignment(vertical="top", wrap_text=_width(str(cell.value or "")) > WIDEST)
        column[0].font = Font(bold=True)


def _width(text: str) -> int:
    """Return how many columns a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def write(path: Path, content: bytes) -> None:
    """Write a file whole: beside its place first, then renamed.

    Raises:
        BadInput: the folder is missing, not writable, or full.

    """
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except (OSError, ValueError) as error:
        raise BadInput(wording.cannot_write(path, getattr(error, "strerror", None) or str(error))) from error
