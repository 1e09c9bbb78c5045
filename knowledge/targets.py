"""Document in, ledger of its targets out: one record for each figure, grade or coverage that the plan promises.

The way: clause → sentences → tokens (`target_tokens`) → phrases → drafts (`target_rules`, `target_grades`) → records.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from knowledge.sentences import sentences
from knowledge.target_drafts import Draft, Setting
from knowledge.target_english import english_deadline, english_drafts, is_english
from knowledge.target_grades import coverage_drafts, grade_drafts
from knowledge.target_rules import PhraseReader
from knowledge.target_tables import Table, cells_of, is_row, row_drafts, table_head
from knowledge.target_times import CHINESE_DIGITS, PLAN_YEARS, TimeKind, last_year
from knowledge.target_tokens import Part, Token, tokens_of
from knowledge.target_words import any_of, folded, words
from knowledge.types import Clause, ClauseKind, Document, Span, Target

_END = re.compile(r"[。!?.][。!?.”’』」)]*$")
_SEGMENT = re.compile(r"[^;]+")
_RATE = re.compile(
    r"(?:补助|补贴|资助)(?:标准|水平)(?=[^;]{0,4}(?:提高|提升|增加|达))"
)  # a rate that is to rise is a target
_CONDITION = re.compile(r"\s*(?:对|按|依|凡|符合)")
_OF_WHICH = re.compile(r"\s*其中")
_ANNOUNCES = re.compile(r":\s*$|(?:以下|如下)[^,;。]{0,6}(?:目标|指标|任务)[。:]?\s*$")
_OF_YEAR = re.compile(r"目标\s*\((?:到)?(20\d\d)年\)\s*:?\s*$")  # 近期目标（2027年）：
_GOALS = re.compile(r"目标")  # sentences below such a heading stand under the last deadline that was named
_GRANTED = re.compile(r"给予|奖励|奖补|补助|补贴|资助|贴息|单个|单户|单项|最高")
_COMPLETED = re.compile(
    r"[^\d]{0,6}(?:建成|完成|完工|竣工|投产|投用|投入使用|投入运营|投运|投入运行|全容量并网|并网|开园|上线|达产|交付|通车)"
)
_LIST_ITEM = re.compile(r"[ \u3000\t]*(?:[-—–·•●*]|[(（]\d|[①-⑳]|\d)")
_YEAR = r"((?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})"
_DUE_HEAD = re.compile(r"(?:完成|办结)?(?:时限|期限|时间|时间节点|时间要求)")
_DUE_YEAR = re.compile(rf"(?:到|在)?\s*{_YEAR}\s*年")
_TABULAR = re.compile(r"[\t|]")
_DUE = re.compile(
    rf"(?:完成|办结|达成)?(?:时限|期限|时间|时间要求)\s*:\s*(?:到|在)?\s*{_YEAR}\s*年"
)  # (完成时限:2028年12月)
_REPORTED = re.compile(rf"(?:^|[。\n])\s*{_YEAR}年[,，]")  # 2024年,…: what the opening reports, where no date tells
_OPENING = 600  # characters
_WRITTEN = re.compile(rf"(?:〔|\[|发布时间[:：]?\s*|印发日期[:：]?\s*){_YEAR}")
_SIGNED = re.compile(rf"^\s*[(（]?{_YEAR}年\S{{1,3}}月\S{{1,3}}日[)）]?\s*$", re.MULTILINE)  # a date alone on its line
_GOAL = re.compile(rf"[到至]{_YEAR}年")
_NORMATIVE = re.compile(
    r"(?:条例|办法|规定|细则|标准|规范|规程|法|决定)(?:[（(][^（）()]*[）)])*$|\b(?:Act|Regulations?|Law|Code|Ordinance|Standard)\b"
)
_PLANS = re.compile(r"(?:方案|计划|措施|要点|规划|纲要|行动|意见)(?:[（(][^（）()]*[)）])*$")
_ENGLISH_PLANS = re.compile(r"\b(?:Plan|Strategy|Programme|Program|Roadmap|Agenda|Framework)\b", re.IGNORECASE)
_WORK_OF = re.compile(
    r"(?<![到至向—–-])(?P<year>20\d\d)年?度?(?![年版修—–~～至-]|年?[—–~～至-])(?=[^\d]*(?:要点|计划|重点|安排|任务|清单|实事|方案|分解|工作|项目|通知|目标))"
)
_SEVERAL_YEARS = re.compile(r"20\d\d.*20\d\d|[两二三四五六十]年|十[二三四五六]五|[（(]20\d\d")
_PERIOD = re.compile(r"(?P<year>20\d\d)(?:年)?[-—–~～至到]{1,2}20\d\d年?")
_PLAN_PERIOD = re.compile(rf"(?P<short>{'|'.join(PLAN_YEARS)})|第(?P<long>十[二三四五六七])个五年")
_SCOPE = re.compile(r"本(?:标准|文件|规范|规程)(?:规定|给出|适用)")
_EARLY = 9  # the last month in which 2025年,… of a text of 2025 cannot be a report on the year
_HEAD = 2_000  # characters in which a standard says what it sets
_PLAN_LENGTH = 5  # years; a plan without a date is taken as written at most this long before its first deadline


def targets_of(document: Document) -> tuple[Target, ...]:
    """Return the targets of a document in text order.

    Guaranteed: ids are unique and depend on the clause's path alone; each span lies within one sentence; `value` is a
    substring of `text[span]`, and so is the printed figure that `number` was read from.
    """
    ledger = _Ledger(document)
    for clause, heading in _nodes(document.root, ""):
        ledger.read(clause, heading)
    return tuple(ledger.targets)


def _nodes(clause: Clause, headings: str) -> Iterator[tuple[Clause, str]]:
    """Yield every node that carries the document's own words, with the headings it stands under."""
    if clause.kind is ClauseKind.BACK:
        return
    above = f"{headings}/{clause.heading}"
    yield clause, above
    for child in clause.children:
        yield from _nodes(child, above)


def year_written(document: Document) -> int | None:
    """Return the year the document was published, or the best guess from its text, or None."""
    if match := re.match(r"(?:19|20)\d\d", document.published):
        return int(match[0])
    if work := _year_of_work(document.title):
        return int(work)
    if match := _WRITTEN.search(document.text) or _SIGNED.search(document.text):
        return int(match[1].translate(CHINESE_DIGITS))
    if plan := _PLAN_PERIOD.search(document.title):
        return PLAN_YEARS[(plan["short"] or plan["long"] + "五")] - _PLAN_LENGTH
    if period := _PERIOD.search(document.title):
        return int(period["year"]) - 1  # a plan for 2024—2026 is taken as written before: 2024年 lies ahead in it
    goals = [int(match[1].translate(CHINESE_DIGITS)) for match in _GOAL.finditer(folded(document.text))]
    if not goals:
        return None
    told = [int(m[1].translate(CHINESE_DIGITS)) for m in _REPORTED.finditer(document.text, 0, _OPENING)]
    return max([min(goals) - _PLAN_LENGTH + 1, *(year for year in told if year < min(goals))])


def _year_of_work(title: str) -> str | None:
    """Return the one year that a list of work is for (2025年…工作要点): the deadline of all that states no other."""
    match = None if _SEVERAL_YEARS.search(title) else _WORK_OF.search(title)
    return match["year"] if match else None


def _sets_norms(document: Document) -> bool:
    """Say whether a document sets norms (a law, a standard): its figures without a year are bounds, not targets."""
    if _NORMATIVE.search(document.title):
        return True
    return _SCOPE.search(document.text, 0, _HEAD) is not None


class _Ledger:
    """Collects the targets of one document; remembers the lead-in sentence that governs the items after it."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.year = year_written(document)
        month = re.match(r"\d{4}-(\d\d)", document.published)
        self.early = month is not None and int(month[1]) <= _EARLY
        self.targets: list[Target] = []
        self.counts: dict[str, int] = {}
        self.lead: tuple[str, bool, Setting] | None = None
        self.table: Table | None = None
        self.norms = _sets_norms(document)
        self.plans = _PLANS.search(document.title) is not None
        self.english_plan = not self.norms and _ENGLISH_PLANS.search(document.title) is not None
        self.within = _year_of_work(document.title)
        self.due_column: int | None = None  # of a table of tasks
        self.due: str | None = None  # the last deadline of the text before: that of a table without years
        numbers = [clause.number for clause in document.clauses()]
        self.short = {number for number in numbers if number.isdigit() and numbers.count(number) == 1}

    def read(self, clause: Clause, heading: str) -> None:
        """Add the targets of a node's own text."""
        start = clause.own.start
        if clause.mark:
            found = self.text.find(clause.mark, start, clause.own.end)
            start = found + len(clause.mark) if found >= 0 else start
        own = Span(min(start, clause.own.end), clause.own.end)
        if clause.kind is ClauseKind.PARAGRAPH and self._read_row(clause, own.stripped(self.text)):
            return
        carried = self._carried(clause, own)
        due = _DUE.search(folded(own.of(self.text)))
        within = due[1].translate(CHINESE_DIGITS) if due else self.within
        past = report = any(word in heading for word in words("past", "headings"))
        tasks = not report and (self.plans or any(word in heading for word in words("tasks", "headings")))
        deadlines: set[str] = set()
        goals = _GOALS.search(heading.rstrip("/").rpartition("/")[2]) is not None
        governing: str | None = None
        for span in sentences(self.text, own):
            setting = carried or Setting(year=self.year, deadline=governing or within)
            setting = replace(
                setting,
                within=within,
                early=self.early,
                past=past or setting.past,
                tasks=tasks,
                report=report,
                commitment=None,
            )
            words_ = folded(span.of(self.text))
            drafts, setting = read_sentence(words_, setting)
            if not drafts and is_english(words_):
                plan = self.english_plan and not report
                drafts = list(english_drafts(words_, self.year, setting.deadline, plan=plan))
                setting.deadline = english_deadline(words_, self.year) or setting.deadline
            if self.norms:
                drafts = [draft for draft in drafts if last_year(draft.deadline)]
            for draft in drafts:
                self._record(clause, span, draft)
            past = setting.past and not setting.deadline
            deadlines |= {setting.deadline} if setting.deadline else set()
            self.due = setting.deadline or self.due
            governing = setting.deadline if goals else None
            if not carried:
                self._remember_lead(clause, span, setting, deadlines, goals=goals)

    def _read_row(self, clause: Clause, line: Span) -> bool:
        """Read a line as the head or a row of a table of indicators, and say whether it is one."""
        words = line.of(self.text)
        if "\n" in words or not is_row(words):
            self.table = self.due_column = None
            return False
        head = table_head(words, self.year, self.due)
        if head:
            self.table, self.due_column = head, None
            return True
        if self.table is not None:
            for draft in row_drafts(words, self.table):
                self._record(clause, line, draft)
            return True
        return self._read_cells(clause, line)

    def _read_cells(self, clause: Clause, line: Span) -> bool:
        """Read the cells of a row that is not one of a table of indicators, each for itself; say whether it is a row.

        A column headed 完成时限 says when they are due.
        """
        cells = cells_of(line.of(self.text))
        heads = [i for i, cell in enumerate(cells) if _DUE_HEAD.fullmatch(re.sub(r"\s", "", cell.words))]
        self.due_column = heads[0] if heads else self.due_column
        if heads or not _TABULAR.search(line.of(self.text)):
            return bool(heads)
        at = self.due_column
        year = _DUE_YEAR.match(cells[at].words) if at is not None and at < len(cells) else None
        deadline = year[1].translate(CHINESE_DIGITS) if year else self.within
        for i, cell in enumerate(cells):
            span = Span(line.start + cell.start, line.start + cell.end)
            drafts, _ = read_sentence(folded(cell.words), Setting(year=self.year, deadline=deadline, within=deadline))
            for draft in drafts if i != at else ():
                self._record(clause, span, draft)
        return True

    def _carried(self, clause: Clause, own: Span) -> Setting | None:
        """Return the setting of the lead-in (到2025年,具体指标:) if this node is one of the items it leads in."""
        if self.lead is None:
            return None
        path, announces, setting = self.lead
        below = clause.path.startswith(path + "/")
        if clause.kind is ClauseKind.PARAGRAPH:
            follows = below or (clause.path == path and _LIST_ITEM.match(own.of(self.text)) is not None)
        else:
            follows = below and announces
        if follows:
            return replace(setting)
        self.lead = None
        return None

    def _remember_lead(self, clause: Clause, span: Span, setting: Setting, deadlines: set[str], *, goals: bool) -> None:
        """Keep the deadline of a lead-in: it ends with ：, or is a paragraph of one deadline above —— items.

        A lead-in without a deadline of its own (具体指标：) has the only one of the sentences before it. Below 发展目标
        a paragraph of one deadline leads in the clauses after it.
        """
        only = next(iter(deadlines)) if len(deadlines) == 1 else None
        item = clause.kind is ClauseKind.PARAGRAPH and _LIST_ITEM.match(clause.own.of(self.text)) is not None
        opens_goals = goals and only is not None and clause.kind is ClauseKind.PARAGRAPH and not item
        announces = opens_goals or _ANNOUNCES.search(folded(span.of(self.text))) is not None
        headed = _OF_YEAR.search(folded(span.of(self.text)))
        deadline = setting.deadline or (headed[1] if headed else None) or (only if announces else None)
        self.lead = None
        if item and not announces:
            return  # one of several ● items speaks for itself
        if deadline and (announces or only):
            self.lead = (clause.path, announces, Setting(year=self.year, deadline=deadline))

    def _record(self, clause: Clause, sentence: Span, draft: Draft) -> None:
        label = clause.number if clause.number in self.short else clause.path.replace("/", "") or "全文"
        self.counts[label] = count = self.counts.get(label, 0) + 1
        at = sentence.start
        span = Span(at + draft.span.start, at + draft.span.end)
        value = Span(at + draft.value.start, at + draft.value.end).of(self.text)
        indicator = self._as_printed(draft.indicator, span)
        self.targets.append(
            Target(
                f"{label}-{count}", clause.path, indicator, draft.relation, value, draft.number, draft.unit,
                draft.deadline, draft.base_year, draft.commitment, draft.kind, span,
            )
        )  # fmt: skip

    def _as_printed(self, indicator: str, span: Span) -> str:
        """Return the indicator with the full-width marks it was printed with, where the quote has it in one piece."""
        place = folded(span.of(self.text)).find(indicator)
        return self.text[span.start + place :][: len(indicator)] if place >= 0 else indicator


def read_sentence(sentence: str, setting: Setting) -> tuple[list[Draft], Setting]:
    """Return the drafts of one folded sentence, and what governs its end.

    Norms and grants (应当, 罚款, 补助) without a deadline give none.
    """
    body = _END.sub("", sentence.rstrip())
    tokens = tokens_of(body)
    own = {token.time.value for token in tokens if token.time and token.part is Part.TIME}
    first = next((token for token in tokens if token.time or token.part is Part.PAST), None)
    if first and first.time and first.time.kind is TimeKind.EVERY:
        setting.past = False  # 每年…: what the sentence before reported has ended
    norms = [span for m in _SEGMENT.finditer(body) if (span := _norm_in(m))]
    done: list[Draft] = []  # of the parts that ；has ended
    open_: list[Draft] = []
    for is_break, group in groupby(tokens, key=lambda token: token.part is Part.BREAK):
        phrase = tuple(group)
        if is_break:
            if any(token.text == ";" for token in phrase):
                setting.subject_before = setting.last_subject
                setting.commitment = setting.last_subject = None
                setting.object_open = False
                done, open_ = [*done, *open_], []
            continue
        of_which = _OF_WHICH.match(body, phrase[0].start) is not None
        setting.every = setting.every and of_which
        outer = setting.deadline
        found = _read_phrase(body, phrase, setting)
        setting.deadline = outer if of_which and outer and not setting.past else setting.deadline
        if any(start <= phrase[0].start < end for start, end in norms):
            words_ = body[phrase[0].start : phrase[-1].end]
            found = [draft for draft in found if _promised_beside_norms(draft, words_, own)]
        elif not any(token.part is Part.QUANTITY for token in phrase) and (late := _completion(body, phrase, setting)):
            open_ = [draft if draft.deadline in own else replace(draft, deadline=late) for draft in open_]
        open_ += found
    return done + open_, setting


def _norm_in(segment: re.Match[str]) -> tuple[int, int] | None:
    """Return the part of a segment that norms rule: all of it beside a grant, from 应当 and 不得 on else; or None."""
    words_ = _RATE.sub(lambda m: " " * len(m[0]), segment[0])
    if re.search(any_of("norms", "grants"), words_):
        return segment.span()
    must = re.search(any_of("norms", "musts"), words_)
    return (segment.start() + words_.rfind(",", 0, must.start()) + 1, segment.end()) if must else None


def _is_norm(words_: str) -> bool:
    return re.search(any_of("norms", "grants", "musts"), _RATE.sub("", words_)) is not None


def _promised_beside_norms(draft: Draft, phrase: str, own: set[str | None]) -> bool:
    """Say whether a figure beside norms or grants is a target: due in a year that is stated, or 每年评选10家."""
    if (draft.unit or "").endswith("元") and _GRANTED.search(_RATE.sub("", phrase)):
        return False  # 每家奖励5万元, whenever
    if draft.deadline is None or (draft.deadline != "每年" and draft.deadline in own):
        return draft.deadline is not None
    return draft.unit in words("units", "counter") and not _is_norm(phrase) and not _CONDITION.match(phrase)


def _completion(sentence: str, phrase: tuple[Token, ...], setting: Setting) -> str | None:
    """Return the year in which what was named before is completed: …3000吨,2026年6月建成投产."""
    time = next((token.time for token in phrase if token.time), None)
    if time is None or time.kind not in (TimeKind.DEADLINE, TimeKind.DATE, TimeKind.BARE) or setting.past:
        return None
    year = last_year(time.value)
    ahead = year is not None and (setting.year is None or year >= setting.year)
    return time.value if ahead and _COMPLETED.match(sentence[time.end : phrase[-1].end]) else None


def _read_phrase(sentence: str, phrase: tuple[Token, ...], setting: Setting) -> list[Draft]:
    reader = PhraseReader(sentence, phrase, setting)
    figures = reader.read()
    setting.object_open = setting.object_open and bool(figures)
    content = Span(reader.content, reader.end)
    others = [*grade_drafts(sentence, content, setting), *coverage_drafts(sentence, content, setting)]
    others = [other for other in others if not any(other.value.overlaps(draft.value) for draft in figures)]
    if reader.lead is not None:
        others = [
            replace(other, span=Span(reader.lead, other.span.end)) if other.span.start == content.start else other
            for other in others
        ]
    if content and not figures and not others and not any(token.part is Part.QUANTITY for token in phrase):
        setting.last_subject = content
    return sorted(figures + others, key=lambda draft: draft.span.start)
