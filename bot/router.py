"""Which kind of question it is. What can be looked up is looked up; only what is left is searched."""

import re
from dataclasses import replace

from bot.cues import core_of, cue, pieces_of, subject_of
from bot.headings import Headings
from bot.types import Question, QuestionKind
from knowledge.facts import Facts
from knowledge.fold import squeeze
from knowledge.numerals import CHINESE_NUMERAL, parse_decimal
from knowledge.references import Outcome, Reference, is_bare

_AMOUNT = re.compile(
    rf"(?<!分之)(?<!第)(?<!{CHINESE_NUMERAL})(?=[^十]*[百千万亿]){CHINESE_NUMERAL}{{2,12}}(?=[元家个项件名口亩])"
)
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,20})[”\"」』》]")
_DOCUMENT = re.compile(
    r"纲要|文件|这(?:个|份|东西|玩意)|本文|它|通知|文章|全文|\b(?:plan|outline|document|it|this|there|are|is|the)\b"
)
_STRUCTURE = ("parts", "sections", "clauses", "aspects")


def route(question: Question, facts: Facts) -> Question:
    """Return the question with its kind, and with the clauses that it names as its scope."""
    if _is_reverse(question):
        return replace(question, kind=QuestionKind.REVERSE)
    if question.references:
        return _route_references(question)
    if metadata_asked(question.clean):
        return replace(question, kind=QuestionKind.METADATA)
    headings = Headings(facts.document)
    node = headings.named(question.clean)
    rest = headings.without(question.clean, node).lower()
    if _asks_outline(rest):
        return replace(question, kind=QuestionKind.OUTLINE, scope=(node,) if node else ())
    if node and is_bare(cue("structure", "contents").sub(" ", rest)):
        found = Reference(Outcome.FOUND, node.heading, (node,))
        return replace(question, kind=QuestionKind.REFERENCE, references=(found,))
    if _asks_ledger(question.clean.lower()):
        return replace(question, kind=QuestionKind.LEDGER)
    if entity_named(question, facts) or entity_missing(question, facts):
        return replace(question, kind=QuestionKind.ENTITY)
    return question


def _route_references(question: Question) -> Question:
    lower = question.clean.lower()
    bare = is_bare(cue("structure", "contents").sub(" ", question.rest))
    if bare or any(r.outcome is not Outcome.FOUND for r in question.references):
        return replace(question, kind=QuestionKind.REFERENCE)
    scope = tuple(c for r in question.references for c in r.clauses)
    kinds = (
        (QuestionKind.PARENT, cue("parent", "words").search(lower)),
        (QuestionKind.OUTLINE, _asks_outline(question.rest)),
        (QuestionKind.LEDGER, _asks_ledger(lower)),
    )
    kind = next((k for k, found in kinds if found), QuestionKind.TOPIC)
    return replace(question, kind=kind, scope=scope)


def arabic(text: str) -> str:
    """Return the text with Chinese numerals, where they are amounts, in digits: 一千亿元 → 100000000000元."""

    def digits(match: re.Match[str]) -> str:
        value = parse_decimal(match[0])
        return match[0] if value is None else f"{value:f}"

    return _AMOUNT.sub(digits, text)


def _is_reverse(question: Question) -> bool:
    """Say whether a figure is given and its meaning asked: nothing but asking words stands beside it."""
    if not question.figures or any(r.outcome is Outcome.FOUND or r.clauses for r in question.references):
        return False
    printed = arabic(question.clean.lower())
    rest = printed
    for figure in question.figures:
        rest = rest.replace(figure.span.of(printed), " ")
    return len(squeeze(subject_of(cue("reverse", "words").sub(" ", rest)))) <= 1


def metadata_asked(plain: str) -> tuple[str, ...]:
    """Return which facts about the document itself are asked for: issuer, date, title, source."""
    lower = plain.lower()
    known = ("issuer", "date", "title", "source")
    found = tuple(name for name in known if cue("metadata", name).search(lower))
    if not found:
        return ()
    rest = lower
    for name in known:
        rest = cue("metadata", name).sub(" ", rest)
    return found if len(subject_of(_DOCUMENT.sub(" ", rest))) <= 1 else ()


def _asks_outline(rest: str) -> bool:
    """Say whether the outline, or a count or list of its parts, is asked for and nothing besides."""
    if cue("entity", "literal").search(rest):
        return False
    counted, outlined, listed = (cue("structure", n) for n in ("count", "outline", "listed"))
    if not any(p.search(rest) for p in (counted, outlined, listed)):
        return False
    for pattern in (counted, outlined, listed, *(cue("structure", n) for n in _STRUCTURE), _DOCUMENT):
        rest = pattern.sub(" ", rest)
    return len(subject_of(cue("structure", "filler").sub(" ", rest))) <= 1


def _asks_ledger(lower: str) -> bool:
    """Say whether targets are asked for as a list."""
    if any(cue("ledger", name).search(lower) for name in ("targets", "most", "none")):
        return True
    return bool(cue("ledger", "listed").search(lower) and cue("ledger", "nouns").search(lower))


def entity_named(question: Question, facts: Facts) -> str:
    """Return the name (folded) whose places in the text are asked for, or "".

    A bare name that stands in the text, or a name with words such as 哪些地方提到. A name of one character is none.
    """
    lower = question.clean.lower()
    whole = squeeze(re.sub(r"[?？!！。.,，]+$", "", lower))
    if len(whole) > 1 and whole in facts.folded.text:
        return whole
    asked = cue("entity", "where_named").sub(" ", lower)
    explicit = asked != lower
    if not explicit and question.wants_number:
        return ""
    pieces = [squeeze(p) for p in _QUOTED.findall(lower) or pieces_of(asked)]
    cores = [squeeze(asked), squeeze(core_of(asked.strip()))]
    core = next((c for c in cores if explicit and len(c) > 1 and c in facts.folded.text), "")
    if core:
        return core
    if explicit and not pieces and question.years:
        pieces = [f"{question.years[0]}年"]
    standing = [p for p in pieces if len(p) > 1 and p in facts.folded.text]
    return max(standing, key=len) if standing and (len(pieces) == 1 or explicit) else ""


def entity_missing(question: Question, facts: Facts) -> str:
    """Return the name of which it is asked where the text mentions it, if the text nowhere does; else ""."""
    lower = question.clean.lower()
    if not cue("entity", "literal").search(lower) or question.wants_number:
        return ""
    asked = cue("entity", "where_named").sub(" ", cue("entity", "literal").sub(" ", lower))
    pieces = [squeeze(p) for p in pieces_of(asked)]
    return pieces[0] if len(pieces) == 1 and len(pieces[0]) > 1 and pieces[0] not in facts.folded.text else ""
