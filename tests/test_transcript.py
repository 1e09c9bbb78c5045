"""The recorded conversation is what the bot says, and the READMEs quote it; the picture is drawn from the entities."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.transcript.__main__ import draw
from benchmarks.transcript.page import to_html, to_page
from benchmarks.transcript.talk import BOT, PERSON, TAP, Bubble, hold
from benchmarks.transcript.text import MARKS, excerpt, refused_turn, to_markdown, with_quoted
from knowledge.errors import PolicyBotError

if TYPE_CHECKING:
    from bot.app import App

ROOT = Path(__file__).parent.parent
RECORDED = (ROOT / "docs" / "transcript.md").read_text(encoding="utf-8")


@pytest.mark.model
@pytest.mark.asyncio
async def test_the_recorded_conversation_is_what_the_bot_says(real_app: "App", tmp_path: Path) -> None:
    assert to_markdown(await hold(real_app, tmp_path)) == RECORDED


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_readmes_quote_the_recorded_conversation_and_show_its_picture(name: str) -> None:
    readme = (ROOT / name).read_text(encoding="utf-8")
    quoted = readme.partition(MARKS[0])[2].partition(MARKS[1])[0]
    assert "未直接规定" in quoted
    assert quoted in RECORDED
    assert "](docs/images/transcript.png)" in readme


def test_the_picture_is_small_enough_for_a_readme() -> None:
    picture = (ROOT / "docs" / "images" / "transcript.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= 400_000


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        pytest.param([], "🙂甲&lt;乙<br>丙", id="plain words are escaped"),
        pytest.param([("bold", 2, 1)], "🙂<b>甲</b>&lt;乙<br>丙", id="offsets in UTF-16"),
        pytest.param(
            [("bold", 2, 2), ("expandable_blockquote", 0, 5)],
            '<blockquote class="open">🙂<b>甲&lt;</b>乙</blockquote>丙',
            id="nested, the outer one first",
        ),
    ],
)
def test_entities_become_elements(entities: list[tuple[str, int, int]], expected: str) -> None:
    given = tuple({"type": kind, "offset": offset, "length": length} for kind, offset, length in entities)
    assert to_html(Bubble(BOT, "🙂甲<乙\n丙", given)) == expected


def test_a_turn_is_not_divided_between_columns() -> None:
    turns = [Bubble(who, f"{who}{n}") for n in range(4) for who in (PERSON, BOT)]
    columns = to_page(turns, 2).split("<section")[1:]
    assert [column.count('class="bubble"') for column in columns] == [4, 4]
    assert excerpt(turns[0]) == "**读者**\n\n```text\nperson0\n```\n"


def test_the_readmes_quote_the_last_turn_before_a_tap() -> None:
    turn = [Bubble(PERSON, "问"), Bubble(BOT, "答"), Bubble(TAP, "钮"), Bubble(BOT, "后")]
    quoted = refused_turn([Bubble(PERSON, "前"), Bubble(BOT, "前"), *turn])
    assert [word for word in "前问答钮后" if word in quoted] == ["问", "答"]
    assert with_quoted(f"a\n{MARKS[0]}old\n{MARKS[1]}\nb", "new\n") == f"a\n{MARKS[0]}new\n{MARKS[1]}\nb"


def test_a_missing_browser_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PolicyBotError, match=r"\Anone of chromium, .* on PATH; install one .*\Z"):
        draw([], tmp_path, tmp_path / "x.png")
