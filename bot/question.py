"""What is asked: a typed text becomes a `Question`. Patterns only; nothing is searched here."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bot.cues import SOFT_WITHOUT_NUMBER, cue, names, subject_of, without_opening
from bot.dialect import in_standard
from bot.english import in_chinese
from bot.headings import headings_of
from bot.narration import asking_part
from bot.router import arabic, route
from bot.types import Question, QuestionKind
from knowledge.facts import Facts
from knowledge.figures import Figure, figures, is_year
from knowledge.fold import clean
from knowledge.numerals import parse_int
from knowledge.pinyin import from_pinyin, with_pinyin
from knowledge.places import places_in
from knowledge.references import find_references

MAX_CHARACTERS = 1000  # a longer question is not embedded; a polite line asks for a shorter one
MAX_SUBJECT = 60
KEPT = 32  # questions that stay understood

_YEAR = re.compile(
    r"(?<!\d)(?P<four>(?:19|20)\d\d)(?!\d)(?!\s*[个家项件名口亩万亿元%])"
    r"|(?<![\d了满干用够过超近约])(?P<two>\d\d)年(?![代\d期以多])"  # 开了17年 is no year
    r"|(?P<chinese>[二〇零一三四五六七八九]{4})年"
)
_PERIOD = re.compile(
    r"(?<![第一二三四五六七八九十])"
    r"(?:(十[一二三四六七八九]|十五)五(?![条项点个家年月号])|([一二三四五六七八九])五(?=规划|计划|期间|时期))"
)
# 4a, 5g, b2, a级: names, not figures
_CODE = re.compile(r"(?<![a-z0-9])(?:\d{1,2}[a-z]|[a-z]\d{1,2}|[a-e]级)(?![a-z0-9])")
_SEVERAL = re.compile(
    r"(?P<side>前|最后|末尾|最末)(?:的|面)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})条(?![件例])"
)
_LATIN = re.compile(r"[A-Za-z]{3}")
_SHOW = re.compile(  # 贴一下21
    r"(?:请|麻烦)?(?:帮我|给我)?(?:贴|发|看|念|来|调|查|找|翻|打开|显示)(?:一?下|一?个|出来|给我|到)?\s*(?P<number>\d{1,2})\s*[。.!！]?"
)
_IN_BRACKETS = re.compile(  # (十六)那段, 第(九)条
    r"^第?\((?P<number>[一二三四五六七八九十]{1,3})\)(?:[那这]一?个?)?[条项点款段]"
)
_OF_ALL = re.compile(r"(?:这|全部|一共)?(?P<count>\d{1,3})条(?:里头|里面|里边|里|中|当中)")  # 30条里哪些…
_SENTENCE = re.compile(r"[^。!！?？;；]+")
_ORDINAL = re.compile(r"第|最后|末尾|最末|倒数")
_CHINESE = re.compile(r"[一-鿿]")


@lru_cache(maxsize=KEPT)
def understand(text: str, facts: Facts) -> Question:
    """Return what `text` asks of the document in `facts`. Never raises, whatever the text holds.

    A question that would be searched is read again with its typing slips led back to the document's terms. The last
    ones are kept: of several documents it is asked which are meant before they answer.
    """
    whole = clean(text[: MAX_CHARACTERS + 1])
    plain = without_opening(whole)
    for words in (whole, plain):
        if kind := _without_question(text, words):
            return Question(text, words[:MAX_CHARACTERS], kind, language=_language(words))
    if _language(plain) == "en":
        plain = from_pinyin(plain, facts.homophones)
    elif _LATIN.search(plain):
        plain = with_pinyin(plain, facts.homophones)
    plain = in_standard(plain)
    question = _read(text, plain, facts)
    if question.kind is not QuestionKind.TOPIC:
        return question
    restored = facts.homophones.restored(plain.lower())
    if restored == plain.lower() or not set(places_in(plain)) <= set(
        places_in(restored)
    ):  # 浙江质量 is no slip for 将质量
        return question
    return replace(_read(text, restored, facts), restored=True)


def about(words: str, facts: Facts) -> Question:
    """Return the question what the document says about `words`, to be searched whatever they would be alone.

    A whole question is put: how sure a search is was fitted on questions (`bot/calibration.json`).
    """
    asked = f"what does it say about {words}" if _language(words) == "en" else f"{words}有什么规定"
    return replace(understand(asked, facts), kind=QuestionKind.TOPIC, scope=(), described="")


def _without_question(text: str, plain: str) -> QuestionKind | None:
    if len(text) > MAX_CHARACTERS:
        return QuestionKind.TOO_LONG
    if not re.search(r"[^\W_]|[§#]", plain):
        return QuestionKind.EMPTY
    if any(cue("smalltalk", name).search(plain.lower()) for name in names("smalltalk")):
        return QuestionKind.SMALLTALK
    return None


def _read(text: str, plain: str, facts: Facts) -> Question:
    lower, language = plain.lower(), _language(plain)
    references, rest = find_references(as_references(plain, facts), facts.document)
    chinese = (in_chinese(plain) if language == "en" else "") or plain
    years = years_in(plain)
    asking = asking_part(lower)
    measured = cue("wants", "measured").search(lower) is not None
    wants_number = measured or cue("wants", "number").search(asking) is not None
    question = Question(
        text=text,
        clean=plain,
        kind=QuestionKind.TOPIC,
        chinese=chinese,
        language=language,
        subject=subject_of(rest.lower() if references else lower)[:MAX_SUBJECT],
        wants_number=wants_number,
        only_number=measured or cue("wants", "only_number").search(asking) is not None,
        wants_deadline=cue("wants", "deadline").search(lower) is not None,
        attribute=_attribute(lower, asking, wants_number=wants_number),
        years=years,
        period=_period(plain),
        places=tuple(places_in(cue("introduction", "words").sub(" ", chinese))),
        figures=tuple(_figures(arabic(lower), years)),
        codes=tuple(dict.fromkeys(_CODE.findall(lower))),
        references=references,
        rest=rest.lower(),
    )
    return route(question, facts)


def _attribute(lower: str, asking: str, *, wants_number: bool) -> str | None:
    """Return the detail that is asked for; one that only a figure can have counts where a figure is wanted.

    What a question only narrates (今年收菜的老板…; 货已经交了。付款最晚是几天) asks for no such detail.
    """
    asks = [words for words in _SENTENCE.findall(lower) if cue("wants", "number").search(words)]
    own = asks[-1] if asks and asking == lower else asking
    asked = [n for n in names("attributes") if cue("attributes", n).search(own if n in SOFT_WITHOUT_NUMBER else lower)]
    asked = [n for n in asked if n not in SOFT_WITHOUT_NUMBER or asking == lower]
    return next((n for n in asked if wants_number or n not in SOFT_WITHOUT_NUMBER), next(iter(asked), None))


def as_references(plain: str, facts: Facts) -> str:
    """Return a question with what counts clauses in other words as references: 前五条 → 第1至第5条, 组织保障第一点."""

    def ordinals(match: re.Match[str]) -> str:
        count, last = parse_int(match["count"]) or 0, facts.clause_count
        if not 1 < count <= last:
            return match[0]
        first = 1 if match["side"] == "前" else last - count + 1
        return f"第{first}至第{first + count - 1}条"

    whole = _OF_ALL.match(plain)
    if whole and int(whole["count"]) == facts.clause_count:
        plain = plain[whole.end() :]
    plain = _IN_BRACKETS.sub(r"第\g<number>条", plain)
    shown = _SHOW.fullmatch(plain)
    if shown and int(shown["number"]) <= facts.clause_count:
        return f"第{shown['number']}条"
    read = _SEVERAL.sub(ordinals, plain)
    return headings_of(facts.document).as_reference(read) if _ORDINAL.search(read) else read


def _figures(printed: str, years: tuple[int, ...]) -> Iterator[Figure]:
    """Yield the figures of a question; neither its years (2025, 25年) nor ordinals (第3个)."""
    for figure in figures(printed):
        short_year = figure.unit == "年" and figure.value + 2000 in years
        if not (short_year or is_year(figure, printed) or printed[: figure.span.start].endswith("第")):
            yield figure


def years_in(plain: str) -> tuple[int, ...]:
    """Return the years a question names: 2025, 2025年, 25年, 二〇二五年; each once, in order."""
    found: dict[int, None] = {}
    for match in _YEAR.finditer(plain):
        value = int(match["four"]) if match["four"] else 2000 + int(match["two"]) if match["two"] else None
        value = value or parse_int(match["chinese"] or "")
        if value:
            found[value] = None
    return tuple(found)


def _period(plain: str) -> str | None:
    match = _PERIOD.search(plain)
    return (match[1] or match[2]) + "五" if match else None


def _language(plain: str) -> str:
    return "en" if not _CHINESE.search(plain) and re.search(r"[A-Za-z]{2,}", plain) else "zh"
