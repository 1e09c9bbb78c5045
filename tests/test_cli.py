"""The command line: what each command prints, its exit status, and what it must not load."""

import contextlib
import io
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, cast

import pytest

from bot import faults
from bot.__main__ import main
from bot.channels import chat, jsonl
from bot.config import Config, read
from bot.outline import outline
from bot.waiting import BEFORE_SHOWN, waiting
from knowledge.errors import IndexMismatch
from knowledge.library import CORPUS
from knowledge.types import Document
from tests.conftest import FakeApp

ROOT = Path(__file__).parent.parent
HEAVY = (
    "numpy",
    "faiss",
    "jieba",
    "bm25s",
    "torch",
    "transformers",
    "sentence_transformers",
    "openpyxl",
    "prompt_toolkit",
    "telegram",
    "aiohttp",
    "prometheus_client",
)
QUOTE = "装配式建筑占新建建筑面积比例达到35%以上"
PARSE = (sys.executable, "-m", "bot", "parse", str(next(CORPUS.glob("*/text.txt"))))  # prints much, needs no index


# What a command must not load


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["ask", "--help"], ["frobnicate"]], ids=" ".join)
def test_help_loads_nothing_heavy(command: list[str], tmp_path: Path) -> None:
    assert _heavy_after(command, tmp_path) == []


@pytest.mark.parametrize("command", [["clause", "12"], ["toc"], ["check", QUOTE], ["ask", "第12条"]], ids=" ".join)
def test_cheap_commands_load_nothing_heavy(command: list[str], tmp_path: Path) -> None:
    pytest.importorskip("bot.app")
    assert _heavy_after(command, tmp_path) == []


def _heavy_after(command: list[str], home: Path) -> list[str]:
    code = (
        "import sys\nfrom bot.__main__ import main\nmain(sys.argv[1:])\n"
        f"print('HEAVY', *[m for m in {HEAVY!r} if m in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "POLICYBOT_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, env=env, timeout=60, check=True)
    return done.stdout.decode().splitlines()[-1].split()[1:]


# One line for every failure


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "COMMAND", id="no command"),
        pytest.param(["frobnicate"], "frobnicate", id="unknown command"),
        pytest.param(["ask"], "QUESTION", id="no question"),
        pytest.param(["ask", "--json", "--jsonl"], "--jsonl", id="two forms"),
        pytest.param(["ask", "--jsonl", "x"], "--jsonl", id="a question and --jsonl"),
        pytest.param(["targets", "--format", "pdf"], "pdf", id="unknown format"),
        pytest.param(["check", ""], "no text to check", id="nothing to check"),
        pytest.param(["ask", "mismatch"], "run policybot index build", id="an index of another model"),
        pytest.param(["targets", "-o", "/nonexistent/x.csv"], "/nonexistent/x.csv", id="a folder that is not there"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], said: str, fake_app: FakeApp, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err


def test_a_fault_nobody_foresaw_is_one_line_with_its_log(
    fake_app: FakeApp, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["ask", "boom"]) == 2
    err = capfd.readouterr().err
    log = tmp_path / "home" / faults.LOG_NAME
    assert err.count("\n") == 1
    assert str(log) in err
    assert "Traceback" not in err
    request = err.split("编号 ")[1].split("）")[0]
    assert request in log.read_text(encoding="utf-8")
    assert "RuntimeError: a fault nobody foresaw" in log.read_text(encoding="utf-8")


def test_bad_configuration_is_one_line(
    fake_app: FakeApp, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYBOT_TODAY", "tomorrow")
    assert main(["toc"]) == 2
    assert capfd.readouterr().err == "policybot: POLICYBOT_TODAY: 'tomorrow' is not a date; write it as 2025-12-31\n"


def test_interruption_is_quiet(
    fake_app: FakeApp, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fake_app.answerer, "answer", interrupt)
    assert main(["ask", "x"]) == 130
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_behind_stdout_is_one_line(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "POLICYBOT_HOME": str(tmp_path)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PARSE], stdout=full, stderr=subprocess.PIPE, env=env, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == b"policybot: output: No space left on device; check space and permissions\n"


def test_reader_that_has_gone_is_quiet(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "POLICYBOT_HOME": str(tmp_path)}
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run([*PARSE], stdout=write_end, stderr=subprocess.PIPE, env=env, timeout=60, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (141, b"")


# The commands


@pytest.mark.parametrize(
    ("question", "status"),
    [
        pytest.param("第13条", 0, id="answered"),
        pytest.param("你好", 0, id="small talk"),
        pytest.param("不知道", 1, id="not found"),
        pytest.param("(二)", 1, id="ambiguous"),
    ],
)
def test_exit_status_of_ask_and_clause(question: str, status: int, fake_app: FakeApp) -> None:
    assert main(["ask", question]) == status
    assert main(["ask", question, "--json"]) == status
    assert main(["clause", question]) == status


def test_ask_prints_the_message_into_a_pipe(fake_app: FakeApp, capfd: pytest.CaptureFixture[str]) -> None:
    main(["ask", "第13条"])
    assert capfd.readouterr().out.splitlines()[:2] == [f"「{QUOTE}」", "——《福建省质量强省建设纲要》二、（四）第13条"]


def test_words_of_a_question_need_no_quotation_marks(fake_app: FakeApp) -> None:
    main(["ask", "第13条", "是", "什么"])
    assert fake_app.answerer.asked == ["第13条 是 什么"]


def test_ask_json_is_one_object(fake_app: FakeApp, capfd: pytest.CaptureFixture[str]) -> None:
    main(["ask", "--json", "第13条"])
    record = json.loads(capfd.readouterr().out)
    assert (record["id"], record["question"], record["status"], record["quotes"][0]["text"]) == (
        None,
        "第13条",
        "answered",
        QUOTE,
    )


def test_toc_lists_marks_and_headings(fake_app: FakeApp, capfd: pytest.CaptureFixture[str], plan: Document) -> None:
    assert main(["toc"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[:4] == ["《福建省质量强省建设纲要》", "一、总体要求", "  (一)指导思想", "  (二)主要目标"]
    assert lines[6] == "    1.提高食品农产品质量安全水平"
    assert len(lines) == 1 + 3 + 13 + 30
    assert lines[1:] == list(outline(plan))


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        pytest.param([], ["t1", "t2"], id="none"),
        pytest.param(["--path", "二/(四)"], ["t1"], id="a section"),
        pytest.param(["--path", "第13条"], ["t1"], id="a reference in words"),
        pytest.param(["--path", "二、（七）"], ["t2"], id="a section as it is cited"),
        pytest.param(["--path", "二/(四)/1"], [], id="1 is not the beginning of 13"),
        pytest.param(["--path", "第99条"], [], id="no such clause"),
        pytest.param(["--year", "2025"], ["t1"], id="a year"),
        pytest.param(["--year", "2025年"], ["t1"], id="a year with its word"),
        pytest.param(["--year", "每年"], ["t2"], id="each year"),
        pytest.param(["--query", "装配式 比例"], ["t1"], id="all words"),
        pytest.param(["--query", "３５％"], ["t1"], id="full width"),
        pytest.param(["--year", "2025", "--query", "绿色标准"], [], id="both filters"),
    ],
)
def test_targets_are_filtered(
    filters: list[str], ids: list[str], fake_app: FakeApp, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["targets", "--format", "json", *filters]) == (0 if ids else 1)
    assert [r["id"] for r in json.loads(capfd.readouterr().out)] == ids


def test_targets_table_shows_relation_deadline_and_remark(fake_app: FakeApp, capfd: pytest.CaptureFixture[str]) -> None:
    main(["targets"])
    out = capfd.readouterr().out
    assert [
        w in out
        for w in (
            "装配式建筑占新建建筑面积比例",
            "35%以上（不低于）",
            "2025年，期限已过",
            "二、（四）第13条",
            "共2项目标。",
        )
    ] == [True] * 5


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        pytest.param(["--format", "csv"], b"\xef\xbb\xbfid,", id="csv by name"),
        pytest.param(["-o", "x.csv"], b"\xef\xbb\xbfid,", id="csv by ending"),
        pytest.param(["-o", "x.xlsx"], b"PK", id="xlsx by ending"),
        pytest.param(["-o", "x.json"], b"[\n", id="json by ending"),
        pytest.param(["--format", "json", "-o", "x.txt"], b"[\n", id="the name wins over the ending"),
    ],
)
def test_targets_are_saved_in_the_form_asked_for(
    arguments: list[str], start: bytes, fake_app: FakeApp, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with contextlib.chdir(tmp_path):
        assert main(["targets", *arguments]) == 0
        out = capfdbinary.readouterr().out
        content = Path(arguments[-1]).read_bytes() if "-o" in arguments else out
    assert content.startswith(start)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(QUOTE, 0, id="verbatim"),
        pytest.param(f"第13条：{QUOTE}", 0, id="verbatim, right clause"),
        pytest.param(f"第12条：{QUOTE}", 1, id="verbatim, wrong clause"),
        pytest.param(QUOTE.replace("35", "30"), 1, id="altered"),
        pytest.param("今天天气很好我们去公园玩", 1, id="not found"),
    ],
)
def test_exit_status_of_check(text: str, status: int, fake_app: FakeApp) -> None:
    assert main(["check", text]) == status


def test_index_and_doctor(fake_app: FakeApp, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "build"]) == 0
    assert main(["index", "info"]) == 0
    assert capfd.readouterr().out == "model: none\npassages: 0\n" * 2
    fake_app.failure = IndexMismatch("index: damaged; run policybot index build")
    assert main(["index", "info"]) == 2
    assert main(["doctor"]) == 1
    assert "[bad] index: index: damaged" in capfd.readouterr().out


# ask --jsonl


def answers(lines: bytes, app: FakeApp, tmp_path: Path) -> tuple[list[dict[str, object]], int]:
    out = io.StringIO()
    config = Config(tmp_path / "home")
    status = jsonl.serve(cast("Any", app), config, io.BytesIO(lines), out)
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def test_jsonl_answers_in_order_whatever_the_status(fake_app: FakeApp, tmp_path: Path) -> None:
    lines = [
        '{"id":1,"question":"第13条"}', "", '{"id":"b","question":"不知道","history":[]}',
        '{"question":"你好","history":null}',
    ]  # fmt: skip
    found, status = answers("\n".join(lines).encode(), fake_app, tmp_path)
    assert [(r["id"], r["status"]) for r in found] == [(1, "answered"), ("b", "not_found"), (None, "smalltalk")]
    assert status == 0


def test_jsonl_replays_the_history_before_the_question(fake_app: FakeApp, tmp_path: Path) -> None:
    lines = '{"id":1,"question":"三","history":["一","二"]}\n{"id":2,"question":"四"}\n'.encode()
    answers(lines, fake_app, tmp_path)
    assert fake_app.answerer.asked == ["一", "二", "三", "四"]


def test_jsonl_flushes_each_line(fake_app: FakeApp, tmp_path: Path) -> None:
    class Out(io.StringIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    out = Out()
    jsonl.serve(cast("Any", fake_app), Config(tmp_path), io.BytesIO(b'{"question":"a"}\n' * 3), out)
    assert out.flushed == 3


@pytest.mark.parametrize(
    ("question", "said"),
    [("mismatch", "line 2: index: made by another model"), ("boom", "line 2: policybot: 程序出错")],
)
def test_jsonl_failure_of_one_line_does_not_end_the_others(
    question: str, said: str, fake_app: FakeApp, tmp_path: Path
) -> None:
    lines = '{"id":1,"question":"第13条"}\n{"id":2,"question":"Q"}\n{"id":3,"question":"第13条"}\n'.replace(
        "Q", question
    )
    found, status = answers(lines.encode(), fake_app, tmp_path)
    assert [r["id"] for r in found] == [1, 2, 3]
    assert str(found[1]["error"]).startswith(said)
    assert status == 2


# chat


def talk(said: str, app: FakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(said))
    return chat.serve(cast("Any", app), read({"POLICYBOT_HOME": str(tmp_path / "home")}))


def test_chat_greets_answers_and_leaves(
    fake_app: FakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk("第13条\n\n/new\n/help\n/what\n/quit\nnever asked\n", fake_app, tmp_path, monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("您好！")
    assert f"「{QUOTE}」" in lines
    assert lines[-1] == "再见。"
    assert fake_app.answerer.asked == ["第13条"]
    assert fake_app.warmed == 1


def test_chat_ends_with_the_input(fake_app: FakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert talk("", fake_app, tmp_path, monkeypatch) == 0


def test_chat_shows_what_cannot_be_answered_or_loaded_in_one_line(
    fake_app: FakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_app.failure = IndexMismatch("index: damaged; run policybot index build")
    loaded = threading.Event()
    monkeypatch.setattr(chat.Loading, "run", _then(chat.Loading.run, loaded))
    monkeypatch.setattr(chat, "_reader", lambda _: _lines_after(loaded, ["mismatch", "第13条"]))
    assert talk("", fake_app, tmp_path, monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2:4] == [
        "检索模型未能载入（index: damaged; run policybot index build）；按条号、目录和指标查询仍可使用。",
        "index: made by another model; run policybot index build",
    ]
    assert f"「{QUOTE}」" in lines


def _then(run: object, event: threading.Event) -> object:
    def both(self: chat.Loading) -> None:
        run(self)  # type: ignore[operator]
        event.set()

    return both


def _lines_after(event: threading.Event, lines: list[str]) -> chat.Reader:
    said = iter(lines)

    def read_one() -> str:
        event.wait(10)
        try:
            return next(said)
        except StopIteration:
            raise EOFError from None

    return read_one


def test_no_spinner_where_nobody_looks_on(capfd: pytest.CaptureFixture[str]) -> None:
    with waiting("…"):
        time.sleep(BEFORE_SHOWN + 0.1)
    assert capfd.readouterr() == ("", "")
