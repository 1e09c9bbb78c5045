"""What a button carries: a version, a verb, an argument and a page, in at most 64 bytes (Bot API, callback_data).

A tap on a message of years ago still says what it means; a form that this version does not know says so.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

VERSION = "v1"
MOST_BYTES = 64
_FORM = re.compile(rf"{VERSION}\|(?P<verb>[a-z])\|(?P<argument>[^|]*)\|(?P<page>\d{{1,4}})")


class Verb(StrEnum):
    """What a tap asks for."""

    CLAUSE = "c"  # argument: a deep link without c_
    TARGETS_OF = "t"  # the targets of a clause
    LEDGER = "l"  # the ledger; argument: a filter
    OUTLINE = "o"
    ASK = "a"  # the question on the button
    ONLY_NEW = "q"  # the words of the message that was answered, without the conversation
    FEEDBACK = "g"  # argument: + or -
    SETTING = "s"  # argument: name=value


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap on a button."""

    verb: Verb
    argument: str = ""
    page: int = 0

    @property
    def data(self) -> str:
        """The data of a button.

        Raises:
            ValueError: it has more than 64 bytes, or the argument holds a stroke.

        """
        data = f"{VERSION}|{self.verb.value}|{self.argument}|{self.page}"
        if len(data.encode()) > MOST_BYTES or "|" in self.argument:
            raise ValueError(f"{data!r}: no data for a button")
        return data

    @property
    def fits(self) -> bool:
        """Whether a button can carry it."""
        return "|" not in self.argument and len(f"{VERSION}|x|{self.argument}|{self.page}".encode()) <= MOST_BYTES


def read_tap(data: str) -> Tap | None:
    """Return the tap that a button's data means; None for the data of another version or another bot."""
    match = _FORM.fullmatch(data)
    if match is None or match["verb"] not in set(Verb):
        return None
    return Tap(Verb(match["verb"]), match["argument"], int(match["page"]))
