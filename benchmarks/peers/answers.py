"""A peer's reply as an answer in the form of design §5.2, so that `eval/score.py` scores it as it scores ours.

The mapping gives every peer what it can be given:
- Clauses: for each hit, best first, the clause of which it covers most characters; after all of these the other
  clauses that the hits touch, those of the best hit first. Hits are read until `TOP` clauses are listed, so a recipe
  over sentences lists three different clauses even where two of its best sentences stand in one.
- A listed clause carries its whole text, as ours does, so a gold sentence counts as shown wherever in it the hit lies.
- Quotes: the first `TOP` shown places, whole. They are slices of the text; `message` is the quotes, one a line.
- Nothing found is `not_found`; all else is `answered`.
"""

from collections import Counter
from collections.abc import Iterable

from benchmarks.peers.types import TOP, Reply
from benchmarks.run_bot import Record
from bot.lookups.reference import shown_span
from bot.types import Status
from knowledge.facts import Facts
from knowledge.types import Clause, Span


def answer_of(id_: str, reply: Reply, facts: Facts) -> Record:
    """Return the answer that a reply comes to."""
    text = facts.document.text
    status = Status.ANSWERED if reply.hits else Status.NOT_FOUND
    quotes = [_record(span, text) for span in dict.fromkeys(reply.shown[:TOP])]
    return {
        "id": id_,
        "status": status.value,
        "message": "\n".join(quote["text"] for quote in quotes),
        "quotes": quotes,
        "clauses": [
            {"path": clause.path, **_record(shown_span(facts.document, clause), text)}
            for clause in listed(reply.hits, facts)
        ],
        "targets": [],
    }


def listed(hits: Iterable[Span], facts: Facts) -> list[Clause]:
    """Return the clauses of the hits, best first (see above)."""
    mains: dict[Clause, None] = {}
    others: dict[Clause, None] = {}
    for hit in hits:
        if len(mains) >= TOP:
            break
        clauses = touched(hit, facts)
        mains |= dict.fromkeys(clauses[:1])
        others |= dict.fromkeys(clauses[1:])
    return [*mains, *(clause for clause in others if clause not in mains)]


def touched(hit: Span, facts: Facts) -> list[Clause]:
    """Return the clauses that `hit` shares sentences with, the one with most of its characters first."""
    shares: Counter[Clause] = Counter()
    for sentence in facts.sentence_spans:
        if sentence.overlaps(hit):
            clause = facts.clause_at(sentence.start)
            shares[clause] += min(hit.end, sentence.end) - max(hit.start, sentence.start)
    return [clause for clause, _ in shares.most_common() if clause.path]


def _record(span: Span, text: str) -> Record:
    return {"start": span.start, "end": span.end, "text": span.of(text)}
