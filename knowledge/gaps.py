"""Rows of tables whose columns nothing but blanks divides: wide gaps, or single blanks around a run of figures."""

import re

_WIDE = re.compile(r"\u3000+| {2,}")
_SINGLE = re.compile(" ")
_FIGURE = re.compile(r"[≥≤<>＜＞〔［\[(（]?\s*\d|[-—–－/]+$")  # a year, a value, or the dash of an empty cell
_SUMS = ("合计", "总计", "小计")  # their rows lack who is in charge
_FEWEST_CELLS, _FEWEST_FIGURES = 4, 2
_VALUE = r"(?:[≥≤<>＜＞]?\d[\d.,]*[^\s\d。；，;]{0,8}|[〔［\[(（]\d[\d.,]*[〕］\])）]|[-—–－/]+)"
_NAME = r"\d{0,2}(?:其中[:：])?[一-鿿][^\s。；，;:：]{1,30}"
_UNIT = r"[^\s\d。；，;:：]{1,10}"
_ROW = re.compile(  # 1 污水治理率 % 46.2 55 65 约束性, as a PDF's text has it; 序号 指标 单位 2025年 2026年
    rf"(?:(?:\d{{1,2}}|序号) )?{_NAME}(?: {_UNIT})?(?: {_VALUE}){{{_FEWEST_FIGURES},}}(?: [一-鿿]{{2,5}})?"
)


def gap_between_columns(words: str) -> re.Pattern[str] | None:
    """Return what divides a line into four cells or more, at least two of them figures or empty; None if nothing does.

    Single blanks do so only where the figures follow each other behind a name.
    """
    words = words.strip()
    cells = _WIDE.split(words)
    figures = sum(_FIGURE.match(cell) is not None for cell in cells[1:])
    fewest = _FEWEST_CELLS - (cells[0] in _SUMS)
    if len(cells) >= fewest and figures >= _FEWEST_FIGURES:
        return _WIDE
    return _SINGLE if words.count(" ") >= _FEWEST_CELLS - 1 and _ROW.fullmatch(words) else None
