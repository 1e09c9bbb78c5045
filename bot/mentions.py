"""Names that a question asks the places of: 哪些地方提到工业设计, or the bare name 工业设计. Found letter by letter."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.cues import SOFT_WITHOUT_NUMBER, core_of, cue, pieces_of
from bot.types import Question
from knowledge.facts import Facts
from knowledge.fold import squeeze
from knowledge.places import places_in
from knowledge.types import Span

WORD = 2  # characters: how long most Chinese words are
LONGEST_NAME = 8  # characters; longer ones are lay words for something, to be searched
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,20})[”\"」』》]")
_LETTER = re.compile(
    r"[“\"「『]([一-鿿])[”\"」』]|(?:跟|和|与|同|讲|写|提到)([一-鿿])(?:有关|相关|沾边)?(?:的)(?=条|内容|规定|地方|都)"
)
_TRADE = re.compile(r"^(?:我(?:们)?|咱(?:们)?|俺)?(?:是)?(?:搞|做|卖|种|养|干|弄|学|教)(?P<words>[一-鿿]{2,12})")
_POINTS = re.compile(r"这(?:个)?(?:词|行|块|字眼)|我们(?:这行|这块)?|咱")
_ENDING = re.compile(r"[?？!！。.,，]+$")


def mentions(name: str, facts: Facts) -> list[Span]:
    """Return where the text prints a folded name; not inside a longer Latin word or figure (5年 in 2025年)."""
    text = facts.document.text
    found = facts.folded.find_all(name)
    return [s for s in found if not _cut(text, s.start - 1, s.start) and not _cut(text, s.end - 1, s.end)]


def _cut(text: str, left: int, right: int) -> bool:
    """Say whether a Latin word or a figure runs on from one offset to the next."""
    if left < 0 or right >= len(text):
        return False
    one, other = (unicodedata.normalize("NFKC", text[i]) for i in (left, right))
    if (one.isdigit() and other == ".") or (one == "." and other.isdigit()):
        around = text[left - 1 : left] if one == "." else text[right + 1 : right + 2]
        return around.isdigit()
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum()


def name_in(question: Question, facts: Facts) -> str:
    """Return the name whose places are asked for, in the text or not; a reference (第13条) is no part of it."""
    asked = replace(question, clean=question.rest) if question.references else question
    return entity_missing(asked, facts) or entity_named(asked, facts)


def entity_named(question: Question, facts: Facts) -> str:
    """Return the name (folded) whose places in the text are asked for, or "".

    A bare name that stands in the text, or a name with words such as 哪些地方提到. A name of one character is none.
    """
    lower = question.clean.lower()
    whole = squeeze(_ENDING.sub("", lower))
    if _stands(whole, facts):
        return whole
    detailed = question.attribute is not None and not cue("entity", "literal").search(lower)
    if question.attribute == "members" or (detailed and question.attribute not in SOFT_WITHOUT_NUMBER):
        return ""  # 四个最严具体指哪四个 asks for what it consists of, 集聚区定在哪条街 for its address
    asked = cue("entity", "where_named").sub(" ", lower)
    explicit = asked != lower
    if not explicit and question.wants_number:
        return ""
    core = next((c for c in (squeeze(asked), squeeze(core_of(asked.strip()))) if _stands(c, facts)), "")
    if core:
        return core
    pieces = [squeeze(p) for p in _QUOTED.findall(lower) or pieces_of(asked)]
    if not pieces and question.years:
        pieces = [f"{question.years[0]}年"]
    letter = _LETTER.search(lower) if explicit else None
    if letter and mentions(letter[1] or letter[2], facts):  # a name of one character, where nothing else is meant
        return squeeze(letter[1] or letter[2])
    trade = _TRADE.match(lower) if explicit and _POINTS.search(lower) else None
    if trade:  # 我搞物联网的,把提到这个词的都找出来
        words = squeeze(trade["words"])
        return next((words[:n] for n in range(len(words), 1, -1) if _stands(words[:n], facts)), "")
    standing = {p for p in pieces if _stands(p, facts)}
    several = len(standing) > 1  # 工厂上5G有没有提: no single name
    found = _longest_standing(pieces, facts) if len(pieces) == 1 or (explicit and not several) else ""
    if not found and explicit and (one := _one_place(lower, facts)):
        return one
    if not found and explicit and question.language == "en":
        return _longest_standing(question.chinese.split(), facts)  # Quanzhou stands in the text as 泉州
    return found


def entity_missing(question: Question, facts: Facts) -> str:
    """Return the name of which it is asked where the text mentions it, if the text nowhere does; else "".

    Lay words of which the text uses a part (办体育比赛: 体育) are no missing name: they are searched.
    """
    name = name_unprinted(question, facts)
    begun = any(mentions(name[i : i + WORD], facts) for i in range(len(name) - WORD - 1))
    return "" if begun else name


def name_unprinted(question: Question, facts: Facts) -> str:
    """Return the one name of which it is asked whether the text mentions it, if it is nowhere printed; else ""."""
    lower = question.clean.lower()
    if not cue("entity", "literal").search(lower) or question.wants_number or question.language == "en":
        return ""  # an English name may stand in the text in Chinese
    asked = cue("entity", "literal").sub(" ", cue("entity", "where_named").sub(" ", lower))
    pieces = [squeeze(p) for p in pieces_of(asked)]
    whole = squeeze(_ENDING.sub("", asked))
    if len(pieces) == 1 and whole[1:] == pieces[0]:  # 共享单车 begins with what may be a word of asking
        pieces = [whole]
    named = len(pieces) == 1 and WORD <= len(pieces[0]) <= LONGEST_NAME and not mentions(pieces[0], facts)
    return pieces[0] if named else ""


def _stands(name: str, facts: Facts) -> bool:
    return len(name) > 1 and bool(mentions(name, facts))


def _one_place(lower: str, facts: Facts) -> str:
    """Return the one place that a question names (莆田人,想看写到我们市的地方), if the text names it; else ""."""
    places = {squeeze(p.name.removesuffix("市")) for p in places_in(lower)}
    return next(iter(places)) if len(places) == 1 and _stands(next(iter(places)), facts) else ""


def _longest_standing(pieces: Sequence[str], facts: Facts) -> str:
    return max((p for p in pieces if _stands(p, facts)), key=len, default="")
