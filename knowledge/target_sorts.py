"""What sort of document it is, and when it was written: what decides how the figures in its sentences are read."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from knowledge.parse import FRONT_PATH
from knowledge.target_times import CHINESE_DIGITS, PLAN_YEARS
from knowledge.target_typography import plain
from knowledge.target_words import any_of, words
from knowledge.types import ClauseKind, Document

YEAR = r"((?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
_REPORTED = re.compile(rf"(?:^|[。\n])\s*{YEAR}年[,，]")  # 2024年,…: what the opening reports, where no date tells
_OPENING = 600  # characters
_WRITTEN = re.compile(  # a number alone on its line, not that of a document that the text cites
    rf"^[^。;\n]{{0,40}}(?:〔|\[){YEAR}[^。;\n]{{0,12}}$|(?:发布时间[:：]?\s*|印发日期[:：]?\s*|签[订署](?:时间|日期)[:：]\s*){YEAR}|"
    rf"{YEAR}年\d{{1,2}}月(?:\d{{1,2}}日)?印发|[(（]{YEAR}年(?:修订|修正)[)）]",
    re.MULTILINE,
)
# a date alone on its line
_SIGNED = re.compile(rf"^\s*[(（]?{YEAR}年\S{{1,3}}月(?:\S{{1,3}}日)?[)）]?\s*$", re.MULTILINE)
_GOAL = re.compile(rf"[到至]{YEAR}年")
_NORMATIVE = re.compile(
    r"(?:条例|办法|规定|细则|导则|标准|规范|规程|预案|法|决定)(?:[（(][^（）()]*[）)])*$|\b(?:Act|Regulations?|Law|Code|Ordinance|Standard)\b"
)
_PLANS = re.compile(r"(?:方案|计划|措施|要点|规划|纲要|行动|意见|责任书)(?:[（(][^（）()]*[)）])*(?:[^。；]*的通知)?$")
_ENGLISH_PLANS = re.compile(
    r"\b(?:Plans?|Strategy|Programme|Program|Roadmap|Agenda|Framework|Outline|Scheme|Initiative|Measures|Priorities|Tasks|Opinions|Blueprint|Goals|Targets)\b",
    re.IGNORECASE,
)
_WORK_OF = re.compile(
    r"(?<![到至向—–-])(?P<year>20\d\d)年?度?(?![年版修—–~～至-]|年?[—–~～至-])(?=[^\d]*(?:要点|计划|重点|安排|任务|清单|实事|方案|分解|工作|项目|通知|目标|措施|举措|意见))"
)
_CALLS = re.compile(r"(?:申报|征集|推荐|遴选|评选|招募|招生)(?:工作)?的?(?:通知|公告|通告|指南)$")
_SEVERAL_YEARS = re.compile(r"(20\d\d).*(?!\1)20\d\d|[两二三四五六十]年|十[二三四五六]五|[（(]20\d\d")
_REPORTS = re.compile(r"(?:完成|执行|进展|落实|开展|整改)?(?:情况|状况)的?(?:报告|通报)$|工作总结$")
_NEXT = re.compile(r"下一?[步阶]|打算|安排|思路|目标|任务|计划|措施|建议|展望|工作重点|重点工作|工作要求")
_DONE = re.compile(r"(?:完成|落实|执行|进展|推进|开展)情况")
_DONE_IN_IT = re.compile(r"(?:完成|落实|执行|进展|推进|开展|工作)情况$|总结$|回顾$")
_WORK_REPORT = re.compile(r"工作报告$")
_DELIVERED = re.compile(
    rf"^[-—\s]*[(（]?{YEAR}年[^年\n]{{2,8}}日在[^\n]{{4,60}}(?:会议|大会)上[)）]?\s*$", re.MULTILINE
)
_SECTION_OF = re.compile(
    rf"^{YEAR}年度?的?(?:(?:全[市县省区]|[省市县区]|政府|国民经济和社会|经济和?社会|主要|重点|预期|总体|发展|的)*)(?:工作|任务|目标|安排|计划|要求|思路)"
)
_PERIOD_OF_SECTION = re.compile(  # 近期目标（至2030年）, 第一阶段（2026年3月—2027年6月）
    r"[(](?:[到至]|20\d\d年?(?:\d{1,2}月)?[-—–~至到]{1,2})(20\d\d)年?(?:\d{1,2}月)?底?[)]:?$"
)
_PHASE = re.compile(
    r"(?P<name>近期|中期|远期)(?:为|是|:|\(|至|到)(?:(?:20\d\d)年?[-—–~～至到]{1,2})?(?P<last>20\d\d)年?|"
    r"(?P<year>20\d\d)年\((?P<other>近期|中期|远期)\)"
)
_ENGLISH_GOALS = re.compile(  # Main Targets for 2030, but not Targets for 2027 and 2030
    r"\b(?:Targets?|Goals?|Objectives?|Priorities|Tasks)\b[^\d]{0,20}\b(?:for|by|to)\s+(?P<year>20\d\d)\s*$",
    re.IGNORECASE,
)
_STAGE = re.compile(r"^[^(《》]{2,16}[(](20\d\d)年[)]:?$")
_TWO_THINGS = re.compile(r"[与和及、]")  # 近期建设与投资
_YEAR_ALONE = re.compile(r"(?:第[一二三四五]年[(])?(20\d\d)年[)]?(?:度)?")
_OTHER_PERIOD = re.compile(r"[“\"]?十[三四五六七]五[”\"]?(?:时期|期间|规划)|未来[三五]年|今后[三五]年")
_PERIOD = re.compile(r"(?P<year>20\d\d)(?:年?[-—–~～至到]{1,2}| (?:to|through) )(?P<last>20\d\d)年?")
_ENGLISH_WORK = re.compile(  # 2027 Work Plan of …; Key Tasks for 2027
    r"^(?:.{0,60}\b)?(?P<year>20\d\d)\s+(?:annual\s+|key\s+)?(?:work|action|implementation|tasks|priorities|plan)\b|"
    r"\b(?:work|annual|key|priority|major|tasks|priorities)\b.*\b(?:for|of|in)\s+(?P<last>20\d\d)$",
    re.IGNORECASE,
)
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_ENGLISH_DATE = re.compile(  # Adopted on 6 May 2025; June 2026 alone on its line
    rf"(?:(?:adopted|issued|approved|released|published|promulgated|assented|dated|endorsed)\b[^\n]{{0,120}}?|^[(（]?)"
    rf"(?:\d{{1,2}}\s+)?{_MONTHS}\s+(?:\d{{1,2}},\s*)?(?P<year>20\d\d)",
    re.IGNORECASE | re.MULTILINE,
)
_ENGLISH_PERIOD = re.compile(r"\b(?P<nth>1[2-7])th Five[- ]Year\b", re.IGNORECASE)
_PLANS_END = 1955  # the fifteenth five-year plan ends 75 years later
_PLAN_PERIOD = re.compile(rf"(?P<short>{'|'.join(PLAN_YEARS)})|第(?P<long>十[二三四五六七])个五年")
_SCOPE = re.compile(r"本(?:标准|文件|规范|规程)(?:规定|给出|适用)")
_EARLY = 9  # the last month in which 2025年,… of a text of 2025 cannot be a report on the year
_HEAD = 2_000  # characters in which a standard says what it sets
_GOALS_TOO = re.compile(r"目标|要求|任务|思路")  # 现状与目标
_FOR_APPLICANTS = re.compile(
    r"(?:认定|申报|准入|评审|验收|推荐)(?:条件|标准|材料|要求)|材料清单|评分(?:表|标准)|报送要求"
)
_LISTS_WORK = re.compile(r"(?<!情况)(?:清单|任务|计划|安排|要点|方案|目标|分解表|任务表)(?:\([^()]*\))?$")
_TITLE = 40  # characters
_TITLE_LINES = 4  # of an annex, in which its title stands
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")
_MOSTLY_ARTICLES = 20  # articles of a law whose title does not say so
_PLAN_LENGTH = 5  # years; a plan without a date is taken as written at most this long before its first deadline


def year_written(document: Document) -> int | None:
    """Return the year the document was published, or the best guess from its text, or None."""
    if match := re.match(r"(?:19|20)\d\d", document.published):
        return int(match[0])
    text, title = plain(document.text), plain(document.title)
    if delivered := _DELIVERED.search(text, 0, _OPENING):
        return int(delivered[1].translate(CHINESE_DIGITS))
    if work := year_of_work(document):
        return int(work)
    if match := _WRITTEN.search(text) or _SIGNED.search(text):
        return int(next(filter(None, match.groups())).translate(CHINESE_DIGITS))
    if match := _ENGLISH_DATE.search(document.text, 0, _OPENING):
        return int(match["year"])
    if plan := _PLAN_PERIOD.search(title):
        return PLAN_YEARS[(plan["short"] or plan["long"] + "五")] - _PLAN_LENGTH
    if period := _PERIOD.search(title):
        return int(period["year"]) - 1  # a plan for 2024—2026 is taken as written before: 2024年 lies ahead in it
    goals = goal_years(document)
    if not goals:
        return None
    told = [int(m[1].translate(CHINESE_DIGITS)) for m in _REPORTED.finditer(text, 0, _OPENING)]
    return max([min(goals) - _PLAN_LENGTH + 1, *(year for year in told if year < min(goals))])


def goal_years(document: Document) -> frozenset[int]:
    """Return the years that a text names goals for (到2028年)."""
    return frozenset(int(m[1].translate(CHINESE_DIGITS)) for m in _GOAL.finditer(plain(document.text)))


def year_of_work(document: Document) -> str | None:
    """Return the one year that a list of work is for (2025年…工作要点): the deadline of all that states no other.

    A report on the work of a government (政府工作报告) looks ahead to the year in which it is delivered.
    """
    title = plain(document.title)
    if _CALLS.search(title) or _REPORTS.search(title):
        return None  # the year of a call for applications is that of the projects, not of the conditions they meet
    match = None if _SEVERAL_YEARS.search(title) else _WORK_OF.search(title) or _ENGLISH_WORK.search(title)
    if match is None and _WORK_REPORT.search(title):
        delivered = _DELIVERED.search(plain(document.text), 0, _OPENING)
        return delivered[1].translate(CHINESE_DIGITS) if delivered else None
    return next(year for year in match.groupdict().values() if year) if match else None


def reports(title: str) -> bool:
    """Say whether a title is that of a report on how things stand or what was done (…环境状况和目标完成情况的报告)."""
    return _REPORTS.search(plain(title)) is not None


def looks_ahead(heading: str, written: int | None) -> bool:
    """Say whether a section of such a report tells what is to be done: 下一步工作; 2026年工作, `written` in 2026."""
    heading = plain(heading)
    years = [int(year) for year in re.findall(r"20\d\d", heading)]
    if written is not None and years:
        return max(years) >= written
    return _NEXT.search(heading) is not None and _DONE.search(heading) is None


def phases_of(text: str) -> dict[str, str]:
    """Return the years to which 近期, 中期 and 远期 last, where a text says so: 近期为2026—2030年, 2035年（远期）."""
    found: dict[str, str] = {}
    for match in _PHASE.finditer(plain(text)):
        for name, year in ((match["name"], match["last"]), (match["other"], match["year"])):
            if name and year:
                found.setdefault(name, year)
    return found


def tells_what_was(heading: str) -> bool:
    """Say whether a section tells what was reached or how things stand: 发展基础, but not 夯实发展基础."""
    names = [name for name in heading.split("/") if not name.startswith(words("past", "work"))]
    names = [_work_on_what_was().sub("", name) for name in names if not _GOALS_TOO.search(name)]
    return any(word in name for name in names for word in words("past", "headings"))


@cache
def _work_on_what_was() -> re.Pattern[str]:
    """Match what is to be done about how things stand: 持续优化发展环境."""
    return re.compile(f"{any_of('past', 'work')}[一-鿿]{{0,2}}{any_of('past', 'headings')}")


def reports_on_year(heading: str, written: int | None) -> bool:
    """Say whether a section tells of the year before that in which the text was written (2025年工作情况).

    In December it may be of the same year (2025年工作完成情况). The lowest heading that names a year decides.
    """
    if written is None:
        return False
    for name in reversed([re.sub(r"\s", "", name) for name in plain(heading).split("/")]):
        if match := _SECTION_OF.match(name):
            year = int(match[1].translate(CHINESE_DIGITS))
            if year != written or _DONE_IN_IT.search(name):
                return year <= written
    return False


def year_of_section(
    heading: str, within: str | None, phases: Mapping[str, str], written: int | None = None
) -> str | None:
    """Return the year that a section is for (2026年重点工作); None below one for other years, else `within`.

    `phases` are the years to which 近期 and 远期 last (近期建设重点); a bare year in brackets (全面推进（2027年）)
    counts where it is not over when the text was `written`.
    """
    for name in reversed(plain(heading).split("/")):
        if (phase := name.strip()[:2]) in phases and not _TWO_THINGS.search(name):
            return phases[phase]
        if match := _ENGLISH_GOALS.search(name):
            return match["year"]
        bare = re.sub(r"\s", "", name)
        if match := _SECTION_OF.match(bare):
            return match[1].translate(CHINESE_DIGITS)
        if match := _YEAR_ALONE.fullmatch(bare) or _PERIOD_OF_SECTION.search(bare):
            return match[1]
        stage = _STAGE.search(bare)
        if stage and written is not None and int(stage[1]) >= written:
            return stage[1]
        if _OTHER_PERIOD.search(name):
            return None
    return within


def period_of(title: str) -> tuple[int, int] | None:
    """Return the first and the last year of the plan whose title this is (（2026—2028年）, “十五五”), or None."""
    title = plain(title)
    if period := _PERIOD.search(title):
        return int(period["year"]), int(period["last"])
    plan, english = _PLAN_PERIOD.search(title), _ENGLISH_PERIOD.search(title)
    last = PLAN_YEARS[plan["short"] or plan["long"] + "五"] if plan else 0
    last = _PLANS_END + _PLAN_LENGTH * int(english["nth"]) if english else last
    return (last - _PLAN_LENGTH + 1, last) if last else None


def sets_norms(document: Document) -> bool:
    """Say whether a document sets norms (a law, a standard): its figures without a year are bounds, not targets."""
    if _NORMATIVE.search(document.title):
        return True
    if not sets_tasks(document.title) and _is_of_articles(document):
        return True
    return _SCOPE.search(document.text, 0, _HEAD) is not None


def _is_of_articles(document: Document) -> bool:
    """Say whether a text is a law by its form: it has twenty articles (第一条) or more."""
    marks = [clause.mark for clause in document.clauses() if clause.kind is ClauseKind.MARKED]
    return sum(_ARTICLE.match(mark.strip()) is not None for mark in marks) >= _MOSTLY_ARTICLES


def parts_with_norms(document: Document) -> frozenset[str]:
    """Return the paths of the annexes and further documents that set norms: …考核办法 below a plan in one notice."""
    titles = _titles_of_parts(document)
    found = {
        path
        for path, lines in titles.items()
        if any(_NORMATIVE.search(line) or _FOR_APPLICANTS.search(line) for line in lines)
    }
    return frozenset(found) | _first_of_several(document, tuple(titles))


def _titles_of_parts(document: Document) -> dict[str, list[str]]:
    """Return the lines of each annex and further document in which its title stands, by its path."""
    parts = [child for child in document.root.children if child.kind is ClauseKind.PART]
    lines = {part.path: [part.heading, *part.span.of(document.text).splitlines()[:_TITLE_LINES]] for part in parts}
    return {path: [line.strip() for line in titles] for path, titles in lines.items()}


def _first_of_several(document: Document, parts: Sequence[str]) -> frozenset[str]:
    """Return the paths of the first document of a notice with two (文2 is the second), where it sets norms."""
    front = document.clause(FRONT_PATH)
    if front is None or not any(path.startswith("文") for path in parts):
        return frozenset()
    lines = [line.strip() for line in front.span.of(document.text).splitlines()]
    titles = [line for line in lines if _NORMATIVE.search(line) or _PLANS.search(line)]
    if not titles or _PLANS.search(titles[-1]):
        return frozenset()
    return frozenset(c.path for c in document.root.children if c.path and c.path not in (*parts, FRONT_PATH))


def years_of_parts(document: Document) -> dict[str, str]:
    """Return the one year that an annex is for by its path: 附件 2026年重点任务清单."""
    found = {}
    for path, lines in _titles_of_parts(document).items():
        titles = [line for line in map(plain, lines) if _LISTS_WORK.search(line) and not _SEVERAL_YEARS.search(line)]
        if year := next(
            (match["year"] for line in titles if (match := _WORK_OF.search(line)) and len(line) <= _TITLE), None
        ):
            found[path] = year
    return found


def parts_with_plans(document: Document) -> frozenset[str]:
    """Return the paths of the annexes that are plans (附件1 工作方案), be it below rules."""
    return frozenset(path for path, lines in _titles_of_parts(document).items() if any(map(sets_tasks, lines)))


def sets_tasks(title: str) -> bool:
    """Say whether a title is that of a plan, whose figures are what is to be done."""
    return _PLANS.search(title) is not None


def is_english_plan(title: str) -> bool:
    """Say whether a title is that of a plan in English."""
    return _ENGLISH_PLANS.search(title) is not None


def dated_early(document: Document) -> bool:
    """Say whether a document is dated so early in its year that 2025年,… in one of 2025 lies ahead."""
    month = re.match(r"\d{4}-(\d\d)", document.published)
    return month is not None and int(month[1]) <= _EARLY
