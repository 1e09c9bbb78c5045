"""Tokens become references: 第二部分 + 第五节 + 第3条和第4条 is one chain from the outline's top downwards."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.asking import is_bare
from knowledge.outline import Outline
from knowledge.reference_tokens import JOIN, TO, Form, Step, Token, tokens

_GAP = re.compile(r"\s?(?:的|中的|里的|下的)?\s?/?\s?")  # between 第二部分 and 第五节
_MARK_GAP = re.compile(r"\s?[、./]?\s?")  # between 二 and (四), (四) and 13
_JOIN = re.compile(JOIN)
_TO = re.compile(rf"\s?{TO}\s?")
_WEAK_WORDS = frozenset({"号", "款", "工程", "大工程"})  # 第5号文件, 第一款产品
_BEFORE_COUNT = 20  # characters in which words before 12条 would show that it counts something
_AFTER_COUNT = re.compile(
    r"\s*(?:$|标题|题目|叫|[?!。,;:、)的讲说写规要提是内里中怎全原有到和与及对呢吗在属归])"
)  # 12条讲什么, not 12条航线


@dataclass(frozen=True, slots=True)
class Chain:
    """The tokens of one reference, each with how deep it leads. `plain`: a reference whatever stands around it."""

    steps: tuple[tuple[Token, Step], ...]
    plain: bool

    @property
    def start(self) -> int:
        """Where it begins in the question."""
        return self.steps[0][0].start

    @property
    def end(self) -> int:
        """Where it ends in the question."""
        return self.steps[-1][0].end


def chains(text: str, outline: Outline) -> list[Chain]:
    """Return the references that `text` makes in this document, in order.

    12项, (四) and 1.2 may be something else; they count only where the question asks for nothing besides.
    """
    found = list(_chains(text, outline))
    plain = [chain for chain in found if chain.plain]
    return found if len(plain) == len(found) or is_bare(without(text, found)) else plain


def without(text: str, taken: Sequence[Chain]) -> str:
    """Return `text` with a blank in place of each chain."""
    starts = [*(chain.start for chain in taken), len(text)]
    ends = [0, *(chain.end for chain in taken)]
    return " ".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _chains(text: str, outline: Outline) -> Iterator[Chain]:
    steps: list[tuple[Token, Step]] = []
    for token in _listed(text, outline):
        step = _step_below(steps, token, text)
        if step is None:
            yield from _chain(steps, text, outline)
            steps, step = [], token.steps[0]
        steps.append((token, step))
    yield from _chain(steps, text, outline)


def _listed(text: str, outline: Outline) -> Iterator[Token]:
    """Yield the tokens, with 第3条和第4条 as one; 1.2 only where the document has such a node."""
    last: Token | None = None
    for token in tokens(text):
        if token.form is Form.DOTTED and not outline.labelled(token.text):
            continue
        if last and _is_same_list(last, token) and _JOIN.fullmatch(text, last.end, token.start):
            last = _merged(last, token, is_range=_TO.fullmatch(text, last.end, token.start) is not None)
            continue
        if last:
            yield last
        last = token
    if last:
        yield last


def _is_same_list(last: Token, token: Token) -> bool:
    listed = (Form.ORDINAL, Form.COUNT)
    alike = last.form in listed and token.form in listed and last.word == token.word
    return alike and last.inserted is None and token.inserted is None


def _merged(last: Token, token: Token, *, is_range: bool) -> Token:
    shift = len(last.numbers)
    spread = last.spread | {shift + i for i in token.spread} | ({shift} if is_range else set())
    return replace(last, end=token.end, numbers=last.numbers + token.numbers, spread=spread)


def _step_below(steps: Sequence[tuple[Token, Step]], token: Token, text: str) -> Step | None:
    """Return how deep `token` leads if it goes on from the last of `steps`; None if it begins a reference."""
    if not steps:
        return None
    last, above = steps[-1]
    gap = _MARK_GAP if last.form in (Form.HEAD, Form.BRACKET, Form.ANNEX) else _GAP
    if not gap.fullmatch(text, last.end, token.start):
        return None
    return next((step for step in token.steps if step > above), None)


def _chain(steps: Sequence[tuple[Token, Step]], text: str, outline: Outline) -> Iterator[Chain]:
    """Yield the chain of these steps, if they are one: a lone 二, 第二句 or an unknown 附件9 refers to nothing."""
    if not steps:
        return
    first, step = steps[0]
    begins = first.form is not Form.TAIL and step <= Step.CLAUSE
    needs_more = first.form is Form.HEAD or (first.form is Form.ANNEX and first.text not in outline.annexes)
    if begins and (len(steps) > 1 or not needs_more):
        yield Chain(tuple(steps), first.form is Form.HEAD or any(_is_plain(token, text) for token, _ in steps))


def _is_plain(token: Token, text: str) -> bool:
    """Say whether a token refers to a clause whatever stands around it."""
    if token.form is Form.ORDINAL:
        return token.word not in _WEAK_WORDS or "个" in token.text  # 第三个工程
    if token.form is Form.COUNT:
        before = re.split(r"[,。;:?!、]", text[max(0, token.start - _BEFORE_COUNT) : token.start])[-1]
        return token.word in ("条", "条款") and is_bare(before) and _AFTER_COUNT.match(text, token.end) is not None
    return token.form in (Form.LINK, Form.ANNEX, Form.END)
