"""What is remembered between the turns of a conversation: the clause and the slot, not glued text."""

from dataclasses import dataclass, replace

from bot.types import Answer, Question, Status
from knowledge.types import Span


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last question that had an answer, with its subject, its clauses, its targets and its first quote.

    `doc` is the document that answered; `scope` the documents to which the asker keeps the conversation, () for all.
    """

    subject: str = ""
    asked: str = ""
    wanted_number: bool = False
    paths: tuple[str, ...] = ()
    target_ids: tuple[str, ...] = ()
    quote: Span | None = None
    doc: str = ""
    scope: tuple[str, ...] = ()

    def after(self, question: Question, answer: Answer) -> "Conversation":
        """Return the memory after one more turn; a turn without an answer keeps that of the turn before."""
        if answer.status is not Status.ANSWERED:
            return self
        return replace(
            self,
            subject=question.subject,
            asked=question.clean,
            wanted_number=question.wants_number or bool(answer.targets),
            paths=tuple(c.clause.path for c in answer.clauses),
            target_ids=tuple(t.target.id for t in answer.targets),
            quote=answer.quotes[0].span if answer.quotes else None,
            doc=answer.clauses[0].doc if answer.clauses else self.doc,
        )
