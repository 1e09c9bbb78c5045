"""Times in a plan's sentence: deadlines (到2025年, 十四五期间, 每年), bases (比2020年) and times that have passed."""

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.numerals import parse_int


class TimeKind(StrEnum):
    """The part that a time plays for the figures after it."""

    DEADLINE = "deadline"
    BARE = "bare"  # 2025年 without 到: a deadline only at the head of a phrase and not before the plan's own year
    EVERY = "every"  # 每年: for its own phrase only
    YEARLY = "yearly"  # 年度完成: this year in a list of work for one year, else each year
    THIS = "this"  # 今年
    NEXT = "next"  # 明年
    TERM = "term"  # 规划期内: a promise without a year
    END = "end"  # 规划期末: the last year of the plan
    SAME = "same"  # 同年底前: the year named last
    PHASE = "phase"  # 近期, 远期: the year that the text says they last to
    FIRST = "first"  # 前三年: those of the plan
    SOON = "soon"  # 三年内: a promise without a year, or the last year of a plan for as many years
    BASE = "base"  # 比2020年
    ORIGIN = "origin"  # 由2020年的: what follows is the starting point
    SINCE = "since"  # 自2026年起: a promise from the plan's own year on, a report before it
    PAST = "past"  # 截至2020年底, 2020年以来
    DATE = "date"  # 2023年5月1日: says nothing about a target


@dataclass(frozen=True, slots=True)
class Time:
    """One time expression, `text[start:end]`; `value` as a record names it (2025, 十四五期间, 每年)."""

    start: int
    end: int
    kind: TimeKind
    value: str | None
    years: int | None = None  # of 三年内


# The last year of each five-year plan.
PLAN_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035, "十七五": 2040}
_YEAR = r"(?P<year>(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2}) ?年?"
_FULL_YEAR = _YEAR.removesuffix("?")
_PLAN = r"[“\"'‘]?(?P<plan>十[二三四五六七]五)[”\"'’]?"
_PLAN_ENDS = r"[“\"'‘]?(?P<ending>十[二三四五六七]五)[”\"'’]?"
_MONTH = r"(?:\d{1,2}月(?:\d{1,2}日)?)"
_FEW = r"(?P<few>[1-9一二三四五十两]{1,2})"
_USING = "(?:未来|今后|力争用|再用|利用|通过|用|经过)"
_DOING = (
    "累计|共计|合计|新建|新增|增设|增配|增建|统筹|提高|增长|下降|降低|带动|培训|完成|改造|建成|建设|培育|引进|创建|打造|发展|投入|开展|"
    "年均|实施|组织|资助|筹集|举办|争取|更新|引育|撬动|吸引|招引|选派|评选|认定|新改建|组建|改良|推广|治理|修复|整治"
)
_OF_BASE = r"(?:底|末)?(?:相比|的?基础上?|同期|水平|为基期|为基数|不变价)?的?"
_PATTERNS = (
    (TimeKind.PAST, r"(?:截至|截止到?|截止至)[^,;。]{0,2}" + _YEAR + r"(?:\d{1,2}月)?(?:底|末)?"),
    (TimeKind.DATE, r"(?<=[对将把])" + _YEAR + r"(?:以来|来)[^,;。]{1,10}?的"),
    (TimeKind.PAST, _YEAR + r"(?:以来|来)"),
    (TimeKind.SINCE, r"(?:从|由|自)?" + _YEAR + r"(?:\d{1,2}月)?(?:\d{1,2}日)?起"),
    (TimeKind.PAST, r"[近过去这]{0,3}[一二三四五六七八九十两几\d]{1,2}[多余]?年(?:多|间)?(?:以来|来)"),
    (TimeKind.BASE, r"(?:比|较|与|同|按|以|相比|对比)" + _YEAR + _OF_BASE),
    (TimeKind.BASE, r"(?:是|为|相当于)" + _YEAR + r"(?:底|末)?的(?=\d[\d.]*倍)"),
    (TimeKind.BASE, r"在(?:去年|上年)[^,;。]{0,12}?的?基础上"),
    (TimeKind.BASE, r"在" + _YEAR + r"(?:底|末)?(?:[^,;。]{0,8}?)的?基础上"),
    (TimeKind.DATE, _YEAR + r"年?[底末]?(?:之?前|以前)(?:建成|建造|竣工|登记|注册|出生|投运|取得)[^,;。]{0,12}?的"),
    (TimeKind.BASE, r"(?:比|较|与)" + _PLAN + r"(?:末|期末|末期|时期|期间)?(?:相比|的)?"),
    (TimeKind.BASE, r"(?:比|较|与)(?:去年|上年|上一年)(?:底|末|同期)?(?:相比)?"),
    (TimeKind.ORIGIN, r"(?:从|由|自)(?:" + _YEAR + r"|去年|上年|上一年|目前|现在|现有)(?:底|末)?的?"),
    (
        TimeKind.DEADLINE,
        r"(?:到|至|在)?(?:19|20)\d\d年?[-—–~～至到]{1,2}" + _YEAR
        + r"(?:期间|间|(?=[,，一-鿿]))(?!年度|期|行动|规划|计划|方案|年)",
    ),
    (TimeKind.DEADLINE, r"第[一二三四五]年[(]" + _YEAR + r"[)]"),
    (TimeKind.DEADLINE, r"[(](?:[到至]|20\d\d年?[-—–~～至到]{1,2})" + _YEAR + r"底?[)]"),
    (TimeKind.DEADLINE, r"(?:展望|面向)(?:到)?" + _YEAR + r"(?:底|末)?"),
    (TimeKind.DEADLINE, r"(?:到|至|在|于)" + _YEAR + _MONTH + r"?(?:年?[底末])?(?:之?前(?!期)|以前|止)?的?(?!\d|月)"),
    (TimeKind.DEADLINE, _YEAR + _MONTH + r"?(?:年?[底末内](?:之?前|以前)?|之?前(?!期)|以前)的?"),
    (TimeKind.DATE, _YEAR + _MONTH),
    (TimeKind.BARE, r"(?<!\d)(?P<year>20\d\d)(?=(?:、20\d\d){0,4}[、和及]20\d\d年)"),  # 2026、2027、2028年
    (TimeKind.BARE, r"(?<!\d)" + _FULL_YEAR + r"(?!度?(?:版|修订|不变价))度?的?"),
    (TimeKind.PAST, _PLAN + r"以来"),
    (TimeKind.DEADLINE, r"(?:到|至|在)?" + _PLAN_ENDS + r"(?:规划|时期)?(?:期末|末期?|收官之年)"),
    (TimeKind.DEADLINE, r"(?:到|至|在)?整?个?" + _PLAN + r"(?:规划)?(?:时期|期间|期)"),
    (TimeKind.DEADLINE, r"(?:到|至)" + _PLAN),
    (TimeKind.EVERY, r"每(?:学)?年度?|每一年"),
    (TimeKind.YEARLY, r"年度内?(?=新增|完成)"),
    (TimeKind.PAST, r"今年(?:以来|上半年|[一二三]季度)"),
    (TimeKind.THIS, rf"(?:到|在)?今年{_MONTH}?(?:年?[底末内])?(?:之?前|以前)?(?!起)"),
    (TimeKind.NEXT, rf"(?<![照说表声证阐])(?:到|在)?明年{_MONTH}?(?:年?[底末内])?(?:之?前|以前)?(?!起)"),
    (TimeKind.SOON, rf"{_USING}?{_FEW}(?:[-—至到]?[1-9三五])?年(?:时间|内|左右的?时间|左右)"),
    (TimeKind.SOON, rf"(?:未来|今后){_FEW}年"),
    (TimeKind.SOON, rf"(?<![近前续去每第]){_FEW}年(?=(?:计划|拟|共)?(?:{_DOING}))"),
    (TimeKind.FIRST, rf"(?<![此比较以])前{_FEW}年(?=(?:计划|拟|共)?(?:{_DOING}))"),
    (TimeKind.SOON, r"到?本世纪中叶"),
    (TimeKind.END, r"(?:到|至)?(?:规划|计划|方案|行动|责任|实施)期末|(?:行动|责任|实施)期限?内"),
    (TimeKind.PHASE, r"(?:到|至)?(?P<phase>近期|中期|远期)(?:末期?|目标年)?(?!评估|检查)"),
    (TimeKind.SAME, r"同年(?:底|末)?(?:之?前|以前)?(?!同期|级)"),
    (TimeKind.BASE, r"[比较][一-鿿]{2,6}(?:之?前|前一年)(?=提高|增长|增加|下降|减少|降低|提升|缩短)"),
    (TimeKind.TERM, r"(?:规划|计划|方案)期内"),
    (TimeKind.SOON, r"(?:规划|计划|方案)期|(?<!\d)(?<!年)\d{1,2}月(?:\d{1,2}日)?(?:底|末)?(?:之?前|以前)"),
)  # fmt: skip
_BEGINNING = re.compile(
    r"[(第\d规计方行责实前利通同近中远一二三四五六七八九十两几“\"'‘到至在于整比较与同按以相对从由自截近过去这每年未今力再用经本展面是为明]"
)
_OF_A_SHARE = re.compile(r"[占对配性百同环]比$")  # 占比2025年达到…: no comparison with 2025
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def time_at(text: str, position: int, *, phases: bool = False) -> Time | None:
    """Return the time expression that begins at `position` of folded `text`, or None.

    近期 and 远期 are times only in a text that says until when they last (`phases`).
    """
    if not _BEGINNING.match(text, position):
        return None
    if position and text[position].isdigit() and text[position - 1].isdigit():
        return None
    for kind, pattern in _COMPILED:
        if kind is TimeKind.BASE and _OF_A_SHARE.search(text[max(0, position - 1) : position + 1]):
            continue
        if (match := pattern.match(text, position)) and (phases or kind is not TimeKind.PHASE):
            found = match.groupdict()
            years = parse_int(found["few"]) if found.get("few") else None
            return Time(match.start(), match.end(), kind, _value(kind, found), years)
    return None


def last_year(value: str | None) -> int | None:
    """Return the last year that a deadline's value covers: 2025 for both `2025` and `十四五期间`."""
    if value is None:
        return None
    return int(value) if value.isdigit() else PLAN_YEARS.get(value[:3])


def _value(kind: TimeKind, found: dict[str, str | None]) -> str | None:
    if year := found.get("year"):
        return year.translate(CHINESE_DIGITS)
    if phase := found.get("phase"):
        return phase
    if ending := found.get("ending"):
        return str(PLAN_YEARS[ending])
    if plan := found.get("plan"):
        return plan + ("" if kind is TimeKind.BASE else "期间")
    return "每年" if kind in (TimeKind.EVERY, TimeKind.YEARLY) else None
