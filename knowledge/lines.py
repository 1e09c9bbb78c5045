"""The lines of a text and what each of them is: a mark, the head of an annex, the publisher's words, or plain text.

What only the neighbours of a line can tell is settled here: a table of contents (目录) prints marks that open
nothing, 转载自… is the publisher's only at the end, and 1.5小时 is item 1.5 only where 1.4 has come before.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.line_settling import (
    is_row,
    settle_bare_decimals,
    settle_boxes,
    settle_code_items,
    settle_lists,
    settle_plain_numbers,
    settle_tables,
    split_run_in,
)
from knowledge.line_types import ANNEX, APPENDIX, TITLED_ANNEX, UNNUMBERED_ANNEX, Line, LineKind
from knowledge.numbering import Mark, Rank, line_lead, match_mark

__all__ = ["Line", "LineKind", "is_publishers", "read_lines"]

CONTENTS_LIMIT = 60  # characters; a longer line is no entry of a table of contents

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_BACK = re.compile(
    r"[(（]?\s*(?:转载自|来源\s?[:：]|稿源|责任编辑|责编|编辑\s?[:：]|此件公开发布|抄送|分享到|扫一扫|打印本页|关闭窗口"
    r"|【打印|【关闭)"
)
_AFTER_THE_END = re.compile(
    r"[(（]?\s*(?:原标题|责任编辑|责编|版权声明|上一篇|下一篇|相关阅读|相关新闻|相关链接|延伸阅读|推荐阅读)"
)
_PUBLISHED = re.compile(r"(?:栏目|发布时间|发布日期|发布机构|浏览次数|阅读次数|字体|稿源|作者)\s?[:：]")
_AGED = re.compile(r"(?P<number>[1-9１-９]\d?)[.．](?=\d{1,2}(?:周?岁|个月)[以及内的])")
_LEADERS = re.compile(r"(?<![.．…·\s])[.．…·\s]{3,}\d*$")  # the dots to the number of the page, however many
_CONTENTS = re.compile(r"目\s{0,4}[录次](?:\s{0,4}contents)?|(?:table of )?contents", re.IGNORECASE)


def is_publishers(words: str) -> bool:
    """Say whether a line before or after the body is the publisher's: 栏目：…, 发布时间：…, 转载自…."""
    return _BACK.match(words) is not None or _PUBLISHED.match(words) is not None


def read_lines(text: str) -> list[Line]:
    """Return the lines of `text`; together they are the whole text, in order."""
    lines = [_line(match) for match in _LINE.finditer(text)]
    settle_tables(lines)
    settle_boxes(lines)
    lines = split_run_in(lines, text)
    settle_bare_decimals(lines)
    settle_plain_numbers(lines, text)
    _settle_back_matter(lines)
    _settle_contents(lines)
    _settle_annexes(lines)
    settle_lists(lines)
    _settle_decimals(lines)
    _settle_letters(lines)
    settle_code_items(lines)
    _settle_points_below_brackets(lines)
    return lines


def _line(match: re.Match[str]) -> Line:
    words = match[0][line_lead(match[0]) :].rstrip()
    if not words:
        return Line(match.start(), match.end(), words, LineKind.BLANK)
    if any(pattern.fullmatch(words) for pattern in (ANNEX, APPENDIX, TITLED_ANNEX, UNNUMBERED_ANNEX)):
        return Line(match.start(), match.end(), words, LineKind.ANNEX)
    mark = match_mark(words)
    return Line(match.start(), match.end(), words, LineKind.MARK if mark else LineKind.TEXT, mark)


def _settle_back_matter(lines: list[Line]) -> None:
    """Call the run of publisher's lines at the end BACK, with the short lines that follow 相关阅读 or 版权声明."""
    for i in _after_the_end(lines):
        lines[i] = replace(lines[i], kind=LineKind.BACK, mark=None)
    for i in range(len(lines) - 1, -1, -1):
        if _BACK.match(lines[i].words):
            lines[i] = replace(lines[i], kind=LineKind.BACK, mark=None)
        elif lines[i].kind is not LineKind.BLANK:
            return


def _after_the_end(lines: Sequence[Line]) -> list[int]:
    """Return the lines from the first 相关阅读 or 版权声明 below which only short lines stand; [] if there is none."""
    kept: list[int] = []
    for i in range(len(lines) - 1, -1, -1):
        mark = lines[i].mark
        if len(lines[i].words) > CONTENTS_LIMIT or (mark and mark.rank < Rank.ARABIC):
            break
        kept += [i] if lines[i].kind is not LineKind.BLANK else []
    found = [place for place, i in enumerate(kept) if _AFTER_THE_END.match(lines[i].words)]
    return kept[: found[-1] + 1] if found else []


def _settle_contents(lines: list[Line]) -> None:
    """Make plain text of the marks in a table of contents: short lines after 目录, the first of which comes again."""
    for i, line in enumerate(lines):
        if line.kind is LineKind.TEXT and _CONTENTS.fullmatch(line.words.strip("*_# ")):
            for j in _entries(lines, i + 1):
                lines[j] = replace(lines[j], kind=LineKind.TEXT, mark=None)
            return


def _entries(lines: Sequence[Line], start: int) -> list[int]:
    """Return where the entries of the contents stand that begin at line `start`; [] if none of them comes again."""
    entries: list[int] = []
    first: Mark | None = None
    for i in range(start, len(lines)):
        mark, words = lines[i].mark, _LEADERS.sub("", lines[i].words)
        if mark and first and (mark.rank, mark.label) == (first.rank, first.label):
            return entries
        if len(words) > CONTENTS_LIMIT or words.endswith("。"):
            again = any(
                x.mark and first and (x.mark.rank, x.mark.label) == (first.rank, first.label) for x in lines[i:]
            )
            return entries if again else []
        if mark or lines[i].kind is LineKind.ANNEX:
            entries.append(i)
            first = first or mark
    return []


def _settle_annexes(lines: list[Line]) -> None:
    """Make plain text of annexes that are only listed: one after another with no line between, or the last words."""
    said = [i for i, line in enumerate(lines) if line.kind is not LineKind.BLANK]
    titled = {i for i in said if any(p.fullmatch(lines[i].words) for p in (TITLED_ANNEX, APPENDIX))}
    # 附件：任务清单 without a number opens an annex only right above its clauses or table
    for i, after in pairwise(said):
        if lines[i].kind is LineKind.ANNEX and UNNUMBERED_ANNEX.fullmatch(lines[i].words):
            opens = lines[after].kind is LineKind.MARK or is_row(lines[after])
            lines[i] = lines[i] if opens else replace(lines[i], kind=LineKind.TEXT)
    for before, i, following in zip([None, *said], said, [*said[1:], None], strict=False):
        closes = following is None or lines[following].kind is LineKind.BACK
        if i in titled and (closes or before in titled or following in titled):
            lines[i] = replace(lines[i], kind=LineKind.TEXT)


def _settle_decimals(lines: list[Line]) -> None:
    """Make plain text of what only looks like a mark: 1.5小时 where neither 1.4 nor 1 has come before.

    4.5岁以下… after item 3 is item 4.
    """
    before: dict[bool, tuple[int, ...]] = {}  # the last mark of each sort, dotted or not, as numbers
    for i, printed in enumerate(lines):
        line = printed
        aged = _AGED.match(line.words)
        number = int(aged["number"]) if aged else 0
        if aged and before.get(False) == (number - 1,):
            mark = Mark(Rank.ARABIC, aged[0], str(number), number)
            line = lines[i] = replace(line, kind=LineKind.MARK, mark=mark)
        if line.mark is None:
            continue
        dotted = Rank.DECIMAL <= line.mark.rank < Rank.ARABIC_BRACKETED
        if dotted and not line.mark.label[0].isdigit():
            continue  # A.1 of an appendix
        if dotted:  # 1.0.1 comes right after 1, as 1.1 does
            numbers = tuple(number for n in line.mark.label.split(".") if (number := int(n)))
        else:
            numbers = (line.mark.number,)
        continues = any(_continues(numbers, last) for last in before.values()) if before else numbers[-1] == 1
        if continues or not dotted:
            before[dotted] = numbers
        else:
            lines[i] = line.unmarked()


def _settle_points_below_brackets(lines: list[Line]) -> None:
    """Put 1. and 2. below (4) where they stand between it and (5), or close its section, and no 1. stands above (1)."""
    marks = [(i, line.mark) for i, line in enumerate(lines) if line.mark]
    above = False  # a point stands above the brackets that are counted now
    settled: set[int] = set()
    for place, (at, mark) in enumerate(marks):
        if at in settled:
            continue
        if mark.rank < Rank.ARABIC:
            above = False
        elif mark.rank == Rank.ARABIC:
            above = True
        elif mark.rank == Rank.ARABIC_BRACKETED and not above:
            below: list[tuple[int, Mark]] = []
            for i, other in marks[place + 1 :]:
                if other.rank != Rank.ARABIC or other.number != len(below) + 1:
                    break
                below.append((i, other))
            after = next((other for _, other in marks[place + 1 + len(below) :]), None)
            goes_on = after is None or after.rank < Rank.ARABIC
            goes_on = goes_on or (after is not None and after.rank == mark.rank and after.number == mark.number + 1)
            are_points = len(below) > 1 and goes_on
            for i, point in below if are_points else ():
                settled.add(i)
                lines[i] = replace(lines[i], mark=replace(point, rank=Rank.ARABIC_BELOW))
            above = bool(below) and not are_points


def _settle_letters(lines: list[Line]) -> None:
    """Make plain text of b) where no a) has come before, and of A. where no B. follows; (i) above (ii) is a numeral."""
    before = {True: 0, False: 0}  # the last letter, capital or not
    for i, line in enumerate(lines):
        mark = line.mark
        if mark is None or mark.rank != Rank.LETTERED:
            continue
        after = next((other.mark.label for other in lines[i + 1 :] if other.mark), "")
        if mark.label == "(i)" and after == "(ii)":
            lines[i] = replace(line, mark=replace(mark, rank=Rank.ROMAN_BRACKETED, number=1))
        if mark.label[0] == "(":
            continue
        capital = mark.label.isupper()
        if mark.number == before[capital] + 1 or (mark.number == 1 and (not capital or after == "B")):
            before[capital] = mark.number
        else:
            lines[i] = line.unmarked()


def _continues(numbers: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Say whether 1.2 may come after 1.1 (or a gap), 1.1.1 after 1.1, 1.1 after 1, 2.1 after 1.5."""
    *above, number = numbers
    depth = len(above)
    if tuple(above) == last[:depth]:
        return number == 1 if len(last) <= depth else number > last[depth]
    return numbers[0] == last[0] + 1 and set(numbers[1:]) == {1}
