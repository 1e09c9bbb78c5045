"""`python -m benchmarks.transcript`: hold the conversation; write its text, its picture, and the READMEs' excerpt."""

import asyncio
import logging
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from benchmarks.transcript.page import to_page
from benchmarks.transcript.talk import Bubble, hold
from benchmarks.transcript.text import refused_turn, to_markdown, with_quoted
from bot import config
from bot.app import build
from knowledge.errors import PolicyBotError

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = (ROOT / "README.md", ROOT / "README.en.md")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COLUMNS = 3
COLOURS = 128  # of the picture: text on a few plain grounds; far smaller than in full colour
WIDTH = 1290  # pixels, as in style.css
SECONDS = 120


def main() -> int:
    """Write the page and the picture; return 0, or 2 after one line where something is missing."""
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # the emulator's farewell is no fault
    try:
        with tempfile.TemporaryDirectory() as folder:
            bubbles = asyncio.run(hold(build(config.read()), Path(folder)))
            (DOCS / "transcript.md").write_text(to_markdown(bubbles), encoding="utf-8", newline="\n")
            for readme in READMES:
                text = with_quoted(readme.read_text(encoding="utf-8"), refused_turn(bubbles))
                readme.write_text(text, encoding="utf-8", newline="\n")
            draw(bubbles, Path(folder), DOCS / "images" / "transcript.png")
    except PolicyBotError as error:
        sys.stderr.write(f"transcript: {error}\n")
        return 2
    print("written: docs/transcript.md, docs/images/transcript.png, the excerpts in the READMEs")
    return 0


def draw(bubbles: list[Bubble], folder: Path, picture: Path) -> None:
    """Draw the page with a browser without a window."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise PolicyBotError(f"none of {', '.join(BROWSERS)} on PATH; install one (and a Chinese font) for the picture")
    page = folder / "transcript.html"
    page.write_text(to_page(bubbles, COLUMNS), encoding="utf-8")
    picture.parent.mkdir(exist_ok=True)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--hide-scrollbars"]
    call = [browser, *options, f"--user-data-dir={folder / 'profile'}"]
    height = re.search(r'data-height="(\d+)"', _run([*call, f"--window-size={WIDTH},100", "--dump-dom", page.as_uri()]))
    if height is None:
        raise PolicyBotError(f"{browser}: does not say how high the page is; try another version")
    _run([*call, f"--window-size={WIDTH},{height[1]}", f"--screenshot={picture}", page.as_uri()])
    Image.open(picture).convert("RGB").quantize(COLOURS).save(picture, optimize=True)


def _run(call: list[str]) -> str:
    try:
        return subprocess.run(call, check=True, capture_output=True, text=True, timeout=SECONDS).stdout
    except (subprocess.SubprocessError, OSError) as error:
        raise PolicyBotError(f"{call[0]}: the picture could not be drawn ({error}); start it by hand to see") from error


if __name__ == "__main__":
    sys.exit(main())
