"""What the project says of itself agrees with what it is: READMEs, change log, make targets, keys, clean files."""

import argparse
import json
import re
import subprocess
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.app import App
from bot.commands import parser
from bot.config import PREFIX, SETTINGS
from index.keys import read_keys
from index.outside import outside_questions
from knowledge.library import CORPUS, shipped_documents

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.en.md")
QUESTION_FILES = (
    ROOT / "benchmarks/eval/questions-dev.jsonl",
    *sorted((ROOT / "benchmarks/questions").glob("*.jsonl")),
)
SHARED = 8  # characters in a row: a key that shares as many with a question was made from it, or gives it away
SHARED_WORDS = 4  # the same for keys without Chinese characters, where eight letters are a word

readme = pytest.mark.parametrize("name", READMES)


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _commands() -> Iterator[str]:
    """Yield every command as it is typed: `ask`, …, `index build`."""
    (commands,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        actions = [a for a in command._actions if isinstance(a, argparse._SubParsersAction)]
        yield from (f"{name} {inner}" for a in actions for inner in a.choices) if actions else (name,)


def _make_targets() -> list[str]:
    (phony,) = re.findall(r"^\.PHONY:(.*)$", _text("Makefile"), re.MULTILINE)
    return str(phony).split()


@readme
def test_every_command_stands_in_the_readme(name: str) -> None:
    text = _text(name)
    assert [c for c in _commands() if f"policybot {c}" not in text] == []


@readme
def test_the_readme_names_no_command_that_is_not_there(name: str) -> None:
    named = re.findall(r"policybot ([a-z]+)", _text(name))
    assert set(named) - {command.split()[0] for command in _commands()} == set()


@readme
def test_every_variable_stands_in_the_readme_and_no_other(name: str) -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", _text(name)))
    assert set(SETTINGS) - named == set()
    assert named - set(SETTINGS) == set()


@readme
def test_every_make_target_stands_in_the_readme_and_no_other(name: str) -> None:
    named = set(re.findall(r"`?make ([a-z-]+)", "\n".join(_code(_text(name)))))
    assert named == set(_make_targets())


def _code(text: str) -> list[str]:
    """Return what a README sets as code, in blocks and in lines."""
    return [*re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE), *re.findall(r"`([^`\n]+)`", text)]


@readme
def test_the_example_answer_is_what_make_demo_prints(
    name: str, real_app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (question,) = re.findall(r"^QUESTION := (.+)$", _text("Makefile"), re.MULTILINE)
    monkeypatch.setenv("POLICYBOT_HOME", str(real_app.config.home))  # the same index, built once
    monkeypatch.setenv("POLICYBOT_TODAY", "2026-11-24")
    assert main(["ask", question]) == 0
    printed = capsys.readouterr().out.strip()
    assert "35%以上" in printed
    assert "第13条" in printed
    assert re.findall(r"^```text\n(.*?)^```", _text(name), re.DOTALL | re.MULTILINE)[0].strip() == printed


def test_the_change_log_tells_of_this_version() -> None:
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\]", _text("CHANGELOG.md"), re.MULTILINE)


def test_every_make_target_explains_itself() -> None:
    explained = re.findall(r"^([a-z-]+):.*## \S", _text("Makefile"), re.MULTILINE)
    assert sorted(explained) == sorted(_make_targets())


def test_ci_is_executable_and_runs_make_test() -> None:
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    assert "make --no-print-directory test" in _text(".ci/run")


def test_pre_commit_runs_the_tools_of_make_check() -> None:
    tools = re.findall(r"^\t\$\(TOOLS\)(\S+)", _text("Makefile"), re.MULTILINE)
    hooks = re.findall(r"entry: (\S+)", _text(".pre-commit-config.yaml"))
    assert tools == ["ruff", "ruff", "mypy", "lint-imports", "python"]
    assert hooks == tools


# In pieces, so that this file does not hold what it looks for.
_FOLDERS = re.compile(
    "(?<![\\w.:/~-])/(?:" + "|".join(["wo" + "rk", "tm" + "p", "ro" + "ot", "home/\\w+", "Users/\\w+"]) + ")/"
)
_INDEX_OPTION = re.compile(r"--(?:extra-)?index-url[ =]+(\S+)")
_HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "python" + r"hosted\.org", "hugging" + r"face\.co", r"https?://[\w.-]*mirr" + "or"])
)
_TORCH = "https://download.pytorch.org/"


@cache
def _own_files() -> dict[str, str]:
    """Return the text files of the checkout (new ones too) by name, without the gold set, which is as it was given."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    files = [n for n in names if not n.startswith("benchmarks/eval/") and (ROOT / n).is_file()]
    return {name: (ROOT / name).read_bytes().decode("utf-8", "ignore") for name in files}


@pytest.mark.parametrize(
    "pattern", [pytest.param(_FOLDERS, id="folders of one machine"), pytest.param(_HOSTS, id="package registries")]
)
def test_no_file_names_a_machine(pattern: re.Pattern[str]) -> None:
    found = {name: pattern.findall(text) for name, text in _own_files().items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_packages_come_from_the_default_index_and_pytorch_s_own() -> None:
    given = set(chain.from_iterable(_INDEX_OPTION.findall(text) for text in _own_files().values()))
    assert [url for url in given if not url.startswith((_TORCH, "(", "`"))] == []


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def _runs(text: str) -> set[str]:
    """Return what must not be shared: runs of eight characters, or of four words in a text without Chinese ones."""
    if text.isascii():
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {" ".join(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}
    plain = _squeezed(text)
    return {plain[i : i + SHARED] for i in range(len(plain) - SHARED + 1)}


@pytest.mark.parametrize("file", [pytest.param(f, id=f.stem) for f in QUESTION_FILES])
def test_no_key_was_made_from_a_question(file: Path) -> None:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    asked = set(chain.from_iterable(_runs(q) for row in rows for q in (row["q"], *(row.get("history") or []))))
    keys = [ask for document in shipped_documents() for key in read_keys(document, CORPUS) for ask in key.ask]
    assert [key for key in (*keys, *outside_questions(with_keys=True)) if _runs(key) & asked] == []


def test_every_data_file_is_installed() -> None:
    data = tomllib.loads(_text("pyproject.toml"))["tool"]["setuptools"]["package-data"]
    packages = ("bot", "index", "knowledge")
    installed = {f for package in packages for pattern in data[package] for f in (ROOT / package).glob(pattern)}
    files = {f for package in packages for f in (ROOT / package).rglob("*") if f.is_file()}
    assert {f for f in files if f.suffix not in {".py", ".pyc"}} - installed == set()
