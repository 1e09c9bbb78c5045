"""Places that a question may name, from a gazetteer (`places.txt`): provinces, cities, and the shipped plan's counties.

Source of the names: 民政部《中华人民共和国行政区划代码》 (provinces, prefecture-level cities; counties of Fujian).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GAZETTEER = Path(__file__).parent / "places.txt"
SHORTEST_ROMANIZED = 5  # letters; shorter ones (dali, ali) may be other words
SPELT_OTHERWISE = {
    "shaanxi": "陕西", "shanxi": "山西", "tibet": "西藏", "inner mongolia": "内蒙古", "hong kong": "香港",
    "macao": "澳门", "macau": "澳门", "xian": "西安", "wuxi": "无锡", "urumqi": "乌鲁木齐", "lhasa": "拉萨",
    "hohhot": "呼和浩特", "harbin": "哈尔滨",
}  # fmt: skip
_SUFFIX = r"(?:特别行政区|自治区|自治州|地区|省|市|县|区)?"


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its short name (厦门), the province it lies in (福建; a province lies in itself), other words for it."""

    name: str
    province: str
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which a text may mean this place."""
        return (self.name, *self.aliases)

    def lies_in(self, other: "Place") -> bool:
        """Say whether this place is `other` or lies inside it."""
        return self == other or (other.name == other.province and self.province == other.name)


def places_in(text: str) -> list[Place]:
    """Return the places that a text names, in order, each once."""
    found: dict[Place, None] = {}
    for match in _pattern().finditer(text):
        found[_gazetteer()[match[1]]] = None
    return list(found)


def romanized(word: str) -> str:
    """Return the place whose name is spelt so in English (zhejiang, inner mongolia), in lower case; "" for none."""
    return _romanizations().get(word.removesuffix("'s").replace("'", ""), "")


@cache
def _romanizations() -> dict[str, str]:
    """Return the printed names by their pinyin, of names too long to be an English word; then those spelt otherwise."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 0.2 s, only for English questions

    spelt = {"".join(lazy_pinyin(p.name)): printed for printed, p in reversed(_gazetteer().items())}
    return {word: name for word, name in spelt.items() if len(word) >= SHORTEST_ROMANIZED} | SPELT_OTHERWISE


@cache
def _gazetteer() -> dict[str, Place]:
    """Return the places by the name that must be printed (固原市 for 固原), read from the data file."""
    lines = [line for line in GAZETTEER.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    aliases = dict(line.split("=") for line in lines if "=" in line)
    table: dict[str, Place] = {}
    for province, _, names in (line.partition(":") for line in lines if ":" in line):
        for printed in (province, *names.split()):
            name = re.sub(r"(?<=..)[市县区]$", "", printed)
            table[printed] = Place(name, province, tuple(aliases.get(name, "").split()))
    return table


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_gazetteer(), key=len, reverse=True)
    return re.compile(f"({'|'.join(names)})(?!治){_SUFFIX}")  # 三明治 is bread
