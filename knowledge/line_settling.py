"""What only the neighbours of lines can tell: rows of tables, clauses run into one line, numbers without a point."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from knowledge.gaps import gap_between_columns
from knowledge.line_types import Line, LineKind
from knowledge.numbering import Mark, Rank, match_mark
from knowledge.wrapping import is_page_number

_CELLS = re.compile(r"\S[ \u3000]*(?:\t|\|)[ \u3000]*\S")
_BETWEEN = re.compile(r"(?<=[。！？])(?:\*\*|__)?[ \u3000]*(?=[(（〔一二三四五六七八九十\d１-９①-⑳])")
_ENDS_SENTENCE = re.compile(r"[。！？]")
_IN_A_LIST = re.compile(r"(?<=[：:；;])[ \u3000]*(?=[(（〔])")
_BELOW_HEADING = re.compile(
    r"(?<=[一-鿿”》）)])(?:\u3000+| {2,})(?=[\d１-９]{1,2}[.．、])"
)  # 三、稳外贸　6．培育主体。…
_ROW_NUMBER = re.compile(r"\d{1,3}(?=[\s|])")  # the first cell of a row
_ROW_HEAD = re.compile(r"序\s?号|指\s?标|项\s?目")
_CELL_BELOW = re.compile(r"(?:约束|预期|指导)性")  # a cell for which the row had no room
_GROUP_LIMIT = 20  # characters of the name of a group of rows
_RUN_IN = (Rank.CHINESE, Rank.CHINESE_BRACKETED, Rank.ARABIC, Rank.ARABIC_BRACKETED)
_PLAIN = re.compile(r"(?P<number>[1-9１-９][\d０-９]?)[ \u3000]+(?=[一-鿿A-Za-z])")
_PAGE_BEHIND = re.compile(r"[\s.·…]*\d{0,3}$")  # of an entry of the contents
_CLOSE = re.compile(r"(?P<number>[1-9１-９]\d?)(?=[一-鿿]{2,12}$)")
_BARE_DECIMAL = re.compile(r"[1-9]\d?(?:\.[1-9]\d?){1,3}")
_WORD = re.compile(r"[一-鿿A-Za-z]{2}")
_NOTES = re.compile(  # 注：1.… and below it 2.…, or a heading with notes below
    r"(?:注|说明)\s?[:：]\s*(?P<first>[1１][.．、])?(?(first)|$)|(?:名词(?:解释|说明)|注释|Notes?)\s?[:：]?$"
)
_NOTE_NUMBER = re.compile(r"(?<=[:：。；])\s*(?P<number>[\d０-９])[.．、]")  # 2. in 注：1.…。2.…
_ANNEX_LIST = re.compile(r"附\s?件\s?[:：]\s*(?P<first>[1１一][.．、])")  # 附件：1.任务分工表, and below it 2.指标表
_BOX = re.compile(r"[【\[]?专\s?栏\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?(?:[ \u3000:：】\]]|$)")
_FRAME_TOP, _FRAME_END = re.compile(r"[┌╔┏]"), re.compile(r"[└╚┗]")
_BOXED = (Rank.ARABIC, Rank.ARABIC_BRACKETED, Rank.CIRCLED)
_BOX_NUMBER = re.compile(r"0[1-9][ \u3000]*(?=[一-鿿“])")  # 01 集群倍增工程
_LEADS_IN = ("：", ":")
_ON_WORDING = re.compile(r"本(?:导则|规范|标准|规程)用词(?:用语)?说明")  # closes a code; 1 表示很严格 is no clause
HEADING_LIMIT = 40  # characters of a heading that its number alone marks


def settle_tables(lines: list[Line]) -> None:
    """Make plain text of rows of tables, whose cells may repeat 一、 and 1.: two lines or more with tabs or bars."""
    rows = [i for i, line in enumerate(lines) if line.kind is not LineKind.BLANK and is_row(line)]
    beside = {i for i, j in pairwise(rows) if j == i + 1}
    for i in beside | {i + 1 for i in beside} | set(_groups(lines)):
        lines[i] = lines[i].unmarked()


def _groups(lines: Sequence[Line]) -> Iterator[int]:
    """Yield where names of groups of rows stand, 一、 first: 二、社会保障, below row 3 (or the head), above row 4."""
    said = [
        i
        for i, line in enumerate(lines)
        if line.kind is not LineKind.BLANK and not is_page_number(line.words) and not _CELL_BELOW.fullmatch(line.words)
    ]
    expected = 1
    for above, i, below in zip(said, said[1:], said[2:], strict=False):
        mark = lines[i].mark
        if mark is None or len(lines[i].words) > _GROUP_LIMIT or not (is_row(lines[above]) and is_row(lines[below])):
            continue
        number, before = (_ROW_NUMBER.match(lines[j].words) for j in (below, above))
        goes_on = number and int(number[0]) == (int(before[0]) + 1 if before else 1)
        headed = before is not None or _ROW_HEAD.search(lines[above].words) is not None
        if goes_on and headed and mark.number in (1, expected):
            expected = mark.number + 1
            yield i


def is_row(line: Line) -> bool:
    """Say whether a line has cells, divided by tabs or bars, or by the gaps that set off figures."""
    words = line.words[len(line.mark.text) :].strip() if line.mark else line.words
    return _CELLS.search(words) is not None or gap_between_columns(words) is not None


def split_run_in(lines: list[Line], text: str) -> list[Line]:
    """Return the lines with those divided into which several clauses were run: …。（一）…。（二）….

    Only a mark behind a sentence's end that another of its kind follows, or that follows one, opens a clause there;
    behind ： and ； only marks in brackets that count from 1.
    """
    return [piece for line in lines for piece in _divided(line, text)]


def _divided(line: Line, text: str) -> Iterator[Line]:
    if line.kind not in (LineKind.TEXT, LineKind.MARK) or len(line.words) < HEADING_LIMIT // 4:
        yield line
        return
    offset = text.find(line.words, line.start, line.end)
    found = [
        (offset + match.end(), mark)
        for match in sorted([*_BETWEEN.finditer(line.words), *_IN_A_LIST.finditer(line.words)], key=lambda m: m.end())
        if (mark := match_mark(line.words[match.end() :])) and mark.rank in _RUN_IN
    ]
    starts = _in_sequence(found, line, text)
    starts = starts or _below_heading(line, offset)
    if not starts:
        yield line
        return
    yield _piece(line, line.start, starts[0][0], text, line.mark)
    for (start, mark), following in zip(starts, [*(s for s, _ in starts[1:]), line.end], strict=True):
        yield _piece(line, start, following, text, mark)


def _in_sequence(found: Sequence[tuple[int, Mark]], line: Line, text: str) -> list[tuple[int, Mark]]:
    """Return the marks that count 1, 2, … within the line; after its own mark also those that continue it."""
    kept: list[tuple[int, Mark]] = []
    for rank in _RUN_IN:
        of_rank = [(start, mark) for start, mark in found if mark.rank == rank]
        expected = line.mark.number + 1 if line.mark and line.mark.rank == rank else 1
        run: list[tuple[int, Mark]] = []
        for start, mark in of_rank:
            if mark.number == expected or (mark.number == 1 and not run):
                run.append((start, mark))
                expected = mark.number + 1
        ends = [text[start - 1] for start, _ in run if start]
        inline = rank == Rank.ARABIC_BRACKETED and any(end in "；;：:" for end in ends)  # （1）…；（2）…: one sentence
        loose = all(end in "。！？ \u3000" for end in ends)
        continues = bool(run) and line.mark is not None and run[0][1].number == line.mark.number + 1
        if not inline and (len(run) > 1 or (continues and loose)):
            kept += run
    return sorted(kept, key=lambda pair: pair[0])


def _below_heading(line: Line, offset: int) -> list[tuple[int, Mark]]:
    """Return the marks of the items that begin in the line of the heading above them, whatever they count from."""
    gap = _BELOW_HEADING.search(line.words)
    if gap is None or line.mark is None or line.mark.rank >= Rank.ARABIC or gap.start() > HEADING_LIMIT:
        return []
    first = match_mark(line.words[gap.end() :])
    if first is None or first.rank != Rank.ARABIC or _ENDS_SENTENCE.search(line.words, 0, gap.start()):
        return []
    found = [(offset + gap.end(), first)]
    for between in _BETWEEN.finditer(line.words, gap.end()):
        mark = match_mark(line.words[between.end() :])
        if mark and mark.rank == Rank.ARABIC and mark.number == found[-1][1].number + 1:
            found.append((offset + between.end(), mark))
    return found


def _piece(line: Line, start: int, end: int, text: str, mark: Mark | None) -> Line:
    words = text[start:end].strip() if start != line.start else text[start:end][_lead(line, text) :].rstrip()
    kind = LineKind.MARK if mark else LineKind.TEXT
    return Line(start, end, words, kind, mark)


def _lead(line: Line, text: str) -> int:
    return text.find(line.words, line.start, line.end) - line.start


def settle_bare_decimals(lines: list[Line]) -> None:
    """Make marks of 3.1 alone on its line, above the words that it numbers: the term that a standard defines."""
    said = [i for i, line in enumerate(lines) if line.kind is not LineKind.BLANK]
    for i, after in pairwise(said):
        bare = lines[i].kind is LineKind.TEXT and _BARE_DECIMAL.fullmatch(lines[i].words)
        if bare and lines[after].kind is LineKind.TEXT and _WORD.match(lines[after].words):
            lines[i] = replace(lines[i], kind=LineKind.MARK, mark=match_mark(f"{lines[i].words} "))


def settle_plain_numbers(lines: list[Line], text: str) -> None:
    """Make marks of 1 设施建设: a short heading with a number alone, above 1.1 … or in a Markdown heading.

    Where two or more of them stand above such clauses, those that count on from 1 are chapters too (1 范围), and so is
    what a contents list has of them. 1总则 is one right above 1.1.
    """
    found = {i: mark for i, line in enumerate(lines) if (mark := _plain_number(line, _PLAIN))}
    close = {i: mark for i, line in enumerate(lines) if i not in found and (mark := _plain_number(line, _CLOSE))}
    found |= {i: mark for i, mark in close.items() if _next_mark(lines, i + 1) == f"{mark.number}.1"}  # 1总则 above 1.1
    above = {i for i, mark in found.items() if _next_mark(lines, i + 1).startswith(f"{mark.number}.")}
    headings = {i for i in found if text[lines[i].start : lines[i].end].lstrip(" \t\u3000").startswith("#")}
    counted: list[set[int]] = []  # those that count 1, 2, 3, …: in the contents, and again below it
    for i, mark in found.items():
        if mark.number == 1:
            counted.append({i})
        elif counted and mark.number == len(counted[-1]) + 1:
            counted[-1].add(i)
    chapters = {i for run in counted if len(above & run) > 1 for i in run}
    marked = above | headings | chapters
    headed = {lines[i].words for i in marked}
    in_contents = {i for i in found if _PAGE_BEHIND.sub("", lines[i].words) in headed}
    for i in marked | in_contents:
        lines[i] = replace(lines[i], kind=LineKind.MARK, mark=found[i])


def _plain_number(line: Line, pattern: re.Pattern[str]) -> Mark | None:
    """Return the mark of a short heading that a number alone opens, or None."""
    match = pattern.match(line.words) if line.kind is LineKind.TEXT else None
    if not match or len(line.words) > HEADING_LIMIT or line.words[-1] in "。；;，,":
        return None
    if gap_between_columns(line.words) is not None:
        return None  # 1 平均供电煤耗 克/千瓦时 302.5 291 约束性
    return Mark(Rank.ARABIC, match[0].rstrip(), str(int(match["number"])), int(match["number"]))


def _next_mark(lines: Sequence[Line], start: int) -> str:
    """Return the label of the next mark, or ""."""
    return next((line.mark.label for line in lines[start:] if line.mark), "")


def settle_boxes(lines: list[Line]) -> None:
    """Make plain text of the items of a box: what a drawn frame holds, or what counts from 1 right below 专栏1 …."""
    said = [i for i, line in enumerate(lines) if line.kind is not LineKind.BLANK]
    framed = False
    for place, i in enumerate(said):
        words = lines[i].words
        framed = bool(_FRAME_TOP.match(words)) or (framed and not _FRAME_END.match(words))
        if framed:
            lines[i] = lines[i].unmarked()
        elif _BOX.match(words):
            before = next((lines[j].mark for j in reversed(said[:place]) if lines[j].mark), None)
            _settle_box(lines, said[place + 1 :], before)


def _settle_box(lines: list[Line], below: Sequence[int], outer: Mark | None) -> None:
    """Make plain text of the items of a box, up to one that goes on from the clause before the box."""
    if below and _BOX_NUMBER.match(lines[below[0]].words):
        for i in takewhile(lambda i: lines[i - 1].kind is not LineKind.BLANK or i == below[0], below):
            if (mark := lines[i].mark) and mark.rank not in _BOXED:
                return
            lines[i] = lines[i].unmarked()
        return
    led = len(below) > 1 and below[1] == below[0] + 1 and lines[below[0]].kind is LineKind.TEXT
    below = below[1:] if led and lines[below[1]].mark else below  # 以下项目于2028年底前完成。, above 1.
    first = lines[below[0]].mark if below else None
    if first is None or first.number != 1 or first.rank not in _BOXED:
        return
    expected = 1
    for place, i in enumerate(below):
        mark = lines[i].mark
        if mark is None:
            continue
        goes_on = outer and mark.rank == outer.rank and mark.number == outer.number + 1 and expected > 1
        goes_on = goes_on and not _comes_again(mark, [lines[j].mark for j in below[place + 1 :]])
        if mark.rank != first.rank or mark.number != expected or goes_on:
            return
        lines[i] = lines[i].unmarked()
        expected += 1


def _comes_again(mark: Mark, after: Sequence[Mark | None]) -> bool:
    """Say whether the same number comes again before a mark of another kind."""
    same = takewhile(lambda other: other is None or other.rank == mark.rank, after)
    return any(other is not None and other.number == mark.number for other in same)


def settle_lists(lines: list[Line]) -> None:
    """Make plain text of the entries below 附件：1.… and of the notes below 注：1.…, which count on from there."""
    said = [i for i, line in enumerate(lines) if line.kind is not LineKind.BLANK]
    for place, i in enumerate(said):
        notes = _NOTES.match(lines[i].words)
        listed = notes or _ANNEX_LIST.match(lines[i].words)
        annex = notes and place and lines[said[place - 1]].kind is LineKind.ANNEX  # 附件3, below it 名词解释
        if not listed or annex:
            continue
        inside = [int(m["number"]) for m in _NOTE_NUMBER.finditer(lines[i].words)] if listed["first"] else []
        for number, j in enumerate(said[place + 1 :], start=max(inside, default=0) + 1):
            mark, closes = lines[j].mark, lines[j].words[-1] in "。；："
            if mark is None or mark.number != number or mark.rank != Rank.ARABIC or (closes and not notes):
                break
            lines[j] = lines[j].unmarked()


def settle_code_items(lines: list[Line]) -> None:
    """Rank the items of codes below their clauses: 1 … under 3.2.1 …规定：, and 1）… under those, as printed.

    A number whose next mark begins with it (2, then 2.0.1) stays a chapter.
    """
    leads, expected, closed = False, 1, False
    for i, line in enumerate(lines):
        mark, item = line.mark, _number_alone(line)
        closed = closed or _ON_WORDING.fullmatch(line.words) is not None
        if item and closed:
            lines[i] = line.unmarked()
        elif item and leads and item.number == expected and not _next_mark(lines, i + 1).startswith(f"{expected}."):
            lines[i] = replace(line, kind=LineKind.MARK, mark=item)
            expected += 1
        elif mark and Rank.DECIMAL < mark.rank < Rank.CODE_ITEM:
            leads, expected, closed = line.words.endswith(_LEADS_IN), 1, False
        elif mark and mark.rank < Rank.CODE_ITEM:
            leads, expected = False, 1


def _number_alone(line: Line) -> Mark | None:
    """Return the mark of an item that a number opens without a point or bracket behind it, or None."""
    if line.kind not in (LineKind.TEXT, LineKind.MARK) or (line.mark and line.mark.rank != Rank.ARABIC):
        return None
    match = _PLAIN.match(line.words)
    return Mark(Rank.CODE_ITEM, match["number"], str(int(match["number"])), int(match["number"])) if match else None
