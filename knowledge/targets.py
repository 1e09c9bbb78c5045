"""Document in, ledger of its targets out: one record for each figure, grade or coverage that the plan promises.

The way: clause → sentences → tokens (`target_tokens`) → phrases → drafts (`target_rules`, `target_grades`) → records.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from knowledge.quantities import quantity_at
from knowledge.sentences import sentences
from knowledge.target_drafts import Draft, Setting
from knowledge.target_english import english_deadline, english_drafts, is_english
from knowledge.target_english_patterns import LEADS_IN
from knowledge.target_sentences import read_sentence
from knowledge.target_sorts import (
    YEAR,
    dated_early,
    goal_years,
    is_english_plan,
    looks_ahead,
    parts_with_norms,
    parts_with_plans,
    period_of,
    phases_of,
    reports,
    reports_on_year,
    sets_norms,
    sets_tasks,
    tells_what_was,
    year_of_section,
    year_of_work,
    year_written,
    years_of_parts,
)
from knowledge.target_stacked import Cells, stacked_tables
from knowledge.target_table_reader import TableReader
from knowledge.target_times import CHINESE_DIGITS, last_year
from knowledge.target_typography import led_back, plain, without_typesetting
from knowledge.target_words import folded, words
from knowledge.types import Clause, ClauseKind, Document, Span, Target
from knowledge.wrapping import continued_lines, running_heads, unbroken

_RECKONED = re.compile(r"^\s*(?:(?:据|经|根据)[^,;]{0,8}(?:测算|预测)|从(?:全国|国际|全球)(?:来?看|形势))[,:]")
_FORECAST = re.compile(r"预计|预测|据?测算")  # 预计到2030年,新增人口约160万人: how things stand, no goal
_ANNOUNCES = re.compile(r":\s*$|(?:以下|如下)[^,;。]{0,6}(?:目标|指标|任务)[。:]?\s*$")
_OF_YEAR = re.compile(r"目标\s*\((?:到)?(20\d\d)年\)\s*:?\s*$")  # 近期目标（2027年）：
_GOALS = re.compile(r"目标")  # sentences below such a heading stand under the last deadline that was named
_OVERALL = re.compile(r"总体要求|总体思路|工作思路")  # below these under that of a goal just before
_STANDS = re.compile(r"现有|已有|目前|截[至止]")
_WITH_A_STOP = re.compile(r"\s*([一-鿿]{2,12})。\s*")  # （三）发展目标。 above its paragraphs
_HEADS_GOALS = re.compile(r"(?:主要|总体|具体|发展|工作|预期|量化)?(?:目标|指标)(?:如下|是|为)?:")
_OPENS_WITH_YEAR = re.compile(r"\s*(?:力争|确保)?(?:到|至)20\d\d年")
_LIST_ITEM = re.compile(r"[ \u3000\t]*(?:[-—–·•●*◆◇★☆■□▲△➢✓]|[(（]\d|[①-⑳]|\d)")
_PLACE_ITEM = re.compile(r"[ \u3000\t]*(?P<place>[一-鿿]{1,7}[市县区镇乡州盟旗])\s*[:：]")  # 清河区：退化林修复8000亩
_RUN_IN = re.compile(r"[A-Z][A-Za-z' -]{2,40}[.:] +[A-Z]")  # Economic growth. GDP will …
_CONDITIONS = re.compile(r"(?:下列|以下|如下)[^,;。]{0,12}(?:情形|情况|条件)[^;。]*:\s*$")
_SETS_CONDITIONS = re.compile(
    r"(?:(?:申报|申请|认定|准入|入选|报名)(?:条件|要求)|(?:标准|层级|对象|范围)[与和及]条件|考核(?:方式|程序))(?:/|$)"
)
_WIDE_BRACKETS = str.maketrans("()", "（）")
_NOTES = re.compile(r"(?:名词(?:解释|说明)|注释)\s*:?")
_NEXT_LINE = re.compile(r"[ \t\u3000]*\r?\n(\S{1,8})")
_DUE = re.compile(  # (完成时限:2028年12月); 以上任务2027年底前完成
    rf"(?:完成|办结|达成)?(?:时限|期限|时间|时间要求)\s*:\s*(?:到|在)?\s*{YEAR}\s*年|"
    rf"(?:以上|上述)(?:各项)?(?:任务|工作|目标|项目|工程|指标)[^,;。\d]{{0,6}}{YEAR}\s*年[^,;。]{{0,6}}(?:完成|建成|实现|达到)|"
    rf"^\s*{YEAR}年(?:为|是)[^,;。\d]{{2,10}}(?:年|阶段)\s*[,;:。]|"  # 1.2026年为全面起步年。
    # (省水利厅负责,2026年5月底前完成), behind a task
    rf"\((?![^()]*(?:其中|含|续建|已))[^()]{{0,60}}(?:负责|牵头|[局委办厅部院会心府])[^(),;]{{0,8}}[,;]\s*"
    rf"(?:到|于|在)?{YEAR}年[^,;。()]{{0,8}}(?:完成|办结|建成|见效)\)[。;]?\s*$|"
    rf"上述[^,;。\d]{{1,14}}[均都须应]于?{YEAR}\s*年[^,;。]{{0,6}}(?:完成|建成|完工|投运|投用|投产)|"
    # 新建管网2公里。2026年10月底前完工,估算投资4200万元。
    rf"(?:^|[。;])\s*{YEAR}\s*年(?:\d{{1,2}}月)?(?:年?[底末]|汛|入汛|雨季|上半年)?(?:之?前|以前)?(?:全部|全面)?"
    r"(?:完成|完工|竣工|建成|投用|投产|通水|通车|投入使用|建成投用|建成通车)(?=[,;。]|$)"
)


def targets_of(document: Document) -> tuple[Target, ...]:
    """Return the targets of a document in text order.

    Guaranteed: ids are unique and depend on the clause's path alone; each span lies within one sentence, or one row of
    a table; `value` is a substring of `text[span]`, and so is the printed figure that `number` was read from.
    """
    ledger = _Ledger(document)
    nodes = list(_whole(_nodes(document.root, "", document.text), ledger.continued))
    stacked = stacked_tables([clause for clause, _ in nodes], document.text)
    for place, (clause, heading) in enumerate(nodes):
        if place in stacked:
            ledger.read_stacked(clause, stacked[place])
        else:
            ledger.read(clause, heading)
    return tuple(ledger.targets)


def _nodes(clause: Clause, headings: str, text: str) -> Iterator[tuple[Clause, str]]:
    """Yield every node that carries the document's own words, with the headings it stands under."""
    if clause.kind is ClauseKind.BACK:
        return
    heads = clause.kind is ClauseKind.MARKED and clause.children and not clause.heading
    stopped = (
        _WITH_A_STOP.fullmatch(text[clause.own.start : clause.own.end].strip()[len(clause.mark) :]) if heads else None
    )
    above = f"{headings}/{stopped[1] if stopped else clause.heading}"
    yield clause, above
    for child in clause.children:
        yield from _nodes(child, above, text)


def _whole(nodes: Iterable[tuple[Clause, str]], continued: Mapping[int, bool]) -> Iterator[tuple[Clause, str]]:
    """Yield the nodes with the lines that continue their words, which the parser calls paragraphs."""
    last: tuple[Clause, str] | None = None
    for clause, heading in nodes:
        if (
            last
            and clause.kind is ClauseKind.PARAGRAPH
            and clause.own.start in continued
            and clause.path == last[0].path
        ):
            own = Span(last[0].own.start, clause.own.end)
            last = (replace(last[0], own=own), last[1])
            continue
        yield from (last,) if last else ()
        last = (clause, heading)
    yield from (last,) if last else ()


def _ends_in_a_year(draft: Draft, setting: Setting) -> bool:
    """Say whether a figure is due in a year, or each year of a period (2026年至2028年每年): else it is a norm."""
    return last_year(draft.deadline if draft.deadline != "每年" else setting.deadline) is not None


def _only_year(deadlines: set[str]) -> str | None:
    """Return the one deadline of several that mean the same year (2030, 十五五期间), the year first; or None."""
    same = len({last_year(deadline) or deadline for deadline in deadlines}) == 1
    return next((d for d in sorted(deadlines) if d.isdigit()), next(iter(deadlines))) if same else None


class _Ledger:
    """Collects the targets of one document; remembers the lead-in sentence that governs the items after it."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.continued = continued_lines(document.text)
        self.year = year_written(document)
        self.early = dated_early(document)
        self.targets: list[Target] = []
        self.counts: dict[str, int] = {}
        self.lead: tuple[str, bool, Setting] | None = None
        self.norms = sets_norms(document)
        self.parts_with_plans = parts_with_plans(document)
        self.parts_with_norms = parts_with_norms(document)
        ahead = years_of_parts(document).items()
        self.years_of_parts = {path: year for path, year in ahead if self.year is None or int(year) >= self.year}
        self.plans = sets_tasks(document.title)
        self.reports = reports(document.title)
        self.english_plan = not self.norms and is_english_plan(document.title)
        self.within = year_of_work(document)
        self.period = period_of(document.title)
        self.goal_years = goal_years(document)
        self.phases = phases_of(document.text)
        self.tables = TableReader(self.year, self.period, self.within, running_heads(self.text))
        self.goal_list: str | None = None  # path of the clause whose items 主要目标： leads in
        self.conditions: str | None = None  # path of the clause whose items are conditions (有下列情形之一的:)
        self.notes: str | None = None  # path of the clause below which 名词解释 stands
        self.due: str | None = None  # the last deadline of the text before: that of a table without years
        numbers = [clause.number for clause in document.clauses()]
        self.short = {number for number in numbers if number.isdigit() and numbers.count(number) == 1}

    def read(self, clause: Clause, heading: str) -> None:
        """Add the targets of a node's own text."""
        own = self._behind_mark(clause)
        spoken = plain(own.of(self.text))
        if self._sets_nothing(clause, spoken.strip()):
            return
        if clause.kind is not ClauseKind.PARAGRAPH:
            self.tables.caption_is(clause.heading)
        elif self._read_row(clause, own.stripped(self.text)):
            return
        carried = self._carried(clause, own)
        place = _PLACE_ITEM.match(self.text, own.start) if carried else None
        whose = place["place"] if place else ""
        part = clause.path.partition("/")[0]
        due = self._due_of(spoken)
        past = report = (
            tells_what_was(heading)
            or reports_on_year(heading, self.year)
            or (self.reports and not looks_ahead(heading, self.year))
        )
        within = (
            due if due else year_of_section(heading, self.years_of_parts.get(part, self.within), self.phases, self.year)
        )
        within = None if report or part in self.parts_with_norms else within
        tasks = not report and (self.plans or any(word in heading for word in words("tasks", "headings")))
        bounds = (
            (self.norms and part not in self.parts_with_plans)
            or part in self.parts_with_norms
            or _SETS_CONDITIONS.search(heading) is not None
        )  # figures without a year are those of norms
        deadlines: set[str] = set()
        lowest = heading.rstrip("/").rpartition("/")[2]
        goals, topic = _GOALS.search(lowest) is not None, plain(clause.heading or lowest)
        overall = _OVERALL.fullmatch(lowest) is not None
        governing: str | None = None
        told: str | None = None
        named: tuple[tuple[str, str | None], ...] = ()
        for span, printed, broken in self._sentences(own):
            governing = None if overall and _STANDS.search(printed) else governing
            setting = carried or Setting(year=self.year, deadline=governing or within)
            if carried and goals and told:
                setting = replace(carried, deadline=told)  # 到2030年,…。完成…: the item has a year of its own
            setting = replace(
                setting,
                annual=self.within,
                within=within,
                told=told,
                named_earlier=named,
                period=self.period,
                goal_years=self.goal_years,
                phases=self.phases,
                early=self.early,
                topic=topic,
                past=past or setting.past,
                tasks=tasks,
                report=report,
                commitment=None,
            )
            words_, origin = without_typesetting(printed)
            if _RECKONED.search(words_) or (report and _FORECAST.search(words_)):
                continue
            drafts, setting = self._drafts(words_, setting, led=carried is not None)
            if bounds:
                drafts = [draft for draft in drafts if _ends_in_a_year(draft, setting)]
            drafts = [led_back(led_back(draft, origin), broken) for draft in drafts]
            for draft in drafts if not self._is_cut(span) else [d for d in drafts if d.value.end < len(span)]:
                self._record(clause, span, replace(draft, indicator=whose + draft.indicator))
            past = setting.past and not setting.deadline
            deadlines |= {setting.deadline} if setting.deadline else set()
            self.due = setting.deadline or self.due
            told = setting.deadline or told
            named = tuple((draft.indicator, draft.unit) for draft in drafts)
            governing = setting.deadline if goals or (overall and drafts) else None
            if not carried:
                self._remember_lead(clause, span, setting, deadlines, goals=goals)
        if not carried:
            self._remember_list(clause, folded(own.of(self.text)), deadlines)

    def _due_of(self, spoken: str) -> str | None:
        """Return the year in which all of a node is due where it says so, and that is not over; or None."""
        match = _DUE.search(spoken)
        year = next(filter(None, match.groups())).translate(CHINESE_DIGITS) if match else None
        return year if year and (self.year is None or int(year) >= self.year) else None

    def _behind_mark(self, clause: Clause) -> Span:
        """Return where a node's own words stand without its mark."""
        start = clause.own.start
        if clause.mark:
            found = self.text.find(clause.mark, start, clause.own.end)
            start = found + len(clause.mark) if found >= 0 else start
        return Span(min(start, clause.own.end), clause.own.end)

    def _drafts(self, sentence: str, setting: Setting, *, led: bool) -> tuple[list[Draft], Setting]:
        """Return the drafts of a sentence, in Chinese or English, and the setting behind it; `led` by a lead-in."""
        drafts, after = read_sentence(sentence, setting)
        if drafts or not is_english(sentence):
            return drafts, after
        plan = self.english_plan and not setting.report
        drafts = list(english_drafts(sentence, self.year, after.deadline, plan=plan, period=self.period, led=led))
        after.deadline = english_deadline(sentence, self.year, self.period) or after.deadline
        return drafts, after

    def _sentences(self, own: Span) -> Iterator[tuple[Span, str, tuple[int, ...]]]:
        """Yield the sentences, folded, and where each character stands in the sentence as printed (() as it is)."""
        words_, places = unbroken(self.text, own, self.continued)
        if not places:
            yield from ((span, folded(span.of(self.text)), ()) for span in sentences(self.text, own))
            return
        for span in sentences(words_, Span(0, len(words_))):
            start, end = places[span.start], places[span.end - 1] + 1
            yield (
                Span(start, end),
                folded(span.of(words_)),
                tuple(place - start for place in places[span.start : span.end]),
            )

    def _is_cut(self, sentence: Span) -> bool:
        """Say whether a line ends in a bare figure whose unit stands on the next one (不少于200 above 万平方米)."""
        after = _NEXT_LINE.match(self.text, sentence.end)
        last = self.text[sentence.end - 1 : sentence.end]
        unit = quantity_at(folded(f"1{after[1]}"), 0) if after and last.isdigit() else None
        return unit is not None and unit.unit is not None

    def _sets_nothing(self, clause: Clause, words_: str) -> bool:
        """Say whether a node is an item of a list of conditions, or a note that explains a term."""
        below = self.conditions is not None and clause.path.startswith(f"{self.conditions}/")
        if not below:
            self.conditions = clause.path if _CONDITIONS.search(words_) else None
        self.notes = clause.path if _NOTES.fullmatch(words_) else self.notes
        item = self.notes is not None and clause.path.startswith(f"{self.notes}/")
        return below or item or (self.notes == clause.path and clause.kind is ClauseKind.PARAGRAPH)

    def read_stacked(self, clause: Clause, cells: Cells) -> None:
        """Add the targets of a row whose cells stand one on a line, or take it for the head of its table."""
        for draft in self.tables.read_stacked(cells, self.due):
            self._record(clause, Span(0, len(self.text)), draft)

    def _read_row(self, clause: Clause, line: Span) -> bool:
        """Add the targets of a line that is a row of a table, or its head; say whether it is one."""
        begin = self.text.rfind("\n", 0, line.start) + 1
        end = self.text.find("\n", line.end)
        found = self.tables.read_line(self.text[begin : end if end >= 0 else None], self.due)
        for place, draft in found or ():
            self._record(clause, Span(begin + place.start, begin + place.end), draft)
        return found is not None

    def _carried(self, clause: Clause, own: Span) -> Setting | None:
        """Return the setting of the lead-in (到2025年,具体指标:) if this node is one of the items it leads in."""
        if self.lead is None:
            return None
        path, announces, setting = self.lead
        below = clause.path.startswith(path + "/")
        if clause.kind is ClauseKind.PARAGRAPH:
            item = _LIST_ITEM.match(own.of(self.text)) or (announces and _RUN_IN.match(own.of(self.text)))
            item = item or (announces and _PLACE_ITEM.match(own.of(self.text)))
            follows = below or (clause.path == path and bool(item))
        else:
            follows = below and announces
        if follows:  # 1.集中攻坚年（2026年）, below goals for 2028, has a year of its own
            own_year = year_of_section(clause.heading, None, self.phases, self.year)
            return replace(setting, deadline=own_year or setting.deadline)
        self.lead = None
        return None

    def _remember_lead(self, clause: Clause, span: Span, setting: Setting, deadlines: set[str], *, goals: bool) -> None:
        """Keep the deadline of a lead-in: it ends with ：, or is a paragraph of one deadline above —— items.

        A lead-in without a deadline of its own (具体指标：) has the only one of the sentences before it. Below 发展目标
        a paragraph of one deadline leads in the clauses after it.
        """
        only = _only_year(deadlines)
        item = clause.kind is ClauseKind.PARAGRAPH and _LIST_ITEM.match(clause.own.of(self.text)) is not None
        opens_goals = goals and only is not None and clause.kind is ClauseKind.PARAGRAPH and not item
        spoken = plain(span.of(self.text))
        announces = opens_goals or self._announces(spoken)
        headed = _OF_YEAR.search(spoken)
        first = only if opens_goals else None  # 到2030年…。“十五五”期间…: the year
        deadline = first or setting.deadline or (headed[1] if headed else None) or (only if announces else None)
        self.lead = None
        if item and not announces:
            return  # one of several ● items speaks for itself
        if deadline and (announces or only):
            self.lead = (clause.path, announces, Setting(year=self.year, deadline=deadline))

    def _remember_list(self, clause: Clause, words_: str, deadlines: set[str]) -> None:
        """Let the year with which the first of several goals opens (1.到2030年,…) govern those after it.

        They stand below 主要目标： or the like, which names none itself.
        """
        if self.goal_list is not None and clause.path.startswith(f"{self.goal_list}/"):
            only = _only_year(deadlines) if _OPENS_WITH_YEAR.match(words_) else None
            if only:
                self.lead = (self.goal_list, True, Setting(year=self.year, deadline=only))
            self.goal_list = None
        elif clause.kind is ClauseKind.PARAGRAPH:
            self.goal_list = clause.path if _HEADS_GOALS.fullmatch(words_.strip()) else None

    @staticmethod
    def _announces(sentence: str) -> bool:
        """Say whether a sentence leads in the items after it: 目标如下：, the objectives are as follows."""
        return _ANNOUNCES.search(sentence) is not None or (
            is_english(sentence) and LEADS_IN.search(sentence) is not None
        )

    def _record(self, clause: Clause, sentence: Span, draft: Draft) -> None:
        label = clause.number if clause.number in self.short else clause.path.replace("/", "") or "全文"
        self.counts[label] = count = self.counts.get(label, 0) + 1
        at = sentence.start
        span = Span(at + draft.span.start, at + draft.span.end)
        value = Span(at + draft.value.start, at + draft.value.end).of(self.text)
        indicator = self._as_printed(draft.indicator, span)
        in_brackets = draft.unit is not None and "(" in draft.unit  # 台（套）
        unit = self._as_printed(draft.unit, span) if draft.unit and in_brackets else draft.unit
        self.targets.append(
            Target(
                f"{label}-{count}", clause.path, indicator, draft.relation, value, draft.number, unit,
                draft.deadline, draft.base_year, draft.commitment, draft.kind, span,
            )
        )  # fmt: skip

    def _as_printed(self, indicator: str, span: Span) -> str:
        """Return the indicator with the full-width marks of the quote; one joined of two places with its brackets."""
        words_, _ = unbroken(self.text, span, self.continued)
        spoken, origin = without_typesetting(folded(words_))
        place = spoken.find(indicator)
        if place >= 0:
            printed = origin or tuple(range(len(words_)))
            return "".join(words_[i] for i in printed[place:][: len(indicator)])
        return indicator.translate(_WIDE_BRACKETS) if "（" in words_ and "(" not in words_ else indicator
