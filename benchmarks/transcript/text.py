"""The conversation as Markdown: what was written and sent in blocks of text, buttons in square brackets."""

from collections.abc import Sequence

from benchmarks.transcript.talk import BOT, PERSON, QUERY, RESULT, TAP, Bubble

HEAD = """# 一段真实的对话

由 `make transcript` 生成：真实的机器人经 HTTP 与 Bot API 模拟服务器对话，下面是它发出的文字和按钮，一字未改
（`tests/test_transcript.py` 核对）。
图中粗体、引用块按消息的 entities 绘制，可折叠的引文画成展开的样子。

![对话](images/transcript.png)
"""
MARKS = ("<!-- transcript -->\n", "<!-- /transcript -->")
WHO = {PERSON: "读者", TAP: "读者点按钮", QUERY: "读者在别的会话里输入", BOT: "机器人", RESULT: "插入的消息"}


def to_markdown(bubbles: Sequence[Bubble]) -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(excerpt(bubble) for bubble in bubbles)])


def excerpt(bubble: Bubble) -> str:
    """Return one thing in the conversation."""
    buttons = [" ".join(f"[{button['text']}]" for button in row) for row in bubble.rows]
    return "\n".join([f"**{WHO[bubble.who]}**", "", "```text", bubble.text, *buttons, "```", ""])


def refused_turn(bubbles: Sequence[Bubble]) -> str:
    """Return the turn that the READMEs quote: a question without an answer, and what the bot offers instead."""
    asked = max(n for n, bubble in enumerate(bubbles) if bubble.who == TAP) - 2
    return "\n".join(map(excerpt, bubbles[asked : asked + 2]))


def with_quoted(readme: str, quoted: str) -> str:
    """Return a README with another quotation between its marks."""
    before, _, rest = readme.partition(MARKS[0])
    return before + MARKS[0] + quoted + MARKS[1] + rest.partition(MARKS[1])[2]
