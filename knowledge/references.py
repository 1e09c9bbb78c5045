"""References in a question: any spelling of a clause, section or chapter, back to the clause tree.

`find_references` reads a question (NFKC folded, simplified script) and returns what it refers to in one document.
A reference that the document does not have is returned as out of range, one with several meanings as ambiguous;
neither is ever guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.cite import deep_link
from knowledge.numbering import match_mark
from knowledge.numerals import CHINESE_NUMERAL, parse_int
from knowledge.sentences import sentences
from knowledge.types import Clause, ClauseKind, Document


class Outcome(StrEnum):
    """What became of a reference."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    OUT_OF_RANGE = "out_of_range"
    WHOLE = "whole"  # 全文


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a question.

    `clauses` are its meanings in text order (several: all are meant when found, one is meant when ambiguous).
    `sentence` counts from 1 (第13条第二句), -1 is the last. `asked` is the reference as written, `range` says
    in marks what the document has (`1–30`) when it is out of range.
    """

    outcome: Outcome
    asked: str
    clauses: tuple[Clause, ...] = ()
    sentence: int | None = None
    first: str = ""
    last: str = ""


_COUNT = rf"(?:{CHINESE_NUMERAL}+|\d+)"
_SIGNED = rf"(?:[-负]?\s*{_COUNT})"
_JOIN = r"(?:到|至|~|-|—|–|－)"
_AND = r"(?:和|与|及|跟|、|,|以及|还有|&|and)"
_PART_WORD = r"(?:编|篇|章|部分|大部分|大块|大项|板块)"
_SECTION_WORD = r"(?:节|小节|工程|大工程)"
_CLAUSE_WORD = r"(?:条款|条|点|项任务|项|款|号)"
_ENGLISH_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_ENGLISH_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ENGLISH_TENS = {"twenty": 20, "thirty": 30}

_FILLER = re.compile(
    r"(?:请问|麻烦|帮我|给我|我想|我要|想|要|查一下|查下|查查|查询|查|看一下|看下|看看|看|翻一下|翻到|打开|显示|列出|念一下|发一下|发我|找一下|找"
    r"|讲的是什么|讲什么|讲了什么|讲啥|讲了啥|说的是什么|说的是啥|说什么|说了什么|说啥|说了啥|写的是什么|写了什么|写的啥|写啥|是什么内容|是什么|是啥|是咋说的|怎么说的?|怎么写的?"
    r"|规定了什么|规定了啥|规定什么|都有什么|有什么|有啥|内容|全部|全文|原文|原话|具体|完整|整条|条文|的|呢|吗|么|吧|啊|呀|哈|了|一下|下"
    r"|在纲要里|纲要里|纲要中|纲要|本纲要|文件里|文件|重点任务|任务|条款|条文|第?几?条目|what does|what is|what's|show me|show|tell me|about|the|say|says|of|in|please|text|full|read|give me|number|whole"
    r"|[\s?？!！。.,，、:：;；\"'“”‘’《》<>()（）/])+"
)


def is_bare(rest: str) -> bool:
    """Say whether nothing but filler words is left of a question once its reference is taken out."""
    return not _FILLER.sub("", rest.lower())


def find_references(text: str, document: Document) -> tuple[tuple[Reference, ...], str]:
    """Return the references of a question in order, and what is left of the question without them.

    `text` is a search copy (NFKC folded, simplified). Bare numbers count only where the question holds nothing else.
    """
    return _Finder(document).run(text)


class _Finder:
    """Finds references in one question; holds the document's outline by level."""

    def __init__(self, document: Document) -> None:
        self.document = document
        marked = [c for c in document.clauses() if c.kind is ClauseKind.MARKED]
        top = min((c.level for c in marked), default=1)
        self.parts = [c for c in marked if c.level == top]
        self.marked = marked
        self.articles = _articles(marked)

    def run(self, text: str) -> tuple[tuple[Reference, ...], str]:
        text = text.strip()
        whole = re.fullmatch(
            r"(?:纲要|文件|规划|方案|请?给?我?看?)*(?:全文|原文全文|完整全文|full text)(?:呢|给我|看看)?[?？。]*",
            text,
            re.I,
        )
        if whole:
            return (Reference(Outcome.WHOLE, "全文", tuple(self.document.root.marked_children)),), ""
        found: list[Reference] = []
        rest = _english_digits(text)
        for rule in (
            self._deep_link,
            self._path,
            self._named_path,
            self._last,
            self._articles,
            self._english,
            self._bracketed,
        ):
            rest = rule(rest, found)
        if not found:
            rest = self._bare(rest, found)
        return tuple(found), rest

    # Each rule takes the text, adds what it finds to `found`, and returns the text without it.

    def _deep_link(self, text: str, found: list[Reference]) -> str:
        match = re.search(r"\bc_(\d+(?:-\d+)*)\b", text)
        if not match:
            return text
        clauses = [c for c in self.document.clauses() if deep_link(c) == match[0]]
        found.append(self._reference(match[0], clauses))
        return _without(text, match)

    def _path(self, text: str, found: list[Reference]) -> str:
        """二(四)13, 二、(三), 二/(四)/13, 第二部分(四), 二(九)."""
        pattern = rf"(?<![第\w])(?:第\s*)?({CHINESE_NUMERAL}{{1,3}})\s*(?:部分|章)?\s*[、.,/]?\s*\(\s*({CHINESE_NUMERAL}{{1,3}}|\d{{1,2}})\s*\)\s*[、./第,]*\s*(\d{{1,3}}|{CHINESE_NUMERAL}{{1,4}})?\s*{_CLAUSE_WORD}?"
        match = re.search(pattern, text)
        if not match:
            return text
        part, section, article = parse_int(match[1]), parse_int(match[2]), parse_int(match[3]) if match[3] else None
        found.append(self._by_position(match[0].strip(), part, section, article))
        return _without(text, match)

    def _named_path(self, text: str, found: list[Reference]) -> str:
        """第二部分第五节, 第三章第一节第2条, 第四章."""
        pattern = rf"第\s*({_SIGNED})\s*{_PART_WORD}(?:\s*的?\s*第\s*({_COUNT})\s*(?:{_SECTION_WORD}|项|条|点|款|部分))?(?:\s*的?\s*第\s*({_COUNT})\s*{_CLAUSE_WORD})?"
        for match in list(re.finditer(pattern, text)):
            part, section, article = _value(match[1]), _value(match[2]), _value(match[3])
            found.append(self._by_position(match[0], part, section, article))
            text = text.replace(match[0], " ", 1)
        return text

    def _by_position(self, asked: str, part: int | None, section: int | None, article: int | None) -> Reference:
        chapter = self._numbered(self.parts, part)
        if chapter is None:
            return self._reference(asked, [], self.parts)
        if section is None:
            return self._reference(asked, [chapter])
        children = [c for c in chapter.children if c.kind is ClauseKind.MARKED]
        node = self._numbered(children, section)
        if node is None:
            direct = [c for c in self.articles if c.path.startswith(chapter.path + "/")]
            return self._reference(asked, [], children or direct)
        if article is None:
            return self._reference(asked, [node])
        below = [c for c in node.children if c.kind is ClauseKind.MARKED]
        chosen = self._numbered(below, article) or (below[article - 1] if 0 < article <= len(below) else None)
        return self._reference(asked, [chosen] if chosen else [], below)

    @staticmethod
    def _numbered(clauses: list[Clause], number: int | None) -> Clause | None:
        return next((c for c in clauses if _number_of(c) == number), None)

    def _last(self, text: str, found: list[Reference]) -> str:
        """最后一条, 倒数第二条, 最后一章."""
        for match in list(
            re.finditer(
                rf"(?:最后|末尾|最末)\s*(?:的)?\s*(?:第?一)\s*个?({_PART_WORD}|{_CLAUSE_WORD})|末条|倒数第?\s*({_COUNT})\s*({_PART_WORD}|{_CLAUSE_WORD})",
                text,
            )
        ):
            back = _value(match[2]) or 1
            word = match[1] or match[3] or "条"
            pool = self.parts if re.fullmatch(_PART_WORD, word) else self.articles
            found.append(self._reference(match[0], pool[-back : len(pool) - back + 1], pool))
            text = text.replace(match[0], " ", 1)
        return text

    def _articles(self, text: str, found: list[Reference]) -> str:
        """第12条, 12项, 第3条和第4条, 10-11条, 第3、5、7条, 第十三条第二句, 第一百二十条之一."""
        one = rf"(?:第\s*{_SIGNED}\s*{_CLAUSE_WORD}?|\d+\s*{_CLAUSE_WORD}?|十{CHINESE_NUMERAL}*\s*{_CLAUSE_WORD}?|{CHINESE_NUMERAL}十{CHINESE_NUMERAL}*\s*{_CLAUSE_WORD}?)"
        pattern = re.compile(rf"{one}(?:\s*(?:{_AND}|{_JOIN})\s*{one})*(?:\s*之\s*{CHINESE_NUMERAL}+)?")
        position = 0
        while match := pattern.search(text, position):
            asked = match[0].strip()
            if not self._is_article_reference(asked, text):
                position = match.end()
                continue
            tail = re.match(rf"\s*的?\s*(?:第\s*({_COUNT})|(最后一))\s*(句|款|项|段)话?", text[match.end() :])
            sentence = (-1 if tail[2] else _value(tail[1])) if tail else None
            found.extend(self._resolve_list(asked, sentence, tail[3] if tail else ""))
            text = text[: match.start()] + " " + text[match.end() + (tail.end() if tail else 0) :]
            position = match.start()
        return text

    def _is_article_reference(self, asked: str, text: str) -> bool:
        """第12条 and 12条 are references; 12项 or 十二项 only where the question holds nothing else, for 12项 may count things."""
        if re.search(r"\d\s*$|号$", asked) and not re.search(r"第|条|点", asked):
            return False
        if "条" in asked or re.search(rf"第\s*{_SIGNED}\s*{_CLAUSE_WORD}", asked):
            return not re.search(rf"^\s*(?:{_COUNT})\s*条$", asked) or not re.search(
                r"(?:共|总|有|是不是|分)\s*" + re.escape(asked), text
            )
        return is_bare(text.replace(asked, " ", 1))

    def _resolve_list(self, asked: str, sentence: int | None, unit: str) -> Iterator[Reference]:
        inserted = re.search(rf"第\s*({_COUNT})\s*条\s*之\s*({CHINESE_NUMERAL}+)", asked)
        if inserted:
            same = [
                c
                for c in self.articles
                if c.number.endswith("之" + inserted[2]) and _number_of(c) == parse_int(inserted[1])
            ]
            yield self._reference(asked, same, self.articles)
            return
        tokens = re.findall(
            rf"{_JOIN}(?=\s*第?\s*{_COUNT})|{_AND}|负?{_COUNT}|-\d+", re.sub(r"第\s*-\s*(\d)", r"第负\1", asked)
        )
        numbers: list[int] = []
        spread = False
        for token in tokens:
            number = _value(token)
            if number is None:
                spread = spread or re.fullmatch(_JOIN, token) is not None
            elif spread and numbers:
                numbers += range(numbers[-1] + 1, min(number, numbers[-1] + 200) + 1)
                spread = False
            else:
                numbers.append(number)
        for number in numbers:
            yield self._article(f"第{number}条" if len(numbers) > 1 else asked, number, sentence, unit)

    def _article(self, asked: str, number: int, sentence: int | None, unit: str) -> Reference:
        same = [c for c in self.articles if _number_of(c) == number and "之" not in c.number]
        if len(same) == 1 and sentence is not None:
            return self._inside(asked, same[0], sentence, unit)
        return self._reference(asked, same, self.articles)

    def _inside(self, asked: str, clause: Clause, position: int, unit: str) -> Reference:
        items = [c for c in clause.children if c.kind is ClauseKind.MARKED]
        if unit == "项" and items:
            chosen = self._numbered(items, position)
            return self._reference(f"{asked}第{position}项", [chosen] if chosen else [], items)
        count = len(list(sentences(self.document.text, clause.span)))
        if position != -1 and not 1 <= position <= count:
            return Reference(Outcome.OUT_OF_RANGE, f"{asked}第{position}{unit}", (clause,), None, "1", str(count))
        return Reference(Outcome.FOUND, asked, (clause,), position)

    def _english(self, text: str, found: list[Reference]) -> str:
        """Clause 12, article 28, §17, NO.24, part 2 section 4, chapter 3, the 12th clause."""
        two = re.search(
            r"\b(?:part|chapter)\s*(\d+)\W+(?:section|sec\.?)\s*(\d+)|\b(?:section|sec\.?)\s*(\d+)\W+(?:of\s+|in\s+)?(?:part|chapter)\s*(\d+)",
            text,
            re.I,
        )
        if two:
            part, section = (two[1], two[2]) if two[1] else (two[4], two[3])
            found.append(self._by_position(two[0], int(part), int(section), None))
            text = _without(text, two)
        for match in list(re.finditer(r"\b(?:part|chapter)\s*(\d+)\b", text, re.I)):
            found.append(self._by_position(match[0], int(match[1]), None, None))
            text = text.replace(match[0], " ", 1)
        word = r"(?:clauses?|articles?|art\.?|items?|tasks?|points?|paragraphs?|provisions?|no\s*[.．]|nos\.|number|§+|#|rule)"
        pattern = rf"{word}\s*(-?\d+(?:\s*(?:,|and|&|to|-|–|through)\s*\d+)*)|\b(\d+)(?:st|nd|rd|th)\s+(?:clause|article|item|task|point|paragraph)"
        for match in list(re.finditer(pattern, text, re.I)):
            listed = (match[1] or match[2]).replace("through", "to")
            found.extend(self._resolve_list(re.sub(r"\s*(?:to|–)\s*", "到", listed), None, ""))
            text = text.replace(match[0], " ", 1)
        return text

    def _bracketed(self, text: str, found: list[Reference]) -> str:
        """(二) alone, which may stand in several parts."""
        match = re.search(rf"\(\s*({CHINESE_NUMERAL}{{1,3}}|\d{{1,2}})\s*\)", text)
        if found or not match or not is_bare(text.replace(match[0], " ", 1)):
            return text
        same = [c for c in self.marked if c.number == f"({match[1]})"]
        level = [c for c in self.marked if c.number.startswith("(")]
        found.append(self._reference(match[0], same, level, one_of=True))
        return _without(text, match)

    def _bare(self, text: str, found: list[Reference]) -> str:
        """12, 12、, 十二, 第12, 任务12: a number and nothing else. 二、 is the printed mark of a part."""
        match = re.search(rf"(第)?\s*({_SIGNED})\s*(、|\.(?!\d))?", text)
        if not match or not is_bare(text.replace(match[0], " ", 1)) or re.search(r"\d[.\d]*[%万亿家个项件]", text):
            return text
        number = _value(match[2])
        if number is None or (len(match[2]) >= 4 and match[2].isdigit()):
            return text
        parts = [c for c in self.parts if c.number == match[2]]
        articles = [c for c in self.articles if _number_of(c) == number]
        if match[3] and parts:
            articles = []
        elif match[1] or match[2].isdigit():
            parts = []
        if not parts and not articles and number > 200:
            return text
        found.append(self._reference(match[0].strip(), parts + articles, self.articles, one_of=True))
        return _without(text, match)

    def _reference(
        self, asked: str, clauses: list[Clause], pool: list[Clause] | None = None, *, one_of: bool = False
    ) -> Reference:
        pool = pool or self.articles
        if not clauses:
            first, last = (pool[0].number, pool[-1].number) if pool else ("", "")
            return Reference(Outcome.OUT_OF_RANGE, asked, (), None, first, last)
        if len(clauses) > 1 and (one_of or len({c.number for c in clauses}) == 1):
            return Reference(Outcome.AMBIGUOUS, asked, tuple(clauses))
        return Reference(Outcome.FOUND, asked, tuple(clauses))


def _articles(marked: list[Clause]) -> list[Clause]:
    """Return the clauses that readers call 第N条: 条 in a law, the most numerous of 1. or 一、 in a plan."""
    for test in (lambda c: c.number.startswith("第") and "条" in c.number, lambda c: c.number.split("~")[0].isdigit()):
        chosen = [c for c in marked if test(c)]
        if chosen:
            return chosen
    deepest = max((c.level for c in marked), default=0)
    return [c for c in marked if c.level == deepest]


def _number_of(clause: Clause) -> int | None:
    label = clause.number.split("~")[0]
    mark = match_mark(label if label.startswith(("(", "第")) else label + "、") or match_mark(label)
    return mark.number if mark else None


def _value(text: str | None) -> int | None:
    if not text:
        return None
    bare = text.replace(" ", "")
    if bare.startswith(("-", "负")):
        below = parse_int(bare[1:])
        return None if below is None else -below
    return parse_int(bare)


def _without(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " + text[match.end() :]


def _english_digits(text: str) -> str:
    """Write English number words as digits where they follow or precede a word such as clause."""

    def digits(match: re.Match[str]) -> str:
        words = re.split(r"[\s-]+", match[0].lower())
        total = sum(_ENGLISH_TENS.get(w) or _english_value(w) for w in words)
        suffix = "th" if words[-1] in _ENGLISH_ORDINALS or words[-1] == "thirtieth" else ""
        return f"{total}{suffix}"

    names = "|".join(sorted([*_ENGLISH_NUMBERS, *_ENGLISH_ORDINALS, "thirty", "thirtieth"], key=len, reverse=True))
    number = rf"\b(?:(?:twenty|thirty)[\s-])?(?:{names})\b"
    noun = r"(?:clause|article|item|task|point|paragraph|part|chapter|section|provision)s?"
    text = re.sub(rf"(?<={'part '})(?:{number})|(?:{number})(?=\s+{noun}\b)", digits, text, flags=re.I)
    return re.sub(
        rf"(\b{noun}\s+)({number})", lambda m: m[1] + digits(re.match(number, m[2], re.I) or m), text, flags=re.I
    )


def _english_value(word: str) -> int:
    for table in (_ENGLISH_NUMBERS, _ENGLISH_ORDINALS):
        if word in table:
            return table.index(word)
    return 30 if word == "thirtieth" else 0
