"""Documents named by place, level, theme and kind, as people name them: 云汀的节水条例, 县里那个医疗方案, 养老规划里.

A place on the shelf is enough (东澜2025年…); a theme that none of its documents has means one that is not here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.cues import cue, subject_of
from bot.document_names import (
    KINDS,
    LONGEST_SEAT,
    NO_LEVEL,
    NO_SUFFIX,
    SUFFIXES,
    Named,
    Shelf,
    best_fitting,
    subject_words,
)
from bot.english import is_english
from knowledge.places import places_in

LEVEL_WORDS = {
    "国家": "national", "中央": "national", "全国": "national", "国务院": "national", "党中央": "national",
    "省": "province", "省级": "province", "我省": "province", "本省": "province",
    "市": "city", "市级": "city", "我市": "city", "本市": "city",
    "县": "county", "县级": "county", "我县": "county", "本县": "county", "区": "county",
    "新区": "county",
    "自治区": "province", "自治州": "city", "州": "city", "我州": "city", "本州": "city", "镇": "town", "乡": "town",
}  # fmt: skip
BEGUN = 3  # characters of a title after its place that tell which document is meant
NATIONAL = ("全国", "国家", "中央")
_BEFORE = r"(?:(?<![一-鿿])|(?<=请问|根据|按照|依据|那个|这个|那份|这份)|(?<=[在按问查看]))"
_LEVEL = "|".join(sorted(LEVEL_WORDS, key=len, reverse=True))
_NO_KIND = r"(?!律|院|人|治|规|制|定|宝|子|化|用水|生育|单列|经济)"  # 法院, 计划用水 are no documents
KIND = rf"(?P<kind>(?:{KINDS.removesuffix('|法')}|(?<![方做说看想无合非违依司执立语书])法)){_NO_KIND}"
_STOPS = (
    "是|有没有|有什么|有哪|有啥|要求|要多|要建|要到|吗|呢|多少|几|哪|怎|咋|把|被|给|会不|将|应当|必须|能不能|可以|我|你|您|他|她|谁"
    "|什么|啥|对于|关于|哪些|制定|编制|实施方案的"
)
THEME = rf"(?P<theme>(?:(?!{_STOPS})[^\s,，。;；:：?？!！、]){{0,20}}?)"
THAT = r"(?:里|那边|这边|层面|上)?(?:发布|出台|印发|出|下发)?的?(?:那|这)?(?:个|份|部|本)?的?"
_SUFFIX = re.compile(rf"(?:{SUFFIXES}){NO_LEVEL}")
_BEGINS = re.compile(rf"{_BEFORE}$")
_JOINS = "和|跟|与|同|、|及|比"
_JOINED_BEFORE, _JOINED_AFTER = re.compile(rf"(?:{_JOINS})$"), re.compile(rf"(?:{KINDS})?(?:{_JOINS})")
_JOINED_LAST = re.compile(r"[\s,，]*(?:和|跟|与|同|、|及|比|对比|vs\.?)[\s,，]*$", re.IGNORECASE)
_NAMED = re.compile(rf"{THAT}{THEME}{KIND}")
_LEVELLED = re.compile(rf"{_BEFORE}(?P<level>{_LEVEL}){NO_LEVEL}{THAT}{THEME}{KIND}")
_SOURCE = re.compile(
    rf"{_BEFORE}(?P<level>{_LEVEL})(?:里|上|层面)?(?:的|那边)?(?:呢|怎么(?:说|讲|规定|要求)|咋(?:说|讲)|有什么规定|是怎么规定的)[?？。!！]*$"
)
_LEVEL_ALONE = re.compile(rf"(?P<level>{_LEVEL}){NO_LEVEL}(?:里|上)?(?:那(?:个|份|部)的?)(?=[一-鿿])")
_THEMED = re.compile(
    rf"(?:^|(?<=[(（《,，:：。]))(?:在|按照?|根据|依据|请问|想问下?|查一?下)?(?:那|这|该)?(?:个|份|部)?{THEME}{KIND}"
)
_LEADS_BACK = r"(?:那|还是)?再?(?:说回|回到|换回|切回|看回|回头(?:再)?(?:看|说|问))(?:刚才|上面|前面)?(?:那个|这个|的)?"
_BACK_TO = re.compile(rf"^{_LEADS_BACK}(?P<theme>[^\s,，。;；:：?？!！、]{{2,12}}?)(?:那|这)(?:个|份|部|边)[,，]?")
_UNKNOWN = re.compile(
    rf"{_BEFORE}(?P<place>(?!全|我|本|各|该|每|贵|这|那|自治[州区])(?:[一-鿿]{{2,4}}?(?:省|自治区|市|自治州|州|县|区)|[一-鿿]县){NO_SUFFIX}){THAT}{THEME}{KIND}"
)
SAID_IN = re.compile(
    r"^(?:中|里|上|内)?的?(?:[,，。?？!！\s]|$|第|对|有没有|怎么|如何|是怎么|规定|要求|说|讲|提|定|目标|是?多少|里|中|呢|20\d\d|到|给|把|关于)"
)
_ABOVE = re.compile(r"[一-鿿]{2,3}?(?:省|市|州|自治区)(?:的|那|这)(?:个|部|份)?$")  # 澜东省那个澄州条例
_AROUND = re.compile(r"^(?:在|按|按照|根据|依据|依照|查一下|请问|想问|想问下|问一下)?$")
JOINT = re.compile(r"^(?:里头|里面|当中|[的里中上内,，:：、\s])+")
_LIST = re.compile(r"^(?:省|市|县|区|州)?\s*(?:和|跟|与|同|、|及|以及|还有|,|，|对比|比|相比|vs\.?)\s*$", re.IGNORECASE)
_OF_NATION = re.compile(
    r"层面[,，]|(?:层面|里|上)?(?:的(?!标准|级|奖|法|政策|补|钱)|到|在|那|[“\"]|20\d\d|十[一二三四五六]五)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question says of documents: those it names, what is left of it, and a document that is not here.

    `only` says that it sets the documents for what follows, and asks nothing; `every` that it lifts such a limit.
    `groups` are the documents by what named them, a place or a title: more than one are compared. `parts` are what is
    asked of each group where that differs (岚州公交和青崖的客车,…), else empty.
    """

    named: tuple[str, ...] = ()
    rest: str = ""
    missing: str = ""
    only: bool = False
    every: bool = False
    groups: tuple[tuple[str, ...], ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    """A place in a question, and the documents that speak for it."""

    start: int
    end: int
    documents: tuple[Named, ...]
    whole: bool  # with its suffix


def by_place(plain: str, shelf: Shelf) -> Scope | None:
    """Read 云汀的节水条例, 东澜和全国的渔业规划, 云崖2028年…: places that speak on the shelf, with theme and kind."""
    mentions = _without_introductions(plain, list(_mentions(plain, shelf)))
    if not mentions:
        return _not_here(plain, shelf)
    mentions = sorted([*mentions, *_in_latin(plain, shelf, mentions)], key=lambda mention: mention.start)
    named: list[Named] = []
    groups: list[tuple[str, ...]] = []
    cuts: list[tuple[int, int]] = []
    ends: list[int] = []
    for i, mention in enumerate(mentions):
        match = _theme_after(plain, mentions[i:])
        fitting = best_fitting(mention.documents, match["theme"], match["kind"]) if match else []
        if match and not fitting:
            fitting = [known for known in mention.documents if known.suits(match["theme"], match["kind"])]
        fitting = fitting or (_in_english(mention, shelf) if match and len(mentions) == 1 else [])
        if match and not fitting and len(mentions) == 1 and SAID_IN.match(plain[match.end() :]):
            phrase = plain[mention.start : match.end()]
            if is_source(plain, mention.start, match.end()) or not shelf.prints(phrase):
                return Scope(missing=phrase, rest=without_joint(plain, mention.start, match.end()))
        if not any(known in named for known in mention.documents):  # 岚江精品 after 岚江的纲要 names no other
            meant = fitting or _begun(plain, mention) or mention.documents
            named += meant
            groups.append(tuple(known.id for known in meant))
        direct = match is not None and fitting and not _LIST.match(plain[mention.end : match.start()])
        end = match.end() if match and fitting and direct else mention.end
        if end > mention.end or not _part_of_a_name(plain, mention):
            cuts.append((mention.start, end))
        ends.append(end)
    ids = tuple(dict.fromkeys(known.id for known in named))
    spans = [(mention.start, end) for mention, end in zip(mentions, ends, strict=True)]
    parts = _parts(plain, spans) if len(groups) == len(mentions) > 1 else ()
    return Scope(ids, _without(plain, cuts), groups=tuple(groups), parts=parts)


def by_level(plain: str, shelf: Shelf) -> Scope | None:
    """Read 国家纲要, 市里的方案, 县里那个医疗方案, 青少年体质那个全国纲要, 国家的呢."""
    match = _LEVELLED.search(plain)
    if match:
        before = re.search(r"(?P<theme>[一-鿿]{2,12})(?:那|这)(?:个|份)$", plain[: match.start()])
        theme = match["theme"] or (before["theme"] if before else "")
        start = before.start() if before else match.start()
        of_level = shelf.level(LEVEL_WORDS[match["level"]])
        of_level = [known for known in of_level if known.suffix == match["level"]] or of_level
        fitting = best_fitting(of_level, theme, match["kind"])
        if not theme and match["kind"] not in ("规定", "意见", "措施"):
            fitting = [known for known in fitting if match["kind"] in known.document.title]
        rest = without_joint(plain, start, match.end())
        if fitting:
            return Scope(tuple(known.id for known in fitting), rest)
        if shelf.prints(match[0]) or not is_source(plain, match.start(), match.end()):
            return None
        return Scope(missing=match[0], rest=rest)
    if short := _of_level_alone(plain, shelf):
        return short
    source = _SOURCE.search(plain)
    if source:
        level = LEVEL_WORDS[source["level"]]
        fitting = shelf.level(level)
        if fitting and len(fitting) < len(shelf.all):
            return Scope(tuple(known.id for known in fitting), plain[: source.start()] + plain[source.end() :])
        if not fitting and (level == "national" or len(shelf.all) > 1):
            return Scope(missing=f"{source['level']}级文件", rest=plain[: source.start()])
    return None


def _of_level_alone(plain: str, shelf: Shelf) -> Scope | None:
    """Read 自治州那个防火期, 县里那个补助: a level that stands for its documents, where they are some of all."""
    match = _LEVEL_ALONE.match(plain)
    of_level = shelf.level(LEVEL_WORDS[match["level"]]) if match else []
    if match is None or not of_level:
        return None
    fitting = [known for known in of_level if known.suffix == match["level"]] or of_level
    if len(fitting) == len(shelf.all):
        return None
    return Scope(tuple(known.id for known in fitting), plain[match.end() :])


def by_theme(plain: str, shelf: Shelf) -> Scope | None:
    """Read 养老规划里, 节水条例第十条: a theme and a kind that titles have, named as a source."""
    for match in _THEMED.finditer(plain):
        if not SAID_IN.match(plain[match.end() :]) or len(subject_words(match["theme"])) < 2:
            continue
        fitting = [k for k in shelf.all if k.is_of(match["kind"]) and k.fits(match["theme"]) >= 1]
        if fitting and len(fitting) < len(shelf.all):
            return Scope(tuple(k.id for k in fitting), without_joint(plain, match.start(), match.end()))
    back = _BACK_TO.match(plain)
    if back and len(subject_words(back["theme"])) >= 2:  # 回到节水那个,第五条呢
        fitting = [k for k in shelf.all if k.fits(back["theme"]) >= 1]
        if fitting and len(fitting) < len(shelf.all):
            return Scope(tuple(k.id for k in fitting), plain[back.end() :])
    return None


def is_source(plain: str, start: int, end: int) -> bool:
    """Say whether a document is what is to be quoted, not what is asked about: it begins the question."""
    return bool(_AROUND.match(plain[:start]) and SAID_IN.match(plain[end:]))


def without_joint(plain: str, start: int, end: int) -> str:
    """Return a question without the name from `start` to `end` and what joined it (里的)."""
    head, tail = _ABOVE.sub("", plain[:start]), JOINT.sub("", plain[end:])
    head = re.sub(rf"(?:在|按照?|根据|依据|依照|查一下|问一下|请问|听说|{_LEADS_BACK})$", "", head)
    return head + tail


def _mentions(plain: str, shelf: Shelf) -> Iterator[_Mention]:
    """Yield the places of the shelf that a question names, and the nation where it is asked of."""
    at = 0
    while at < len(plain):
        found = _seat_at(plain, at, shelf) or _nation_at(plain, at, shelf)
        if found:
            yield found
        at = found.end if found else at + 1


def _in_latin(plain: str, shelf: Shelf, mentions: list[_Mention]) -> Iterator[_Mention]:
    """Yield the places that a question names in Latin letters beside others: Langhai vs 朔宁."""
    known = {named.id for mention in mentions for named in mention.documents}
    for match in re.finditer(r"[A-Za-z]{4,}", plain):
        documents = tuple(shelf.romanized.get(match[0].lower(), ()))
        if documents and not any(named.id in known for named in documents):
            suffix = _SUFFIX.match(plain, match.end())
            yield _Mention(match.start(), suffix.end() if suffix else match.end(), documents, suffix is not None)


def _parts(plain: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """Return what is asked of each place where something of its own stands behind each, with what is asked of all."""
    starts = [start for start, _ in spans[1:]]
    between = [plain[end:start] for (_, end), start in zip(spans, starts, strict=False)]
    last, comma, tail = plain[spans[-1][1] :].partition(",")
    own = [JOINT.sub("", _JOINED_LAST.sub("", piece)).strip(" ,，的") for piece in (*between, last)]
    named = all(len(subject_of(piece)) >= BEGUN - 1 for piece in own)
    return tuple(f"{piece},{tail}" for piece in own) if comma and tail and named else ()


def _seat_at(plain: str, at: int, shelf: Shelf) -> _Mention | None:
    for length in range(LONGEST_SEAT + 1, 1, -1):
        documents = shelf.seats.get(plain[at : at + length])
        if not documents:
            continue
        end = at + length
        suffix = _SUFFIX.match(plain, end)
        # 云岭州 is short for 云岭自治州
        same = [k for k in documents if not suffix or not k.suffix or k.suffix.endswith(suffix[0])]
        if same:
            return _Mention(at, end + (len(suffix[0]) if suffix else 0), tuple(same), suffix is not None)
    return None


def _nation_at(plain: str, at: int, shelf: Shelf) -> _Mention | None:
    word = next((w for w in NATIONAL if plain.startswith(w, at)), "")
    documents = tuple(shelf.level("national")) if word else ()
    if not documents:
        return None
    end = at + len(word)
    in_list = _JOINED_BEFORE.search(plain[:at]) or _JOINED_AFTER.match(plain, end)
    begins = _BEGINS.search(plain[:at]) and _OF_NATION.match(plain[end:])
    return _Mention(at, end, documents, whole=True) if in_list or begins else None


def _without_introductions(plain: str, mentions: list[_Mention]) -> list[_Mention]:
    """Leave out the places where people say that they live or work, where another place is named besides."""
    told = [match.span() for match in cue("introduction", "words").finditer(plain)]
    asked = [m for m in mentions if not any(start <= m.start < end for start, end in told)]
    return asked or mentions


def _theme_after(plain: str, mentions: list[_Mention]) -> re.Match[str] | None:
    """Return theme and kind behind a place, or behind the last of a list of places that begins with it."""
    for this, following in zip(mentions, [*mentions[1:], None], strict=True):
        match = _NAMED.match(plain, this.end)
        if following is None or not _LIST.match(plain[this.end : following.start]):
            return match if match and (following is None or match.end() <= following.start) else None
    return None


def _in_english(mention: _Mention, shelf: Shelf) -> list[Named]:
    """Return the documents of a place whose titles are English: no Chinese theme can tell whether one is meant."""
    seat = mention.documents[0].seat
    return [k for k in shelf.of_sound(seat) if is_english(k.document.title)] if seat else []


def _begun(plain: str, mention: _Mention) -> list[Named]:
    """Return the documents whose title goes on as the question does after the place: 岚江省节约用水条列."""
    words = plain[mention.end : mention.end + BEGUN]
    if not mention.documents[0].seat:
        return []
    title = {known.id: known.bare.partition(mention.documents[0].seat + known.suffix)[2] for known in mention.documents}
    return [k for k in mention.documents if len(words) == BEGUN and title[k.id].startswith(words)]


def _part_of_a_name(plain: str, mention: _Mention) -> bool:
    """Say whether a place without its suffix begins a name that its documents print: 岚江精品."""
    name = plain[mention.start : mention.end + 2]
    return not mention.whole and any(name in known.entry.facts.document.text for known in mention.documents)


def _not_here(plain: str, shelf: Shelf) -> Scope | None:
    """Return a document of a place that is not on the shelf: 浙江省节约用水条例; None where none is named."""
    match = _UNKNOWN.search(plain)
    start = match.start() if match else -1
    if match is None:
        place = next(iter(places_in(plain)), None)
        start = plain.find(place.name) if place else -1
        match = _NAMED.match(plain, start + len(place.name)) if place and start >= 0 else None
    if match is None or not (is_source(plain, start, match.end()) or _pointed_at(plain, start, match.end())):
        return None
    phrase = plain[start : match.end()]
    rest = without_joint(plain, start, match.end())
    base = _SUFFIX.sub("", match["place"]) if "place" in match.groupdict() else ""
    english = [k.id for k in shelf.of_sound(base) if is_english(k.document.title)] if base else []
    if english:  # its Chinese name is not known, only how it sounds
        return Scope(tuple(english), rest)
    return None if shelf.prints(phrase) else Scope(missing=phrase, rest=rest)


def _pointed_at(plain: str, start: int, end: int) -> bool:
    """Say whether a question begins with a document that it points at: 青州市那部森林条例防火期…."""
    return bool(_AROUND.match(plain[:start]) and re.search(r"(?:那|这)(?:份|部)", plain[start:end]))


def _without(plain: str, cuts: list[tuple[int, int]]) -> str:
    """Return a question without some of its pieces, and without what joined them."""
    merged: list[tuple[int, int]] = []
    for start, end in cuts:
        if merged and (start < merged[-1][1] or _LIST.match(plain[merged[-1][1] : start])):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    for start, end in reversed(merged):
        plain = without_joint(plain, start, end)
    return re.sub(r"^(?:和|跟|与|及|、|,|，|的|\s)+", "", plain)
