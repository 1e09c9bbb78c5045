"""Half questions of a conversation over documents: 国家的呢, 云汀的呢，超得多的那种, 要是没有呢, 棉花呢. Words only."""

import re

from bot.cues import cue, pieces_of, subject_of
from bot.types import Answer
from knowledge.fold import bigrams, squeeze

HALF_A_QUESTION = 12  # characters
LEAST_WHOLE = 4  # characters of what a question names, from which it may stand by itself
_ASKS_AGAIN = re.compile(r"(?:[呢嘞咧哩]|怎么(?:说|讲|规定|要求)|咋(?:说|讲)|怎么样|如何)[?？。!！]*$")
_GOES_ON = re.compile(
    r"^(?:那么?|还有?|另外|其中|它|该|这个|里面|再|要是|如果|假如|万一|不然|否则)|[呢嘞咧哩][?？。]*$"
)
_INSTEAD = re.compile(r"^(?:要是|如果)?(?:换成?|改成|换到|换作|改问|轮到)(?:了|是)?")
_HOW_LONG = re.compile(r"(?:好|多)[长大高久宽远重]")
_SUPPOSES = re.compile(r"那?(?:要是|如果|假如|万一)")
_BREACH = re.compile(
    r"那?(?:违反|违规|违背|不遵守|不照做)了?(?:这一?条|的)?(?:话|呢)?[,，]?(?:会|要|怎|咋|罚|如何|有什么|什么)[^,，。]{0,8}"
)
_AND_MORE = re.compile(r"^(?P<again>[^,，]{0,3}[呢嘞咧哩])[,，](?P<more>[^,，。?？]{2,16})[?？。!！]*$")
_NEW_SUBJECT = re.compile(r"(?:那么?|还有)?(?P<subject>[一-鿿]{2,8}?)的?[呢嘞咧哩](?:[,，][^,，]{1,14})?[?？。!！]*")
_MEASURE = re.compile(r"(?:覆盖|普及|合格|达标|利用|完成|增长)?(?:率|占比|比例|比重|数量|规模)$")
_COUNTED = re.compile(r"[\d一二三四五六七八九十百千万两]")


def only_points(asked: str) -> bool:
    """Say whether nothing but asking words is left of a question: 的呢, 怎么说."""
    return len(squeeze(subject_of(_INSTEAD.sub("", asked)))) <= 1


def asks_again(text: str, asked: str) -> bool:
    """Say whether a text puts the last question to what it names (国家的呢) and `asked`, the rest, says no more."""
    return _ASKS_AGAIN.search(text) is not None and only_points(asked)


def and_more(asked: str) -> tuple[str, bool]:
    """Return what is said after 呢 where nothing stands before it, and whether that asks by itself; "" for nothing.

    超得多的那种 goes with the last question, 给多少补助 is another one.
    """
    match = _AND_MORE.match(asked)
    if match is None or not only_points(match["again"]):
        return "", False
    more = match["more"]
    asks = any(cue("wants", name).search(more) for name in ("only_number", "deadline", "where")) or "怎么" in more
    return more, asks


def goes_on(asked: str) -> bool:
    """Say whether a question may go on from the turn before: by its first word, by 呢, or as it is so short."""
    return _GOES_ON.search(asked) is not None or len(asked) <= HALF_A_QUESTION


def is_whole(asked: str) -> bool:
    """Say whether a question is long enough to need no turn before it, and does not begin as one that goes on."""
    return not goes_on(asked) and len(squeeze(subject_of(asked))) >= LEAST_WHOLE


def supposes(asked: str) -> bool:
    """Say whether a question supposes something of what was talked of: 要是没评估呢, 违反了罚多少."""
    return _SUPPOSES.match(asked) is not None or _BREACH.fullmatch(asked) is not None


def speaks_of(asked: str, answer: Answer) -> bool:
    """Say whether an answer speaks of the new subject of half a question: 棉花呢, 智能工厂呢，要建几家.

    It has a pair of its characters, of a word of two one of them; a measure alone (率, 占比) is no subject.
    True for other questions, and for subjects that count (三万人的呢), which a text may put in other figures.
    """
    match = _NEW_SUBJECT.fullmatch(asked)
    subject = _MEASURE.sub("", squeeze(match["subject"])) if match else ""
    if len(subject) < 2 or _COUNTED.search(subject):
        return True
    words = _printed(answer)
    parts = list(subject) if len(subject) == 2 else bigrams(subject)
    return any(part in words for part in parts)


def names_of(asked: str, answer: Answer) -> bool:
    """Say whether an answer prints what half a question names: a pair of its characters, or half of them one by one.

    True where it names nothing.

    For one that was searched together with the turn before: that turn's words alone would find its clause again.
    """
    named = [squeeze(piece) for piece in pieces_of(_HOW_LONG.sub(" ", asked))]
    pairs = [pair for piece in named for pair in bigrams(piece)]
    words = _printed(answer)
    characters = set("".join(named))
    return not pairs or any(p in words for p in pairs) or 2 * sum(c in words for c in characters) >= len(characters)


def _printed(answer: Answer) -> str:
    """Return the words that an answer quotes and those of its first clause, folded."""
    return squeeze("".join(q.text for q in answer.quotes) + "".join(c.text for c in answer.clauses[:1]))
