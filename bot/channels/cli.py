"""The single commands of the terminal. Each prints to stdout and returns the exit status; errors are raised."""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot import export, terminal, wording
from bot.explain import explanation, explanation_record
from bot.faults import BadInput
from bot.ledger_filter import wanted
from bot.records import answer_record, checked_record, parsed_record, to_json
from bot.render import Shelf, message
from bot.types import Answer, ShownTarget, Status
from bot.waiting import waiting

if TYPE_CHECKING:
    from rich.table import Table

    from bot.app import App
    from bot.config import Config

EXIT = {Status.ANSWERED: 0, Status.SMALLTALK: 0, Status.NOT_FOUND: 1, Status.AMBIGUOUS: 1}


def ask(app: "App", config: "Config", question: str, *, as_json: bool, explain: bool = False) -> int:
    """Answer one question; with `explain` say also how it was understood, what was found and what decided."""
    from bot.answerer import Conversation

    with waiting(wording.LOADING):
        answer, _ = app.answerer.answer(question, Conversation())
    return _show(app, config, answer, as_json=as_json, explain=explain)


def clause(app: "App", config: "Config", reference: str) -> int:
    """Show a clause by number or path."""
    return _show(app, config, app.answerer.answer_reference(reference), as_json=False)


def _show(app: "App", config: "Config", answer: Answer, *, as_json: bool, explain: bool = False) -> int:
    shelf = Shelf.of(app.documents, config.today())
    if as_json:
        record = answer_record(answer, message(answer, shelf), shelf.today)
        _print(to_json({**record, "explanation": explanation_record(answer)} if explain else record))
    else:
        terminal.show_or_print(answer, shelf)
        if explain:
            terminal.say(explanation(answer, shelf))
    return EXIT[answer.status]


def _print(text: str) -> None:
    """Print text as it is: JSON escapes control characters itself."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def toc(app: "App") -> int:
    """Print the table of contents of every document."""
    from bot.outline import outline

    for document in app.documents:
        terminal.say("\n".join([f"《{document.title}》", *outline(document)]))
    return 0


def targets(app: "App", config: "Config", filters: dict[str, str], form: str | None, output: Path | None) -> int:
    """Print the ledger, or save it; status 1 if the filters leave nothing."""
    form = form or _form_of(output)
    listed = [(d, t) for d in app.documents for t in wanted(d, app.ledger.get(d.id, ()), **filters)]
    if form == "table" and output is None:
        _print_table(app, config, listed)
    else:
        _deliver(_ledger(app, config, listed, form), form, output, len(listed))
    if not listed:
        sys.stderr.write(wording.NO_TARGETS + "\n")
    return 0 if listed else 1


def _form_of(output: Path | None) -> str:
    """Return the form that a file's ending asks for; a table otherwise."""
    ending = output.suffix.lower().lstrip(".") if output else ""
    return ending if ending in export.FORMATS else "table"


def _print_table(app: "App", config: "Config", listed: list[export.Listed]) -> None:
    if listed:
        terminal.console().print(_table(app, config, listed))
        terminal.say(wording.counted(len(listed), "项目标"))


def _table(app: "App", config: "Config", listed: list[export.Listed]) -> "Table":
    shown = [ShownTarget(d.id, t, t.span.of(d.text)) for d, t in listed]
    return terminal.target_table(shown, "zh", Shelf.of(app.documents, config.today()))


def _ledger(app: "App", config: "Config", listed: list[export.Listed], form: str) -> bytes:
    today = config.today()
    if form == "json":
        return (export.as_json(listed, today) + "\n").encode()
    if form == "csv":
        return export.as_csv(listed, today)
    if form == "xlsx":
        return export.as_xlsx(listed, today)
    return terminal.as_text(_table(app, config, listed)).encode()


def _deliver(content: bytes, form: str, output: Path | None, count: int) -> None:
    if output:
        export.write(output, content)
        sys.stderr.write(wording.written(output, count) + "\n")
    elif form == "xlsx" and terminal.is_terminal():
        raise BadInput(wording.XLSX_ON_TERMINAL)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def check(app: "App", text: str, *, as_json: bool) -> int:
    """Say whether a passage is verbatim; `-` reads it from stdin. Status 1 if it is not, or if its clause is wrong."""
    from bot.passage_check import Verdict
    from bot.passage_check import check as collated
    from bot.render_check import report

    checked = collated(_stdin_text() if text == "-" else text, tuple(app.documents))
    if as_json:
        _print(to_json(checked_record(checked)))
    else:
        terminal.say(report(checked))
    right = checked.verdict is Verdict.VERBATIM and (checked.claimed is None or checked.claimed.agrees)
    return 0 if right else 1


def _stdin_text() -> str:
    from bot.passage_check import MAX_CHARACTERS

    raw = sys.stdin.buffer.read(4 * MAX_CHARACTERS + 1) if sys.stdin else b""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(wording.not_utf8("check -")) from error


def parse(config: "Config", file: Path, *, as_json: bool) -> int:
    """Show the clauses and targets of any text file; nothing is stored."""
    from bot.outline import parsed_report
    from knowledge.library import read_file
    from knowledge.targets import targets_of

    document = read_file(file)
    found = targets_of(document)
    if as_json:
        _print(to_json(parsed_record(document, found, config.today())))
    else:
        terminal.say("\n".join(parsed_report(document, tuple(found), config.today())))
    return 0


def index_build(app: "App") -> int:
    """Build the search index anew and say what it holds."""
    app.build_index(progress=sys.stderr is not None and sys.stderr.isatty())
    return index_info(app)


def index_info(app: "App") -> int:
    """Print what the search index is made of."""
    for name, value in app.index_info().items():
        terminal.say(f"{name}: {value}")
    return 0
