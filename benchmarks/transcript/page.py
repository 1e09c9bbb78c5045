"""The conversation as a web page that looks like a chat, drawn from the entities of each message."""

import html
from collections.abc import Sequence
from itertools import combinations, pairwise
from pathlib import Path

from benchmarks.transcript.talk import BOT, PERSON, QUERY, RESULT, TAP, Bubble, Json

STYLE = Path(__file__).parent / "style.css"
TAGS = {
    "bold": ("<b>", "</b>"), "italic": ("<i>", "</i>"), "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="open">', "</blockquote>"),
}  # fmt: skip
_MEASURE = "<script>document.documentElement.dataset.height = document.body.scrollHeight</script>"
CLASSES = {PERSON: "out", TAP: "tapped", QUERY: "out query", BOT: "in", RESULT: "out"}


def to_page(bubbles: Sequence[Bubble], columns: int) -> str:
    """Return the page; the conversation runs down `columns` columns of about the same height."""
    shown = "\n".join(
        f'<section class="column">{"".join(map(_bubble, part))}</section>' for part in _split(bubbles, columns)
    )
    style = STYLE.read_text(encoding="utf-8")
    head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{style}</style>'
    return f"{head}<body>{shown}{_MEASURE}</body></html>"


def _split(bubbles: Sequence[Bubble], columns: int) -> list[list[Bubble]]:
    """Return the turns in columns; a turn (what the person does, and the answer) is not divided."""
    starts = [n for n, bubble in enumerate(bubbles) if bubble.who in (PERSON, TAP, QUERY)]
    turns = [list(bubbles[a:b]) for a, b in pairwise([*starts, len(bubbles)])]
    heights = [sum(map(_height, turn)) for turn in turns]

    def highest(cuts: tuple[int, ...]) -> float:
        return max(sum(heights[a:b]) for a, b in pairwise((0, *cuts, len(turns))))

    best = min(combinations(range(1, len(turns)), columns - 1), key=highest)
    return [[bubble for turn in turns[a:b] for bubble in turn] for a, b in pairwise((0, *best, len(turns)))]


def _height(bubble: Bubble) -> float:
    """Return about how many lines a bubble takes."""
    return 2 + sum(1 + len(line) // 25 for line in bubble.text.splitlines()) + 1.5 * len(bubble.rows)


def _bubble(bubble: Bubble) -> str:
    rows = "".join(f'<div class="row">{"".join(map(_button, row))}</div>' for row in bubble.rows)
    return f'<div class="{CLASSES[bubble.who]}"><div class="bubble">{to_html(bubble)}</div>{rows}</div>'


def _button(button: Json) -> str:
    kind = "copy" if "copy_text" in button else "share" if "switch_inline_query" in button else ""
    return f'<span class="button {kind}">{html.escape(button["text"])}</span>'


def to_html(bubble: Bubble) -> str:
    """Return the words with their entities as elements: offsets count UTF-16 units, and entities nest."""
    units = bubble.text.encode("utf-16-le")
    outer_first = sorted(bubble.entities, key=lambda e: (e["offset"], -e["length"]))
    cuts = {0, len(units) // 2, *(e["offset"] for e in outer_first), *(e["offset"] + e["length"] for e in outer_first)}
    found = []
    for start, end in pairwise(sorted(cuts)):
        found += [TAGS[e["type"]][0] for e in outer_first if e["offset"] == start]
        found.append(html.escape(units[2 * start : 2 * end].decode("utf-16-le"), quote=False))
        found += [TAGS[e["type"]][1] for e in reversed(outer_first) if e["offset"] + e["length"] == end]
    return "".join(found).replace("</blockquote>\n", "</blockquote>").replace("\n", "<br>")
