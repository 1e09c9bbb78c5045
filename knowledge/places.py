"""Places that a question may name, from a gazetteer (`places.txt`): provinces, cities, and the shipped plan's counties.

Source of the names: 民政部《中华人民共和国行政区划代码》 (provinces, prefecture-level cities; counties of Fujian).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GAZETTEER = Path(__file__).parent / "places.txt"
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
