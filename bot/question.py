"""What is asked: a typed text becomes a `Question`. Patterns only; nothing is searched here."""

import re

from bot.cues import cue, names, pieces_of, subject_of
from bot.types import Question, QuestionKind
from knowledge.facts import Facts
from knowledge.figures import Figure, figures, is_year
from knowledge.fold import clean, squeeze
from knowledge.numerals import CHINESE_NUMERAL, parse_decimal, parse_int
from knowledge.places import places_in
from knowledge.references import Outcome, Reference, find_references, is_bare
from knowledge.types import Clause

MAX_CHARACTERS = 1000  # a longer question is not embedded; a polite line asks for a shorter one
MAX_ECHO_SUBJECT = 60

_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?!\d)(?!\s*[个家项件名口亩万亿元%])|(?<!\d)(\d\d)年(?!代|\d)|([二〇零一三四五六七八九]{4})年"
)
_PERIOD = re.compile(
    r"(?<![第一二三四五六七八九十])(?:(十[一二三四六七八九]|十五)五(?![条项点个家年月号])|([一二三四五六七八九])五(?=规划|计划|期间|时期))"
)
_METADATA = (
    (r"(?:谁|哪(?:个|些)?(?:部门|单位|机关|机构))(?:印|发|颁|制定|出台|公布|下发|写|定)|(?:印发|发布|发文|颁布|制定|出台)(?:单位|机关|部门|主体|者)|who (?:issued|published|released)|issued by|issuer", "issuer"),
    (r"(?:什么时候|何时|啥时候|哪(?:一)?[年天]|几时|时间|日期|多久)[^,，。]{0,6}(?:印发|发布|公布|出台|登|颁布|下发|发的|出的|刊|发出|面世)|(?:印发|发布|公布|出台|刊登|颁布|登出来|发文|下发)(?:的)?(?:时间|日期|是?(?:什么时候|哪年|哪天|几时|何时|啥时候))|when was (?:it|this|the (?:plan|outline|document))|publication date|published on|date of publication", "date"),
    (r"(?:文件|纲要|它|这(?:个|份)?|全)(?:的)?(?:标题|全称|题目|名称|名字)|叫什么(?:名字|名称)?$|full (?:name|title)|title of", "title"),
    (r"(?:转载|来源|出处|来自|刊(?:登|载)|哪家(?:报纸|媒体)|哪个(?:报纸|网站|媒体)|什么报)", "source"),
)  # fmt: skip
_LISTING = re.compile(r"名字|名称|列|出来|哪些|都|所有|全部|标题|那些|这些|分成|包含|包括|组成|构成|几")
_DOCUMENT_WORDS = re.compile(
    r"纲要|文件|这(?:个|份|东西|玩意)|本文|它|通知|文章|全文|plan|outline|document|\bit\b|this"
)
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,20})[”\"」』》]")
_CHINESE = re.compile(r"[一-鿿]")


def understand(text: str, facts: Facts) -> Question:
    """Return what `text` asks of the document in `facts`. Never raises, whatever the text holds."""
    plain = clean(text)
    kind = _without_words(text, plain)
    if kind:
        return Question(text, plain[:MAX_CHARACTERS], kind, language=_language(plain[:MAX_CHARACTERS]))
    question = _classified(text, plain, facts)
    if question.kind is not QuestionKind.TOPIC:
        return question
    restored = facts.homophones.restored(plain.lower())
    return question if restored == plain.lower() else _classified(text, restored, facts)


def _without_words(text: str, plain: str) -> QuestionKind | None:
    if len(text) > MAX_CHARACTERS:
        return QuestionKind.TOO_LONG
    if not re.search(r"\w|[§#]", plain):
        return QuestionKind.EMPTY
    if any(cue("smalltalk", name).search(plain.lower()) for name in names("smalltalk")):
        return QuestionKind.SMALLTALK
    return None


def _classified(text: str, plain: str, facts: Facts) -> Question:
    lower = plain.lower()
    references, rest = find_references(plain, facts.document)
    asked_figures = tuple(f for f in figures(arabic(lower)) if not is_year(f, arabic(lower)))
    years, period = years_in(plain), _period(plain)
    kind, scope = _kind(plain, lower, references, rest, asked_figures, facts)
    subject = subject_of(rest.lower() if kind is not QuestionKind.REFERENCE and references else lower)
    return Question(
        text=text,
        clean=plain,
        kind=kind,
        language=_language(plain),
        subject=subject[:MAX_ECHO_SUBJECT],
        wants_number=cue("wants", "number").search(lower) is not None,
        only_number=cue("wants", "only_number").search(lower) is not None,
        wants_deadline=cue("wants", "deadline").search(lower) is not None,
        attribute=next((n for n in names("attributes") if cue("attributes", n).search(lower)), None),
        years=years,
        period=period,
        places=tuple(places_in(plain)),
        figures=asked_figures,
        references=references,
        scope=scope,
    )


def arabic(text: str) -> str:
    """Return the text with Chinese numerals above ten, as amounts are written, in digits: 一千亿元 → 100000000000元."""

    def digits(match: re.Match[str]) -> str:
        value = parse_decimal(match[0])
        return match[0] if value is None else f"{value:f}"

    return re.sub(
        rf"(?<!分之)(?<!第)(?<!{CHINESE_NUMERAL})(?=[^十]*[百千万亿]){CHINESE_NUMERAL}{{2,12}}(?=[元家个项件名口亩])",
        digits,
        text,
    )


def _kind(
    plain: str, lower: str, references: tuple[Reference, ...], rest: str, asked: tuple[Figure, ...], facts: Facts
) -> tuple[QuestionKind, tuple]:  # type: ignore[type-arg]
    if _is_reverse(lower, asked, references, facts):
        return QuestionKind.REVERSE, ()
    if references and (is_bare(rest) or any(r.outcome is not Outcome.FOUND for r in references)):
        return QuestionKind.REFERENCE, ()
    if references:
        scope = tuple(c for r in references for c in r.clauses)
        if cue("parent", "words").search(lower):
            return QuestionKind.PARENT, scope
        if cue("structure", "count").search(lower) or cue("structure", "outline").search(lower):
            return QuestionKind.OUTLINE, scope
        if cue("ledger", "targets").search(lower):
            return QuestionKind.LEDGER, scope
        return QuestionKind.TOPIC, scope
    return _kind_without_reference(plain, lower, facts), ()


def _kind_without_reference(plain: str, lower: str, facts: Facts) -> QuestionKind:
    if metadata_asked(lower):
        return QuestionKind.METADATA
    if _is_outline(lower, facts):
        return QuestionKind.OUTLINE
    if _is_ledger(lower):
        return QuestionKind.LEDGER
    if entity_named(plain, facts):
        return QuestionKind.ENTITY
    return QuestionKind.TOPIC


def _is_reverse(lower: str, asked: tuple[Figure, ...], references: tuple[Reference, ...], facts: Facts) -> bool:
    """Say whether a figure is given and its meaning asked: nothing but asking words stands beside it."""
    if not asked or any(r.outcome is Outcome.FOUND or r.clauses for r in references):
        return False
    rest = arabic(lower)
    for printed in {f.span.of(rest) for f in asked}:
        rest = rest.replace(printed, " ")
    rest = re.sub(
        r"以上|以下|左右|超过|高于|突破|不低于|哪一?条|哪类|哪种|哪个|第几条|出现|两次|几次|分别|对应|说的|讲的?|提到|数(?:字|据)?|企业|代表|定的|这|写(?:了|着|的)?|次|what|which|does|refer to|mean|is|the|target|figure|number|for|clause|has|of",
        " ",
        rest,
    )
    return len(squeeze(subject_of(rest))) <= 1


def metadata_asked(lower: str) -> tuple[str, ...]:
    """Return which facts about the document itself are asked for: issuer, date, title, source."""
    found = tuple(name for pattern, name in _METADATA if re.search(pattern, lower))
    subject = subject_of(re.sub("|".join(p for p, _ in _METADATA), " ", lower))
    about_document = _DOCUMENT_WORDS.search(lower) or len(subject) <= 1
    return found if about_document and len(subject) <= 4 else ()


def _is_outline(lower: str, facts: Facts) -> bool:
    """Say whether the outline, or a count of its parts, is asked for, and nothing besides the document or a heading."""
    heading = named_by_heading(lower, facts)
    rest = squeeze(lower)
    for words in (
        (squeeze(heading.heading), squeeze(heading.heading).removeprefix("实施").removesuffix("工程"))
        if heading
        else ()
    ):
        rest = rest.replace(words, " ")
    counted, outlined = cue("structure", "count"), cue("structure", "outline")
    listed = cue("ledger", "listed").search(rest) and cue("structure", "sections").search(rest)
    if not (counted.search(rest) or outlined.search(rest) or listed):
        return False
    for pattern in (counted, outlined, *(cue("structure", n) for n in ("parts", "sections", "clauses", "aspects"))):
        rest = pattern.sub(" ", rest)
    return len(subject_of(_DOCUMENT_WORDS.sub(" ", _LISTING.sub(" ", rest)))) <= 1


def named_by_heading(lower: str, facts: Facts) -> Clause | None:
    """Return the node whose heading the question repeats, the longest such heading first; None where it repeats none."""
    asked = squeeze(lower)
    best: tuple[int, Clause | None] = (0, None)
    for clause in facts.document.clauses():
        heading = squeeze(clause.heading)
        plain = heading.removeprefix("实施").removesuffix("工程")
        shared = max((len(h) for h in (heading, plain) if len(h) >= 3 and h in asked), default=0)
        if shared > best[0]:
            best = (shared, clause)
    return best[1]


def _is_ledger(lower: str) -> bool:
    """Say whether targets are asked for as a list."""
    if cue("ledger", "targets").search(lower):
        return True
    return bool(cue("ledger", "listed").search(lower) and cue("ledger", "nouns").search(lower))


def entity_named(plain: str, facts: Facts) -> str:
    """Return the name (folded) whose places in the text are asked for, or "".

    A bare name that stands in the text, or a name with words such as 哪些地方提到. A name of one character is none.
    """
    lower = plain.lower()
    whole = squeeze(re.sub(r"[?？!！。.,，]+$", "", lower))
    if len(whole) > 1 and whole in facts.folded.text:
        return whole
    asked = cue("entity", "where_named").sub(" ", lower)
    explicit = asked != lower
    if not explicit and cue("wants", "number").search(lower):
        return ""
    quoted = [squeeze(q) for q in _QUOTED.findall(lower)]
    pieces = quoted or [squeeze(p) for p in pieces_of(asked)]
    standing = [p for p in pieces if len(p) > 1 and p in facts.folded.text]
    if not standing or (len(pieces) > 1 and not explicit):
        return ""
    return max(standing, key=len)


def entity_missing(plain: str, facts: Facts) -> str:
    """Return the name of which it is asked where the text mentions it, if the text nowhere does; else ""."""
    lower = plain.lower()
    if not cue("entity", "literal").search(lower) or cue("wants", "number").search(lower):
        return ""
    asked = cue("entity", "where_named").sub(" ", cue("entity", "literal").sub(" ", lower))
    pieces = [squeeze(p) for p in pieces_of(asked)]
    return pieces[0] if len(pieces) == 1 and len(pieces[0]) > 1 and pieces[0] not in facts.folded.text else ""


def years_in(plain: str) -> tuple[int, ...]:
    """Return the years a question names: 2025, 2025年, 25年, 二〇二五年; each once, in order."""
    found: dict[int, None] = {}
    for four, two, chinese in _YEAR.findall(plain):
        value = int(four) if four else 2000 + int(two) if two else parse_int(chinese)
        if value:
            found[value] = None
    return tuple(found)


def _period(plain: str) -> str | None:
    match = _PERIOD.search(plain)
    return (match[1] or match[2]) + "五" if match else None


def _language(plain: str) -> str:
    return "en" if not _CHINESE.search(plain) and re.search(r"[A-Za-z]{2,}", plain) else "zh"
