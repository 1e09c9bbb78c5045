"""Whether a question asks for nothing but what it names: 请问第12条讲什么 holds a reference and words of asking."""

import re
from functools import cache
from pathlib import Path

ASKING_WORDS = Path(__file__).parent / "asking_words.txt"
_PUNCTUATION = r"[\s?？!！。，、:：;；\"'“”‘’《》<>()（）/]|[.,](?!\d)|(?<!\d)[.,]"  # 86.5 is a figure


def is_bare(rest: str) -> bool:
    """Say whether nothing but words of asking is left of a question once its reference is taken out."""
    return not _asking().sub("", rest.lower())


@cache
def _asking() -> re.Pattern[str]:
    lines = ASKING_WORDS.read_text(encoding="utf-8").splitlines()
    words = sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}|{_PUNCTUATION})+")
