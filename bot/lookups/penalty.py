"""What follows from breaking a clause: the penalty clauses of a law cite the article that they punish.

「违反本条例第四条第二项规定的，…处一万元罚款」 says nothing of the duty itself, so no search for it leads there.
"""

import re
from collections.abc import Iterator, Sequence

from bot import wording
from bot.cues import cue, pieces_of
from bot.types import Finding, Question, Status
from knowledge.facts import Facts
from knowledge.fold import bigrams, squeeze
from knowledge.numerals import parse_int
from knowledge.reference_tokens import NUMBER
from knowledge.types import Clause

_PART = rf"第\s?[（(]?{NUMBER}[）)]?\s?[款项]"
_JOINED = "(?:[、,，和或及至到]|以及|或者)?"
_INSERTED = "之[一二三四五六七八九十]"
_ARTICLE = re.compile(rf"第\s?({NUMBER})\s?条({_INSERTED})?((?:{_PART}{_JOINED})*)")
_BREACH = re.compile(
    rf"违反了?本(?:条例|办法|法|规定|细则|规则|措施)(?P<cited>(?:(?:第\s?{NUMBER}\s?条(?:{_INSERTED})?|{_PART}){_JOINED})+)"
)
_ITEM = re.compile(rf"第\s?[（(]?({NUMBER})[）)]?\s?项")
_LAW_ARTICLE = re.compile(r"第.+条(?:之.)?")


def sanctions(clause: Clause, facts: Facts) -> tuple[Clause, ...]:
    """Return the clauses that say what follows from breaking this one, by its number; () where none cites it."""
    article = _article_of(clause, facts)
    if article is None:
        return ()
    item = clause.number if clause is not article else ""
    return tuple(dict.fromkeys(where for where, cited, items in _cited(facts) if _is(article, item, cited, items)))


def asks_penalty(plain: str) -> bool:
    """Say whether a question asks what follows if something is not kept to: 怎么罚, 违反了会怎样."""
    lower = plain.lower()
    return any(pattern.search(lower) for pattern in _asking())


def find(question: Question, clauses: Sequence[Clause], facts: Facts) -> Finding | None:
    """Return what follows from breaking one of some clauses; None where another penalty may be meant.

    Of a question that only points at the clauses (违反了罚多少) it is said where nothing cites them, in a text that
    does cite what it punishes.
    """
    if not asks_penalty(question.clean):
        return None
    found = tuple(dict.fromkeys(s for c in clauses for s in sanctions(c, facts)))
    own = _own_words(question)
    if not found:
        return _silent(question, clauses, facts) if not own and any(_cited(facts)) else None
    elsewhere = max((_shared(own, c, facts) for c in _penal(facts)), default=0)
    if elsewhere > max(_shared(own, c, facts) for c in (*found, *clauses)):
        return None
    return Finding(Status.ANSWERED, tuple(c.span.stripped(facts.document.text) for c in found), found)


def _silent(question: Question, clauses: Sequence[Clause], facts: Facts) -> Finding:
    language = question.language
    reason = wording.attribute_absent(wording.attribute("penalty", language), language)
    return Finding(Status.NOT_FOUND, nearest=tuple(clauses[:1]), reason=reason, confidence=0.0, decided_by="penalty")


def _asking() -> tuple[re.Pattern[str], ...]:
    return cue("penalty", "asks"), cue("attributes", "penalty")


def _own_words(question: Question) -> str:
    """Return what a question says besides asking for a penalty, folded."""
    rest = question.rest
    for pattern in (*_asking(), cue("followup", "same"), cue("penalty", "condition")):
        rest = pattern.sub(" ", rest)
    return "".join(squeeze(p) for p in pieces_of(rest))


def _shared(own: str, clause: Clause, facts: Facts) -> int:
    """Return how many pairs of neighbouring characters of some words stand in a clause."""
    words = squeeze(clause.span.of(facts.document.text))
    return sum(pair in words for pair in bigrams(own))


def _penal(facts: Facts) -> Iterator[Clause]:
    """Yield the innermost clauses that fix a penalty."""
    text = facts.document.text
    for clause in facts.leaves:
        if cue("evidence", "penalty").search(clause.span.of(text)):
            yield clause


def _cited(facts: Facts) -> Iterator[tuple[Clause, str, str]]:
    """Yield each article that a penalty clause cites: the clause, the article's number, the items that are named."""
    for match in _BREACH.finditer(facts.document.text):
        for article in _ARTICLE.finditer(match["cited"]):
            yield facts.clause_at(match.start()), f"{parse_int(article[1])}{article[2] or ''}", article[3]


def _is(article: Clause, item: str, cited: str, items: str) -> bool:
    """Say whether an article, or one item of it, is what is cited."""
    match = _ARTICLE.match(article.number)
    if not match or f"{parse_int(match[1])}{match[2] or ''}" != cited:
        return False
    named = {parse_int(m[1]) for m in _ITEM.finditer(items)}
    return not (item and named) or parse_int(item.strip("()（）")) in named


def _article_of(clause: Clause, facts: Facts) -> Clause | None:
    """Return the article that a clause is or stands in, or None where the text has no articles there."""
    above = [c for c in facts.document.clauses() if c.span.holds(clause.span) and _LAW_ARTICLE.fullmatch(c.number)]
    return above[-1] if above else None
