"""Which documents a question names: 国家纲要里, 市里的方案, 食品安全法第十条, 《…》, and which of them are not here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.cues import cue
from bot.document_names import BRACKETED, SHORTEST_NAME, Named, named
from bot.entry import Entry
from knowledge.fold import squeeze
from knowledge.places import places_in

KINDS = "纲要|规划|计划|方案|条例|办法|意见|规定|通知|措施|细则|决定|要点|标准|法"
_LEVEL_WORDS = {
    "国家": "national", "中央": "national", "全国": "national",
    "省": "province", "省级": "province", "我省": "province",
    "市": "city", "市级": "city", "我市": "city", "县": "county", "县级": "county", "我县": "county", "区": "county",
}  # fmt: skip
_BEFORE_LEVEL = r"(?:(?<![一-鿿])|(?<=请问|根据|按照|依据)|(?<=[在按问查看]))"
_LEVEL = "|".join(sorted(_LEVEL_WORDS, key=len, reverse=True))
# a level and a kind of document (国家纲要, 市里的方案), or a level that is asked as a source (国家的呢, 省里怎么说)
_LEVELLED = re.compile(
    rf"{_BEFORE_LEVEL}(?P<level>{_LEVEL})(?:里|上|层面)?(?:发布|出台|印发|出)?的?(?:那(?:份|个)|这(?:份|个))?(?P<kind>{KINDS})(?!律|院|人|治|规|制|定|宝|子)"
)
# a document of the state by its title: 国家质量强国纲要
_OF_STATE = re.compile(
    rf"{_BEFORE_LEVEL}(?:国家|中央|全国|国务院|党中央)的?[一-鿿]{{2,12}}?(?:纲要|规划|条例|意见|方案)(?![一-鿿]{{0,2}}(?:制定|编制))"
)
_SOURCE = re.compile(
    rf"{_BEFORE_LEVEL}(?P<level>{_LEVEL})(?:里|上|层面)?(?:的|那边)?(?:呢|怎么(?:说|讲|规定|要求)|咋(?:说|讲)|有什么规定|是怎么规定的)[?？。!！]*$"
)
_NUMBER = re.compile(
    r"(?P<body>[一-鿿]{1,12})[〔\[［（(【]?\s*(?P<year>(?:19|20)\d\d)\s*(?:[〕\]］）)】]|年)\s*第?\s*(?P<number>\d{1,5})\s*号文?"
)
_KIND_ALONE = re.compile(
    r"(?:^|(?<=在|按))(?:(?:那|这)(?:个|份|部)|该|本)?(?P<kind>纲要|规划|计划|方案|条例|办法|意见|通知|措施|细则|决定|要点)"
    r"(?=里|中的?|的?第|规定|要求|对|怎么)"
)
_ACCORDING = re.compile(r"(?:根据|按照?|依据|依照)《?(?P<law>[一-鿿]{2,14}?(?:法|条例))》?(?:的规定)?[,，]")
_AND = re.compile(r"^(?:和|与|跟|以及|、)+")
_TITLE = re.compile(r"《([^》\n]{2,80})》")
_PLACED = re.compile(rf"(?P<rest>[省市县区]?[一-鿿]{{0,16}}?(?:{KINDS}))(?!律|院|人|治|规|制|定|宝|子)")
_SAID_IN = re.compile(
    r"^(?:中|里|上|内)?的?(?:第|对|有没有|怎么|如何|是怎么|规定|要求|说|讲|提|定|目标|是?多少|里|中|,|，|呢|[?？]|$)"
)
_AROUND = re.compile(r"^(?:在|按|按照|根据|依据|依照|查一下|请问|想问)?$")
_ONLY = re.compile(r"^(?:请)?(?:只|仅|就)(?:看|查|用|问|回答|搜)(?:一下)?|^(?:切换到|换成|换到|限定(?:为|到)?)")
_ALL = re.compile(
    r"^(?:请)?(?:看|查|用|搜|切换到|换成)?(?:所有|全部|不限)(?:的)?(?:文件|文档|资料)?(?:都(?:看|查|搜))?[。!！]*$"
)
_JOINT = re.compile(r"^[的里中上内,，:：、\s]+|^(?:里面|当中|中的|里的)")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question says of documents: those it names, what is left of it, and a document that is not here.

    `only` says that it sets the documents for what follows, and asks nothing; `every` that it lifts such a limit.
    """

    named: tuple[str, ...] = ()
    rest: str = ""
    missing: str = ""
    only: bool = False
    every: bool = False


def read_scope(text: str, entries: Sequence[Entry]) -> Scope:
    """Return what a question says of the documents. A document of which one of them merely speaks is not missing."""
    plain = text.strip()
    if _ALL.match(plain):
        return Scope(rest="", every=True)
    shelf = [named(e) for e in entries]
    only = _ONLY.match(plain)
    asked = plain[only.end() :] if only else plain
    for find in (_by_link, _by_number, _by_title, _by_law, _by_level, _by_kind, _by_place):
        found = find(asked, shelf)
        if found:
            left = found.rest.strip()
            if only and not left.strip(" 。的里"):
                return replace(found, rest="", only=bool(found.named))
            return replace(found, rest=left)
    if only and re.search(rf"(?:{KINDS})[。!！]?$", asked):
        return Scope(missing=asked.rstrip("。!！"), rest="")
    return Scope(rest=text)


def _by_link(plain: str, shelf: list[Named]) -> Scope | None:
    """Read a deep link with a document before it: c_haichuanshengshuju-2-3."""
    for known in shelf:
        head = f"c_{known.id}-"
        if head in plain:
            return Scope((known.id,), plain.replace(head, "c_", 1))
    return None


def _by_number(plain: str, shelf: list[Named]) -> Scope | None:
    """Read 国发〔2022〕9号, with brackets of any kind or none; one that is not here is missing."""
    match = _NUMBER.search(plain)
    if not match:
        return None
    asked = (match["body"], match["year"], match["number"])
    called = [n.id for n in shelf if (m := _NUMBER.fullmatch(n.entry.number)) and m["body"] and _same(m, asked)]
    rest = _without_joint(plain[: match.start()] + plain[match.end() :], match.start())
    if called:
        return Scope(tuple(called), rest)
    printed = any(squeeze(match[0]) in n.entry.facts.folded.text for n in shelf)
    return None if printed else Scope(missing=match[0], rest=rest)


def _same(number: re.Match[str], asked: tuple[str, str, str]) -> bool:
    body, year, count = asked
    return number["year"] == year and number["number"] == count and body.endswith(number["body"])


def _by_kind(plain: str, shelf: list[Named]) -> Scope | None:
    """Read 那个条例第三条, 规划里的…: a kind of which there is one."""
    match = _KIND_ALONE.search(plain)
    if not match or len(shelf) < 2:
        return None
    fitting = [n.id for n in shelf if BRACKETED.sub("", n.document.title).endswith(match["kind"])]
    if len(fitting) != 1:
        return None
    rest = plain[: match.start()] + plain[match.end() :]
    return Scope((fitting[0],), _without_joint(rest, match.start()))


def _by_title(plain: str, shelf: list[Named]) -> Scope | None:
    """Read titles in 《》, all of them, and titles or ends of titles written without them."""
    titles: list[str] = []
    rest = plain
    for match in _TITLE.finditer(plain):
        called = [n.id for n in shelf if n.is_called(match[1])]
        if called:
            titles += called
            at = rest.find(match[0])
            rest = _without_joint(rest.replace(match[0], "", 1), at)
            continue
        spoken = any(squeeze(match[1]) in n.entry.facts.folded.text for n in shelf)
        if not spoken or _is_source(plain, match.start(), match.end()):
            return Scope(missing=match[1], rest=plain.replace(match[0], "", 1))
    if titles:
        return Scope(tuple(dict.fromkeys(titles)), _AND.sub("", rest))
    best: tuple[int, int, list[str]] | None = None
    lower = plain.lower()
    for known in shelf:
        for full in known.names:
            length = next((n for n in range(len(full), SHORTEST_NAME - 1, -1) if full[-n:] in lower), 0)
            if length >= SHORTEST_NAME and (best is None or length >= best[0]):
                same = best is not None and length == best[0]
                best = (length, lower.find(full[-length:]), [*(best[2] if same and best else []), known.id])
    best = best or _shortened(lower, shelf)
    of_state = _OF_STATE.search(lower)
    if best and of_state and of_state.start() < best[1] and not any(n.level == "national" for n in shelf):
        return None  # 国务院的…纲要 is no document of a province, though the title ends alike
    if best and _ends_like_a_title(lower[best[1] : best[1] + best[0]], shelf):
        rest = plain[: best[1]] + plain[best[1] + best[0] :]
        before = _place_before(plain, best[1])
        if before and not _fits_place(before, best[2], shelf):
            return Scope(missing=plain[best[1] - len(before) : best[1] + best[0]], rest=rest)
        return Scope(tuple(dict.fromkeys(best[2])), _without_joint(rest, best[1]))
    return None


def _shortened(lower: str, shelf: list[Named]) -> tuple[int, int, list[str]] | None:
    """Return the longest name that is a title without some of its middle: 质量强省纲要 for …质量强省建设纲要."""
    for match in re.finditer(rf"[一-鿿]{{2,16}}?(?:{KINDS})", lower):
        for start in range(match.start(), match.end() - SHORTEST_NAME):
            name = lower[start : match.end()]
            called = [n.id for n in shelf if _is_short_for(name, squeeze(BRACKETED.sub("", n.document.title)))]
            if called:
                return len(name), start, called
    return None


def _is_short_for(name: str, title: str) -> bool:
    """Say whether a name is cut from a title in pieces of two characters or more, and ends as it ends."""
    rest, at = name, 0
    while len(rest) > 1:
        length = next((n for n in range(len(rest), 1, -1) if title.find(rest[:n], at) >= 0), 0)
        if not length:
            return False
        at, rest = title.find(rest[:length], at) + length, rest[length:]
    return not rest and at == len(title)


def _by_law(plain: str, shelf: list[Named]) -> Scope | None:
    """Read 食品安全法第十条: a law that is not here is missing, whatever else has a tenth article."""
    match = cue("named", "law").search(plain) or _ACCORDING.match(plain)
    if not match or _KIND_ALONE.match(plain):
        return None
    called = [n.id for n in shelf if n.is_called(match["law"])]
    rest = plain[: match.start("law")] + plain[match.end("law") :]
    return Scope(tuple(called), rest) if called else Scope(missing=match["law"], rest=rest)


def _ends_like_a_title(name: str, shelf: list[Named]) -> bool:
    return bool(re.search(rf"(?:{KINDS})(?:[（(].*[)）])?$|\b(?:act|strategy|plan)$", name)) or any(
        name in n.names for n in shelf
    )


def _place_before(plain: str, at: int) -> str:
    """Return the place that stands right before a short title: 安徽省 in 安徽省质量强省建设纲要."""
    match = re.search(r"[一-鿿]{2,8}(?:省|市|县|区)?$", plain[max(0, at - 9) : at])
    found = places_in(match[0]) if match else []
    if not match or not found:
        return ""
    start = match[0].rfind(found[-1].name)
    return match[0][start:] if start >= 0 else ""


def _fits_place(before: str, ids: list[str], shelf: list[Named]) -> bool:
    asked = places_in(before)
    return any(n.id in ids and any(p in n.entry.facts.jurisdiction for p in asked) for n in shelf)


def _by_level(plain: str, shelf: list[Named]) -> Scope | None:
    """Read 国家纲要, 市里的方案, 国家的呢."""
    match = _LEVELLED.search(plain)
    if match:
        level = _LEVEL_WORDS[match["level"]]
        fitting = [n.id for n in shelf if n.level == level and match["kind"] in n.document.title]
        fitting = fitting or [n.id for n in shelf if n.level == level and match["kind"] in ("规定", "意见", "措施")]
        rest = _without_joint(plain[: match.start()] + plain[match.end() :], match.start())
        if fitting:
            return Scope(tuple(fitting), rest)
        spoken = any(squeeze(match[0]) in n.entry.facts.folded.text for n in shelf)
        if spoken or not _is_source(plain, match.start(), match.end()):
            return None
        return Scope(missing=match[0], rest=rest)
    titled = _OF_STATE.search(plain)
    mentioned = titled and any(squeeze(titled[0]) in n.entry.facts.folded.text for n in shelf)
    if titled and not mentioned and _is_source(plain, titled.start(), titled.end()):
        return Scope(missing=titled[0], rest=plain[: titled.start()] + plain[titled.end() :])
    source = _SOURCE.search(plain)
    if source:
        level = _LEVEL_WORDS[source["level"]]
        fitting = [n.id for n in shelf if n.level == level]
        if fitting and len(fitting) < len(shelf):
            return Scope(tuple(fitting), plain[: source.start()] + plain[source.end() :])
        if not fitting and (level == "national" or len(shelf) > 1):
            return Scope(missing=f"{source['level']}级文件", rest=plain[: source.start()])
    return None


def _by_place(plain: str, shelf: list[Named]) -> Scope | None:
    """Read 安徽省的方案: a place and a kind of document; missing where no document of that kind is that place's."""
    for place in places_in(plain):
        at = plain.find(place.name)
        match = _PLACED.match(plain, at + len(place.name)) if at >= 0 else None
        if not match or len(match["rest"]) > 14:
            continue
        phrase = plain[at : match.end()]
        kind = re.search(rf"(?:{KINDS})$", phrase)
        fitting = [n.id for n in shelf if place in n.entry.facts.jurisdiction and kind and kind[0] in n.document.title]
        rest = _without_joint(plain[:at] + plain[match.end() :], at)
        if fitting:
            return Scope(tuple(fitting), rest) if len(fitting) < len(shelf) else None
        spoken = any(squeeze(phrase) in n.entry.facts.folded.text for n in shelf)
        if not spoken and _is_source(plain, at, match.end()):
            return Scope(missing=phrase, rest=rest)
    return None


def _is_source(plain: str, start: int, end: int) -> bool:
    """Say whether a document is what is to be quoted, not what is asked about: it begins the question."""
    return bool(_AROUND.match(plain[:start]) and _SAID_IN.match(plain[end:]))


def _without_joint(rest: str, at: int) -> str:
    """Return a question from which a name was cut at `at`, without what joined it (里的)."""
    head, tail = rest[:at], _JOINT.sub("", rest[at:])
    head = re.sub(r"(?:在|按照?|根据|依据|依照|查一下|问一下|请问)$", "", head)
    return head + tail
