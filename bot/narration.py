"""What a question narrates before it asks: 出去打鱼一走就是十几天,手机没信号,有啥法子没 asks for no number of days."""

import re

from bot.cues import cue, pieces_of

LEAST_ASKED = 3  # characters that the last clause must name of its own; fewer ask about the clause before it

_CLAUSE = re.compile(r"[^,，;；。!！?？]+")
_HOW_MANY = re.compile(r"多少|几多|好多|几")
_ASKED_THERE = re.compile(r"(?:多少|几多|好多)[^,，;；。!！?？\s]{0,3}$")  # 要建多少家,能告诉我吗


def asking_part(lower: str) -> str:
    """Return a question with the words of number blanked in clauses that only lead up to what it asks.

    That is where the last clause asks for something of its own, and for no number. Every offset stays what it was.
    """
    clauses = list(_CLAUSE.finditer(lower))
    if len(clauses) < 2:
        return lower
    *before, last = clauses
    if _HOW_MANY.search(last[0]) or not cue("narration", "asks").search(last[0]):
        return lower
    if len("".join(pieces_of(last[0]))) < LEAST_ASKED:
        return lower
    told = lower
    for clause in before:
        if not _ASKED_THERE.search(clause[0]):
            words = _HOW_MANY.sub(lambda m: " " * len(m[0]), clause[0])
            told = told[: clause.start()] + words + told[clause.end() :]
    return told
