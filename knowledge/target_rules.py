"""The grammar of a target with a figure: tokens of one phrase in, drafts of its targets out.

A phrase (between commas) is read from left to right. Each figure in it is one of these, tried in this order:

    baseline        从60%…            the starting point; no target
    subject_figure  合格率 达到 98%       the figure ends its item, behind its indicator
    threshold       超1000亿元的…       describes what is counted; no target
    figure_first    建设 6家 省创新实验室  the figure stands before what it counts, or is a share (70%的企业实现…)

A figure that no rule claims is left alone: a wrong number is worse than a missing one.
"""

import re
from dataclasses import replace

from knowledge.quantities import UnitClass
from knowledge.target_conditions import (
    describes_counted,
    limits_what_is_meant,
    says_how_often,
    says_whom,
    staffs_each,
)
from knowledge.target_drafts import Draft, Setting
from knowledge.target_elision import subject_place, with_shared_end
from knowledge.target_figures import (
    after_figure,
    at_least_before_verb,
    begins_predicate,
    counts_what_follows,
    in_so_many,
    is_covered,
    is_due_of_relation,
    is_promise,
    is_served,
    is_share_of_a_place,
    joined_times,
    late_year,
    lets_a_share,
    object_stop,
    paired_figures,
    relation_before,
    relation_of,
    run_start,
    shares_from,
    stated_number,
    sums_years,
    value_end,
    value_start,
)
from knowledge.target_fits import counts_object, fitted, promises_share
from knowledge.target_shares import resumed_names, same_names, shared_names, with_relation_before
from knowledge.target_subjects import indicator_of, shared_out
from knowledge.target_times import Time, TimeKind, last_year
from knowledge.target_tokens import Part, Token
from knowledge.target_words import words
from knowledge.types import Relation, Span, TargetKind

_ENDS = (Part.BREAK, Part.PAUSE, Part.AND)
_LEAD = re.compile(r"|\(|[甲乙丙丁]方|[-—–·•●*◆◇★☆■□▲△➢✓|]+|并|其中|到|且|同时|[一二三四五六七八九十]是")
_BY_STANDARD = re.compile(r"(?:按|执行|落实)[^,;]*的(?:[一-鿿]{0,4}标准|要求|限值)")
_AIM = re.compile(
    r"的(?:拆除|重建|改造|整治|治理|修复|更新|清理|处置|迁建|新建|建设)(?:(?:或者?|和|及|与)[一-鿿]{2,6})*$|的(?:目标|水平|要求|标准|(?:生产|加工|供应|处理|服务|接待)?能力)|大关|台阶"
)
_CAPACITY = re.compile(r"(?:生产能力|产?能力|产能)(?=[,;。、)及和]|$)")  # 形成年产绿氢1.5万吨能力
_ALL_OF = re.compile(r"(?:为|年内|全年|其中|全[省市县区国州镇]|我[省市县区])")  # 全市80%以上的灌区完成改革
_GOES = re.compile(r"(?:到|赴|进|驻|下沉|深入)[一-鿿]{1,8}$")  # 选派科技特派员30名到村服务
_IS_DONE = re.compile(r"(?:实现|完成|建成|纳入|接入|配备|落实|建立|设立)[一-鿿]{2,12}$")  # 体育场馆100%实现智慧化管理
_OF_LAST_YEAR = re.compile(r"(?:去年|上年|上一年)[^,;\d]{1,10}的[^,;\d]{1,12}[要将须应]")  # 去年启动的行动要抓到底
_OPENS = re.compile(r"(?:[全我][省市县区国州])?")
_OF_SHARE = re.compile(r"(?:比重|比例|占比|率)$")
_RULES = ("制度", "措施", "规定", "要求", "政策", "责任")
_REST = re.compile(r"(?:其中)?(?:剩余|其余|余下)")  # 剩余46条背街小巷全部完成整治
_ELIDED = re.compile(r"(?:全部|[上下]半年|汛前|[均须应要将于在])|[一-鿿]{0,2}完[成毕]")
_BEHIND = re.compile(
    r"\((?:到|在)?(?P<year>20\d\d)年(?:\d{1,2}月)?(?:[底末]?(?:之?前|以前)|[底末])(?:完成|建成|达到|实现)?\)"
)
_EACH_OF = re.compile(r"每[个一][^,;的\d]{1,14}?(?=至少有)")  # 每个县至少有1所养老机构
_ORDINAL = re.compile(r"(?:[第每逢]|(?<![年底末月日])前)$")  # 前3名; 2027年底前达到15% is none


class PhraseReader:
    """Reads the targets of one phrase, `sentence[tokens[0].start:tokens[-1].end]`, in a setting that it updates."""

    def __init__(self, sentence: str, tokens: tuple[Token, ...], setting: Setting) -> None:
        self.sentence = sentence
        self.tokens = tokens
        self.setting = setting
        self.end = tokens[-1].end
        self.drafts: list[Draft] = []
        self.lead: int | None = None  # where the commitment that opens the phrase stands
        self.cursor = self.end  # where the item that is being read begins
        self.content = self.end  # where the phrase begins behind its deadline and commitment
        self.subject_end: int | None = None  # set by 从 and 由
        self.base: str | None = None
        self.timed = False  # a time opens the phrase

    def read(self) -> list[Draft]:
        """Return the drafts of the phrase, in order."""
        position = self._head()
        while position < len(self.tokens):
            token = self.tokens[position]
            if token.part is Part.QUANTITY:
                position = self._figure(position)
                continue
            if token.part is Part.TIME and not is_due_of_relation(self.tokens, position):
                opens = position > 0 and self.tokens[position - 1].part in (*_ENDS, Part.COMMITMENT)
                opens = opens or (position + 1 < len(self.tokens) and begins_predicate(self.tokens, position + 1))
                opens = opens or late_year(token, self.setting) or sums_years(self.sentence, token)
                begins = token.start == self.cursor
                position = self._meet_times(position, at_head=opens)
                self.cursor = self._start(position) if begins else self.cursor
                continue
            if token.part is Part.PAST:
                self._meet_past(token)
            elif token.part is Part.FROM:
                self._meet_origin(position)
            position += 1
        return self.drafts

    def _head(self) -> int:
        """Take the deadline and commitment that open the phrase; return where the rest begins."""
        setting, position = self.setting, 0
        while position < len(self.tokens):
            token = self.tokens[position]
            if token.part is Part.TIME:
                self.timed = True
                position = self._meet_times(position, at_head=True)
                continue
            if token.part is Part.COMMITMENT:
                setting.commitment = token.text
                self.lead = token.start if self.lead is None else self.lead
            elif token.part is Part.PAST:
                self._meet_past(token)
            elif token.part not in (Part.REMARK, Part.AND) and not _LEAD.fullmatch(token.text.strip()):
                if begins_predicate(self.tokens, position) and self.lead is None and not setting.commitment_open:
                    setting.commitment = None  # a new predicate: what 力争 governed has ended
                break
            position += 1
        setting.commitment_open = position == len(self.tokens) and self.lead is not None
        self.timed = self.timed or setting.time_alone
        setting.time_alone = position == len(self.tokens) and self.timed
        self.cursor = self.content = self._start(position)
        return position

    def _meet_times(self, position: int, *, at_head: bool) -> int:
        """Take the time at `position`, and those that 和 or 、 join to it; return the index after them."""
        end = joined_times(self.tokens, position)
        times = [token for token in self.tokens[position:end] if token.part is Part.TIME]
        for token in times:
            self._meet_time(token, at_head=at_head or len(times) > 1)
        self.setting.years = tuple(t.time.value for t in times if t.time and t.time.value and not self.setting.past)
        return end

    def _start(self, position: int) -> int:
        return self.tokens[position].start if position < len(self.tokens) else self.end

    def _meet_time(self, token: Token, *, at_head: bool) -> None:
        if token.time and token.time.kind is TimeKind.BASE:
            self.base = token.time.value
            if self.subject_end is None and self._ends_a_name(token):
                self.subject_end = token.start  # 生产总值在2025年基础上实现翻番
        elif token.time:
            self.setting.meet(token.time, at_head=at_head)

    def _ends_a_name(self, token: Token) -> bool:
        """Say whether words that may name an indicator stand right before a token."""
        before = next((t for t in self.tokens if t.end == token.start), None)
        return before is not None and before.part is Part.TEXT and before.start >= self.cursor

    def _meet_past(self, token: Token) -> None:
        """Take a word of the past; 同比 compares with the year before, and a promise may do that too.

        So does 现有 behind a deadline: 到2028年,现有31处全部消除.
        """
        if token.time and self._lies_ahead(token.time):  # 截至2030年,建成…
            self.setting.meet(replace(token.time, kind=TimeKind.DEADLINE), at_head=True)
            return
        dated = self.setting.deadline != self.setting.annual or self.timed  # not by the year of the whole text alone
        promised = self.setting.marked and (token.text == "同比" or (token.text == "现有" and dated))
        opens = _OPENS.fullmatch(self.sentence, min(self.content, token.start), token.start) is not None
        promised = promised or _OF_LAST_YEAR.match(self.sentence, token.start) is not None
        promised = promised or (token.text == "已" and self.timed and opens)  # 到2028年,全市已公布建筑建档率达到…
        self.setting.past = self.setting.past or not promised

    def _lies_ahead(self, time: Time) -> bool:
        year, written = last_year(time.value), self.setting.year
        return year is not None and written is not None and year > written

    def _meet_origin(self, position: int) -> None:
        """从 and 由 before a figure or a year open a starting point (由2020年的60%)."""
        token, following = self.tokens[position], self.tokens[position + 1 : position + 2]
        if token.time or (following and following[0].part is Part.QUANTITY):
            self.subject_end = token.start
            self.base = token.time.value if token.time else self.base

    def _figure(self, position: int) -> int:
        """Let the first rule that fits read the figure at `position`; return where reading goes on."""
        after, start = after_figure(self.tokens, position), run_start(self.tokens, position, self.cursor)
        if position and self.tokens[position - 1].part is Part.FROM:
            self._name_from_baseline()
            return position + 1  # baseline
        standard = _BY_STANDARD.search(self.sentence, self.content, self.end)
        if standard and standard.start() < self._start(start) < standard.end():
            return after  # 按照每百户不少于30平方米的标准
        if says_whom(self.tokens, position, self.sentence):
            return after
        if limits_what_is_meant(self.tokens, position, self.sentence[self.content : self.end]):
            return after
        ends = after == len(self.tokens) or self.tokens[after].part in _ENDS
        ends = ends or _GOES.match(self.sentence, self._start(after), self.end) is not None
        quantity = self.tokens[position].quantity
        share = quantity is not None and quantity.unit == "%"
        ends = ends or (share and _IS_DONE.match(self.sentence, self._start(after), self.end) is not None)
        before = self.sentence[self.cursor : self._start(start)]
        covers = in_so_many(quantity, before, self.sentence[self._start(after) : self.end])
        covers = covers or is_covered(quantity, before, self.setting)
        measured = quantity is not None and quantity.unit_class is UnitClass.MEASURE
        capacity = measured and _CAPACITY.match(self.sentence, self._start(after)) is not None
        if ends or covers or capacity or _AIM.match(self.sentence, self._start(after)):
            return self._subject_figure(start, position)
        rest = _REST.fullmatch(before) is not None
        opens = rest or self._start(start) <= self.cursor or _ALL_OF.fullmatch(before) is not None
        opens = opens or is_share_of_a_place(self.tokens, position, before)
        lets = start > 0 and lets_a_share(self.tokens, start, position)
        verb = not lets and counts_what_follows(self.sentence, self.tokens, start, position, before)
        return (
            self._figure_first(start, position, verb=verb, rest=rest) if verb or opens or lets else after
        )  # else a threshold

    def _name_from_baseline(self) -> None:
        """Remember the subject before 由 for the phrases after it: 覆盖率由目前的三成,到2027年扩大到六成."""
        if self.subject_end is not None and self.subject_end > self.cursor:
            raw = Span(self.cursor, self.subject_end)
            if indicator_of(raw.of(self.sentence)):
                self.setting.last_subject, self.setting.counted = raw, {}

    def _subject_figure(self, start: int, position: int) -> int:
        shared = shares_from(self.tokens, start, self.cursor)
        positions = paired_figures(self.tokens, shared, position)
        end = self._subject_end(start)
        begin = self._start(shared + 1) if shared < start else self.cursor
        raw = Span(min(begin, end), end)
        quantity = self.tokens[position].quantity
        alone = all(token.part is not Part.RESPECTIVELY for token in self.tokens[start:position])
        unit = quantity.unit if quantity and alone else ""
        subject = subject_place(self.sentence, raw, unit, self.setting, timed=self.timed, drafted=bool(self.drafts))
        draft = self._draft(start, position)
        if draft and subject is not None and not self._grows_by_a_year(start, position, raw, subject):
            goes_on = (self.timed and self.base is None) or bool(self.drafts)  # …、2030年的32台
            bare = goes_on and all(t.part is Part.TIME for t in self.tokens[start:position])
            draft = with_relation_before(draft, self.setting) if bare and not raw else draft
            self._accept(draft, subject, positions, shared, act=raw.of(self.sentence).strip(" 、和及与"))
        elif subject:
            self.setting.last_subject, self.setting.counted = subject, {}  # 2025年为312家,2026年扩大到450家
        after = after_figure(self.tokens, positions[-1])
        self._next_item(after)
        return after

    def _grows_by_a_year(self, start: int, position: int, raw: Span, subject: Span) -> bool:
        """Say whether 年均增长 has no subject of its own and the one before is a share, which does not grow so."""
        change = self._start(start) < self._start(position) and self.tokens[start].text.startswith("年均")
        return change and not raw and _OF_SHARE.search(subject.of(self.sentence)) is not None

    def _subject_end(self, start: int) -> int:
        """Return the offset where the subject ends: at 从, at 实现 or 新增 right before the figure, or at the run."""
        if self.subject_end is not None:
            return self.subject_end
        before = self.tokens[start - 1] if start else None
        if before and before.start > self.cursor and before.text in words("verbs", "reached"):
            return before.start
        return self._start(start)

    def _accept(self, draft: Draft, subject: Span, positions: list[int], start: int, *, act: str) -> None:
        """Add the target, one record for each subject of 均 and 分别; nothing where they cannot be paired.

        `act` are the words before the figure: a verb that does another thing with the subject before is named with it.
        """
        run, printed = self.tokens[start : positions[0]], subject.of(self.sentence) or self.setting.topic
        parts = {token.part for token in run}
        if Part.RESPECTIVELY in parts:
            units = (token.quantity.unit for i in positions if (token := self.tokens[i]).quantity)
            names = resumed_names(self.setting, subject, units, elided=not act)
            names = names or shared_names(self.setting, printed, len(positions))
            if len(names) > 1 and subject.end <= self.cursor and len(self.setting.years) == len(positions):
                names = (indicator_of(printed),)  # 依托甲、乙设立服务点,2026年、2027年分别新增…
            amounts = (t for t in run if t.part is Part.CHANGE and t.relation is Relation.EXACTLY)  # 下降, not 下降到
            change = "".join(token.text for token in amounts)
            shared = relation_before(run, draft.relation)  # 分别达到100%和90%: each but the first is at least that
            pairs = [self._paired(draft, position, shared) for position in positions]
            years = self.setting.years
            if len(names) == 1 and names[0] and len(years) == len(pairs) > 1:
                for year, pair in zip(years, pairs, strict=True):
                    self._add(replace(pair, deadline=year), names[0] + change, subject)
                return
            if len(names) == len(pairs) > 1 and all(names) and len({pair.unit is None for pair in pairs}) == 1:
                for name, pair in zip(names, pairs, strict=True):
                    self._add(pair, name + change, subject)
            return
        years = self.setting.years
        if Part.EACH in parts and len(years) > 1:
            for year in years:
                self._add(replace(draft, deadline=year), indicator_of(printed), subject)
            return
        if (alike := with_shared_end(printed, draft, self.drafts)) is not None:
            self._add(draft, alike, subject)
            return
        place = 0
        another = act if act in words("verbs", "renew") and act not in printed else ""
        each = (same_names(self.setting, printed) or shared_out(printed)) if Part.EACH in parts else ()
        for name in each or (indicator_of(printed),):
            found = printed.find(name, place) if name else -1
            self._add(
                draft, another + name, Span(subject.start + found, subject.end) if place and found > 0 else subject
            )
            place = max(place, found + len(name))

    def _paired(self, draft: Draft, position: int, shared: Relation | None) -> Draft:
        """Return the draft with the figure at `position`; the words before the first figure stay outside the value."""
        quantity = self.tokens[position].quantity
        unit = quantity.unit if quantity else None
        last = [token.quantity.unit for token in self.tokens if token.quantity][-1]
        unit = "个百分点" if (unit, last) == ("个", "个百分点") else unit  # 分别降低20个、30个百分点
        own = run_start(self.tokens, position, self.cursor)
        own = own if self.tokens[own].part is Part.RELATION else position
        relation = relation_of(self.tokens, position, relation_before(self.tokens[own:position], shared))
        behind = self.tokens[-1]
        if behind.part is Part.SUFFIX and behind.relation is Relation.ABOUT:
            relation = Relation.ABOUT  # 分别稳定在90万亩和8万亩左右
        begin = value_start(self.tokens, own, position)
        return replace(
            draft,
            value=Span(begin, value_end(self.tokens, position)),
            number=stated_number(quantity, relation),
            unit=unit,
            relation=relation,
        )

    def _figure_first(self, start: int, position: int, *, verb: bool, rest: bool) -> int:
        after, quantity = after_figure(self.tokens, position), self.tokens[position].quantity
        begin = self._start(after) + (self.tokens[after].part is Part.OF)
        stop = object_stop(self.sentence, self.tokens, after)
        name = indicator_of(Span(min(begin, stop), stop).of(self.sentence))
        rules = start > 0 and self.tokens[start - 1].text == "落实" and name.endswith(_RULES)  # 落实十八项核心制度
        if quantity is None or not name or rules or describes_counted(self.tokens, position, after):
            return after
        served = is_served(self.tokens, start, self.setting, opens=self._start(start) == self.content)
        counted = verb or served or rest or self.setting.object_open or self.lead is not None
        counted = counted and counts_object(quantity, name)
        if not counted and (verb or not promises_share(quantity, name, self.setting)):
            return after
        for token in self.tokens[after:]:
            if token.part is Part.TIME and token.start < stop:
                self._meet_time(token, at_head=False)  # 推动5个新药在2028年底前进入临床
        draft = self._draft(start, position, first=True)
        if draft is None:
            return after
        if rest and _ELIDED.match(name):  # 其余11处于2027年汛前完成
            subject = self.setting.counted.get(quantity.unit) or self.setting.last_subject
            if subject:
                self._add(draft, indicator_of(subject.of(self.sentence)), subject)
            return after
        has = start > 0 and self.tokens[start - 1].text == "有"
        each = _EACH_OF.match(self.sentence, self.cursor) if has else None
        self._add(draft, (each[0] if each else "") + name, Span(min(self.cursor, draft.value.start), stop))
        self.setting.object_open = True
        index = next((i for i, token in enumerate(self.tokens) if token.start >= stop), len(self.tokens))
        self._next_item(index)
        return index

    def _draft(self, start: int, position: int, *, first: bool = False) -> Draft | None:
        """Return the record of the figure without indicator and span, or None where nothing makes a promise of it."""
        run, setting, quantity = self.tokens[start:position], self.setting, self.tokens[position].quantity
        for token in run:
            self._meet_time(token, at_head=True)
        if quantity and any(
            says_how_often(quantity, self.sentence[: self._start(i)], first=first) for i in {start, position}
        ):
            return None
        if run and run[0].text == "最高":
            return None  # 每笔最高30万元
        if first and quantity and staffs_each(quantity, self.sentence[self.content : self._start(start)]):
            return None  # 每个申报点配备2名以上协检人员
        if first and start > 1 and self.tokens[start - 2].text in ("最多", "最高", "至多"):
            return None  # 每个展会最多支持2个展位
        if self.sentence[: self._start(start)].endswith("预计"):
            return None  # 毕业生预计41.3万人
        if quantity is None or setting.past or _ORDINAL.search(self.sentence[: self._start(start)]):
            return None
        if not is_promise(self.tokens, start, position, setting, first=first):
            return None
        least = at_least_before_verb(self.tokens, start, self.cursor)
        relation = relation_of(self.tokens, position, relation_before(run, least.relation if least else None))
        own = [token.text for token in run if token.part is Part.COMMITMENT and token.start != self.lead]
        hold = [token.text for token in run if token.text in words("relations", "hold")]
        commitment = next(iter(own), setting.commitment) or next(iter(hold), None)
        begin = least.start if least else value_start(self.tokens, start, position)
        value, number = Span(begin, value_end(self.tokens, position)), stated_number(quantity, relation)
        behind = _BEHIND.match(self.sentence, value.end)  # 压减至30家以内(2027年底前完成)
        kind, due, base = TargetKind.NUMERIC, behind["year"] if behind else setting.due, self.base
        return Draft("", relation, value, number, quantity.unit, due, base, commitment, kind, Span(0, 0))

    def _add(self, draft: Draft, name: str, raw: Span) -> None:
        """Keep the target if its indicator can be one, and remember what later phrases may leave out."""
        printed = draft.value.of(self.sentence)
        fit = fitted(draft, name, printed, stated=draft.deadline != self.setting.annual)
        if fit is None:
            return
        lead = self.lead if self.lead is not None and raw.start == self.cursor and not self.drafts else raw.start
        span = Span(min(lead, draft.value.start), max(draft.value.end, raw.end)).stripped(self.sentence)
        self.drafts.append(replace(fit, indicator=name, span=span))
        self.setting.last_subject, self.setting.last_relation = raw, draft.relation
        self.setting.counted[draft.unit] = raw
        self.setting.promised = True

    def _next_item(self, after: int) -> None:
        """Begin the next item of a list behind its mark."""
        while after < len(self.tokens) and self.tokens[after].part in _ENDS:
            after += 1
        self.cursor = self._start(after)
        self.subject_end = self.base = None
