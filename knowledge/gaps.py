"""Rows of tables whose columns nothing but gaps divides: ideographic spaces, or two blanks and more."""

import re

GAP = re.compile(r"\u3000+| {2,}")
_FIGURE = re.compile(r"[≥≤<>＜＞]?\s*\d|[-—–－/]+$")  # a year, a value, or the dash of an empty cell
_FEWEST_CELLS, _FEWEST_FIGURES = 4, 2


def has_columns(words: str) -> bool:
    """Say whether gaps divide a line into four cells or more, at least two of which are figures or empty."""
    cells = GAP.split(words.strip())
    figures = sum(_FIGURE.match(cell) is not None for cell in cells[1:])
    return len(cells) >= _FEWEST_CELLS and figures >= _FEWEST_FIGURES
