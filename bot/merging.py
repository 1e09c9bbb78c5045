"""Answers of several documents put together: the best with the others beside it, or all of them compared.

No words of its own: quotes, clauses and records are those of the answers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot import wording
from bot.conversation import Conversation
from bot.entry import Entry
from bot.lookups.target import is_short_for
from bot.types import Answer, Status
from knowledge.facts import Facts
from knowledge.fold import bigrams, squeeze
from knowledge.types import Target

NEAR = 1.5  # standard deviations behind the nearest document within which another is compared whatever it sets
MOST_COMPARED = 2  # targets of an answer that are compared with those of other documents
MOST_ALSO = 2  # documents named beside the best
ALSO_FROM = 0.6  # confidence from which another document is named beside the best
WORDS_WEIGHT = 0.5  # of the question's words in an answer, beside its confidence: across documents both must speak
SURE_WEIGHT = 0.5  # of an answer's confidence, beside how near its document is
COMPARES = re.compile(
    r"各(?:个)?(?:地|省|市|县|区|文件|家|自)|比一比|对比|比较一下|比比看|摆(?:在)?一起|(?:都|全)列(?:给我|出来)|分别(?!达到|不)"
    r"|(?:哪个|哪家|哪边|哪份|哪里|谁|哪个?(?:省|市|县|地方|文件))(?:的|家)?(?:目标|要求|标准|指标)?(?:定得|管得|罚得|给得|补得|奖得|收得|要求|规定)?(?:更|最|比较)?(?:高|低|严|宽|多|少|早|晚|紧|松)"
    r"|(?:哪个|哪家|哪边|哪份|谁)[罚给补奖收管]得(?:更|最|比较)?[重轻狠长短快慢大小厚]"
    r"|哪些文件|几(?:份|个)文件|不同(?:的)?文件"
)
TELLING = 5  # characters of an indicator that another may have more words before
_QUALIFIED = re.compile(r"^(?:全[省市县区州国]|重[点要]|主要|已建(?=.{4})|现有)+")  # 重要港区铁路进港率, 已建设施运行率
LEAST_LEFT = 4  # characters that a question without words of comparing must have
_Answered = tuple[Answer, Conversation]


def merged(
    asked: str, answered: Sequence[_Answered], entries: Sequence[Entry], nearness: Mapping[str, float]
) -> _Answered:
    """Return the best of the answers, with the same indicator of other documents beside it."""
    order = _best_first(asked, answered, entries, nearness)
    best, after = answered[order[0]]
    if best.status is not Status.ANSWERED:
        refusals = [answered[i][0] for i in order if answered[i][0].status is Status.NOT_FOUND]
        nearest = tuple(n for a in refusals for n in a.nearest[:1])[: MOST_ALSO + 1]
        return (replace(best, nearest=nearest) if best.status is Status.NOT_FOUND else best), after
    others = [(answered[i][0], entries[i]) for i in order[1:] if answered[i][0].status is Status.ANSWERED]
    same = [(a, e) for a, e in others if _same_indicator(best, a)]
    if same:
        return _side_by_side([(best, entries[order[0]]), *same]), after
    also = [a.clauses[0].citation for a, _ in others if a.clauses and a.confidence >= ALSO_FROM and _speaks(asked, a)]
    notes = (*best.notes, wording.also_in(also[:MOST_ALSO], best.language)) if also else best.notes
    return replace(best, notes=notes), after


def put_together(
    asked: str, answered: Sequence[_Answered], entries: Sequence[Entry], nearness: Mapping[str, float], *, named: bool
) -> _Answered:
    """Return the answers of documents that are to be compared as one; of those `named` without one that is said."""
    order = _best_first(asked, answered, entries, nearness)
    parts = [(answered[i][0], entries[i]) for i in order if answered[i][0].status is Status.ANSWERED]
    if not parts:
        return merged(asked, answered, entries, nearness)
    if not named:  # the farther ones only where they set the same
        top = nearness.get(parts[0][1].facts.document.id, 0.0)
        parts = [(a, e) for a, e in parts if _same_indicator(parts[0][0], a) or _is_near(e, nearness, top)]
        order = [i for i in order if any(e is entries[i] for _, e in parts)]
    silent = [entries[i].facts.document.title for i in order if answered[i][0].status is not Status.ANSWERED]
    answer = _side_by_side(parts) if len(parts) > 1 else parts[0][0]
    notes = (*answer.notes, wording.documents_silent(silent, answer.language)) if silent else answer.notes
    return replace(answer, notes=notes), answered[order[0]][1]


def _is_near(entry: Entry, nearness: Mapping[str, float], top: float) -> bool:
    return nearness.get(entry.facts.document.id, 0.0) >= top - NEAR


def without_comparing(asked: str) -> str:
    """Return what is asked of each document that is to be compared: without 各地分别 and 哪个高, if more is left."""
    rest = COMPARES.sub(" ", asked).strip(" ,，、?？。")
    return rest if len(squeeze(rest)) >= LEAST_LEFT else asked


def share(asked: str, words: str) -> float:
    """Return the share of a question's pairs of neighbouring characters that stand in some (folded) words."""
    pairs = set(bigrams(squeeze(asked)))
    return sum(p in words for p in pairs) / len(pairs) if pairs else 0.0


def _best_first(
    asked: str, answered: Sequence[_Answered], entries: Sequence[Entry], nearness: Mapping[str, float]
) -> list[int]:
    scores = [
        _score(asked, answer, nearness.get(entry.facts.document.id) if nearness else None)
        for (answer, _), entry in zip(answered, entries, strict=True)
    ]
    return sorted(range(len(answered)), key=lambda i: -scores[i])


def _score(asked: str, answer: Answer, near: float | None) -> float:
    """Return how well an answer meets a question, across documents: answered, near, sure, and in its words."""
    if answer.status is not Status.ANSWERED:
        return answer.confidence - 100.0 + (near or 0.0)
    words = "".join(q.text for q in answer.quotes[:3]) + "".join(c.clause.heading for c in answer.clauses[:1])
    in_words = WORDS_WEIGHT * share(asked, squeeze(words))
    return answer.confidence + in_words if near is None else near + SURE_WEIGHT * answer.confidence + in_words


def _speaks(asked: str, answer: Answer) -> bool:
    return share(asked, squeeze("".join(q.text for q in answer.quotes[:2]))) >= 0.3


def _same_indicator(one: Answer, other: Answer) -> bool:
    return any(_alike(a.target, b.target) for a in one.targets[:MOST_COMPARED] for b in other.targets[:MOST_COMPARED])


def sets_what(answers: Iterable[Answer], facts: Facts) -> bool:
    """Say whether a document sets an indicator of the answers, and so is to be compared with theirs."""
    shown = [t.target for answer in answers for t in answer.targets[:MOST_COMPARED]]
    return bool(shown) and any(_alike(one, other) for other in facts.targets for one in shown)


def _alike(one: Target, other: Target) -> bool:
    """Say whether two targets set the same indicator: the same name but for 全省, 全市, or a shortened one."""
    if (one.unit or "") != (other.unit or ""):
        return False
    first, second = (_QUALIFIED.sub("", squeeze(t.indicator)) for t in (one, other))
    if min(len(first), len(second)) >= TELLING and (first.endswith(second) or second.endswith(first)):
        return True
    return first == second or is_short_for(first, second) or is_short_for(second, first)


def _side_by_side(parts: Sequence[tuple[Answer, Entry]]) -> Answer:
    """Return answers as one, the best first: all quotes and records, and in words where their figures differ."""
    best = parts[0][0]
    first = best.targets[0].target if best.targets else None
    kept = [[t for t in a.targets if t is a.targets[0] or (first and _alike(t.target, first))] for a, _ in parts]
    figures = {(t[0].target.relation, t[0].target.number, t[0].target.deadline) for t in kept if t}
    stated = [
        (e.facts.document.title, e.facts.document.published, t[0].target.value)
        for (_, e), t in zip(parts, kept, strict=True)
        if t
    ]
    reason = wording.documents_differ(stated, best.language) if len(figures) > 1 else best.reason
    return replace(
        best,
        quotes=tuple(q for a, _ in parts for q in a.quotes[:1]),
        clauses=tuple(c for a, _ in parts for c in a.clauses[:1]),
        targets=tuple(t for targets in kept for t in targets),
        labels=(),
        reason=reason,
        confidence=min(a.confidence for a, _ in parts),
    )
