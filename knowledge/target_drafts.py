"""What the target grammar passes on: drafts of records, and the setting that governs the figures of a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge.target_times import Time, TimeKind, last_year
from knowledge.types import Relation, Span, TargetKind


@dataclass(frozen=True, slots=True)
class Draft:
    """A target within its sentence: offsets count from the sentence's start."""

    indicator: str
    relation: Relation
    value: Span
    number: Decimal | None
    unit: str | None
    deadline: str | None
    base_year: str | None
    commitment: str | None
    kind: TargetKind
    span: Span


@dataclass(slots=True)
class Setting:
    """What governs the figures from here on. `year` is the year the plan was written, None where unknown."""

    year: int | None = None
    deadline: str | None = None
    told: str | None = None  # the deadline that the sentences before named last
    annual: str | None = None  # the year of the whole document
    within: str | None = None  # the year of the whole document (2025年工作要点) or clause (完成时限：2025年6月)
    phases: Mapping[str, str] = field(default_factory=dict)  # the years to which 近期 and 远期 last
    period: tuple[int, int] | None = None  # first and last year of the plan (2026—2028年)
    goal_years: frozenset[int] = frozenset()  # those that the text names goals for (到2028年)
    early: bool = False  # the text is dated early in its year, which therefore lies ahead
    topic: str = ""  # what the clause is headed, for a figure whose verb has no object of its own
    years: tuple[str, ...] = ()  # of 到2025年和2030年, which 分别 pairs with figures
    promised: bool = False  # a deadline, 三年内 or an accepted target came before
    past: bool = False
    tasks: bool = False  # the section says what is to be done
    report: bool = False  # the section says what has been done
    commitment: str | None = None
    commitment_open: bool = False  # 力争到2025年, alone: it governs the next phrase whatever its verb
    every: bool = False
    object_open: bool = False  # a figure with its object came just before; the next may leave its verb out
    last_subject: Span | None = None
    counted: dict[str | None, Span] = field(default_factory=dict)  # the last subject of each unit in the sentence
    subject_before: Span | None = None  # the subject of the part before ；, for a part that begins with another year
    last_relation: Relation | None = None  # of the target just before, for 2028年达到60%,2030年70%
    named: tuple[tuple[str, str | None], ...] = ()  # indicators and units of the targets read since ；
    named_before: tuple[tuple[str, str | None], ...] = ()  # indicators and units of the part before ；
    named_earlier: tuple[tuple[str, str | None], ...] = ()  # of the sentence before
    time_alone: bool = False  # the phrase before was a time and nothing else: 到2030年,

    @property
    def due(self) -> str | None:
        """The deadline of the figure now read."""
        return "每年" if self.every else self.deadline

    @property
    def marked(self) -> bool:
        """Whether deadline or commitment makes a promise of the figure now read."""
        return bool(self.due or self.promised or self.commitment)

    def meet(self, time: Time, *, at_head: bool) -> None:
        """Let a time take effect: a deadline of the past makes what follows a report."""
        if time.kind is TimeKind.EVERY or (time.kind is TimeKind.YEARLY and self.within is None):
            self.every = True
        elif time.kind in (TimeKind.YEARLY, TimeKind.THIS, TimeKind.NEXT):
            self._meet_near(time)
        elif time.kind is TimeKind.END:
            self.every = False
            self._promise(str(self.period[1]) if self.period else self.within)
        elif time.kind is TimeKind.PHASE and (last := self.phases.get(time.value or "")):
            self.every = False
            self._promise(last)
        elif time.kind is TimeKind.SAME:
            self.deadline, self.every = self.deadline or self.told, False
        elif time.kind is TimeKind.TERM:
            self._promise(self.within)
        elif time.kind is TimeKind.FIRST and self.period and time.years and not self.report:
            self._promise(str(self.period[0] + time.years - 1))
        elif time.kind is TimeKind.SOON:
            if self.report:
                return  # 五年累计投入9亿元, where it is told what was done
            self._promise((self._end_of_plan(time) if at_head else None) or self.deadline)
        elif time.kind is TimeKind.SINCE:
            self.past = self._is_gone(time)
            self.promised = self.promised or not self.past
            self.deadline = self.deadline if self.past else time.value
        elif time.kind is TimeKind.DEADLINE or (time.kind is TimeKind.BARE and at_head):
            self.every = False
            # in a report 2025年 and 十四五期间 say when something was done; 到2030年 is still ahead
            told = time.kind is TimeKind.BARE or not (time.value or "").isdigit() or time.value == str(self.year)
            self.past = self._is_gone(time) or (self.report and told)
            self.deadline = None if self.past else time.value

    def _promise(self, deadline: str | None) -> None:
        """Let a deadline of the plan itself govern: what follows lies ahead."""
        self.promised, self.past, self.deadline = True, False, deadline

    def _meet_near(self, time: Time) -> None:
        """Let 今年 or 明年 take effect where it is known which year that is, and that it is not over."""
        if time.kind is not TimeKind.NEXT and self.within and not self.report:
            self.every, self.past, self.deadline = False, False, self.within
        elif self.year and self.early and not self.report:
            self.every, self.past = False, False
            self.deadline = str(self.year + (time.kind is TimeKind.NEXT))

    def _end_of_plan(self, time: Time) -> str | None:
        """Return the last year of the plan where 三年内 or 三年累计 spans the whole of it.

        Where the title gives no years, a plan of 2026 for three ends in 2028 if it has goals for that year.
        """
        if self.period is not None:
            return str(self.period[1]) if time.years == self.period[1] - self.period[0] + 1 else None
        last = self.year + time.years - 1 if self.year and time.years else None
        return str(last) if last in self.goal_years else None

    def _is_gone(self, time: Time) -> bool:
        year, bare = last_year(time.value), time.kind is TimeKind.BARE
        if time.value is not None and time.value == self.within:
            return False
        if year is None or self.year is None:
            return bare
        if bare and self.tasks and self.period and self.period[0] <= year:
            return False  # 2026年,新建40个, in a plan for 2026—2028
        return (
            year < self.year + (bare and not self.early) and not self.commitment
        )  # 2023年,… in a text of 2023 may be a report
