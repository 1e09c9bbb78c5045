"""A conversation's memory, and how a follow-up is understood with it: the clause and the slot are carried, not glued text."""

import re
from dataclasses import dataclass

from bot.cues import cue, subject_of
from bot.lookups.ledger import listing
from bot.question import understand, years_in
from bot.types import Answer, Finding, Question, QuestionKind, Status
from knowledge.cite import deep_link, short_citation
from knowledge.facts import Facts
from knowledge.fold import clean, squeeze
from knowledge.places import places_in
from knowledge.references import Outcome, find_references, is_bare
from knowledge.types import Clause, Span, Target

SLOT_LIMIT = 16  # characters; more than that is a question of its own


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is remembered of the turns before: the last question with an answer, its clauses, targets and first quote."""

    subject: str = ""
    asked: str = ""
    wanted_number: bool = False
    paths: tuple[str, ...] = ()
    target_ids: tuple[str, ...] = ()
    quote: Span | None = None

    def after(self, question: Question, answer: Answer) -> "Conversation":
        """Return the memory after one more turn; a turn without an answer keeps the subject of the one before."""
        if answer.status is not Status.ANSWERED:
            return self
        return Conversation(
            subject=question.subject,
            asked=question.clean,
            wanted_number=question.wants_number or question.wants_deadline,
            paths=tuple(c.clause.path for c in answer.clauses),
            target_ids=tuple(t.target.id for t in answer.targets),
            quote=answer.quotes[0].span if answer.quotes else None,
        )


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How a follow-up was understood: the question to answer instead, and the finding where no search is needed."""

    question: Question
    understood: str
    finding: Finding | None = None


_NEIGHBOUR = re.compile(
    r"再?(下|后|上|前)(?:面)?(?:那)?一?(?:个)?(条|款|项|节|章|部分|个)|\b(next|previous) (?:one|clause|section)?|(?:再)?(往下|往上|继续)"
)
_SAME = re.compile(
    r"(?:上面|刚才|前面)?(?:这|那|该|本|同)(?:同)?(?:一)?(?:条|款|项|句|个|里|里面|份)|同一条|同条|它|其(?:中|他)?|this clause|same clause|\bit\b"
)
_OTHERS = re.compile(
    r"(?:别的|其他|其它|另外|另一个|还有|剩下|其余)(?:的)?(?:[^,，。]{0,6}?)(?:指标|目标|数字|数|要求|呢|吗|哪些|什么|啥)|(?:other|another|else).*(?:target|figure|number)|what else"
)
_WHOLE = re.compile(r"(?:全文|原文|原话|完整|整条|全部内容|full text|whole clause)")
_CORRECTION = re.compile(
    r"^(?:不是|不对|错了|不|搞错了|弄错了|no)[,，、。 ]*(?:我|俺)?(?:是)?(?:想)?(?:问|说|指|要|讲)?(?:的)?(?:是)?|^(?:我|俺)(?:是)?(?:问|说|指|要|讲)(?:的)?是"
)
_SLOT = re.compile(
    r"^(?:那|那么|还有|and|what about|how about)?[,， ]*(?P<slot>.+?)(?:呢|又?怎么样|又?咋样|又?如何|怎么说|有没有|也是吗|也一样吗)?[?？。!！ ]*$"
)
_SLOT_SIGN = re.compile(r"^(?:那|那么|还有)|(?:呢|怎么样|咋样|如何)[?？。!！ ]*$|^(?:and|what about|how about)\b")


def follow_up(text: str, conversation: Conversation, facts: Facts) -> FollowUp | None:
    """Return how `text` continues the conversation, or None where it is a question of its own."""
    plain = clean(text)
    if not conversation.paths or not plain or len(plain) > 3 * SLOT_LIMIT:
        return None
    last = [c for p in conversation.paths if (c := facts.document.clause(p))]
    if not last:
        return None
    corrected = _CORRECTION.sub("", plain).strip(" ,，。")
    references, rest = find_references(plain, facts.document)
    if any(r.outcome is not Outcome.AMBIGUOUS for r in references):
        return None
    return (
        _neighbour(text, plain, last[0], facts)
        or _about_last(text, plain, last, conversation, facts)
        or _slot(text, corrected if corrected != plain else plain, corrected != plain, last, conversation, facts)
    )


def _neighbour(text: str, plain: str, last: Clause, facts: Facts) -> FollowUp | None:
    """下一条, 上一节: the node beside the last one, among those of its kind."""
    match = _NEIGHBOUR.search(plain)
    if not match or not is_bare(plain.replace(match[0], " ")):
        return None
    back = match[1] in ("上", "前") or match[3] == "previous" or match[4] == "往上"
    nodes = _of_same_kind(last, match[2] or "", facts)
    here = next((i for i, c in enumerate(nodes) if c.span.holds(last.span)), None)
    place = None if here is None else here + (-1 if back else 1)
    if place is None or not 0 <= place < len(nodes):
        missing = understand(f"第{len(nodes) + 1}条", facts)
        return FollowUp(missing, match[0])
    return FollowUp(_asked_as(text, deep_link(nodes[place]), facts), short_citation(facts.document, nodes[place]))


def _of_same_kind(last: Clause, word: str, facts: Facts) -> list[Clause]:
    marked = [c for c in facts.document.clauses() if c.mark]
    level = last.level
    if word == "节" and level > 1:
        level = 2
    elif word in ("章", "部分"):
        level = 1
    return [c for c in marked if c.level == level]


def _about_last(text: str, plain: str, last: list[Clause], conversation: Conversation, facts: Facts) -> FollowUp | None:
    """同一条还有别的指标吗, 什么时候完成, 哪一条写的, 原文: asked of the clause just shown."""
    lower = plain.lower()
    bare = _SAME.sub(" ", lower)
    shown = [t for t in facts.targets if t.id in conversation.target_ids]
    where = short_citation(facts.document, last[0])
    if _OTHERS.search(lower) and len(subject_of(_OTHERS.sub(" ", bare))) <= 2:
        others = tuple(t for c in last[:1] for t in facts.targets_in(c) if t not in shown)
        if others:
            return FollowUp(_asked_as(text, plain, facts), f"{where} 其他目标", listing(others, facts))
    empty = len(subject_of(cue("wants", "deadline").sub(" ", cue("wants", "where").sub(" ", bare)))) <= 1
    if not empty:
        return _scoped(text, plain, bare, last[0], facts) if bare != lower else None
    if cue("wants", "deadline").search(lower) and shown:
        return FollowUp(
            _asked_as(text, plain, facts), f"{where} {shown[0].indicator} 期限", listing(tuple(shown), facts)
        )
    if cue("wants", "where").search(lower) and conversation.quote:
        finding = Finding(Status.ANSWERED, (conversation.quote,), tuple(last[:1]), tuple(shown))
        return FollowUp(_asked_as(text, plain, facts), f"{where} {conversation.subject}", finding)
    if _WHOLE.search(lower) or bare != lower:
        return FollowUp(_asked_as(text, deep_link(last[0]), facts), where)
    return None


def _scoped(text: str, plain: str, bare: str, last: Clause, facts: Facts) -> FollowUp | None:
    if not _SAME.match(plain) and not re.search(r"同(?:一)?条|这(?:一)?条|该条|本条", plain):
        return None
    return FollowUp(
        _asked_as(text, f"{deep_link(last)} {bare}", facts), f"{short_citation(facts.document, last)} {bare.strip()}"
    )


def _slot(
    text: str, plain: str, corrected: bool, last: list[Clause], conversation: Conversation, facts: Facts
) -> FollowUp | None:
    """水产品呢, 那工厂呢, 不是，我问的是水产品: a new subject (year, place) in the last question's slot."""
    match = _SLOT.match(plain)
    if not match or not (corrected or _SLOT_SIGN.search(plain)) or len(plain) > SLOT_LIMIT:
        return None
    slot = match["slot"].strip(" ,，")
    if years_in(plain) or places_in(plain):
        rest = subject_of(_without_places(slot))
        if not rest and conversation.subject:
            asked = f"{slot}{conversation.asked if not years_in(plain) else _without_years(conversation.asked)}"
            return FollowUp(_asked_as(text, asked, facts), asked)
    subject = squeeze(subject_of(slot)) or squeeze(slot)
    near = _targets_like(subject, last, facts)
    if near and conversation.wanted_number:
        understood = f"{slot}（{short_citation(facts.document, last[0])} {near[0].indicator}）"
        return FollowUp(_asked_as(text, plain, facts), understood, listing(near, facts))
    asked = f"{slot}目标是多少" if conversation.wanted_number else slot
    question = _asked_as(text, asked, facts)
    return FollowUp(question, asked) if question.kind is not QuestionKind.SMALLTALK else None


def _targets_like(subject: str, last: list[Clause], facts: Facts) -> tuple[Target, ...]:
    """Return the targets beside the last one whose indicator holds the new subject."""
    inside = [t for c in last[:1] for t in facts.targets_in(c)]
    return tuple(t for t in inside if subject and subject in squeeze(t.indicator))


def _without_places(text: str) -> str:
    for place in places_in(text):
        text = text.replace(place.name, " ")
    return re.sub(r"[省市县区]", " ", text)


def _without_years(text: str) -> str:
    return re.sub(r"(?:到|在)?(?:19|20)\d\d年?(?:底|末)?", "", text)


def _asked_as(text: str, asked: str, facts: Facts) -> Question:
    """Return the question that `asked` is, under the words that the person typed."""
    from dataclasses import replace  # noqa: PLC0415 - one use

    return replace(understand(asked, facts), text=text)
