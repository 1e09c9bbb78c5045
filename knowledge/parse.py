"""Text in, clause tree out. Every character of the text is in exactly one node's own span.

Unknown structure is kept as paragraphs: there is no text that this parser refuses or loses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.numbering import Mark, Rank, line_lead, match_mark
from knowledge.types import Clause, ClauseKind, Span

FRONT_PATH = "题头"
BACK_PATH = "尾注"
HEADING_LIMIT = 60  # characters; a longer line is body text, not a heading

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_ANNEX = re.compile(r"附\s*件\s*([0-9０-９一二三四五六七八九十]*)\s*[:：.、]?\s*$")
_BACK = re.compile(
    r"(?:[(（]?\s*)(?:转载自|来源\s*[:：]|稿源|责任编辑|责编|编辑\s*[:：]|此件公开发布|抄送|分享到|扫一扫|打印本页|关闭窗口|【打印|【关闭)"
)
_SENTENCE_END = re.compile(r"[。！？；;:：]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the text: where it begins, and what it begins with."""

    start: int
    end: int
    words: str  # without lead, line end and trailing space
    mark: Mark | None


@dataclass(slots=True)
class _Open:
    """A node that is still being read: its children are not all known yet."""

    kind: ClauseKind
    rank: int
    path: str
    mark: str
    number: str
    value: int
    heading: str
    start: int
    children: list[Clause]
    own_end: int | None = None


def parse(text: str) -> Clause:
    """Return the root of the clause tree of `text`.

    Guaranteed: own spans and children tile every node's span, with no gap or overlap; paths are unique;
    a marked node begins at its line and ends where the next node that does not lie under it begins.
    """
    return _Parser(text).run()


def reprint(text: str, root: Clause) -> str:
    """Return the text as the tree's own spans give it, in order; equals `text` for every tree that `parse` made."""
    return "".join(node.own.of(text) for node in root.walk())


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [self._line(m) for m in _LINE.finditer(text)]
        self.used: dict[str, int] = {}
        self.stack: list[_Open] = []
        self.article_first = self._article_stands_above_chinese()

    def _line(self, match: re.Match[str]) -> _Line:
        raw = match[0]
        lead = line_lead(raw)
        words = raw[lead:].rstrip()
        return _Line(match.start(), match.end(), words, match_mark(words) if words else None)

    def _article_stands_above_chinese(self) -> bool:
        """Say whether 第X条 comes before 一、 (laws); in a plan that quotes articles under 一、 it is the other way."""
        first = next(
            (line.mark for line in self.lines if line.mark and line.mark.rank in (Rank.ARTICLE, Rank.CHINESE)), None
        )
        return first is None or first.rank == Rank.ARTICLE

    def run(self) -> Clause:
        self.stack = [_Open(ClauseKind.ROOT, -1, "", "", "", 0, "", 0, [], own_end=0)]
        back = self._back_matter()
        marked = False
        for i, line in enumerate(self.lines):
            if i == back and line.words:
                self._close_above(0, line.start)
                self._open(ClauseKind.BACK, 0, BACK_PATH, None, "", line.start)
            elif i < back and (annex := _ANNEX.match(line.words)) and marked:
                self._close_above(0, line.start)
                self._open(ClauseKind.PART, 0, "附件" + annex[1], None, line.words, line.start)
            elif i < back and line.mark:
                marked = True
                self._open_marked(line, line.mark)
            elif line.words:
                self._paragraph(line, front=not marked)
        self._close_above(-1, len(self.text))
        return self._finish(self.stack.pop(), len(self.text))

    def _back_matter(self) -> int:
        """Return the index of the first publisher's line at the end (转载自…), or the number of lines."""
        first = len(self.lines)
        for i in range(len(self.lines) - 1, -1, -1):
            line = self.lines[i]
            if line.words and _BACK.match(line.words):
                first = i
            elif line.words:
                break
        return first

    def _rank(self, mark: Mark) -> int:
        if mark.rank == Rank.ARTICLE and not self.article_first:
            return Rank.CHINESE_BRACKETED - 5
        return int(mark.rank)

    def _open_marked(self, line: _Line, mark: Mark) -> None:
        rank = self._rank(mark)
        self._close_above(rank, line.start)
        if self._begins_another_document(mark, rank):
            self._close_above(0, line.start)
            number = 2 + sum(c.kind is ClauseKind.PART and c.number.startswith("文") for c in self.stack[0].children)
            self._open(ClauseKind.PART, 0, f"文{number}", None, "", line.start)
        self._open(ClauseKind.MARKED, rank, mark.label, mark, self._heading(line, mark), line.start)

    def _begins_another_document(self, mark: Mark, rank: int) -> bool:
        """Say whether a top-level mark starts again at 1 although the outline was already past it."""
        parent = self.stack[-1]
        same = [c for c in parent.children if c.kind is ClauseKind.MARKED]
        restarts = mark.number == 1 and rank <= Rank.CHINESE and parent.kind in (ClauseKind.ROOT, ClauseKind.PART)
        return restarts and len(same) >= 2 and same[0].number == mark.label

    def _heading(self, line: _Line, mark: Mark) -> str:
        """Return the heading after a mark: the whole line, or its first sentence where more follows; "" for bare body text."""
        rest = line.words[len(mark.text) :].strip().strip("*_# ")
        end = _SENTENCE_END.search(rest)
        if not end:
            return rest if len(rest) <= HEADING_LIMIT else ""
        head, tail = rest[: end.start()], rest[end.end() :]
        short = len(head) <= HEADING_LIMIT // 2 and "," not in head and "，" not in head
        is_heading = short and end[0] == "。" and bool(tail.strip()) and mark.rank != Rank.ARTICLE
        return head if is_heading else ""

    def _paragraph(self, line: _Line, *, front: bool) -> None:
        if front and len(self.stack) == 1:
            self._open(ClauseKind.FRONT, 0, FRONT_PATH, None, "", 0)
            self.stack[-1].own_end = line.start
        parent = self.stack[-1]
        if parent.own_end is None:
            parent.own_end = line.start
        self._seal_last_paragraph(parent, line.start)
        span = Span(line.start, line.end)
        parent.children.append(
            Clause(ClauseKind.PARAGRAPH, parent.path, len(self.stack), "", parent.number, "", span, span)
        )

    def _seal_last_paragraph(self, parent: _Open, end: int) -> None:
        """Let the last paragraph run up to `end`, so that blank lines belong to what stands before them."""
        if parent.children and parent.children[-1].kind is ClauseKind.PARAGRAPH:
            last = parent.children[-1]
            parent.children[-1] = replace(last, span=Span(last.span.start, end), own=Span(last.span.start, end))

    def _open(self, kind: ClauseKind, rank: int, label: str, mark: Mark | None, heading: str, start: int) -> None:
        parent = self.stack[-1]
        if parent.own_end is None:
            parent.own_end = start
        self._seal_last_paragraph(parent, start)
        begin = 0 if kind is ClauseKind.FRONT else start
        path = self._unique(f"{parent.path}/{label}" if parent.path else label)
        text = mark.text if mark else ""
        number = path.rsplit("/", 1)[-1]
        self.stack.append(_Open(kind, rank, path, text, number, mark.number if mark else 0, heading, begin, []))

    def _unique(self, path: str) -> str:
        """Return `path`, or `path~2` where the text prints the same mark twice in one place."""
        count = self.used[path] = self.used.get(path, 0) + 1
        return path if count == 1 else f"{path}~{count}"

    def _close_above(self, rank: int, end: int) -> None:
        """Close every open node of this rank or below. Rank 0 closes all but the root; parts stand just under the root."""
        while len(self.stack) > 1 and (rank <= 0 or self._gives_way(self.stack[-1], rank)):
            node = self._finish(self.stack.pop(), end)
            self.stack[-1].children.append(node)

    @staticmethod
    def _gives_way(node: _Open, rank: int) -> bool:
        return node.kind in (ClauseKind.FRONT, ClauseKind.BACK) or (
            node.kind is ClauseKind.MARKED and node.rank >= rank
        )

    def _finish(self, node: _Open, end: int) -> Clause:
        own_end = end if node.own_end is None else node.own_end
        self._seal_last_paragraph(node, end)
        return Clause(
            node.kind, node.path, len(self.stack), node.mark, node.number, node.heading,
            Span(node.start, end), Span(node.start, own_end), tuple(node.children),
        )  # fmt: skip


def outline(root: Clause) -> Iterator[str]:
    """Yield one line a node (`level path heading`), for golden files and for reading."""
    for node in root.walk():
        if node.path and node.kind is not ClauseKind.PARAGRAPH:
            yield f"{'  ' * (node.level - 1)}{node.path}\t{node.heading}"
