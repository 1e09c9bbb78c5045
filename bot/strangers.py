"""Things that a question names and the document, or a target of it, does not speak of.

森林覆盖率 is not answered with another rate, nor 绿色社区 with the number of 绿色工厂. `stranger` knows the indicators
and counted things of plans and yearbooks in general (`knowledge/terms.txt`); `misnamed` needs no list.
"""

import re
from functools import cache
from pathlib import Path

import knowledge
from bot.cues import cue, pieces_of
from bot.mentions import WORD
from bot.types import Question
from knowledge.fold import bigrams, squeeze

TERMS = Path(knowledge.__file__).parent / "terms.txt"
_SAME = {
    "gdp": ("生产总值",),
    "pue": ("电能利用效率", "电能使用效率"),
    "养老院": ("养老机构", "敬老院", "护理型床位"),
}
_CHARGE = re.compile(r"(?P<purpose>[一-鿿]{2})(?<!花)费(?![用者时力了心品尽劲解过得])")
_LEAVE = re.compile(r"(?:婚|丧|病|事|年休|探亲|哺乳|育儿|护理|陪产|流产)假(?![药冒货装如酒证的话币])")
_DAYS_OFF = re.compile(r"几天|几日|多少[天日]|多久|多长|休|请")
_PAID_FOR = "水电气煤油房学饭餐车路药保租税网话邮票"  # of which a charge has one character: no purpose before it
_GENERAL = ("企业", "单位", "机构", "产业", "行业")


@cache
def _terms() -> tuple[str, ...]:
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    terms = (squeeze(line) for line in lines if line.strip() and not line.startswith("#"))
    return tuple(sorted(dict.fromkeys(terms), key=len, reverse=True))


def stranger(question: Question, vocabulary: str) -> str:
    """Return the longest listed term that a question for a figure or a date names and `vocabulary` lacks, or ""."""
    if not _wants_a_target(question):
        return ""
    asked = squeeze(question.chinese)
    return next(
        (t for t in _terms() if t in asked and not _known(t, vocabulary) and not _straddles(t, asked, vocabulary)), ""
    )


def unprinted_charge(asked: str, of_document: str) -> str:
    """Return the charge or leave that a question names (丧葬费, 婚假) and a (folded) document has no word for, or "".

    It knows one whose purpose (丧葬) or whose end (葬费) it prints; other sums of it, and other days, are no answer.
    """
    if (leave := _LEAVE.search(asked)) and _DAYS_OFF.search(asked) and leave[0] not in of_document:
        return leave[0]
    for match in _CHARGE.finditer(squeeze(asked)):
        purpose = match["purpose"]
        if purpose[-1] not in _PAID_FOR and purpose not in of_document and f"{purpose[-1]}费" not in of_document:
            return match[0]
    return ""


def _known(term: str, vocabulary: str) -> bool:
    """Say whether a term stands in the vocabulary, by itself or without the general word that it ends in (瞪羚企业)."""
    if any(other in vocabulary for other in _SAME.get(term, ())):
        return True
    short = next((term.removesuffix(word) for word in _GENERAL if term.endswith(word)), "")
    return term in vocabulary or (len(short) >= WORD and short in vocabulary)


def _straddles(term: str, asked: str, vocabulary: str) -> bool:
    """Say whether a term is but the end of one known name and the beginning of another: 经济增长 in 海洋经济增长率."""
    at = asked.find(term)
    before, after = asked[max(0, at - WORD) : at], asked[at + len(term) :][:1]
    if len(before) < WORD or not after:
        return False
    return any(before + term[:i] in vocabulary and term[i:] + after in vocabulary for i in range(1, len(term)))


def misnamed(question: Question, of_target: str, of_document: str) -> str:
    """Return the one thing that a question for a target names, if `of_target` (folded) does not speak of it, or "".

    Its last word must stand there (a verb of one character may follow: 长者食堂建多少), and its first word too if the
    document uses that word, for then it means something else there. Words of which neither the document nor any
    indicator makes use (卖海鲜) are lay words: they need not stand there, the search has found what they stand for. A
    question that names several things is left to the search too.
    """
    if not _wants_a_target(question):
        return ""
    asked = cue("wants", "only_number").sub(" ", question.chinese.lower())
    named = [name for piece in pieces_of(asked) if len(name := _thing(squeeze(piece), of_document)) >= WORD]
    if len(named) != 1:
        return ""
    first, heads = named[0][:WORD], [h for h in (named[0][-WORD:], named[0][-WORD - 1 : -1]) if len(h) == WORD]
    if any(head in of_target for head in heads):
        headless = False
    elif any(head in of_document or head in _heads() for head in heads):
        headless = True  # an official word, and the target's is another
    else:  # a lay word, which may stand for the target's
        headless = first in of_document and not _mostly_in(named[0], of_target)
    headed = heads[0] in of_document or heads[0] in _heads()
    return named[0] if headless or (headed and first in of_document and first not in of_target) else ""


def _thing(named: str, of_document: str) -> str:
    """Return a name without what is done to it (区域品牌打造: 区域品牌), unless the document prints both as one."""
    return named if named in of_document else cue("named", "doing").sub("", named)


def _mostly_in(name: str, of_target: str) -> bool:
    """Say whether half of the pairs of neighbouring characters stand in a target: the rest is put otherwise."""
    pairs = bigrams(name)
    return 2 * sum(pair in of_target for pair in pairs) >= len(pairs)


@cache
def _heads() -> frozenset[str]:
    """Return the last words of the listed terms: a name that ends in one (收入) is an indicator's, no lay word."""
    return frozenset(term[-WORD:] for term in _terms())


def _wants_a_target(question: Question) -> bool:
    return question.wants_number or question.wants_deadline
