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
_VALUE = re.compile(r"[≥≤<>约]?\s*\d[\d,.]*\D{0,6}|[〔\[(]\s*\d[\d,.]*\s*[〕\])]")
_EMPTY = re.compile(r"[-—–－/]+")
_NUMBERS = re.compile(r"(?:序|编)\s*号|No\.?", re.IGNORECASE)  # heads the column that numbers the rows
_YEAR_ALONE = re.compile(r"20\d\d\s*年?[底末]?")
_OF_YEAR = re.compile(r"(?:基期|目标|规划|预期|完成|现状|实际)值?|[(（][^()（）]{1,8}[)）]")  # below the year of a head
_WORDS = re.compile(r"[一-鿿A-Za-z]{2}")
_NO_CELL = re.compile(r"[。;:,]")


def stacked_tables(nodes: Sequence[Clause], text: str) -> dict[int, Cells]:
    """Return the cells of each head and row by the place of its first node; () for the nodes of its other cells."""
    found: dict[int, Cells] = {}
    for place, node in enumerate(nodes):
        cell = _cell(node, text)
        if cell and place not in found and heads_indicators(cell.words):
            before = _cell(nodes[place - 1], text) if place else None
            begin = place - 1 if before and _NUMBERS.fullmatch(before.words) else place
            rows = list(_rows(nodes, begin, text))
            found |= dict.fromkeys(range(begin, rows[-1][0][-1] + 1 if rows else begin), ())
            found |= {places[0]: cells for places, cells in rows}
    return found


def _rows(nodes: Sequence[Clause], place: int, text: str) -> Iterator[tuple[list[int], Cells]]:
    """Yield the head that begins at a place and its rows, if there are any."""
    lines = list(_lines(nodes, place, text))
    head, below = _head(lines)
    width = len(head)
    rows = [lines[i : i + width] for i in range(below, len(lines), width)]
    whole = next((i for i, row in enumerate(rows) if not _is_row(row, head)), len(rows))
    if width >= _FEWEST and whole:
        yield [i for i, _ in lines[:below]], tuple(head)
        yield from (([i for i, _ in row], tuple(cell for _, cell in row)) for row in rows[:whole])


def _head(lines: Sequence[tuple[int, Cell]]) -> tuple[list[Cell], int]:
    """Return the heads of the columns, and how many lines they take: a narrow one has two (2025年 above 目标值)."""
    heads: list[Cell] = []
    at = 2 if lines and _NUMBERS.fullmatch(lines[0][1].words) else 1
    heads += [cell for _, cell in lines[:at]]
    while at < len(lines):
        cell = lines[at][1]
        joined = heads[-1].words + cell.words
        if _YEAR_ALONE.fullmatch(heads[-1].words) and _OF_YEAR.fullmatch(cell.words) and heads_column(joined):
            heads[-1] = Cell(joined, heads[-1].start)
        elif heads_column(cell.words):
            heads.append(cell)
        elif at + 1 < len(lines) and heads_column(cell.words + lines[at + 1][1].words):
            heads.append(Cell(cell.words + lines[at + 1][1].words, cell.start))
            at += 1
        else:
            break
        at += 1
    return heads, at


def _is_row(row: Sequence[tuple[int, Cell]], head: Sequence[Cell]) -> bool:
    """Say whether lines are a row: words under 指标, a figure or a dash under each year, and no figure elsewhere.

    So a name that two lines share, or an empty cell that has no line, ends the table: its columns cannot be told.
    """
    return len(row) == len(head) and all(
        _fits(folded(cell.words), top.words) for (_, cell), top in zip(row, head, strict=True)
    )


def _fits(words: str, head: str) -> bool:
    if _NUMBERS.fullmatch(head):
        return words.strip(".、 ").isdigit()
    if heads_indicators(head):
        return _WORDS.search(words) is not None and _VALUE.fullmatch(words) is None
    return _EMPTY.fullmatch(words) is not None or (_VALUE.fullmatch(words) is not None) == heads_values(head)


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
