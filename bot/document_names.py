"""The names under which a document is asked for: titles, the place that speaks in it, its level, kind and theme."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

from bot.english import is_english
from bot.entry import Entry
from bot.thesaurus import official_terms
from knowledge.fold import squeeze
from knowledge.places import places_in
from knowledge.types import ClauseKind, Document

KINDS = "工作报告|纲要|规划|计划|方案|条例|办法|意见|规定|通知|措施|细则|决定|要点|标准|法"
SHORTEST_NAME = 4  # characters of a title's end that name a document: 质量强省建设纲要, 建设纲要
FITTING = 0.6  # share of a theme's characters, in order, that a title must have: 节水 and 节约用水 share all
PRINTED_END = 2  # characters of either end of a phrase that a text has, if it prints the phrase with a space in it
MOST_FOLDED = 20  # texts in which it is looked for so; to fold a thousand takes seconds
LONGEST_SEAT = 6  # characters of a place's name

BRACKETED = re.compile(r"[（(][^（）()]*[)）]$")  # （2023—2025年）, (试行)
SUFFIXES = "特别行政区|自治区|自治州|新区|省|市|州|盟|县|区|旗|镇|乡"
_NO_PLACE = "场民政容级域内块别力时事长区道"  # 市场, 区域, 省级, 县道 are no places
NO_SUFFIX = rf"(?![{_NO_PLACE}里上])"
NO_LEVEL = rf"(?![{_NO_PLACE}])"  # 市里 and 省上 speak of the level
_LEVELS = {
    "省": "province", "自治区": "province", "特别行政区": "province", "市": "city", "州": "city", "自治州": "city",
    "盟": "city", "县": "county", "区": "county", "旗": "county", "新区": "county", "镇": "town", "乡": "town",
}  # fmt: skip
_RANKS = {s: list(dict.fromkeys(_LEVELS.values())).index(level) for s, level in _LEVELS.items()}  # from the top
_NATIONAL = re.compile(r"中共中央|国务院|国家|全国|中华人民共和国")
_OF_CENTRE = re.compile(r"中央有关文件|国务院文件|(?:中共中央|国务院)(?:办公厅)?[^。\n]{0,24}(?:印发|发布|公布)")
INNER_LINES = 4  # lines of a part of a document among which its own title stands
HEAD = 400  # characters of a text that may say whose it is
_BEFORE_SEAT = re.compile(r"(?:\d{4}年|[“\"]?十[一二三四五六]五[”\"]?|中共|关于|印发|转发|《)*")
_GOVERNED = re.compile(rf"(?P<base>[一-鿿]{{2,{LONGEST_SEAT}}}?|[一-鿿](?=县))(?P<suffix>{SUFFIXES}){NO_SUFFIX}")
# 优化全市… is no name of a city, 居家社区 none of a district
_NO_SEAT = re.compile(
    r"[的于和关加推促全本我各与在为以对及支进做把让]|[社园景片校厂街地灾矿库小]$|(?:中心|主|老|新|^)城$"
)
_ENGLISH_SEAT = re.compile(
    r"\b([A-Z][A-Za-z]{3,}) "
    r"(?i:(?:autonomous )?(?:province|city|county|prefecture|district|region)|municipality|new area)\b"
)
_PERIOD = re.compile(r"[“\"']?十[一二三四五六]五[”\"']?")
_BODY_BEFORE = re.compile(r"^[一-鿿]{2,6}[局厅委部署](?:发|出|印)?的?(?:那|这)(?:个|份|部)的?(?=[一-鿿]{2})")
_LAY = 2  # characters of 竹子
_GENERAL = re.compile(  # what names no subject
    rf"{_PERIOD.pattern}|[〇一二三四五六七八九十\d]+年|关于|印发|若干|高质量|促进|推进|加快|全面|建设|发展|行动|实施|工作|重点|体系"
    r"|政府|办公厅|办公室|人民|和|与|及|今年|本年度?|[省市县区州][长委]|(?<=[一-鿿]{2})[局厅委](?![员托])"
    r"|那个|那份|这个|这份|的|里|那|\d+|[—\-–“”\"'()（）《》]"
)


class Named:
    """A document under all of its names."""

    def __init__(self, entry: Entry) -> None:
        """Take the document as it answers."""
        self.entry = entry
        self.document: Document = entry.facts.document
        self.id = self.document.id

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Full names, folded: title, and the notice around it."""
        title = self.document.title
        given = (title, BRACKETED.sub("", title), *self.entry.aliases)
        return tuple(dict.fromkeys(squeeze(name) for name in given if len(name) > 1))

    @cached_property
    def bare(self) -> str:
        """The title without brackets, folded."""
        return squeeze(BRACKETED.sub("", self.document.title))

    @cached_property
    def seat(self) -> str:
        """The place that the document speaks for, without its suffix (岚江 of 岚江省); "" where none is named."""
        return self._governed[0]

    @cached_property
    def suffix(self) -> str:
        """The suffix of its place: 省, 市, 县."""
        return self._governed[1]

    @cached_property
    def _governed(self) -> tuple[str, str]:
        for words in (self.document.title, self.document.issuer, *self.entry.aliases):
            found = seat_of(words)
            if found[0]:
                return found
        return "", ""

    @cached_property
    def level(self) -> str:
        """The level of government that speaks: by issuer, title or the notice around it, else by the text's head."""
        for words in (self.document.issuer, self.document.title, *self.entry.aliases):
            if _NATIONAL.match(words[_before_seat(words) :]):
                return "national"
            suffix = seat_of(words)[1]
            if suffix in _LEVELS:
                return _LEVELS[suffix]
        return "national" if _OF_CENTRE.search(self.document.text[:HEAD]) else ""

    @cached_property
    def kind(self) -> str:
        """What kind of document its title ends with: 纲要, 条例; "" for another."""
        match = re.search(rf"(?:{KINDS})$", self.bare)
        return match[0] if match else ""

    def is_of(self, kind: str) -> bool:
        """Say whether its title names this kind of document; a law is one only by its last character."""
        return self.kind == kind if len(kind) == 1 else kind in self.bare

    def fits(self, theme: str) -> float:
        """Return the share of a theme's characters that the title has in the same order; 1 for no theme."""
        words = subject_words(theme)
        return _common(words, self.bare) / len(words) if words else 1.0

    @cached_property
    def inner(self) -> tuple[str, ...]:
        """The titles, folded, of what stands in it as a document of its own: an annex, the second part of a notice."""
        parts = [c for c in self.document.root.children if c.kind is ClauseKind.PART]
        heads = (c.span.of(self.document.text)[:HEAD].split("\n") for c in parts)
        lines = (squeeze(BRACKETED.sub("", line.strip())) for head in heads for line in head[:INNER_LINES])
        return tuple(line for line in lines if re.search(rf"(?:{KINDS})$", line))

    def suits(self, theme: str, kind: str) -> bool:
        """Say whether a lay theme (养牛) and a kind may mean this document: what its title says in other words.

        The thesaurus leads it to the title, or its object (牛) stands there and the text prints it, or half of it
        (学校) stands in the title or in that of a part of its own.
        """
        words, titles = subject_words(theme).replace("管理", ""), (self.bare, *self.inner)
        titled = "\n".join(title for title in titles if title.endswith(kind))
        if len(words) < 2 or not titled:
            return False
        if official_terms(words, titled):
            return True
        if words[-1] in subject_words(titled) and words in self.entry.facts.folded.text:
            return True
        return len(words) == 4 and (words[:2] in titled or words[2:] in titled)

    def is_called(self, name: str) -> bool:
        """Say whether a name is this document's: one of its names, or an end of its title."""
        folded = squeeze(name)
        if len(folded) < 2:
            return False
        return any(
            folded == full
            or (len(folded) >= SHORTEST_NAME and full.endswith(folded))
            or full == f"中华人民共和国{folded}"
            for full in self.names
        )


class Shelf:
    """The documents by their names. Immutable: another library has another shelf."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Take the documents in force."""
        self.entries = tuple(entries)
        self.all = [Named(entry) for entry in entries]

    @cached_property
    def seats(self) -> dict[str, list[Named]]:
        """The documents by the places that speak in them."""
        by_seat: dict[str, list[Named]] = defaultdict(list)
        for known in self.all:
            if known.seat:
                by_seat[known.seat].append(known)
        return dict(by_seat)

    @cached_property
    def by_full_name(self) -> dict[str, list[Named]]:
        """The documents by each of their full names."""
        by_name: dict[str, list[Named]] = defaultdict(list)
        for known in self.all:
            for name in known.names:
                by_name[name].append(known)
        return dict(by_name)

    @cached_property
    def romanized(self) -> dict[str, list[Named]]:
        """The documents by the pinyin of their places, and by places named in English titles."""
        by_sound: dict[str, list[Named]] = defaultdict(list)
        for known in self.all:
            english = _ENGLISH_SEAT.search(known.document.title)
            if not english and is_english(known.document.title):  # whose it is stands above or below the title
                english = _ENGLISH_SEAT.search(known.document.text[:HEAD])
            sound = english[1].lower() if english else _sound(known.seat)
            for name in [sound] if sound else _names_above(known.document):
                if len(name) >= SHORTEST_NAME:
                    by_sound[name].append(known)
        return dict(by_sound)

    def of_sound(self, seat: str) -> list[Named]:
        """Return the documents of places that sound like this one, in whichever script they are named."""
        return self.romanized.get(_sound(seat), [])

    def level(self, level: str) -> list[Named]:
        """Return the documents of a level of government."""
        return [known for known in self.all if known.level == level]

    def prints(self, phrase: str) -> bool:
        """Say whether a document prints these words: then they may be what is asked about, not who is asked."""
        if any(phrase in known.document.text for known in self.all):
            return True
        folded = squeeze(phrase)
        ends = (phrase[:PRINTED_END], phrase[-PRINTED_END:])
        maybe = (known for known in self.all if all(end in known.document.text for end in ends))
        return any(folded in known.entry.facts.folded.text for known in islice(maybe, MOST_FOLDED))


_shelves: list[Shelf] = []


def shelf_of(entries: Sequence[Entry]) -> Shelf:
    """Return the shelf of some documents; the last one is kept, for each question asks for it."""
    kept = _shelves[0] if _shelves else None
    if kept is None or kept.entries != tuple(entries):
        kept = Shelf(entries)
        _shelves[:] = [kept]
    return kept


def _names_above(document: Document) -> list[str]:
    """Return the proper names in the lines above an English title, which say whose it is (Sarn Coast Partnership).

    A name is a word with a capital that the text never prints without one.
    """
    if not is_english(document.title):
        return []
    head = document.text[:HEAD].partition(document.title)[0]
    words = dict.fromkeys(re.findall(r"\b[A-Z][a-z]{3,}\b", head))
    return [w.lower() for w in words if not re.search(rf"\b{w.lower()}\b|\b{w.upper()}\b", document.text)]


def seat_of(words: str) -> tuple[str, str]:
    """Return the place that a title or an issuer begins with, the last of several: its name and its suffix."""
    at, found = _before_seat(words), ("", "")
    while match := _GOVERNED.match(words, at):
        base = match["base"] if len(match["base"]) > 1 else match[0]
        below = not found[0] or _RANKS[match["suffix"]] > _RANKS[found[1]]  # 质量强省 is no place of 云岭省
        if _NO_SEAT.search(base) or not below:
            break
        found, at = (base, match["suffix"]), match.end()
    if found[0]:
        return found
    known = places_in(words[at : at + LONGEST_SEAT])
    return (known[0].name, "") if known and words.startswith(known[0].name, at) else found


def _before_seat(words: str) -> int:
    match = _BEFORE_SEAT.match(words)
    return match.end() if match else 0


def subject_words(theme: str) -> str:
    """Return what a theme names of its own, without words that many titles have (高质量发展, 三年行动).

    A lay 子 goes (竹子 is 竹), and so does the body that stands before the theme (林草局那个竹子的).
    """
    words = _GENERAL.sub("", _BODY_BEFORE.sub("", theme))
    return words.removesuffix("子") if len(words) == _LAY else words


def _sound(seat: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 0.2 s, only where Latin words are concerned

    return "".join(lazy_pinyin(seat))


def best_fitting(documents: Iterable[Named], theme: str, kind: str) -> list[Named]:
    """Return those of some documents that a theme and a kind mean best; [] where the theme is of none of them.

    People mix up kinds: one of another kind fits where none of the kind does.
    """
    fits = [(known.fits(theme), known) for known in documents]
    best = max((share for share, _ in fits), default=0.0)
    fitting = [known for share, known in fits if share >= max(FITTING, best - 0.1)]
    return [known for known in fitting if kind and known.is_of(kind)] or fitting


def _common(one: str, other: str) -> int:
    """Return the length of the longest common subsequence of two strings."""
    row = [0] * (len(other) + 1)
    for a in one:
        before = 0
        for i, b in enumerate(other, 1):
            before, row[i] = row[i], before + 1 if a == b else max(row[i], row[i - 1])
    return row[-1]
