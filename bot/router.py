"""Which kind of question it is. What can be looked up is looked up; only what is left is searched."""

import re
from dataclasses import replace

from bot.cues import cue, names, subject_of
from bot.described import described
from bot.headings import Headings, headings_of
from bot.mentions import name_in
from bot.trades import terms_of
from bot.types import Question, QuestionKind
from knowledge.facts import Facts
from knowledge.fold import squeeze
from knowledge.numerals import CHINESE_NUMERAL, parse_decimal
from knowledge.references import Outcome, Reference, is_bare

_AMOUNT = re.compile(
    rf"(?<!分之)(?<!第)(?<!\d)(?<!\d\s)(?<!{CHINESE_NUMERAL})(?=[^十]*[百千万亿]){CHINESE_NUMERAL}{{2,12}}(?=[元家个项件名口亩是]|\W*$)"
)
_DOCUMENT = re.compile(
    r"纲要|文件|这(?:个|份|东西|玩意)|本文|它|通知|文章|全文|\b(?:plan|outline|document|it|this|there|are|is|the)\b"
)
TITLE_PIECE = 4  # characters of a title that name nothing but the document
_MARKS = re.compile(r"[“”\"'《》〈〉（）()\s]")
_PHRASE_ENDS = re.compile(r"[,，。?？!！;；]+")
_NAMES_OR_WHY = re.compile(
    r"(?:纲要|规划|计划|方案|条[例列]|办法|意见|规定|通知|措施|细则|决定|要点|政策|文件|清单|报告|这份|那份)(?:里|中|呢)?$|"
    r"^[一-鿿]{0,4}(?:引用|要写|填表|备查|核对|报告里|写论文)[一-鿿]{0,6}$"
)
SHORTEST_TITLE = 4  # characters of a title's end that name the document
_TELLING = 100  # a figure that stands for little else; a smaller one with its unit
_SAYS_CLAUSE = re.compile(r"[第条款章节部]")  # 第35条 and 35条 name a clause, 35 and 35项 may be figures
_STRUCTURE = ("parts", "sections", "clauses", "aspects")
_LISTS = ("count", "outline", "listed")
_COMPARED = ("each", "most", "least")


def route(question: Question, facts: Facts) -> Question:
    """Return the question with its kind, and with the clauses that it names as its scope."""
    if _is_reverse(question, facts):
        return replace(question, kind=QuestionKind.REVERSE)
    if question.references:
        return _route_references(question, facts)
    if metadata_asked(question.clean, facts.document.title):
        return replace(question, kind=QuestionKind.METADATA)
    headings = headings_of(facts.document)
    if found := _outline_in_english(question, headings) or _of_headings(question, headings, facts):
        return found
    if _asks_ledger(question.clean.lower()):
        node = headings.named(question.clean) if cue("ledger", "none").search(question.clean.lower()) else None
        return replace(question, kind=QuestionKind.LEDGER, scope=(node,) if node else ())
    if terms_of(question):
        return replace(question, kind=QuestionKind.TRADE)
    if name_in(question, facts):
        return replace(question, kind=QuestionKind.ENTITY)
    return replace(question, kind=QuestionKind.POINTING) if _only_points(question) else question


def _of_headings(question: Question, headings: Headings, facts: Facts) -> Question | None:
    """Return a question for the outline, or for what stands under or above a heading that it names; else None."""
    node = headings.named(question.clean)
    rest = headings.without(question.clean, node).lower()
    if _asks_outline(without_title(rest, facts.document.title.lower())):
        return replace(question, kind=QuestionKind.OUTLINE, scope=(node,) if node else ())
    if node is None and (of_short := _of_short_heading(question, headings, facts)):
        return of_short
    if node and cue("parent", "words").search(rest):
        return replace(question, kind=QuestionKind.PARENT, scope=(node,))
    if of_described := _about_described(question):
        return of_described
    if node and is_bare(cue("structure", "contents").sub(" ", rest)):
        found = Reference(Outcome.FOUND, node.heading, (node,))
        return replace(question, kind=QuestionKind.REFERENCE, references=(found,))
    return None


def _of_short_heading(question: Question, headings: Headings, facts: Facts) -> Question | None:
    """Return a question for the outline or the targets under a heading that is named by a part of it, or None."""
    lower = question.clean.lower()
    if not (cue("ledger", "nouns").search(lower) or any(cue("structure", n).search(lower) for n in _LISTS)):
        return None
    node, left = headings.shortened(question.clean)
    if node and _asks_outline(without_title(left.lower(), facts.document.title.lower())):
        return replace(question, kind=QuestionKind.OUTLINE, scope=(node,), rest=left.lower())
    if node and _asks_ledger(left.lower()):
        return replace(question, kind=QuestionKind.LEDGER, scope=(node,))
    return None


def _outline_in_english(question: Question, headings: Headings) -> Question | None:
    """Return an English question for the sections or clauses under a heading that its Chinese terms repeat, or None."""
    lower = question.clean.lower()
    asks = any(cue("structure", name).search(lower) for name in ("count", "listed"))
    node = headings.named(question.chinese) if question.language == "en" and asks else None
    return replace(question, kind=QuestionKind.OUTLINE, scope=(node,)) if node else None


def _about_described(question: Question) -> Question | None:
    """Return the question as one for the parent or the contents of a node that it describes, or None."""
    if _compares(question.clean.lower()):
        return None
    asked = described(question, QuestionKind.OUTLINE)
    if asked and _asks_outline(asked.rest):
        return asked
    return described(question, QuestionKind.PARENT)


def _route_references(question: Question, facts: Facts) -> Question:
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
    if kind is QuestionKind.TOPIC and cue("entity", "literal").search(question.rest) and name_in(question, facts):
        kind = QuestionKind.ENTITY
    return replace(question, kind=kind, scope=scope)


def without_title(asked: str, title: str) -> str:
    """Return a question without the document's title, or the longest end of it that it names (质量强省建设纲要)."""
    named = next((title[i:] for i in range(len(title) - SHORTEST_TITLE + 1) if title[i:] in asked), "")
    return asked.replace(named, " ") if named else asked


def arabic(text: str) -> str:
    """Return the text with Chinese numerals, where they are amounts, in digits: 一千亿元 → 100000000000元."""

    def digits(match: re.Match[str]) -> str:
        value = parse_decimal(match[0])
        return match[0] if value is None else f"{value:f}"

    return _AMOUNT.sub(digits, text)


def _is_reverse(question: Question, facts: Facts) -> bool:
    """Say whether a figure is given and its meaning asked: nothing but asking words stands beside it."""
    if not question.figures or any(r.clauses or _SAYS_CLAUSE.search(r.asked) for r in question.references):
        return False
    printed = arabic(question.clean.lower())
    rest = printed
    for figure in question.figures:
        rest = rest.replace(figure.span.of(printed), " ")
    if len(squeeze(subject_of(cue("reverse", "words").sub(" ", rest)))) > 1:
        return _asks_meaning(question, rest, facts)
    return not question.references or any(f.fits(asked) for f in facts.figures for asked in question.figures)


def _asks_meaning(question: Question, rest: str, facts: Facts) -> bool:
    """Say whether the meaning of a figure that the text prints is asked for in so many words, whatever else is told."""
    [figure, *others] = question.figures
    telling = figure.value >= _TELLING or bool(figure.unit)
    printed = any(f.fits(figure) for f in facts.figures)
    return not others and telling and printed and cue("reverse", "asks").search(rest) is not None


def metadata_asked(plain: str, title: str = "") -> tuple[str, ...]:
    """Return which facts about the document are asked for: issuer, date, title, source, number, effect, validity.

    Pieces of its `title` beside them only say once more which document is meant.
    """
    lower = plain.lower()
    known = ("effect", "validity", "number", "issuer", "date", "title", "source")
    found = tuple(name for name in known if cue("metadata", name).search(lower))
    if not found:
        return ()
    rest = lower if not title else _without_pieces(lower, title.lower())
    for name in known:
        rest = cue("metadata", name).sub(" ", rest)
    left = subject_of(_DOCUMENT.sub(" ", rest))
    if len(left) <= 1 or set(left) <= set(title.lower()):
        return found
    return _metadata_alone(plain, title)


def _metadata_alone(plain: str, title: str) -> tuple[str, ...]:
    """Return the facts that whole phrases of a question ask for, where the others only name the document or say why.

    治松树病那个条例,哪天开始管用的; 文号是多少?引用时要写.
    """
    phrases = [phrase for phrase in _PHRASE_ENDS.split(plain) if phrase.strip()]
    asked = {phrase: metadata_asked(phrase, title) for phrase in phrases} if len(phrases) > 1 else {}
    beside = [phrase for phrase, facts in asked.items() if not facts]
    names_it = all(_NAMES_OR_WHY.search(phrase) for phrase in beside)
    return tuple(dict.fromkeys(fact for facts in asked.values() for fact in facts)) if names_it else ()


def _without_pieces(asked: str, title: str) -> str:
    """Return a question without the pieces of a title in it, of TITLE_PIECE characters and more, marks left aside."""
    printed, at, left = _MARKS.sub("", title), 0, ""
    while at < len(asked):
        length = next((n for n in range(len(asked) - at, TITLE_PIECE - 1, -1) if asked[at : at + n] in printed), 0)
        left, at = (left, at + length) if length else (left + asked[at], at + 1)
    return left


def _asks_outline(rest: str) -> bool:
    """Say whether the outline, or a count or list of its parts, is asked for and nothing besides."""
    if cue("entity", "literal").search(rest):
        return False
    asking = [cue("structure", n) for n in ("count", "outline", "listed", *_COMPARED)]
    nouns = [cue("structure", n) for n in _STRUCTURE]
    if not any(p.search(rest) for p in asking[:3]) and not _compares(rest):
        return False
    if _counts_targets(rest) or any(cue("ledger", n).search(rest) for n in ("most", "none", "having", "where")):
        return False
    for pattern in (*asking, *nouns, _DOCUMENT):
        rest = pattern.sub(" ", rest)
    return len(subject_of(cue("structure", "filler").sub(" ", rest))) <= 1


def _compares(rest: str) -> bool:
    """Say whether nodes are compared by what they count (条款最多的是哪一节): two levels are named, or each of one."""
    compared = any(cue("structure", n).search(rest) for n in _COMPARED)
    levels = any(cue("structure", n).search(rest) for n in _STRUCTURE)
    return compared and levels and not cue("ledger", "nouns").search(rest)


def _counts_targets(rest: str) -> bool:
    """Say whether it is the targets that are counted (一共多少个目标), not parts of the outline."""
    return bool(cue("ledger", "nouns").search(rest)) and not any(cue("structure", n).search(rest) for n in _STRUCTURE)


def _asks_ledger(lower: str) -> bool:
    """Say whether targets are asked for as a list."""
    if any(cue("ledger", name).search(lower) for name in ("targets", "where", "most", "none", "greatest", "smallest")):
        return True
    return bool(cue("ledger", "listed").search(lower) and cue("ledger", "nouns").search(lower))


def _only_points(question: Question) -> bool:
    """Say whether a question is only words that need a turn before them: 下一条, 原文呢, 多少钱."""
    lower = question.clean.lower()
    for group, names_ in (("followup", names("followup")), ("attributes", ("money",))):
        for name in names_:
            lower = cue(group, name).sub(" ", lower)
    return not subject_of(lower) and not question.years
