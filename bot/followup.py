"""How a follow-up is understood: 下一条, 同一条还有别的指标吗, 什么时候完成, 水产品呢, 不是，我问的是水产品."""

import re
from dataclasses import dataclass, replace

from bot import wording
from bot.conversation import Conversation
from bot.cues import cue, pieces_of, subject_of, without_opening
from bot.lookups.ledger import listing
from bot.lookups.outline import is_numbered
from bot.lookups.penalty import find as find_penalty
from bot.mentions import WORD
from bot.question import understand, years_in
from bot.types import Finding, Question, QuestionKind, Status
from knowledge.cite import deep_link, short_citation
from knowledge.facts import Facts
from knowledge.fold import bigrams, clean, squeeze
from knowledge.numerals import parse_int
from knowledge.places import places_in
from knowledge.reference_tokens import NUMBER
from knowledge.references import Outcome, find_references, is_bare
from knowledge.types import Clause, Target

SLOT_LIMIT = 16  # characters of a new subject; more than that is a question of its own
FOLLOW_UP_LIMIT = 48  # characters; nobody refers back in a longer sentence without saying to what

MOST_CLAUSES = 3  # a search lists no more beside its best; what lists more means them all

_YEARS = re.compile(r"(?:到|在)?(?:(?:19|20)\d\d年?|(?<!\d)\d\d年)(?:底|末)?")
_PART = re.compile(
    rf"(?:那|它的?|这条的?)?((?:(?:倒数)?第\s?{NUMBER}|最后一)\s?(?:句话?|款|段话?))(?:呢|是什么|讲什么|说什么)?[?。 ]*"
)
_SIBLING = re.compile(
    rf"(?:那|那么)?(?:第\s?({NUMBER})|最后一)\s?[个点件节](?:呢|是什么|是啥|讲什么|讲啥|说什么|说啥)?[?。 ]*"
)
_GOES_ON = re.compile(r"有(?:没有?)?(?:说|提|讲|写)|提没提|还(?!原)|再(?!生|制造|就业|获)|又|也(?!许)|其中|那么?")
_INSIDE = re.compile(r"(?:那|它|这)?(?:里面|里头|里边|其中|下面|底下|当中)的?(?=第|最后一|倒数)")
_SEVERAL = re.compile(
    r"(?:再|那)?(?:往)?(?P<side>前|上|后|下)面?的?(?P<count>[两二三四五六七八九十]|\d)条"
    r"(?:呢|讲什么|讲啥|是什么|是啥)?[?。 ]*"
)
_SHORT_YEAR = re.compile(  # 27年呢, 那28年多少: 2027
    r"^(?P<lead>那么?|那到|到)?(?P<year>[2-5]\d)年(?=[底末]?(?:[又要得该能]|是|到|达到)*(?:呢|多少|几|怎|咋|如何|[?？。]*$))"
)
_TWICE = re.compile(r"下下|上上|后后|前前")
_SLOT_ENDS = re.compile(r"(?:的?[呢嘞咧哩]|又?怎么样|又?咋样|又?如何|有没有|也是吗|也一样吗)?[?？。!！~ ]*$")
_WITH_TAIL = re.compile(  # what asks by itself, after the new subject
    r"(?P<slot>[^,，]{2,10}?)的?[呢嘞咧哩][,，](?P<tail>[^,，]{0,8}(?:多少|几|好多|好长|多[长大高久]|什么时候|哪年)[^,，]{0,6})"
)
_CONDITION = re.compile(r"要是|如果|假如|万一|一旦")
_SLOT_STARTS = re.compile(r"^(?:那么|那|还有|and|what about|how about)[,， ]*")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How a follow-up was understood: the question to answer instead, and the finding where no search is needed."""

    question: Question
    understood: str
    finding: Finding | None = None


def follow_up(text: str, conversation: Conversation, facts: Facts) -> FollowUp | None:
    """Return how `text` continues the conversation, or None where it is a question of its own."""
    plain = _SHORT_YEAR.sub(r"\g<lead>20\g<year>年", without_opening(clean(text[: FOLLOW_UP_LIMIT + 1])))
    last = [c for p in conversation.paths if (c := facts.document.clause(p))]
    if not plain or len(text) > FOLLOW_UP_LIMIT:
        return None
    if not last:
        return _in_another_year(plain, conversation, facts)
    references, _ = find_references(plain, facts.document)
    reader = _Reader(text, plain, conversation, last, facts)
    if part := reader.part() or reader.sibling() or reader.inside():
        return part
    own = [r for r in references if r.outcome is not Outcome.AMBIGUOUS]
    if own and not (own[0].outcome is Outcome.WHOLE and _is_short_for_the_clause(plain)):
        return None
    return (
        reader.neighbour()
        or reader.others()
        or reader.penalty()
        or reader.told_of_last()
        or reader.about_last()
        or reader.slot()
    )


def _in_another_year(plain: str, conversation: Conversation, facts: Facts) -> FollowUp | None:
    """Return the last question asked of another year (那2027年呢), which was refused for the year that it named."""
    slot = _SLOT_ENDS.sub("", _SLOT_STARTS.sub("", plain.lower()), count=1).strip(" ,，")
    year = _YEARS.match(slot)
    if year is None or not _names_a_year_alone(slot) or not years_in(conversation.asked):
        return None
    asked = year[0] + _YEARS.sub("", conversation.asked)
    return FollowUp(understand(asked, facts), asked)


def goes_on(question: Question) -> bool:
    """Say whether a question goes on from the turn before by its first word: 还要…, 再…, 也…."""
    return _GOES_ON.match(question.clean) is not None


def of_last(question: Question, conversation: Conversation, facts: Facts) -> FollowUp | None:
    """Return a question as one of the clause just shown, if it speaks in that clause's words; None where it does not.

    For one that the document as a whole does not answer: 还要再筹建哪个领域的, once the laboratories were shown.
    """
    last = facts.document.clause(conversation.paths[0]) if conversation.paths else None
    if last is None or question.kind is not QuestionKind.TOPIC or question.attribute or question.scope:
        return None
    pieces = [p for piece in pieces_of(question.chinese.lower()) if len(p := squeeze(piece)) >= WORD]
    words = squeeze(last.span.of(facts.document.text))
    if not pieces or len(question.text) > FOLLOW_UP_LIMIT or not all(p in words for p in pieces):
        return None
    return FollowUp(replace(question, scope=(last,)), f"{short_citation(facts.document, last)} {question.clean}")


class _Reader:
    """Reads one follow-up. Each method returns how it is understood, or None where it is none of that kind."""

    def __init__(self, text: str, plain: str, conversation: Conversation, listed: list[Clause], facts: Facts) -> None:
        self.text = text
        self.lower = plain.lower()
        self.conversation = conversation
        self.listed = listed
        self.last = listed[0]
        self.several = len(listed) > MOST_CLAUSES and not all(self.last.span.holds(c.span) for c in listed)
        self.facts = facts
        self.where = short_citation(facts.document, self.last)
        self.shown = [t for t in facts.targets if t.id in conversation.target_ids]

    def part(self) -> FollowUp | None:
        """第二句, 最后一款: a part of the clause just shown."""
        match = _PART.fullmatch(self.lower)
        asked = f"{self.where}{match[1]}" if match else ""
        return FollowUp(self._question(asked), asked) if match and self.last.number.isdigit() else None

    def sibling(self) -> FollowUp | None:
        """第二点, 最后一个呢: one of the nodes that were listed; of those under, or beside, the only one."""
        match = _SIBLING.fullmatch(self.lower)
        nodes = self._listed_nodes() if match else []
        number = parse_int(match[1]) if match and match[1] else len(nodes)
        if not match or not nodes or number is None:
            return None
        return self._clause(nodes[number - 1]) if 0 < number <= len(nodes) else self._beyond(match[0], nodes)

    def _listed_nodes(self) -> list[Clause]:
        """Return the nodes among which 第二个 counts; none where a clause is counted as such (第二点 after 第13条)."""
        innermost = [c for c in self.listed if not any(o is not c and c.span.holds(o.span) for o in self.listed)]
        if len(innermost) > 1:
            return innermost
        if self.last.marked_children:
            return list(self.last.marked_children)
        above = self.facts.document.parent_of(self.last)
        return list(above.marked_children) if above and not is_numbered(self.last) else []

    def inside(self) -> FollowUp | None:
        """里面第一条: what stands under the node just shown."""
        match = _INSIDE.match(self.lower)
        if not match or not self.last.marked_children:
            return None
        asked = f"{deep_link(self.last)} {self.lower[match.end() :]}"
        question = self._question(asked)
        return FollowUp(question, f"{self.where} {self.lower[match.end() :]}") if question.references else None

    def neighbour(self) -> FollowUp | None:
        """下一条, 上一节, 前面两条: the node beside the last one, or several, among those of its kind."""
        if several := _SEVERAL.fullmatch(self.lower):
            return self._several(several)
        back, on = cue("followup", "previous"), cue("followup", "next")
        match = back.search(self.lower) or on.search(self.lower)
        rest = cue("followup", "same").sub(" ", self.lower.replace(match[0], " ")) if match else ""
        if not match or not is_bare(rest):
            return None
        nodes = self._nodes_of_kind(match[0])
        here = next((i for i, c in enumerate(nodes) if c.span.holds(self.last.span)), None)
        if here is None:
            return None
        steps = 2 if _TWICE.search(match[0]) else 1
        place = here + (-steps if back.search(self.lower) else steps)
        return self._clause(nodes[place]) if 0 <= place < len(nodes) else self._beyond(match[0], nodes)

    def _several(self, match: re.Match[str]) -> FollowUp | None:
        """Return the nodes just before or after the last one, as far as there are any."""
        nodes, count = self._nodes_of_kind(match[0]), parse_int(match["count"].replace("两", "二")) or 0
        here = next((i for i, c in enumerate(nodes) if c.span.holds(self.last.span)), None)
        if here is None:
            return None
        beside = nodes[max(0, here - count) : here] if match["side"] in "前上" else nodes[here + 1 : here + 1 + count]
        if not beside:
            return self._beyond(match[0], nodes)
        asked = "、".join(deep_link(c) for c in beside)
        return FollowUp(self._question(asked), "、".join(short_citation(self.facts.document, c) for c in beside))

    def _beyond(self, words: str, nodes: list[Clause]) -> FollowUp:
        """Return that there is nothing beside the last node, and what there is."""
        question = self._question(self.lower)
        first, last = (short_citation(self.facts.document, c) for c in (nodes[0], nodes[-1]))
        reason = wording.out_of_range(words, wording.clause_range(first, last, question.language), question.language)
        return FollowUp(question, words, Finding(Status.NOT_FOUND, nearest=(self.last,), reason=reason))

    def _nodes_of_kind(self, words: str) -> list[Clause]:
        """Return the nodes among which 下一条 or 下一节 counts: those of the last one's level, or of a higher one."""
        marked = [c for c in self.facts.document.clauses() if c.mark]
        level = self.last.level
        if re.search(r"章|部分", words):
            level = 1
        elif re.search(r"节|工程", words):
            level = min(level, 2)
        return [c for c in marked if c.level == level]

    def others(self) -> FollowUp | None:
        """同一条里别的指标, 还有哪些目标: the other targets of the clause just shown."""
        match = cue("followup", "others").search(self.lower)
        rest = cue("followup", "same").sub(" ", self.lower.replace(match[0], " ")) if match else ""
        if not match or len(subject_of(rest)) > 2:
            return None
        targets = tuple(t for t in self.facts.targets_in(self.last) if t not in self.shown)
        return self._found(f"{self.where} 其他目标", listing(targets, self.facts)) if targets else None

    def penalty(self) -> FollowUp | None:
        """违反了罚多少, 盖了会怎么处罚: what follows from breaking the clause just shown."""
        finding = find_penalty(self._question(self.lower), self.listed[:MOST_CLAUSES], self.facts)
        return self._found(f"{self.where} {self.lower}", finding) if finding else None

    def told_of_last(self) -> FollowUp | None:
        """归哪几个部门管, 钱哪个出: nothing but who or whose money, and the clause just shown tells it."""
        words = self.last.span.of(self.facts.document.text)
        for asked, told in (("whose", "whose_told"), ("paid_by", "paid_by_told")):
            if cue("followup", asked).fullmatch(self.lower) and cue("followup", told).search(words):
                return self._clause(self.last)
        return None

    def about_last(self) -> FollowUp | None:
        """什么时候完成, 哪一条写的, 原文, 它…: asked of the clause just shown."""
        bare = cue("followup", "pronoun").sub(" ", cue("followup", "same").sub(" ", self.lower))
        inside = self._inside_last(bare)
        if inside.question.kind is QuestionKind.PARENT:
            return inside
        if cue("followup", "more").fullmatch(self.lower):
            return self._clause(self.last)
        deadline, where = (cue("wants", n).search(self.lower) for n in ("deadline", "where"))
        rest = bare
        for pointing in (cue("wants", "deadline"), cue("wants", "where"), cue("followup", "whole")):
            rest = pointing.sub(" ", rest)
        pronoun = cue("followup", "pronoun").search(self.lower)
        pointing_back = pronoun is not None or cue("followup", "same").match(self.lower) is not None
        if pointing_back and self.several:  # 其中… after a list of many clauses means no single one
            return None
        if len(subject_of(rest)) > 1 or (pointing_back and inside.question.kind is QuestionKind.LEDGER):
            return inside if pointing_back else None
        # after a clause alone (第13条) the deadlines of its targets are asked for
        due = self.shown or ([] if self.conversation.subject else list(self.facts.targets_in(self.last)))
        if deadline and due:
            understood = f"{self.where} {due[0].indicator if self.shown else ''} 期限".replace("  ", " ")
            return self._found(understood, listing(tuple(due), self.facts))
        if pointing_back and self.shown and cue("wants", "number").search(bare):
            return self._found(f"{self.where} {bare.strip()}", listing(tuple(self.shown), self.facts))
        if where and self.conversation.quote:
            finding = Finding(Status.ANSWERED, (self.conversation.quote,), (self.last,), tuple(self.shown))
            return self._found(f"{self.where} {self.conversation.subject}", finding)
        if cue("followup", "whole").search(self.lower) or bare != self.lower:
            return self._clause(self.last)
        return None

    def _inside_last(self, bare: str) -> FollowUp:
        asked = f"{deep_link(self.last)} {bare}"
        return FollowUp(self._question(asked), f"{self.where} {bare.strip()}")

    def slot(self) -> FollowUp | None:
        """水产品呢, 那工厂呢, 不是，我问的是水产品: a new subject (year, place) in the last question's slot."""
        corrected = cue("followup", "correction").sub("", self.lower).strip(" ,，。")
        signed = (
            corrected != self.lower or _SLOT_STARTS.search(corrected) or re.search(r"呢|怎么样|咋样|如何", corrected)
        )
        if tail := _WITH_TAIL.fullmatch(corrected):  # 智能工厂呢，累计要建多少: a question of its own in two parts
            return self._asked(f"{_SLOT_STARTS.sub('', tail['slot'])}{tail['tail']}")
        slot = _SLOT_ENDS.sub("", _SLOT_STARTS.sub("", corrected), count=1).strip(" ,，")
        if _CONDITION.match(slot):  # 要是达不到呢
            return None
        if not (signed or _names_a_year_alone(slot)) or not slot or len(slot) > SLOT_LIMIT:
            return None
        if (years_in(slot) or places_in(slot)) and len(subject_of(_without_places(slot))) <= 1:
            if not years_in(slot):
                return self._asked(_with_place(slot, self.conversation.asked))
            year = _YEARS.search(slot)  # None for 二〇三〇年
            return self._asked((year[0] if year else slot) + _YEARS.sub("", self.conversation.asked))
        near = self._targets_like(slot)
        if near and self.conversation.wanted_number:
            return self._found(f"{slot}（{self.where} {near[0].indicator}）", listing(near, self.facts))
        if beside := self._printed_beside(slot):
            return beside
        if sibling := self._told_beside(slot):
            return sibling
        if self._wants_a_number(slot):
            return self._asked(f"{slot}目标是多少")
        subject, asked = self.conversation.subject, self.conversation.asked
        is_name = not any(cue("wants", n).search(slot) for n in ("number", "deadline"))
        framed = is_name and len(subject) > 1 and asked.startswith(subject)  # 石化呢 after 电子信息咋发展: 石化咋发展
        return self._asked(asked.replace(subject, slot) if framed else slot)

    def _printed_beside(self, slot: str) -> FollowUp | None:
        """良好呢 after 评优秀要多少分: another word of the very sentence shown, where that holds no target."""
        quote, text = self.conversation.quote, self.facts.document.text
        if quote is None or self.shown or not self.conversation.wanted_number or len(squeeze(slot)) < WORD:
            return None
        sentence = self.facts.sentence_at(quote)
        if squeeze(slot) not in squeeze(sentence.of(text)):
            return None
        finding = Finding(Status.ANSWERED, (sentence,), (self.facts.clause_at(sentence.start),))
        return self._found(f"{self.where} {slot}", finding)

    def _told_beside(self, slot: str) -> FollowUp | None:
        """游泳馆呢 after 洗车…: the one node beside the last one that prints the new subject, or most of it."""
        word = squeeze(slot)
        above = self.facts.document.parent_of(self.last)
        if self.shown or not above or not above.mark or len(word) < WORD:
            return None
        text = self.facts.document.text
        pairs = bigrams(word)
        found = [n for n in above.children if 2 * sum(p in squeeze(n.span.of(text)) for p in pairs) >= len(pairs)]
        return self._clause(found[0]) if len(found) == 1 and found[0] is not self.last else None

    def _wants_a_number(self, slot: str) -> bool:
        return self.conversation.wanted_number and not any(cue("wants", n).search(slot) for n in ("number", "deadline"))

    def _targets_like(self, slot: str) -> tuple[Target, ...]:
        """Return the targets of the last clause whose indicator holds all that the new subject names."""
        named = _named_in(slot)
        return tuple(t for t in self.facts.targets_in(self.last) if all(n in squeeze(t.indicator) for n in named))

    def _clause(self, clause: Clause) -> FollowUp:
        return FollowUp(self._question(deep_link(clause)), short_citation(self.facts.document, clause))

    def _asked(self, asked: str) -> FollowUp | None:
        question = self._question(asked)
        return None if question.kind is QuestionKind.SMALLTALK else FollowUp(question, asked)

    def _found(self, understood: str, finding: Finding) -> FollowUp:
        return FollowUp(self._question(self.lower), understood, finding)

    def _question(self, asked: str) -> Question:
        """Return the question that `asked` is, under the words that the person typed."""
        return replace(understand(asked, self.facts), text=self.text)


def _is_short_for_the_clause(plain: str) -> bool:
    """Say whether 全文 is asked for without a word for the document: after a clause it means that clause."""
    return cue("structure", "document").search(plain.lower()) is None


def _with_place(slot: str, asked: str) -> str:
    """Return the last question with the place that it asks of replaced; with the new one before it if it names none.

    A place is replaced where it stands by itself (哪些条提到泉州), not inside a name (闽江杯).
    """
    for place in places_in(asked):
        for word in place.words:
            if word in pieces_of(asked):
                return asked.replace(word, slot)
    return f"{slot}{asked}"


def _named_in(slot: str) -> tuple[str, ...]:
    """Return what a new subject names, folded; all of it where no piece is a word: 中型 loses its 中."""
    pieces = tuple(squeeze(p) for p in pieces_of(slot))
    return pieces if any(len(p) >= WORD for p in pieces) else (squeeze(slot),)


def _names_a_year_alone(slot: str) -> bool:
    """Say whether a year is all that a question names: 2030又要到多少."""
    return bool(years_in(slot)) and len(squeeze(subject_of(_YEARS.sub(" ", slot)))) <= 1


def _without_places(text: str) -> str:
    for place in places_in(text):
        text = text.replace(place.name, " ")
    return re.sub(r"[省市县区]", " ", _YEARS.sub(" ", text))
