"""What reading a file gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file. `title` is what the file itself names as such, or ""; `warnings` are lines for its keeper."""

    text: str
    title: str = ""
    warnings: tuple[str, ...] = ()
