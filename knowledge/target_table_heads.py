"""Heads of tables of indicators: which column names the indicator, which hold targets, and when those are due.

A column counts where its head names a year that lies ahead, or 目标值; the year is the deadline. In a table of places
(县（市、区） | 2026年新建里程) each column is a measure of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.target_subjects import is_measured
from knowledge.target_words import folded, words

_INDICATOR_HEAD = re.compile(
    r"(?:主要|具体|发展|核心|评价|考核|一级|二级|三级|建设|目标|工程|重点|年度|工作|量化|绩效|监测|总体)?(?:指标|目标任务|任务指标|任务|项目|内容)(?:名称|内容)?|"
    r"专栏\d{0,2}[一-鿿“”]{0,10}指标|"
    r"(?:Headline |Key |Delivery |Core )?(?:Indicator|Measure|Metric)s?"
)
_PLACE_HEAD = re.compile(
    r"(?:各|所属)?(?:口岸|港口|园区|景区|流域|学校|医院|设区市|地市|地区|区域|片区|分区|行政区|乡镇|镇街|街道|[市县区州盟旗镇乡]{1,3})"
    r"(?:[(（][市县区州盟旗乡镇街道、]{1,8}[)）])?(?:名称)?|(?:产品|行业|品种|作物|领域|产业)(?:类别|名称|种类)?|(?:District|Region|County|Province|City|Island|Port|Area)s?"
)
_YEAR_IN_HEAD = re.compile(
    r"(?:到|至| (?:by|in) )?(?:20\d\d年?[-—–~～至到]{1,2})?(?P<year>20\d\d)(?:年[底末]|年)?[底末]?"
)
_SUM_IN_HEAD = re.compile(r"(?:[两二三四五]年)?(?:合计|累计|总计)$")
_ALL_YEARS = re.compile(r"[两二三四五](?:年|个年度)(?:合计|累计|总计|小计)")
_GOAL_BEHIND = re.compile(r"(?<=[一-鿿]{3})目标值?$")  # 综合利用率目标
_UNIT_IN_HEAD = re.compile(r"[(（](?P<unit>[^()（）]{1,8})[)）]")
_TASK_HEAD = re.compile(r"[一-鿿]{1,10}(?:任务|目标)(?:数|量|值)?")
_COUNT_HEAD = re.compile(r"[一-鿿][^()（）]{1,20}")  # 新建步道（公里）
_OF_PLACES = re.compile(
    r"(?:各|重点|主要|有关)(?:口岸|港口|园区|景区|市州|[市县区州][(（][市县区州旗、]{1,5}[)）]|县市区|县区|区县|乡镇|镇街|街道|地区?|[省市县区镇])(?P<what>[一-鿿]{3,14}?)"
    r"(?:(?:年度)?(?:目标|任务|计划)?(?:分解)?(?:情况)?表)?(?:[(（][^()（）]*[)）])*$"
)
_TASK_OF_TABLE = re.compile(  # 2026—2028年新造油茶林任务分解表
    r"年度?(?P<what>(?:新|改|修|建|造|培|治|整)[一-鿿]{2,14}?)(?:年度)?(?:目标)?任务(?:分解|安排|计划)?表"
)
_WORKS_OF_TABLE = re.compile(
    r"^(?:表\d*)?(?:[一-鿿]{1,6}?[省市县区州])?|(?:建设)?分?年度(?:目标|任务|计划)*(?:分解)?表.*$"
)
_UNIT_OF_TABLE = re.compile(r"单位[:：](?P<unit>[^()（）、,，;；/和\s]{1,6})(?:[)）]|$)")
_UNIT_BELOW = re.compile(r"(?<![（(])单位[:：][^()（）]*$")  # the line below the name of a table
_UNIT_HEAD = re.compile(r"(?:计量)?单位|Units?")
_YEAR_HEAD = re.compile(
    r"(?:到|至|(?P<said>Baseline|Actual|Target|Goal|Milestone) )?\D{0,3}(?P<year>20\d\d)\s*年?(?:底|末)?(?P<what>\D*)"
)
_PLACE = re.compile(r"[一-鿿]{1,7}[市县区州盟旗]")
_GOALS_OF_YEARS = re.compile(r"(?<=[一-鿿]{3})(?:分?年度|各年)(?:目标|任务|计划)?$")
_OF_A_YEAR = re.compile(r"年度?$")
_GOAL_HEAD = re.compile(r"(?:规划|预期|发展|年度)?目标值?|任务数?|(?:规划|预期|计划|目标)值|Targets?")
_DUE_HEAD = re.compile(r"Year|Due|(?:完成|目标|达标)年[份度]?|完成时限|完成时间")
_SORT_HEAD = re.compile(r"(?:指标)?(?:属性|性质|类型|类别)|备注|(?:责任|牵头|主管)(?:单位|部门)|年均.{0,6}|累计.{0,6}")
_GOAL = re.compile(r"目标|规划|预期|计划")
_TASKS = re.compile(r"任务|目标|计划")
_OVER_PLAN = re.compile(r"(?P<plan>十[一二三四五六七]五)[”\"]?(?:时期|期间)?(?:年均|累计|增速|增长)")
_REACHED = re.compile(r"现有|实际|现状|基期|基准|完成|基础|预计完成")
_SUMMED_HEAD = re.compile(r"年均|累计")
IN_BRACKETS = re.compile(r"[(（]\s*(?P<unit>[^()（）]{1,16})\s*[)）]\s*$")
YEAR = re.compile(r"20\d\d")
_BLANK = re.compile(r"(?<![A-Za-z),])\s|\s(?![A-Za-z(\d])")


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell and where they begin in the line."""

    words: str
    start: int

    @property
    def end(self) -> int:
        """Where they end."""
        return self.start + len(self.words)


@dataclass(frozen=True, slots=True)
class Table:
    """What the head of a table says of its columns: where the indicator is, and which columns hold targets."""

    width: int
    indicator: int
    unit: int | None
    goals: tuple[tuple[int, str | None], ...]
    summed: int | None
    due: int | None = None  # the column that says when a row is due
    growth: tuple[int, ...] = ()  # columns of rates a year
    measures: tuple[tuple[str, str], ...] = ()  # name and unit of each goal, in a table whose rows are places or years
    number: int | None = None  # the column of 序号, where the last one is 属性, which may stand on the next line
    from_year: int | None = None  # in a table whose rows are years (年度 | 新建 | 改造): the first that counts


def _joined(words: str) -> str:
    """Return the folded words of a cell without blanks: 指 标 heads a column as 指标 does. Latin words keep theirs."""
    return _BLANK.sub("", folded(words)).strip()


def heads_indicators(words: str) -> bool:
    """Say whether a cell is the head of the column of indicators."""
    return _INDICATOR_HEAD.fullmatch(IN_BRACKETS.sub("", _joined(words))) is not None


def heads_rows(cells: Sequence[Cell]) -> bool:
    """Say whether cells head a table, be it one that is read or not: one names places or indicators, one a year."""
    names = any(heads_indicators(cell.words) or _PLACE_HEAD.fullmatch(folded(cell.words).strip()) for cell in cells)
    return names and any(heads_values(cell.words) or _measure(_joined(cell.words)).year for cell in cells)


def heads_column(words: str) -> bool:
    """Say whether a cell is the head of another column: a unit, a year, 目标值, 属性."""
    head = _joined(words)
    return heads_values(words) or any(kind.fullmatch(head) for kind in (_UNIT_HEAD, _DUE_HEAD, _SORT_HEAD))


def heads_values(words: str) -> bool:
    """Say whether a cell is the head of a column of values: a year or 目标值."""
    head = _joined(words)
    return _YEAR_HEAD.fullmatch(head) is not None or _GOAL_HEAD.fullmatch(head) is not None


def head_of(
    cells: Sequence[Cell], year: int | None, deadline: str | None, *, by_year: bool = False, caption: str = ""
) -> Table | None:
    """Return the table that cells head, or None. `year` is when the plan was written, `deadline` what leads in.

    A table `by_year` (分年度指标) sets targets for the year in which it was written too. The `caption` of a table of
    places says what its columns leave out.
    """
    heads = [_joined(cell.words) for cell in cells]
    indicators = [i for i, head in enumerate(heads) if _INDICATOR_HEAD.fullmatch(IN_BRACKETS.sub("", head))]
    indicators = indicators or _beside_unit(heads)
    if by_years := _head_of_years(heads, year, caption):
        return by_years
    if len(cells) < 2 or not indicators:
        return _head_of_places(heads, year, caption, deadline)
    years = [(i, m) for i, head in enumerate(heads) if (m := _YEAR_HEAD.fullmatch(head))]
    stated = [int(m["year"]) for _, m in years]
    goals: list[tuple[int, str | None]] = [
        (i, m["year"])
        for i, m in years
        if not (_REACHED.search(m["what"]) or m["said"] in ("Baseline", "Actual"))
        and (
            _GOAL.search(m["what"]) or _lies_ahead(int(m["year"]), year, stated) or (by_year and int(m["year"]) == year)
        )
    ]
    if len(goals) > 1:  # 2026年 | 2027年 | 2028年 | 三年合计
        last = max(due or "" for _, due in goals)
        goals += [(i, last) for i, head in enumerate(heads) if _ALL_YEARS.fullmatch(head)]
    if not goals:
        goals = [(i, deadline) for i, head in enumerate(heads) if _GOAL_HEAD.fullmatch(head) and i not in indicators]
    over = [(i, f"{m['plan']}期间") for i, head in enumerate(heads) if (m := _OVER_PLAN.search(head))]
    goals += over  # “十五五”年均增速〔五年累计〕
    if not goals:
        return None
    summed = None if over else next((i for i, head in enumerate(heads) if _SUMMED_HEAD.search(head)), None)
    unit = next((i for i, head in enumerate(heads) if _UNIT_HEAD.fullmatch(head)), None)
    due = next((i for i, head in enumerate(heads) if _DUE_HEAD.fullmatch(head)), None)
    growth = tuple(i for i, _ in over if re.search("增速|增长", heads[i]))
    may_lack_last = "序号" in heads[: indicators[-1]] and _SORT_HEAD.fullmatch(heads[-1]) is not None
    number = heads.index("序号") if may_lack_last else None
    return Table(len(cells), indicators[-1], unit, tuple(goals), summed, due, growth, number=number)


def _beside_unit(heads: Sequence[str]) -> list[int]:
    """Return the column before 单位 where years follow it (层级 | 单位 | 2025年 | 2026年): it names the indicator."""
    unit = next((i for i, head in enumerate(heads) if _UNIT_HEAD.fullmatch(head)), 0)
    named = unit and _PLACE_HEAD.fullmatch(heads[unit - 1]) is None and not re.search("序号|单位", heads[unit - 1])
    return [unit - 1] if named and sum(map(heads_values, heads[unit + 1 :])) > 1 else []


@dataclass(frozen=True, slots=True)
class _Measure:
    """What the head of a column says (燃气管道（公里）2026年); `year` is "" where it names none, `sums` is 三年合计."""

    what: str
    unit: str
    year: str
    sums: bool


def _measure(head: str) -> _Measure:
    unit, year = _UNIT_IN_HEAD.search(head), _YEAR_IN_HEAD.search(head)
    bare = _UNIT_IN_HEAD.sub("", head)
    bare = _YEAR_IN_HEAD.sub("", bare, count=1)
    what = _SUM_IN_HEAD.sub("", bare)
    what = _GOAL_BEHIND.sub("", what) if year or is_measured(_GOAL_BEHIND.sub("", what)) else what
    return _Measure(what, unit["unit"] if unit else "", year["year"] if year else "", what != bare)


def _head_of_places(heads: list[str], year: int | None, caption: str, deadline: str | None) -> Table | None:
    """Return the table of 县（市、区） | 2026年新建里程（公里）, whose columns are measures and years; or None.

    What a head leaves out stands in the caption: the measure of 2026年目标, the year and unit of 新造任务. Where that
    names no year, tasks are due when the words before the table say (`deadline`).
    """
    place = next((i for i, head in enumerate(heads) if _PLACE_HEAD.fullmatch(head)), None)
    shared = _TASKS.search(caption) or "指标" in caption
    if place is None and heads and heads[0] in ("单位", "责任单位") and shared:
        place = 0  # who has to do it
    measures = [(i, _measure(head)) for i, head in enumerate(heads) if i != place]
    stated = [int(m.year) for _, m in measures if m.year]
    named, unit, last = (
        measure_of(caption) or _measured_before(measures, year),
        unit_of(caption),
        _last_year_of(caption),
    )
    goals = [
        (i, m.year, named if _is_said_by(named, m.what) else m.what, m.unit or unit)
        for i, m in measures
        if m.year and not _REACHED.search(m.what) and _is_ahead(m, year, stated, caption)
    ]
    last = last or (deadline if deadline and deadline.isdigit() and _TASKS.search(caption) else None)
    whole = last and (year is None or int(last) >= year)
    counts = _COUNT_HEAD if _TASKS.search(caption) else _TASK_HEAD
    sums = [(i, m) for i, m in measures if not m.year and (m.sums or not goals) and not _REACHED.search(m.what)]
    if whole and last:
        goals += [(i, last, m.what, m.unit or unit) for i, m in sums if counts.fullmatch(m.what) and (m.unit or unit)]
    goals.sort()
    if place is None or not goals or not all(what for _, _, what, _ in goals):
        return None
    of_goals = tuple((what, unit) for _, _, what, unit in goals)
    return Table(len(heads), place, None, tuple((i, due) for i, due, _, _ in goals), None, measures=of_goals)


def _head_of_years(heads: list[str], written: int | None, caption: str) -> Table | None:
    """Return the table of 年度 | 新建 | 改造 below 分年度任务表（单位：万亩）, a row a year; or None."""
    if heads[0] not in ("年度", "年份") or written is None:
        return None
    if (measured := measure_of(caption)) and all(map(_PLACE.fullmatch, heads[1:])):
        of_places = tuple((f"{head}{measured}", unit_of(caption)) for head in heads[1:])
        at = tuple((i, None) for i in range(1, len(heads)))
        return Table(len(heads), 0, None, at, None, 0, measures=of_places, from_year=written + 1)
    if not _TASKS.search(caption):
        return None
    what = measure_of(caption) or _WORKS_OF_TABLE.sub("", re.sub(r"\s", "", _UNIT_OF_TABLE.sub("", caption)))
    what = re.sub(r"(?:任务|目标|计划)?表?[（(]*$", "", what)
    found = [(i, _measure(head)) for i, head in enumerate(heads[1:], 1)]
    goals = [(i, m.what, m.unit or unit_of(caption)) for i, m in found if _COUNT_HEAD.fullmatch(m.what + "数")]
    goals = [(i, name, unit) for i, name, unit in goals if unit and name.startswith((*words("verbs", "plan"), "完成"))]
    named = tuple((name if is_measured(name) else f"{name}{what}", unit) for _, name, unit in goals)
    at = tuple((i, None) for i, _, _ in goals)
    return Table(len(heads), 0, None, at, None, 0, measures=named, from_year=written) if goals else None


def _measured_before(measures: Sequence[tuple[int, _Measure]], written: int | None) -> str:
    """Return what a column for a year gone by measures (2025年完成投资), for those that say 2026年目标 alone; or ""."""
    gone = [m.what for _, m in measures if m.year and written is not None and int(m.year) < written]
    return _REACHED.sub("", gone[0]) if len(gone) == 1 else ""


def _is_said_by(named: str, what: str) -> bool:
    """Say whether the caption says more than the head of a column does: 2026年目标, 2026年拔除 below 疫点拔除任务表."""
    return not what or _GOAL_HEAD.fullmatch(what) is not None or (named != what and named.endswith(what))


def measure_of(caption: str) -> str:
    """Return what a table of places measures by its caption (表1　各县接待游客人数（单位：万人次）), or ""."""
    words_ = _UNIT_BELOW.sub("", re.sub(r"\s", "", caption))
    if task := _TASK_OF_TABLE.search(words_):
        return task["what"]
    match = _OF_PLACES.search(words_)
    what = _GOALS_OF_YEARS.sub("", _OF_A_YEAR.sub("", match["what"])) if match else ""
    return what if is_measured(what) or _TASKS.search(words_) else ""


def unit_of(caption: str) -> str:
    """Return the one unit that a caption gives for the whole table (单位：万亩), or ""."""
    match = _UNIT_OF_TABLE.search(re.sub(r"\s", "", caption))
    return match["unit"] if match else ""


def _last_year_of(caption: str) -> str | None:
    """Return the year in which the period ends that a caption names (分解表（2026—2028年）), or its only year."""
    years = YEAR.findall(caption)
    return max(years) if years else None


def _is_ahead(measure: _Measure, written: int | None, stated: list[int], caption: str) -> bool:
    """Say whether a column is for a year to come, or for the year of the text and says what is to be done."""
    column = int(measure.year)
    return _lies_ahead(column, written, stated) or (_sets_tasks(measure.what, caption) and (written or 0) <= column)


def _sets_tasks(what: str, caption: str) -> bool:
    """Say whether a column, or the table it stands in, says what is to be done (2026年新建站点, …任务分解表)."""
    return (
        _GOAL.search(what) is not None or what.startswith(words("verbs", "plan")) or _TASKS.search(caption) is not None
    )


def _lies_ahead(column: int, written: int | None, stated: list[int]) -> bool:
    """Say whether a year is one to come: not before the plan's own, and not the earliest of several."""
    if written is not None:
        return column > written or (column == written and column > min(stated))
    return len(stated) == 1 or column > min(stated)
