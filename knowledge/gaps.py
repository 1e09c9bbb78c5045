"""Rows of tables whose columns nothing but blanks divides: wide gaps, or single blanks around a run of figures."""

import re

_WIDE = re.compile(r"\u3000+| {2,}")
_SINGLE = re.compile(r"(?<![指名序单属类\d]) | (?![标称号位性别年])")  # 指 标 is one cell, and so is 2030 年
_FIGURE = re.compile(r"[≥≤<>＜＞〔［\[(（]?\s*\d|[-—–－/]+$")  # a year, a value, or the dash of an empty cell
_SUMS = ("合计", "总计", "小计")  # their rows lack who is in charge
_FEWEST_CELLS, _FEWEST_FIGURES = 4, 2
_VALUE = r"(?:[≥≤<>＜＞]?\d[\d.,]*[^\s\d。；，;]{0,8}|[〔［\[(（]\d[\d.,]*[〕］\])）]|[-—–－/]+)"
_NAME = r"\d{0,2}(?:其中[:：])?[一-鿿][^\s。；，;:：]{1,30}"
_UNIT = r"[^\s\d。；，;:：]{1,10}"
_ROW = re.compile(  # 1 污水治理率 % 46.2 55 65 约束性, as a PDF's text has it; 序号 指标 单位 2025年 2026年
    rf"(?:(?:\d{{1,2}}|序号) )?{_NAME}(?: {_UNIT})?(?: {_VALUE}){{{_FEWEST_FIGURES},}}(?: [一-鿿]{{2,5}})?"
)
_SORTS = "约束性|预期性|指导性"
_OF_PLAN = (
    re.compile(  # 创新驱动 4 研发经费投入增长（%） 8.3 — ＞9 预期性, and the head above: the last cell tells them
        rf"(?:[一-鿿]{{2,8}} (?=\d))?(?:\d{{1,2}} )?{_NAME}(?: [^\s。；，;]{{1,14}}){{2,6}} (?:{_SORTS})|"
        r"(?:类别 )?(?:序号 )?[一-鿿]{0,4}指 ?标(?: ?名 ?称)?(?: [^\s。；，;]{1,16}){2,6} (?:指标)?(?:属性|性质|类型)"
    )
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
    is_row = words.count(" ") >= _FEWEST_CELLS - 1 and (_ROW.fullmatch(words) or _OF_PLAN.fullmatch(words))
    return _SINGLE if is_row else None
