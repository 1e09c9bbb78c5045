"""Bytes of a text file to text: by its mark, as UTF-8, else as GB18030 where that gives Chinese and nothing odd."""

import re
from pathlib import Path

from knowledge.errors import DocumentError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
ENOUGH_USUAL = 0.9  # of the characters beyond ASCII must be in GB 2312: other encodings read so give rare ones


def decoded(raw: bytes, path: Path) -> str:
    """Return the text of some bytes, line ends as they are, without a byte order mark.

    Raises:
        DocumentError: it is no text, or in an encoding that is not known.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentError(
                    f"{path}: damaged {encoding} text (byte {error.start}); save the file as UTF-8"
                ) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        guessed = _gb18030(raw)
        if guessed is not None:
            return guessed
        if b"\0" in raw:
            raise DocumentError(f"{path}: a binary file, not text; give a UTF-8 .txt file") from error
        raise DocumentError(
            f"{path}: neither UTF-8 nor GB18030 text (byte {error.start}); save the file as UTF-8 .txt"
        ) from error


def _gb18030(raw: bytes) -> str | None:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [c for c in text[:200_000] if not c.isascii()]
    usual = len("".join(foreign).encode("gb2312", "ignore")) // 2
    return None if _ODD.search(text) or usual < ENOUGH_USUAL * len(foreign) else text
