"""Tables as they are read line by line: caption, head (of one row or two), rows of figures, rows of tasks.

A row of tasks (序号|任务|目标|时限) holds its figures in words; the column of deadlines says when they are due.
"""

import re
from collections.abc import Sequence
from itertools import zip_longest

from knowledge.target_drafts import Draft, Setting
from knowledge.target_sentences import read_sentence
from knowledge.target_sorts import YEAR
from knowledge.target_table_heads import YEAR as PRINTED_YEAR
from knowledge.target_table_heads import Cell, Table, head_of, heads_indicators, heads_rows, heads_values
from knowledge.target_tables import cells_of, drafts_of, is_row
from knowledge.target_times import CHINESE_DIGITS
from knowledge.target_words import folded
from knowledge.types import Span
from knowledge.wrapping import is_page_number

_GROUP = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])?[一-鿿]{2,8}"
)  # above its rows
# the head of a table of what each year is to bring
_BY_YEAR = re.compile(r"(?:分|各)?年度[^,;。]{0,8}(?:指标|目标|任务|计划|项目)")
_UNIT_LINE = re.compile(r"\s*\(?(?:计量)?单位:")  # below the name of a table
_CAPTION_WITH_UNIT = re.compile(r"[^\t|]{4,}\t+[(（]?(?:计量)?单位[:：][^\t|]{1,12}")  # 年度目标	单位：万吨
_PERIOD_LINE = re.compile(r"\((?:[到至])?20\d\d[^()]{0,12}\)")  # (到2028年底), below it too
_DUE_HEAD = re.compile(r"(?:完成|办结)?(?:时限|期限|时间|时间节点|时间要求)")
_DUE_YEAR = re.compile(rf"(?:到|在)?\s*{YEAR}\s*年")
_NUMBER = re.compile(r"\d{1,3}")
_PIECE, _PIECES = 40, 3  # characters of a piece of a wrapped row, and how many may follow each other
_CAPTION = re.compile(r"[图表]\s?\d|[【\[]?专\s?栏|[(（]?(?:计量)?单位[:：]|附\s?[件表录]")
_TABULAR = re.compile(r"[\t|]")

Found = list[tuple[Span, Draft]]


class TableReader:
    """Reads the tables of one document; remembers the caption, the head and the column of deadlines.

    `year` is when the text was written, `period` that of the plan, `within` the year of the whole document; `heads` are
    the lines that stand on every page.
    """

    def __init__(
        self, year: int | None, period: tuple[int, int] | None, within: str | None, heads: frozenset[str] = frozenset()
    ) -> None:
        self.year = year
        self.period = period
        self.within = within
        self.heads = heads
        self.table: Table | None = None
        self.caption = ""  # the last line that is no row
        self._due_column: int | None = None  # of a table of tasks
        self._left: tuple[Table, int] | None = None  # one broken off, and how many lines ago
        self._number = 0  # of the last row that had one
        self._heads = ""  # the caption of the row before, should that be the first of a head of two rows
        self._named = ""  # the indicator of the row above
        self._above: list[Cell] = []  # the row before, where a cell of it may head several columns

    def caption_is(self, heading: str) -> None:
        """Take the heading of a clause for the caption of a table right below it (一、各地利用率)."""
        self.caption = folded(heading)

    def read_stacked(self, cells: Sequence[Cell], due: str | None) -> tuple[Draft, ...]:
        """Return the targets of a row whose cells stand one on a line, or take it for the head of its table."""
        if any(heads_indicators(cell.words) for cell in cells[:2]):
            self.table = self._head(cells, due, self.caption)
            return ()
        return tuple(drafts_of(cells, self.table)) if self.table and cells else ()

    def read_line(self, printed: str, due: str | None) -> Found | None:
        """Return the targets of a line that is a row, each with its place in the line; None for one that is no row.

        `printed` is the whole line: blanks before its first word are empty cells; what has several lines is no row.
        `due` is the last deadline of the text above.
        """
        words = printed.strip()
        if self.table is not None and (is_page_number(words) or words in self.heads or _GROUP.fullmatch(words)):
            return []
        if "\n" in words or _CAPTION_WITH_UNIT.fullmatch(words) or not is_row(words):
            self._leave(words)
            self._above = []
            goes_on = _UNIT_LINE.match(folded(words)) or _PERIOD_LINE.fullmatch(folded(words))
            self.caption = f"{self.caption} {folded(words)}" if goes_on else folded(words)
            return None
        cells, columns = cells_of(printed), _columns(printed)
        head = self._second_head(columns, due) or self._head(cells, due, self.caption)
        another = head is None and heads_rows(cells)  # the head of another table, whose columns cannot be told
        self._heads = self.caption
        self._above = columns if head or another or _may_span(columns) else []
        if head:
            self.table, self._due_column, self.caption = head, _due_column(cells), ""
            return []
        if another:
            self.table = None
        self._resume(cells)
        whole = Span(0, len(printed))
        if self.table is not None:
            found: Found = [(whole, draft) for draft in drafts_of(cells, self.table, self._named)]
            self._named = found[0][1].indicator if found and "其中" not in printed else self._named
            return found or (self._read_cells(printed, cells) if self._due_column is not None else None) or []
        return self._read_cells(printed, cells)

    def _leave(self, words: str) -> None:
        """End the table at a line that is no row; the pieces of a wrapped one may stand between two of its rows."""
        piece = len(words) <= _PIECE and "。" not in words and not _CAPTION.match(words)
        if self.table is not None and piece:
            self._left = (self.table, 1)
        elif self._left is not None:
            table, lines = self._left
            self._left = (table, lines + 1) if piece and lines < _PIECES else None
        self.table = self._due_column = None

    def _resume(self, cells: Sequence[Cell]) -> None:
        """Go on with the table that pieces of a wrapped row broke off, at the row that is numbered next or after it."""
        number = int(cells[0].words) if _NUMBER.fullmatch(cells[0].words) else None
        if self.table is None and self._left is not None:
            table, _ = self._left
            follows = number is not None and self._number < number <= self._number + 2
            self.table = table if follows and len(cells) == table.width else None
            self._left = None
        self._number = number or self._number

    def _head(self, cells: Sequence[Cell], due: str | None, caption: str) -> Table | None:
        """Return the table that a row of cells heads below this caption, or None."""
        before_plan = self.period is not None and self.year is not None and self.year < self.period[0]
        opens = self.period is not None and self.year == self.period[0] and _first_year(cells) == self.year
        by_year = (_BY_YEAR.search(caption) is not None or opens) and not before_plan
        return head_of(cells, self.year, due, by_year=by_year, caption=caption)

    def _second_head(self, below: Sequence[Cell], due: str | None) -> Table | None:
        """Return the table whose head has two rows (目标值 above 2028年 and 2030年), of which this is the second."""
        above, years = self._above, [cell for cell in below if cell.words]
        if not years or not all(heads_values(cell.words) for cell in years):
            return None
        if len(below) > len(above) or below[0].words:
            return None
        merged: list[Cell] = []
        spanning = ""
        for top, own in zip_longest(above, below, fillvalue=Cell("", 0)):
            spanning = top.words or spanning
            merged.append(Cell(own.words + spanning if own.words else top.words, top.start))
        return self._head(merged, due, self._heads)

    def _read_cells(self, printed: str, cells: Sequence[Cell]) -> Found | None:
        """Read the cells of a row of tasks, each for itself; None for a line that is no row.

        A column headed 完成时限 says when they are due.
        """
        column = _due_column(cells)
        self._due_column = column if column is not None else self._due_column
        if column is not None or not _TABULAR.search(printed):
            return [] if column is not None else None
        at = self._due_column
        year = _DUE_YEAR.match(cells[at].words) if at is not None and at < len(cells) else None
        deadline = year[1].translate(CHINESE_DIGITS) if year else self.within
        found: Found = []
        for i, cell in enumerate(cells):
            task = folded(cells[i - 1].words) if i else ""  # 养殖户培训|每年培训2000人次
            setting = Setting(year=self.year, deadline=deadline, within=deadline, topic=task)
            drafts, _ = read_sentence(folded(cell.words), setting)
            found += [(Span(cell.start, cell.end), draft) for draft in drafts if i != at]
        return found


def _may_span(columns: Sequence[Cell]) -> bool:
    """Say whether a row of three cells and more has an empty one behind a head: it may head several columns."""
    return len(columns) > 2 and any(not cell.words for cell in columns[1:]) and any(c.words for c in columns[:2])


def _first_year(cells: Sequence[Cell]) -> int | None:
    """Return the first year that a row of heads names: that of a plan's first year is no year gone by."""
    found = (match for cell in cells if (match := PRINTED_YEAR.search(cell.words)))
    return next((int(match[0]) for match in found), None)


def _due_column(cells: Sequence[Cell]) -> int | None:
    return next((i for i, cell in enumerate(cells) if _DUE_HEAD.fullmatch(re.sub(r"\s", "", cell.words))), None)


def _columns(printed: str) -> list[Cell]:
    """Return the cells of a line with the empty ones before its first word, where tabs divide them."""
    if "\t" not in printed:
        return cells_of(printed)
    found, position = [], 0
    for piece in printed.rstrip("\r\n").split("\t"):
        words = piece.strip()
        found.append(Cell(words, position + (len(piece) - len(piece.lstrip()))))
        position += len(piece) + 1
    return found
