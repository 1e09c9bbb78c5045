"""Which documents a question names: 国家纲要里, 市里的方案, 食品安全法第十条, 《…》, and which of them are not here."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.cues import cue
from bot.document_names import BRACKETED, KINDS, SHORTEST_NAME, Shelf, shelf_of
from bot.entry import Entry
from bot.naming import Scope, by_level, by_place, by_theme, is_source, without_joint
from bot.naming_latin import by_latin
from bot.question import MAX_CHARACTERS
from knowledge.fold import clean

__all__ = ["Scope", "read_scope"]

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
_JOINED = re.compile(r"^\s*(?:和|与|跟|同|以及|及|、|vs\.?|对比)\s*", re.IGNORECASE)
_ONLY = re.compile(r"^(?:请)?(?:只|仅|就)(?:看|查|用|问|回答|搜)(?:一下)?|^(?:切换到|换成|换到|限定(?:为|到)?)")
_ALL = re.compile(
    r"^(?:请)?(?:看|查|用|搜|切换到|换成)?(?:所有|全部|不限)(?:的)?(?:文件|文档|资料)?(?:都(?:看|查|搜))?[。!！]*$"
)


def read_scope(text: str, entries: Sequence[Entry]) -> Scope:
    """Return what a question says of the documents. A document of which one of them merely speaks is not missing."""
    if len(text) > MAX_CHARACTERS:
        return Scope(rest=text)
    plain = clean(text)
    if _ALL.match(plain):
        return Scope(rest="", every=True)
    shelf = shelf_of(entries)
    only = _ONLY.match(plain)
    asked = plain[only.end() :] if only else plain
    for find in (_by_link, _by_number, _by_title, by_place, by_level, _by_end, _by_kind, by_theme, _by_law, by_latin):
        found = find(asked, shelf)
        if found:
            found = _with_another(found, shelf)
            left = found.rest.strip()
            if only and not left.strip(" 。的里"):
                return replace(found, rest="", only=bool(found.named))
            return replace(found, rest=left)
    if only and re.search(rf"(?:{KINDS})[。!！]?$", asked):
        return Scope(missing=asked.rstrip("。!！"), rest="")
    return Scope(rest=text)


def _with_another(found: Scope, shelf: Shelf) -> Scope:
    """Return a scope with the document that is joined to it by its title: 沅海气象规划同内河航运纲要各自…."""
    joined = _JOINED.match(found.rest) if len(found.groups) == 1 else None
    other = joined and (_by_title(found.rest[joined.end() :], shelf) or _by_end(found.rest[joined.end() :], shelf))
    if not other or not other.named or set(other.named) & set(found.named):
        return found
    return Scope((*found.named, *other.named), other.rest, groups=(*found.groups, other.named))


def _by_link(plain: str, shelf: Shelf) -> Scope | None:
    """Read a deep link with a document before it: c_haichuanshengshuju-2-3."""
    if "c_" not in plain:
        return None
    for known in shelf.all:
        head = f"c_{known.id}-"
        if head in plain:
            return Scope((known.id,), plain.replace(head, "c_", 1))
    return None


def _by_number(plain: str, shelf: Shelf) -> Scope | None:
    """Read 国发〔2022〕9号, with brackets of any kind or none; one that is not here is missing."""
    match = _NUMBER.search(plain)
    if not match:
        return None
    asked = (match["body"], match["year"], match["number"])
    called = [n.id for n in shelf.all if (m := _NUMBER.fullmatch(n.entry.number)) and m["body"] and _same(m, asked)]
    rest = without_joint(plain, match.start(), match.end())
    if called:
        return Scope(tuple(called), rest)
    return None if shelf.prints(match[0]) else Scope(missing=match[0], rest=rest)


def _same(number: re.Match[str], asked: tuple[str, str, str]) -> bool:
    body, year, count = asked
    return number["year"] == year and number["number"] == count and body.endswith(number["body"])


def _by_title(plain: str, shelf: Shelf) -> Scope | None:
    """Read titles in 《》, all of them, and whole titles written without."""
    titles: list[str] = []
    rest = plain
    for match in _TITLE.finditer(plain):
        called = _called(match[1], shelf)
        at = rest.find(match[0])
        if called:
            titles += called
            rest = without_joint(rest, at, at + len(match[0]))
        elif not shelf.prints(match[1]) or is_source(plain, match.start(), match.end()):
            return Scope(missing=match[1], rest=rest[:at] + rest[at + len(match[0]) :])
    if titles:
        named = tuple(dict.fromkeys(titles))
        return Scope(named, _AND.sub("", rest), groups=tuple((title,) for title in named))
    lower = plain.lower()
    whole = max((name for name in shelf.by_full_name if name in lower), key=len, default="")
    if len(whole) < SHORTEST_NAME:
        return None
    at = lower.find(whole)
    return Scope(tuple(n.id for n in shelf.by_full_name[whole]), without_joint(plain, at, at + len(whole)))


def _called(title: str, shelf: Shelf) -> list[str]:
    """Return the documents that a title in 《》 means: by its words, else as people name one by place and theme."""
    called = [n.id for n in shelf.all if n.is_called(title)]
    if called:
        return called
    named = by_place(title, shelf)
    return list(named.named) if named and not named.rest else []


def _by_end(plain: str, shelf: Shelf) -> Scope | None:
    """Read the end of a title (质量强省建设纲要), or one without some of its middle (质量强省纲要)."""
    lower = plain.lower()
    best: tuple[int, int, list[str]] | None = None
    for known in shelf.all:
        for full in known.names:
            length = _end_in(full, lower)
            if length and (best is None or length >= best[0]):
                same = best is not None and length == best[0]
                best = (length, lower.find(full[-length:]), [*(best[2] if same and best else []), known.id])
    best = best or _shortened(lower, shelf)
    if best is None or not _ends_like_a_title(lower[best[1] : best[1] + best[0]], shelf):
        return None
    length, at, called = best
    if re.search(r"[一-鿿]$", plain[:at]) and not re.search(
        r"(?:在|按照?|根据|依据|依照|请问|问一?下|查一?下|那个|这个|那份|的|看)$", plain[:at]
    ):
        return None  # 国务院的…, 浙江省…: the end of another title
    return Scope(tuple(dict.fromkeys(called)), without_joint(plain, at, at + length))


def _end_in(full: str, lower: str) -> int:
    """Return how many characters of the end of a name stand in a question, at least SHORTEST_NAME; 0 for fewer."""
    if full[-SHORTEST_NAME:] not in lower:  # of a thousand names that is told at once
        return 0
    return next((n for n in range(len(full), SHORTEST_NAME - 1, -1) if full[-n:] in lower), 0)


def _shortened(lower: str, shelf: Shelf) -> tuple[int, int, list[str]] | None:
    """Return the longest name that is a title without some of its middle: 质量强省纲要 for …质量强省建设纲要."""
    for match in re.finditer(rf"[一-鿿]{{2,16}}?(?:{KINDS})", lower):
        for start in range(match.start(), match.end() - SHORTEST_NAME):
            name = lower[start : match.end()]
            called = [n.id for n in shelf.all if n.bare.endswith(name[-1]) and _is_short_for(name, n.bare)]
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


def _ends_like_a_title(name: str, shelf: Shelf) -> bool:
    return (
        bool(re.search(rf"(?:{KINDS})(?:[（(].*[)）])?$|\b(?:act|strategy|plan)$", name)) or name in shelf.by_full_name
    )


def _by_law(plain: str, shelf: Shelf) -> Scope | None:
    """Read 食品安全法第十条: a law that is not here is missing, whatever else has a tenth article."""
    match = cue("named", "law").search(plain) or _ACCORDING.match(plain) or cue("named", "law_alone").match(plain)
    if not match or _KIND_ALONE.match(plain):
        return None
    called = _called(match["law"], shelf)
    rest = plain[: match.start("law")] + plain[match.end("law") :]
    if called:
        return Scope(tuple(called), rest)
    spoken = re.match(r"[这那哪]", match["law"]) or (shelf.prints(match["law"]) and match.start("law") > 1)
    return None if spoken and "第" not in match[0] else Scope(missing=match["law"], rest=rest)


def _by_kind(plain: str, shelf: Shelf) -> Scope | None:
    """Read 那个条例第三条, 规划里的…: a kind of which there is one."""
    match = _KIND_ALONE.search(plain)
    if not match or len(shelf.all) < 2:
        return None
    fitting = [n.id for n in shelf.all if BRACKETED.sub("", n.document.title).endswith(match["kind"])]
    if len(fitting) != 1:
        return None
    return Scope((fitting[0],), without_joint(plain, match.start(), match.end()))
