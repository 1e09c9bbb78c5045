"""Small talk, empty and overlong questions: fixed polite sentences, never a quote."""

from bot import wording
from bot.cues import cue
from bot.question import MAX_CHARACTERS
from bot.types import Finding, Question, QuestionKind, Status
from knowledge.facts import Facts


def find(question: Question, facts: Facts) -> Finding:
    """Return the fixed sentence for a text that asks nothing of the plan."""
    language, lower = question.language, question.clean.lower()
    if question.kind is QuestionKind.TOO_LONG:
        return Finding(Status.NOT_FOUND, reason=wording.too_long(MAX_CHARACTERS, language))
    if question.kind is QuestionKind.EMPTY:
        return Finding(
            Status.NOT_FOUND, reason=wording.unreadable(language) if question.text.strip() else wording.empty(language)
        )
    if question.kind is QuestionKind.POINTING:
        return Finding(Status.NOT_FOUND, reason=wording.follow_up_unclear(language), confidence=0.0)
    if cue("smalltalk", "greeting").search(lower):
        return Finding(Status.SMALLTALK, notes=(wording.greeting(language),))
    if cue("smalltalk", "thanks").search(lower):
        said_farewell = any(word in lower for word in ("再见", "拜拜", "bye"))
        return Finding(
            Status.SMALLTALK, notes=(wording.farewell(language) if said_farewell else wording.thanks(language),)
        )
    if cue("smalltalk", "about").search(lower):
        return Finding(Status.SMALLTALK, notes=(wording.identity(language), wording.help_text(language)))
    return Finding(Status.SMALLTALK, notes=(wording.off_topic(language),))
