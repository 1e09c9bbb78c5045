"""A spelt reference becomes the clauses it means: step by step down the outline, never a guess."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.cite import short_citation
from knowledge.outline import Outline, below, clauses_among, inserted_of, inside, number_of, paragraphs, word_of
from knowledge.reference_tokens import Form, Step, Token
from knowledge.sentences import sentences
from knowledge.types import Clause

RANGE_LIMIT = 500  # clauses; what a longer range leaves out is out of range in any document

Chain = Sequence[tuple[Token, Step]]
Clauses = tuple[Clause, ...]


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
    `sentence` counts from 1 (第13条第二句), -1 is the last. `asked` is the reference as written; `first` and `last`
    say in marks what the document has (1 and 30) when it is out of range.
    """

    outcome: Outcome
    asked: str
    clauses: tuple[Clause, ...] = ()
    sentence: int | None = None
    first: str = ""
    last: str = ""


def look_up(outline: Outline, chain: Chain, asked: str) -> list[Reference]:
    """Return what a chain of tokens (第二部分 第五节 第3、4条) refers to: one reference for each number it lists."""
    first, _ = chain[0]
    if first.form is Form.LINK:
        node = outline.links.get(first.text)
        if node is None or len(chain) == 1:
            return [reference(outline, asked, (node,) if node else ())]
        named = f"{short_citation(outline.document, node)}{asked.removeprefix(first.text).strip()}"
        return list(_resolve(outline, (node,), chain[1:], named))
    found = list(_resolve(outline, None, chain, asked))
    enumerated = first.form in (Form.HEAD, Form.BRACKET) and len(chain) > 1 and chain[1][0].form is Form.ORDINAL
    if enumerated and not any(r.clauses for r in found):  # 一、第3条讲什么: the asker's own numbering
        return list(_resolve(outline, None, chain[1:], asked))
    return found


def reference(outline: Outline, asked: str, chosen: Clauses, pool: Clauses = ()) -> Reference:
    """Return the reference that means `chosen`; if that is nothing, what `pool` has instead."""
    if len(chosen) > 1:
        return Reference(Outcome.AMBIGUOUS, asked, chosen)
    if chosen:
        return Reference(Outcome.FOUND, asked, chosen)
    numbers = [c.number for c in pool or outline.clauses] or [""]
    return Reference(Outcome.OUT_OF_RANGE, asked, (), None, numbers[0], numbers[-1])


def _resolve(outline: Outline, scope: Clauses | None, chain: Chain, asked: str) -> Iterator[Reference]:
    """Yield the references of a chain below `scope` (None: anywhere)."""
    (token, step), rest = chain[0], chain[1:]
    listed = len(token.numbers) > 1
    for number in _spread(token):
        chosen, pool = _choose(outline, scope, token, step, number)
        name = f"第{number}{token.word or '条'}" if listed else asked
        if not chosen:
            if number in token.numbers or not listed:  # of a range, only its ends are named as missing
                yield reference(outline, name, (), pool)
        elif not rest:
            yield reference(outline, name, chosen)
        elif rest[0][1] > Step.CLAUSE:
            yield _inside(outline, chosen, rest, name)
        else:
            yield from _resolve(outline, chosen, rest, asked)


def _spread(token: Token) -> Iterator[int]:
    """Yield the numbers of a token, those inside its ranges too: 3、5到7 → 3 5 6 7."""
    if not token.numbers:
        yield 0  # 附件: it has no number
    for i, number in enumerate(token.numbers):
        if i in token.spread:
            start, step = token.numbers[i - 1], 1 if number > token.numbers[i - 1] else -1
            yield from range(start + step, start + step * min(abs(number - start), RANGE_LIMIT), step)
        yield number


def _choose(outline: Outline, scope: Clauses | None, token: Token, step: Step, number: int) -> tuple[Clauses, Clauses]:
    """Return the nodes that one number means, and those that it could have meant."""
    pools = [pool for pool in _pools(outline, scope, token, step) if pool]
    for pool in pools:
        if token.form in (Form.ANNEX, Form.DOTTED):
            return pool, pool
        chosen = tuple(c for c in pool if number_of(c) == number and inserted_of(c) == token.inserted)
        if token.form is Form.END:
            chosen = pool[number:][:1] if -number <= len(pool) else ()
        if chosen:
            return chosen, pool
    by_position = below(scope[0])[number - 1 : number] if scope and step is Step.CLAUSE and number > 0 else ()
    return by_position, pools[0] if pools else ()


def _pools(outline: Outline, scope: Clauses | None, token: Token, step: Step) -> list[Clauses]:
    """Return the nodes among which a token chooses, the likeliest first."""
    if scope is None:
        return _anywhere(outline, token, step)
    under = inside(c for holder in scope for c in holder.children)
    children = tuple(c for holder in scope for c in below(holder))
    if printed := tuple(c for c in under if token.word and word_of(c) == token.word):
        return [printed]
    if step is not Step.CLAUSE:
        return [_works(children, token.word) if step is Step.SECTION else children]
    clauses = clauses_among(under)
    return [children, clauses] if Step.ITEM in token.steps else [clauses, children]


def _anywhere(outline: Outline, token: Token, step: Step) -> list[Clauses]:
    if token.form is Form.ANNEX:
        return [outline.annexes.get(token.text, ())]
    if token.form is Form.DOTTED:
        return [outline.labelled(token.text)]
    if token.form is Form.HEAD:
        return [outline.labelled(token.text), outline.parts]
    if token.form is Form.BRACKET:
        return [outline.bracketed(digits="0" <= token.text.strip(" )")[-1] <= "9")]
    if printed := outline.printing(token.word):
        return [printed]
    if step < Step.SECTION:
        return [outline.parts]
    return [_works(outline.sections, token.word)] if step is Step.SECTION else [outline.clauses]


def _works(sections: Clauses, word: str) -> Clauses:
    """Return those of the sections that a plan calls 工程 where these are counted and there are such; else all."""
    return (word.endswith("工程") and tuple(c for c in sections if c.heading.endswith("工程"))) or sections


def _inside(outline: Outline, chosen: Clauses, chain: Chain, asked: str) -> Reference:
    """Return the paragraph (款), item (项, 目) or sentence of a clause that a chain names."""
    if len(chosen) > 1:
        return Reference(Outcome.AMBIGUOUS, asked, chosen)
    node = chosen[0]
    for token, step in chain:
        pool = paragraphs(node) if step is Step.PARAGRAPH else below(node)
        undivided = not below(node) and (step is not Step.PARAGRAPH or len(pool) == 1)
        if step is Step.SENTENCE or undivided:  # 第13条第2款 of a plan is its second sentence
            return _sentence(outline, node, token.numbers[0], asked)
        number = token.numbers[0] + (len(pool) + 1 if token.form is Form.END else 0)
        found = pool[number - 1 : number] if step is Step.PARAGRAPH else [c for c in pool if number_of(c) == number]
        if not found:
            marks = ("第1款", f"第{len(pool)}款") if step is Step.PARAGRAPH else (pool[0].number, pool[-1].number)
            return Reference(Outcome.OUT_OF_RANGE, asked, (node,), None, *marks)
        node = found[0]
    return Reference(Outcome.FOUND, asked, (node,))


def _sentence(outline: Outline, clause: Clause, number: int, asked: str) -> Reference:
    """Return a sentence of a clause; numbers below 0 count from the last."""
    count = sum(1 for _ in sentences(outline.document.text, clause.span))
    position = number if number > 0 or number == -1 else count + 1 + number
    if position == -1 or 1 <= position <= count:
        return Reference(Outcome.FOUND, asked, (clause,), position)
    return Reference(Outcome.OUT_OF_RANGE, asked, (clause,), None, "第1句", f"第{count}句")
