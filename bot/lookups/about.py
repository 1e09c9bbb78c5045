"""Questions about the document itself: title, issuer, number, date, source, effect. Answered from 题头 and 尾注."""

import re

from bot import wording
from bot.router import metadata_asked
from bot.types import Finding, Question, Status
from knowledge.facts import Facts
from knowledge.types import Clause, ClauseKind, Span

_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*(?:[-/.月]\s*\d{1,2}|月)|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月"
)
_NUMBER = re.compile(r"[〔\[（(]\s*(?:19|20)\d\d\s*[〕\]）)]\s*(?:第|No\.)?\s*\d+\s*号?")
_IN_FORCE = re.compile(r"起(?:施行|实施|执行|生效)|shall (?:take effect|come into (?:force|effect))")
_HOLDS = re.compile(
    r"(?:本[一-鿿]{2,6}|自[^。]{0,24}(?:施行|实施|执行|印发|发布|公布)[^。]{0,12})[^。]{0,30}有效期"
    r"|有效期(?:至|到)|(?:施行|实施|执行|有效)(?:至|到)(?:19|20)\d\d|(?:valid|in force|effective) until"
)
_YEARS = re.compile(r"(?:19|20)\d\d\s*年?\s*[—–-]+\s*(?:19|20)\d\d")
_ISSUED = re.compile(r"印发|发布|颁布|公布")


def find(question: Question, facts: Facts) -> Finding | None:
    """Return the lines before and after the body that state what was asked of the document, or an honest refusal.

    None where only its validity is asked for and it sets none: then that of something in it may be meant.
    """
    asked = metadata_asked(question.clean, facts.document.title)
    quotes = [span for name in asked for span in _lines(name, facts)]
    if not quotes and asked == ("validity",):
        return None
    if not quotes:
        reason = wording.not_in_plan(question.clean, question.language)
        if asked == ("number",):
            reason = wording.attribute_absent(
                wording.attribute("document_number", question.language), question.language
            )
        return Finding(Status.NOT_FOUND, nearest=_front(facts), reason=reason)
    text = facts.document.text
    quotes = list({span.of(text): span for span in reversed(quotes)}.values())[::-1]
    return Finding(Status.ANSWERED, tuple(quotes), tuple(dict.fromkeys(facts.clause_at(s.start) for s in quotes)))


def front_matter(facts: Facts) -> tuple[Clause, ...]:
    """Return 题头 where the document has one."""
    return _front(facts)


def _front(facts: Facts) -> tuple[Clause, ...]:
    return tuple(c for c in facts.document.root.children if c.kind is ClauseKind.FRONT)


def _lines(name: str, facts: Facts) -> list[Span]:
    """Return the line that states a fact, or where several bodies issued it the lines that name them."""
    front, back = _sentences(ClauseKind.FRONT, facts), _sentences(ClauseKind.BACK, facts)
    if name == "issuer":
        return _issuing(front, back, facts)
    return _stating(name, front, back, facts)[:1]


def _sentences(kind: ClauseKind, facts: Facts) -> list[Span]:
    nodes = [c for c in facts.document.root.children if c.kind is kind]
    return [s for c in nodes for s in facts.sentence_spans if c.span.holds(s)]


def _stating(name: str, front: list[Span], back: list[Span], facts: Facts) -> list[Span]:
    text = facts.document.text
    if name == "title":
        return front
    if name == "source":
        return back or [s for s in front if re.search(r"来源|转载", s.of(text))]
    if name == "number":
        return [s for s in [*front, *back] if _NUMBER.search(s.of(text))]
    if name == "effect":
        return [s for s in facts.sentence_spans if _IN_FORCE.search(s.of(text))]
    if name == "validity":
        ends = [s for s in facts.sentence_spans if _HOLDS.search(s.of(text))]
        return ends or [s for s in front if _YEARS.search(s.of(text))]
    return [s for s in [*front, *back] if _DATE.search(s.of(text))]


def _issuing(front: list[Span], back: list[Span], facts: Facts) -> list[Span]:
    """Return the line that says who issued the document, or the lines that name each of several bodies."""
    text, issuer = facts.document.text, facts.document.issuer
    issued = [s for s in front if _ISSUED.search(s.of(text))]
    whole = [s for s in [*front, *back] if issuer and issuer in s.of(text)]
    bodies = [body for body in issuer.split("、") if body]
    named = [s for s in [*front, *back] if any(body in s.of(text) for body in bodies)]
    if whole or not named:
        return sorted(issued or whole, key=lambda s: s not in whole)[:1]
    return named[: len(bodies)]
