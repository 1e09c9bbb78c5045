"""The commands and their arguments: each reads the configuration, builds the objects and calls one function."""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Config

    _Commands = argparse._SubParsersAction["_Parser"]  # argparse has no public name for it


class _Parser(argparse.ArgumentParser):
    """An argument parser that reports wrong usage in one line."""

    def error(self, message: str) -> NoReturn:
        """Raise the one line for wrong usage."""
        from bot.faults import BadInput
        from bot.wording import usage_error

        raise BadInput(usage_error(self.prog, message))


class _Version(argparse.Action):
    """Prints the version; looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print the version and leave."""
        from bot.version import own_version

        print(f"policybot {own_version()}")  # noqa: T201 - this is the command's output
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; `run` of what it reads is the command's function."""
    top = _Parser(prog="policybot", description="用文件原文回答政策问题，并标明条号。", allow_abbrev=False)
    top.add_argument("--version", action=_Version, nargs=0, help="显示版本")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _add_questions(commands)
    _add_look_ups(commands)
    _add_check_and_parse(commands)
    _add_upkeep(commands)
    return top


def _add_questions(commands: "_Commands") -> None:
    ask = commands.add_parser("ask", help="回答一个问题；--jsonl 从标准输入逐行读取问题")
    ask.add_argument("question", nargs="*", metavar="QUESTION", help="问题")
    form = ask.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--jsonl", action="store_true", help='读取 {"id","question","history"} 各一行，逐行输出答案')
    ask.add_argument("--explain", action="store_true", help="说明如何理解、找到什么、由什么判定（可与 --json 同用）")
    ask.set_defaults(run=_ask)
    chat = commands.add_parser("chat", help="在终端中对话")
    chat.set_defaults(run=_chat)


def _add_look_ups(commands: "_Commands") -> None:
    clause = commands.add_parser("clause", help="按条号或路径查条款，如 12、第十二条、二(四)13")
    clause.add_argument("reference", nargs="+", metavar="REF", help="条号或路径")
    clause.set_defaults(run=_clause)
    toc = commands.add_parser("toc", help="目录")
    toc.set_defaults(run=_toc)
    targets = commands.add_parser("targets", help="目标台账")
    targets.add_argument("--path", default="", metavar="P", help="只列这一部分，如 二/(四) 或 第13条")
    targets.add_argument("--year", default="", metavar="Y", help="只列这一期限，如 2025")
    targets.add_argument("--query", default="", metavar="Q", help="只列含有这些词的目标")
    targets.add_argument(
        "--format", choices=("table", "json", "csv", "xlsx"), help="格式（默认 table，或按文件扩展名）"
    )
    targets.add_argument("-o", "--output", type=Path, metavar="FILE", help="保存到文件")
    targets.set_defaults(run=_targets)


def _add_check_and_parse(commands: "_Commands") -> None:
    check = commands.add_parser("check", help="核对一段引文是否与原文逐字一致；- 表示标准输入")
    check.add_argument("text", metavar="TEXT", help="引文，或 -")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.set_defaults(run=_check)
    parse = commands.add_parser("parse", help="显示任一文本文件的条款和目标，不保存")
    parse.add_argument("file", type=Path, metavar="FILE", help="UTF-8 文本文件")
    parse.add_argument("--json", action="store_true", help="输出 JSON")
    parse.set_defaults(run=_parse)


def _add_upkeep(commands: "_Commands") -> None:
    index = commands.add_parser("index", help="检索索引（首次使用时自动建立）")
    actions = index.add_subparsers(metavar="build|info", required=True)
    actions.add_parser("build", help="重新建立").set_defaults(run=_index_build)
    actions.add_parser("info", help="显示索引信息").set_defaults(run=_index_info)
    _add_library(commands)
    telegram = commands.add_parser("telegram", help="Telegram 机器人（设置见 README）")
    telegram.set_defaults(run=_telegram)
    doctor = commands.add_parser("doctor", help="检查数据目录、模型、索引和版本")
    doctor.set_defaults(run=_doctor)


def _add_library(commands: "_Commands") -> None:
    library = commands.add_parser("library", help="文件库：添加、查看、更新、删除其他文件")
    actions = library.add_subparsers(metavar="add|list|show|edit|remove|export|diff", required=True)
    add = actions.add_parser("add", help="添加文件或整个文件夹；同名新版本会取代旧版本")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="文件或文件夹")
    add.set_defaults(run=_library_add)
    listed = actions.add_parser("list", help="列出所有文件")
    listed.add_argument("--json", action="store_true", help="输出 JSON")
    listed.set_defaults(run=_library_list)
    edit = actions.add_parser("edit", help="修改标题、文号等信息")
    edit.add_argument("id", metavar="ID", help="文件编号（可只写开头）")
    for name in ("title", "issuer", "number", "published", "source"):
        edit.add_argument(f"--{name}", metavar=name.upper())
    edit.set_defaults(run=_library_edit)
    remove = actions.add_parser("remove", help="删除文件及由它生成的一切")
    remove.add_argument("ids", nargs="+", metavar="ID", help="文件编号")
    remove.set_defaults(run=_library_remove)
    export = actions.add_parser("export", help="导出原始文件、文本和信息")
    export.add_argument("id", metavar="ID", help="文件编号")
    export.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER", help="目标文件夹，默认当前")
    export.set_defaults(run=_library_export)
    for name, run, words in (
        ("show", _library_show, "显示一份文件的信息"),
        ("diff", _library_diff, "与上一版本相比的条款和目标变动"),
    ):
        one = actions.add_parser(name, help=words)
        one.add_argument("id", metavar="ID", help="文件编号")
        one.add_argument("--json", action="store_true", help="输出 JSON")
        one.set_defaults(run=run)


def _telegram(_: argparse.Namespace) -> int:
    from bot import config
    from bot.channels.telegram import run
    from bot.leaving import leave, works_on

    status = run.serve(_app(config.read()), config.read(), config.read_telegram())
    if works_on():  # an index is being built: the time to end (POLICYBOT_SHUTDOWN_SECONDS) is over
        leave(status)
    return status


def _config() -> "Config":
    from bot import config

    return config.read()


def _app(config: "Config") -> "App":
    from bot.app import build

    return build(config)


def _ask(given: argparse.Namespace) -> int:
    from bot import wording
    from bot.channels import cli, jsonl
    from bot.faults import BadInput

    if given.jsonl == bool(given.question):
        problem = wording.ASK_BOTH if given.jsonl else wording.ASK_NEITHER
        raise BadInput(wording.usage_error("policybot ask", problem))
    config = _config()
    app = _app(config)
    if given.jsonl:
        return jsonl.serve(app, config, sys.stdin.buffer, sys.stdout) if sys.stdin else 0
    return cli.ask(app, config, " ".join(given.question), as_json=given.json, explain=given.explain)


def _chat(_: argparse.Namespace) -> int:
    from bot.channels import chat

    config = _config()
    return chat.serve(_app(config), config)


def _clause(given: argparse.Namespace) -> int:
    from bot.channels import cli

    config = _config()
    return cli.clause(_app(config), config, " ".join(given.reference))


def _toc(_: argparse.Namespace) -> int:
    from bot.channels import cli

    return cli.toc(_app(_config()))


def _targets(given: argparse.Namespace) -> int:
    from bot.channels import cli

    config = _config()
    filters = {"path": given.path, "year": given.year, "query": given.query}
    return cli.targets(_app(config), config, filters, given.format, given.output)


def _check(given: argparse.Namespace) -> int:
    from bot.channels import cli

    return cli.check(_app(_config()), given.text, as_json=given.json)


def _parse(given: argparse.Namespace) -> int:
    from bot.channels import cli

    return cli.parse(_config(), given.file, as_json=given.json)


def _index_build(_: argparse.Namespace) -> int:
    from bot.channels import cli

    return cli.index_build(_app(_config()))


def _index_info(_: argparse.Namespace) -> int:
    from bot.channels import cli

    return cli.index_info(_app(_config()))


def _library_add(given: argparse.Namespace) -> int:
    from bot.channels import library

    return library.add(_app(_config()), given.files)


def _library_list(given: argparse.Namespace) -> int:
    from bot.channels import library

    return library.listed(_app(_config()), as_json=given.json)


def _library_show(given: argparse.Namespace) -> int:
    from bot.channels import library

    return library.show(_app(_config()), given.id, as_json=given.json)


def _library_edit(given: argparse.Namespace) -> int:
    from bot.channels import library

    fields = ("title", "issuer", "number", "published", "source")
    return library.edit(_app(_config()), given.id, {name: getattr(given, name) for name in fields})


def _library_remove(given: argparse.Namespace) -> int:
    from bot.channels import library

    return library.remove(_app(_config()), given.ids)


def _library_export(given: argparse.Namespace) -> int:
    from bot.channels import library

    return library.export(_app(_config()), given.id, given.output)


def _library_diff(given: argparse.Namespace) -> int:
    from bot.channels import library

    return library.diff(_app(_config()), given.id, as_json=given.json)


def _doctor(_: argparse.Namespace) -> int:
    from bot import terminal
    from bot.app import build
    from bot.doctor import examine, report

    text, status = report(examine(_config(), build))
    terminal.say(text)
    return status
