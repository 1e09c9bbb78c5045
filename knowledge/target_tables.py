"""Targets in tables of indicators: 指标 | 2020年 | 2025年 | 属性. A row is a line; tabs or bars divide its cells.

A column counts where its head names a year that lies ahead, or 目标值; the year is the deadline. What was reached, and
rates a year beside it (年均增长), are no targets; a sum over all years in brackets (〔13.5〕) is due with the last one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from knowledge.gaps import gap_between_columns
from knowledge.quantities import quantity_at
from knowledge.target_drafts import Draft
from knowledge.target_english_figures import SCALE
from knowledge.target_table_heads import IN_BRACKETS, YEAR, Cell, Table
from knowledge.target_words import folded
from knowledge.types import Relation, Span, TargetKind

_COLUMNS = re.compile(r"\t|\|| {3,}|\u3000{2,}")
_AROUND = "* \t\u3000\u00a0"  # blanks and emphasis around the words of a cell
_RULE = re.compile(r"[\s|:\-—+=]+")
_SUMMED = re.compile(r"[\[［〔【(（]\s*(?P<number>[\d.,]+)\s*[\]］)〕】）]")
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.、．]?\s*(?=[^\d\s.])|[(（]?[一二三四五六七八九十]{1,3}[)）、]\s*)")
_VALUE = re.compile(
    r"(?:累计)?(?:新增|新建|消除|完成|建成|改造|培育|创建|培训|治理|清理|下降|降低|减少|增长|提高|"
    r"[一-鿿]{2,4}率)?"  # 任务 | 整改率100%
    r"(?P<before>at least|no less than|no more than|at most|below|above|over|more than|"
    r"≥|≤|>=|<=|>|<|不低于|不少于|不小于|不高于|不超过|不多于|不大于|超过|大于|高于|突破|低于|小于|"
    r"增至|增加到|[提增][高升长]到|提[高升]至|降[至到]|下降到|控制在|达到|达|约)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d\s]{0,8}?)\s*(?P<after>以上|及以上|以下|以内|左右)?"
)
_RELATIONS = {
    **dict.fromkeys(("≥", ">=", "不低于", "不少于", "不小于", "达到", "达", "以上", "及以上"), Relation.AT_LEAST),
    **dict.fromkeys(("增至", "增加到", "提高到", "提升到", "增长到", "提高至", "提升至"), Relation.AT_LEAST),
    **dict.fromkeys(("≤", "<=", "不高于", "不超过", "不多于", "不大于", "以下", "以内"), Relation.AT_MOST),
    **dict.fromkeys(("降至", "降到", "下降到", "控制在"), Relation.AT_MOST),
    **dict.fromkeys((">", "超过", "大于", "高于", "突破"), Relation.ABOVE),
    **dict.fromkeys(("<", "低于", "小于"), Relation.BELOW),
    **dict.fromkeys(("约", "左右"), Relation.ABOUT),
    **dict.fromkeys(("at least", "no less than"), Relation.AT_LEAST),
    **dict.fromkeys(("at most", "no more than"), Relation.AT_MOST),
    **dict.fromkeys(("above", "over", "more than"), Relation.ABOVE),
    "below": Relation.BELOW,
}
_ORDINAL = re.compile(r"\d{1,3}")
_RANGE = re.compile(r"(?P<number>\d[\d.,]*)\s*(?P<unit>[%‰]?)\s*[-—–~～至]{1,2}\s*\d[\d.,]*\s*(?P=unit)")
_RATIO = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*[:∶]\s*1")  # 13.4:1
_TIMES = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "亿": 10**8, "万": 10**4}
_ENGLISH_SCALE = re.compile(
    rf"(?P<before>(?:[A-Za-z]+ )?)(?P<scale>{'|'.join(SCALE)})(?P<behind>(?: [A-Za-z ]+[²³]?)?)", re.IGNORECASE
)
_BODY = re.compile(r"..[局委办厅院部会]$|公司|中心|政府|单位|、")
_MORE = re.compile(r"[,，、;；].*")  # 个，累计
_PART_OF = re.compile(r"其中[:：]?\s*(?P<rest>[一-鿿].*)")
_DASH = re.compile(r"[-—–－/\s]*|number|no\.?|count", re.IGNORECASE)  # what stands for no unit
_NO_UNIT = ("cumulative", "约束性", "预期性", "累计", "上年", "年", "类")


def is_row(line: str) -> bool:
    """Say whether a line may be a row of a table: two cells or more, or the rule below a Markdown head."""
    return len(cells_of(line)) > 1 or (bool(_RULE.fullmatch(line)) and "-" in line)


def drafts_of(cells: Sequence[Cell], table: Table, before: str = "") -> Iterator[Draft]:
    """Yield the targets of a row; one that lacks cells on the left (a group spans rows) is read from the right.

    Where the indicator stands first, those that lack are the last, as behind a row's number. `before` is the
    indicator of the row above, of which 其中：西部地区 names a part.
    """
    missing = table.width - len(cells) if table.indicator else 0
    if table.number is not None and missing > 0 and not cells[-1].words.endswith("性"):
        numbered = (
            table.number - i for i, cell in enumerate(cells[: table.number + 1]) if _ORDINAL.fullmatch(cell.words)
        )
        missing = next((left for left in numbered if left < missing), missing)
    if not 0 <= table.indicator - missing < len(cells) <= table.width:
        return

    def at(column: int | None) -> Cell | None:
        """Return the cell of a column; None where the row lacks it."""
        return cells[column - missing] if column is not None and missing <= column < missing + len(cells) else None

    indicator, unit_cell, due_cell = cells[table.indicator - missing], at(table.unit), at(table.due)
    unit = unit_cell.words if unit_cell else ""
    name = _NUMBERED.sub("", indicator.words)
    in_brackets = IN_BRACKETS.search(name)
    unit = _MORE.sub("", unit)
    unit = "" if _DASH.fullmatch(unit) else unit
    if _BODY.search(unit):
        return  # 单位 heads the column of who does it
    if not unit and in_brackets and in_brackets["unit"] not in _NO_UNIT and not in_brackets["unit"].endswith("值"):
        unit = _MORE.sub("", in_brackets["unit"])
    name = name[: in_brackets.start()].strip() if in_brackets else name.strip()
    if table.from_year is not None:
        row = YEAR.search(name)
        if (
            row is None
            or len(YEAR.findall(name)) > 1
            or int(row[0]) < table.from_year
            or "实" in name
            or "完成" in name
        ):
            return  # a year gone by, or the sum of all
        name = ""
    elif len(re.findall(r"[一-鿿A-Za-z]", name)) < 2:
        return
    name = f"{before}{part['rest']}" if before and (part := _PART_OF.match(name)) else name
    own = YEAR.search(due_cell.words) if due_cell else None
    for place, (column, stated) in enumerate(table.goals):
        measured, unit_of_goal = table.measures[place] if table.measures else ("", unit)
        unit_of_goal = "%" if column in table.growth else unit_of_goal
        deadline = stated or (own[0] if own else None)
        goal, summed = at(column), at(table.summed)
        draft = (_draft(goal, unit_of_goal, deadline) or _summed(goal, unit, deadline)) if goal else None
        draft = draft or (_summed(summed, unit, deadline) if summed else None)
        if draft:
            start, end = sorted((indicator.start, draft.value.start))[0], max(indicator.end, draft.value.end)
            yield replace(draft, indicator=name + measured, span=Span(start, end))


def cells_of(line: str) -> list[Cell]:
    """Return the cells of a line: between tabs or bars, else between wide gaps, or the gaps that set off figures."""
    pieces: list[Cell] = []
    position = 0
    stripped = line.strip()
    offset = line.find(stripped) if stripped else 0
    if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1:
        stripped, offset = stripped[1:-1], offset + 1
    divided = re.search(r"[\t|]", stripped) is not None
    for piece in ((None if divided else gap_between_columns(stripped)) or _COLUMNS).split(stripped):
        at = stripped.find(piece, position)
        words = piece.strip(_AROUND)
        pieces.append(Cell(words, offset + at + (len(piece) - len(piece.lstrip(_AROUND)))))
        position = at + len(piece)
    if not divided:
        pieces = [cell for cell in pieces if cell.words]
    return pieces


def _draft(cell: Cell, unit: str, deadline: str | None) -> Draft | None:
    words = folded(cell.words)
    match = _VALUE.fullmatch(words)
    if match is None and (ranged := _RANGE.fullmatch(words)):
        lower = _decimal(ranged["number"])
        if lower is None:
            return None
        lower, plain = _multiplied(lower, ranged["unit"] or folded(unit))
        return _made(cell, Relation.AT_LEAST, lower, plain, deadline)
    if match is None and (ratio := _RATIO.fullmatch(words)):
        return _made(cell, Relation.EXACTLY, _decimal(ratio["number"]), None, deadline)
    if match is None:
        return _spelt(cell, words, deadline)
    found = match["after"] or match["before"]
    number = _decimal(match["number"])
    own = match["unit"]
    if own.startswith("年") or number is None or (own and re.search(r"[+×/:~—–-]", own) and "/" not in own):
        return None
    number, plain = _multiplied(number, own or folded(unit))
    relation = _RELATIONS.get(found or "", Relation.EXACTLY)
    if found in ("达到", "达") and plain == "%" and number == 100:
        relation = Relation.EXACTLY
    return _made(cell, relation, number, plain, deadline)


def _spelt(cell: Cell, words: str, deadline: str | None) -> Draft | None:
    """Read a value in words: 百分之六十, 翻一番."""
    quantity = quantity_at(words, 0)
    if quantity is None or quantity.end != len(words) or quantity.number is None:
        return None
    relation = Relation.AT_LEAST if quantity.ranged else Relation.EXACTLY
    return _made(cell, relation, quantity.number, quantity.unit, deadline)


def _summed(cell: Cell, unit: str, deadline: str | None) -> Draft | None:
    """Read a sum over the years of the plan, which stands in brackets."""
    match = _SUMMED.fullmatch(cell.words)
    number = _decimal(match["number"]) if match else None
    if match is None or number is None:
        return None
    number, plain = _multiplied(number, folded(unit))
    place = Span(cell.start + match.start("number"), cell.start + match.end("number"))
    return replace(_made(cell, Relation.EXACTLY, number, plain, deadline), value=place)


def _made(cell: Cell, relation: Relation, number: Decimal | None, unit: str | None, deadline: str | None) -> Draft:
    value = Span(cell.start, cell.end)
    return Draft("", relation, value, number, unit, deadline, None, None, TargetKind.NUMERIC, value)


def _multiplied(number: Decimal, unit: str) -> tuple[Decimal, str | None]:
    """Return number and unit without 万 and 亿, or million and billion (RMB billion, million tonnes)."""
    if english := _ENGLISH_SCALE.fullmatch(unit):
        plain = (english["before"] + english["behind"]).strip()
        return number * SCALE[english["scale"].lower()], plain or None
    for word, times in _TIMES.items():
        if unit.startswith(word):
            return number * times, unit.removeprefix(word) or None
    return number, unit or None


def _decimal(figure: str) -> Decimal | None:
    try:
        return Decimal(figure.replace(",", ""))
    except InvalidOperation:
        return None
