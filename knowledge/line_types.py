"""What a line of a document is, and which of them head annexes."""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.numbering import Mark

ANNEX = re.compile(r"附\s?(?P<sort>[件表])\s?(?P<number>[0-9０-９一二三四五六七八九十]{0,3})\s?[:：.、]?")
TITLED_ANNEX = re.compile(
    r"附\s?(?P<sort>[件表])\s?(?P<number>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})(?:\s?[:：]\s?|[ \u3000]+)"
    r"[^。；;：:\s][^。；;：:]{1,38}"
)

APPENDIX = re.compile(
    r"(?:附\s?录\s?(?P<letter>[A-Z])|(?P<english>(?:Annex|Appendix|ANNEX|APPENDIX) (?:\d{1,2}|[A-Z]))(?![a-z]))"
    r"[^。；;]{0,60}"
)
UNNUMBERED_ANNEX = re.compile(
    r"附\s?件(?:\s?[:：]\s?|[ \u3000]+)[^\d一二三。；;：:\s][^。；;：:]{1,38}|"
    r"(?P<english>Annex|Appendix|ANNEX|APPENDIX)(?:[:.]?[ \u3000]+(?=[A-Z][A-Za-z])[^.;:]{3,60})?"
)


class LineKind(StrEnum):
    """What a line is."""

    BLANK = "blank"
    TEXT = "text"
    MARK = "mark"
    ANNEX = "annex"  # 附件1, alone on its line or with its title
    BACK = "back"  # the publisher's words after the end


@dataclass(frozen=True, slots=True)
class Line:
    """A line from `start` to `end` (its line end included). `words` is without lead, line end and trailing space."""

    start: int
    end: int
    words: str
    kind: LineKind
    mark: Mark | None = None

    def unmarked(self) -> "Line":
        """Return the line as plain text if it is a MARK, else as it is."""
        return replace(self, kind=LineKind.TEXT, mark=None) if self.kind is LineKind.MARK else self

    @property
    def annex(self) -> str:
        """The label of the annex that this line heads: 附件1, 附表2, or 附件."""
        appendix = APPENDIX.fullmatch(self.words)
        if appendix:
            word, _, number = (appendix["english"] or "").partition(" ")
            return f"附录{appendix['letter']}" if appendix["letter"] else f"{word.capitalize()} {number}"
        unnumbered = UNNUMBERED_ANNEX.fullmatch(self.words)
        if unnumbered and unnumbered["english"]:
            return unnumbered["english"].capitalize()
        match = ANNEX.fullmatch(self.words) or TITLED_ANNEX.fullmatch(self.words)
        return f"附{match['sort']}" + unicodedata.normalize("NFKC", match["number"]) if match else "附件"
