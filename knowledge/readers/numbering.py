"""The numbers that Word makes: they stand in no text, so they are counted as Word counts them (ECMA-376 §17.9)."""

import re
from dataclasses import dataclass, replace
from typing import Any

from knowledge.readers.marks import numeral
from knowledge.readers.xml import attribute, child, children, value

LEVELS = 9
_TIGHT = "、）)．.。:："  # a mark that ends so needs no space behind it


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what it prints; `style` is the style that it numbers."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    legal: bool = False
    suffix: str = "tab"
    style: str = ""
    restart: int | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    counts: list[int | None]


class Numbering:
    """Counts through a document. Call `mark` once for each numbered paragraph, in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Take the roots of numbering.xml and styles.xml; either may be None."""
        self._abstract: dict[str, _List] = {}
        self._of: dict[str, str] = {}
        self._overrides: dict[str, dict[int, tuple[int | None, Level | None]]] = {}
        self._used: set[tuple[str, int]] = set()
        self._styles = _numbered_styles(styles)
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: Any) -> None:
        linked: dict[str, str] = {}
        for abstract in children(numbering, "abstractNum"):
            key = attribute(abstract, "abstractNumId")
            levels = {int(attribute(v, "ilvl") or 0): _level(v) for v in children(abstract, "lvl")}
            self._abstract[key] = _List(levels, [None] * LEVELS)
            linked[key] = value(child(abstract, "numStyleLink"))
        for num in children(numbering, "num"):
            key = attribute(num, "numId")
            self._of[key] = value(child(num, "abstractNumId"))
            self._overrides[key] = {}
            for override in children(num, "lvlOverride"):
                start, level = child(override, "startOverride"), child(override, "lvl")
                self._overrides[key][int(attribute(override, "ilvl") or 0)] = (
                    _int(value(start), 1) if start is not None else None,
                    _level(level) if level is not None else None,
                )
        for key, style in linked.items():  # a list that stands for the list of a style
            found = self._of.get(self._styles.get(style, ("", 0))[0])
            if style and found in self._abstract and not self._abstract[key].levels:
                self._abstract[key] = self._abstract[found]

    def mark(self, properties: Any, style: str) -> str:
        """Return what Word prints before a paragraph, with a space where one is needed; "" for no number."""
        number, level = self._number_of(properties, style)
        listed = self._abstract.get(self._of.get(number, ""))
        if listed is None or not 0 <= level < LEVELS:
            return ""
        override = self._overrides.get(number, {})
        levels = {**listed.levels, **{i: v for i, (_, v) in override.items() if v is not None}}
        if level not in levels:
            return ""
        self._count(listed, levels, level, number, override)
        return _printed(levels, listed.counts, level)

    def _number_of(self, properties: Any, style: str) -> tuple[str, int]:
        """Return the list and the level of a paragraph: its own, else its style's."""
        direct = child(properties, "numPr") if properties is not None else None
        of_style, style_level = self._styles.get(style, ("", 0))
        number = value(child(direct, "numId")) if direct is not None else ""
        number = number or of_style
        stated = value(child(direct, "ilvl")) if direct is not None else ""
        if stated:
            return number, _int(stated, 0)
        listed = self._abstract.get(self._of.get(number, ""))
        styled = [i for i, v in listed.levels.items() if v.style and v.style == style] if listed else []
        return number, styled[0] if styled else style_level

    def _count(
        self,
        listed: _List,
        levels: dict[int, Level],
        level: int,
        number: str,
        override: dict[int, tuple[int | None, Level | None]],
    ) -> None:
        counts = listed.counts
        for above in range(level):  # a deeper level used first shows its parents at their start
            if counts[above] is None:
                counts[above] = levels.get(above, Level()).start
        start = override.get(level, (None, None))[0]
        if start is not None and (number, level) not in self._used:
            counts[level] = start
        else:
            before = counts[level]
            counts[level] = levels[level].start if before is None else before + 1
        self._used.add((number, level))
        for below in range(level + 1, LEVELS):
            restart = levels.get(below, Level()).restart
            if restart != 0 and (restart is None or level < restart):
                counts[below] = None


def _printed(levels: dict[int, Level], counts: list[int | None], level: int) -> str:
    shown = levels[level]
    if shown.kind in ("bullet", "none") and "%" not in shown.text:
        return ""

    def one(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        kind = "decimal" if shown.legal else levels.get(at, Level()).kind
        return "" if kind == "none" else numeral(counts[at] or levels.get(at, Level()).start, kind)

    mark = re.sub(r"%([1-9])", one, shown.text).strip()
    if not mark:
        return ""
    return mark if shown.suffix == "nothing" or mark[-1] in _TIGHT else f"{mark} "


def _level(element: Any) -> Level:
    level = Level(
        start=_int(value(child(element, "start")), 1),
        kind=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")),
        legal=child(element, "isLgl") is not None and value(child(element, "isLgl")) not in ("0", "false"),
        suffix=value(child(element, "suff")) or "tab",
        style=value(child(element, "pStyle")),
    )
    restart = child(element, "lvlRestart")
    return level if restart is None else replace(level, restart=_int(value(restart), 0))


def _numbered_styles(styles: Any) -> dict[str, tuple[str, int]]:
    """Return the list and level of each paragraph style that has one, its own or inherited."""
    own: dict[str, tuple[str | None, int | None, str]] = {}
    for style in children(styles, "style") if styles is not None else ():
        properties = child(child(style, "pPr"), "numPr")
        number = value(child(properties, "numId")) or None
        level = value(child(properties, "ilvl")) if properties is not None else ""
        own[attribute(style, "styleId")] = (number, _int(level, 0) if level else None, value(child(style, "basedOn")))
    return {name: inherited for name in own if (inherited := _inherited(own, name))}


def _inherited(own: dict[str, tuple[str | None, int | None, str]], name: str) -> tuple[str, int] | None:
    """Return the list and level of a style, from the nearest of the styles that it is based on."""
    number: str | None = None
    level: int | None = None
    seen: set[str] = set()
    while name in own and name not in seen:
        seen.add(name)
        of_style, of_level, based_on = own[name]
        number = of_style if number is None else number
        level = of_level if level is None else level
        name = based_on
    return (number, level or 0) if number else None


def _int(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text or "") else otherwise
