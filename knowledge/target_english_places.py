"""What stands around an English figure, and what is read of it."""

from dataclasses import dataclass

from knowledge.types import Relation


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a figure: `before` and `after` it in its clause, and `beyond` it in its sentence."""

    before: str
    after: str
    beyond: str
    printed: str  # `after` with its times
    promised: bool  # the sentence says what shall be
    dated: bool  # a deadline governs the figure
    subject: str  # of the statement, before its first verb
    own: bool  # and it stands in the sentence of the figure
    led: bool  # a lead-in above gives the deadline
    pairs: bool  # the sentence says "respectively"
    described: tuple[str, ...] = ()  # figures that only describe, as a name may have them: homes within 400 m


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure says: the indicator and its relation. `counted`: it counts the things that the indicator names."""

    name: str
    relation: Relation
    counted: bool = False
    changed: bool = False
    share: bool = False
    ordered: bool = False  # the verb is in the imperative
    aimed: Relation | None = None  # what its verb alone says, for a figure that shares the verb
    subject: str = ""  # of the verb, for another verb that shares it
