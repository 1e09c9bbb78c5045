"""Tables of indicators whose cells stand one on a line, as text taken from a PDF has them.

A head is 指标 alone on its line and below it heads of columns, of which one names a year or 目标值; as many lines as it
has make a row. The first lines that are no row end the table.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.target_table_heads import Cell, heads_column, heads_indicators, heads_values
from knowledge.target_words import folded
from knowledge.types import Clause, ClauseKind
from knowledge.wrapping import is_page_number

Cells = tuple[Cell, ...]

_LONGEST = 24  # characters of a cell
_FEWEST = 3  # columns: fewer are no table that can be told from a list
_VALUE = re.compile(r"[≥≤<>约]?\s*\d[\d,.]*\D{0,6}|[-—–－/]+")
_WORDS = re.compile(r"[一-鿿A-Za-z]{2}")
_NO_CELL = re.compile(r"[。;:,]")


def stacked_tables(nodes: Sequence[Clause], text: str) -> dict[int, Cells]:
    """Return the cells of each head and row by the place of its first node; () for the nodes of its other cells."""
    found: dict[int, Cells] = {}
    for place, node in enumerate(nodes):
        cell = _cell(node, text)
        if cell and place not in found and heads_indicators(cell.words):
            rows = list(_rows(nodes, place, text))
            found |= dict.fromkeys(range(place, rows[-1][0][-1] + 1 if rows else place), ())
            found |= {places[0]: cells for places, cells in rows}
    return found


def _rows(nodes: Sequence[Clause], place: int, text: str) -> Iterator[tuple[list[int], Cells]]:
    """Yield the head that begins at a place and its rows, if there are any."""
    lines = list(_lines(nodes, place, text))
    width = 1
    while width < len(lines) and heads_column(lines[width][1].words):
        width += 1
    rows = [lines[i : i + width] for i in range(0, len(lines), width)]
    whole = next((i for i, row in enumerate(rows[1:], 1) if not _is_row(row, rows[0])), len(rows))
    if width >= _FEWEST and whole > 1:
        yield from (([i for i, _ in row], tuple(cell for _, cell in row)) for row in rows[:whole])


def _is_row(row: Sequence[tuple[int, Cell]], head: Sequence[tuple[int, Cell]]) -> bool:
    """Say whether lines are a row: words first, and a figure or a dash under each year, and nowhere else.

    So a name that two lines share, or an empty cell that has no line, ends the table: its columns cannot be told.
    """
    words = [folded(cell.words) for _, cell in row]
    values = [_VALUE.fullmatch(one) is not None for one in words[1:]]
    return _WORDS.search(words[0]) is not None and values == [heads_values(cell.words) for _, cell in head[1:]]


def _lines(nodes: Sequence[Clause], place: int, text: str) -> Iterator[tuple[int, Cell]]:
    """Yield the short lines below one another, without the numbers of pages between them."""
    for i in range(place, len(nodes)):
        if nodes[i].kind is ClauseKind.PARAGRAPH and is_page_number(nodes[i].own.of(text)):
            continue
        cell = _cell(nodes[i], text)
        if cell is None:
            return
        yield i, cell


def _cell(node: Clause, text: str) -> Cell | None:
    """Return the one short line of a paragraph as a cell, or None."""
    own = node.own.stripped(text)
    words = own.of(text)
    short = 0 < len(words) <= _LONGEST and "\n" not in words and not _NO_CELL.search(folded(words))
    return Cell(words, own.start) if short and node.kind is ClauseKind.PARAGRAPH else None
