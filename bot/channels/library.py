"""`policybot library …`: the documents beyond the shipped one. Prints to stdout, refusals to stderr."""
# ruff: noqa: PLC0415 - imported at use, so that a command loads only what it needs

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import terminal, wording
from bot.records import to_json
from knowledge.errors import DocumentError, PolicyBotError

if TYPE_CHECKING:
    from bot.app import App
    from bot.book import Book
    from knowledge.stored import Stored
    from knowledge.versions import Changes

ENDINGS = (".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf")
SHOWN_CHANGES = 200  # characters of a clause's words


def add(app: "App", paths: Sequence[Path]) -> int:
    """Add files, and the files of folders, each wholly or not at all; status 2 if one was refused."""
    status = 0
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise DocumentError(f"{paths[0]}: no documents ({', '.join(ENDINGS)}) in this folder; give files")
    for number, file in enumerate(files, start=1):
        try:
            terminal.say(_add_one(app, file, f"{number}/{len(files)} {file.name}"))
        except PolicyBotError as error:
            status = 2
            sys.stdout.flush()
            sys.stderr.write(f"policybot: {' '.join(str(error).split())}\n")
    app.update_collection()
    return status


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the documents of a folder and the folders below it, in order of name."""
    if not path.is_dir():
        yield path
        return
    for found in sorted(path.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in found.relative_to(path).parts)
        if found.is_file() and found.suffix.lower() in ENDINGS and not hidden:
            yield found


def _add_one(app: "App", file: Path, title: str) -> str:
    from index.progress import progress_bar
    from knowledge.facts import Facts

    with progress_bar(title) as show:
        added = app.library.add(file, lambda document, folder, before: app.prepare(document, folder, before, show))
    document = added.document
    book = next((b for b in app.books if b.document.id == document.id), None)
    titled = book.document.title if book else document.title
    facts = book.facts if book and book.document.sha256 == document.sha256 else Facts(document)
    counts = (sum(1 for _ in facts.document.clauses()), len(facts.targets))
    return wording.library_added(added.outcome.value, document.id, titled, *counts)


def listed(app: "App", *, as_json: bool) -> int:
    """Print the documents, a line each."""
    stored = _stored(app)
    records = [_record(stored, book) for book in app.books]
    if as_json:
        sys.stdout.write(to_json(records) + "\n")
        return 0
    for r in records:
        about = "，".join(str(r[name]) for name in ("number", "issuer", "published") if r[name])
        terminal.say(wording.library_line(r["id"], r["title"], about, r["clauses"], r["targets"], shipped=r["shipped"]))
    return 0


def show(app: "App", document_id: str, *, as_json: bool) -> int:
    """Print what is known of one document."""
    record = _record(_stored(app), _book(app, document_id))
    if as_json:
        sys.stdout.write(to_json(record) + "\n")
        return 0
    for name, value in record.items():
        terminal.say(f"{name}: {value}")
    return 0


def edit(app: "App", document_id: str, changes: Mapping[str, str | None]) -> int:
    """Change fields of the metadata."""
    given = {name: value for name, value in changes.items() if value is not None}
    if not given:
        raise DocumentError(f"{document_id}: nothing to change; give one of --{', --'.join(changes)}")
    app.library.edit(document_id, given)
    return show(app, document_id, as_json=False)


def remove(app: "App", document_ids: Sequence[str]) -> int:
    """Remove documents with all that was made from them."""
    try:
        for document_id in document_ids:
            meta = app.library.remove(document_id)
            terminal.say(wording.library_removed(meta.title))
    finally:
        app.update_collection()
    return 0


def export(app: "App", document_id: str, folder: Path) -> int:
    """Copy a document's original, text and metadata into a new folder."""
    terminal.say(str(app.library.export(document_id, folder)))
    return 0


def diff(app: "App", document_id: str, *, as_json: bool) -> int:
    """Say what the version in force changed in the one before; status 1 if there is no earlier one."""
    from knowledge.versions import compare

    stored = app.library.get(document_id)
    earlier = app.library.earlier(document_id)
    if not earlier:
        sys.stderr.write(wording.library_no_earlier(stored.document.id) + "\n")
        return 1
    changes = compare(earlier[-1], stored.document)
    if as_json:
        sys.stdout.write(to_json({"id": stored.document.id, **_changes_record(changes)}) + "\n")
    else:
        terminal.say("\n".join(_change_lines(changes)) or wording.LIBRARY_SAME)
    return 0


def _book(app: "App", document_id: str) -> "Book":
    books = app.books
    exact = [b for b in books if b.document.id == document_id]
    begun = exact or [b for b in books if document_id and b.document.id.startswith(document_id)]
    if len(begun) == 1:
        return begun[0]
    app.library.get(document_id)  # says what is wrong with this id
    return begun[0]


def _stored(app: "App") -> dict[str, "Stored"]:
    return {stored.entry.id: stored for stored in app.library.stored()}


def _record(library: Mapping[str, "Stored"], book: "Book") -> dict[str, Any]:
    document = book.document
    stored = library.get(document.id)
    meta = asdict(stored.meta) if stored else {}
    return {
        "id": document.id, "title": document.title, "issuer": document.issuer, "number": meta.get("number", ""),
        "published": document.published, "source": document.source, "wrapper": meta.get("wrapper", ""),
        "clauses": sum(1 for _ in document.clauses()), "targets": len(book.entry.facts.targets),
        "shipped": stored is None, "original": meta.get("original", ""), "original_sha256": meta.get("sha256", ""),
        "text_sha256": document.sha256, "added": meta.get("added", ""),
        "earlier_versions": len(stored.entry.earlier) if stored else 0,
        "folder": str(stored.folder) if stored else "",
    }  # fmt: skip


def _changes_record(changes: "Changes") -> dict[str, Any]:
    return {
        "clauses": {
            "added": [{"path": c.path, "heading": c.heading} for c in changes.added],
            "removed": [{"path": c.path, "heading": c.heading} for c in changes.removed],
            "changed": [
                {
                    "path": c.after.path,
                    "before_path": c.before.path,
                    "differences": [{"op": d.op.value, "after": d.given, "before": d.published} for d in c.differences],
                }
                for c in changes.changed
            ],
            "moved": [{"path": c.after.path, "before_path": c.before.path} for c in changes.moved],
        },
        "targets": {
            "added": [_target(t) for t in changes.targets_added],
            "removed": [_target(t) for t in changes.targets_removed],
            "changed": [{"before": _target(t.before), "after": _target(t.after)} for t in changes.targets_changed],
        },
    }


def _target(target: Any) -> dict[str, Any]:
    return {
        "path": target.path, "indicator": target.indicator, "value": target.value, "deadline": target.deadline,
    }  # fmt: skip


def _change_lines(changes: "Changes") -> Iterator[str]:
    say = wording.library_change
    yield from (say("added", f"{c.path} {c.heading}") for c in changes.added)
    yield from (say("removed", f"{c.path} {c.heading}") for c in changes.removed)
    yield from (say("moved", f"{c.before.path} → {c.after.path}") for c in changes.moved)
    for clause in changes.changed:
        yield say("changed", f"{clause.after.path} {clause.after.heading}")
        yield from (f"    {d.published[:SHOWN_CHANGES]!r} → {d.given[:SHOWN_CHANGES]!r}" for d in clause.differences)
    yield from (say("target added", f"{t.path} {t.indicator} {t.value}") for t in changes.targets_added)
    yield from (say("target removed", f"{t.path} {t.indicator} {t.value}") for t in changes.targets_removed)
    for target in changes.targets_changed:
        figures = " → ".join(f"{t.value}（{t.deadline or '—'}）" for t in (target.before, target.after))
        yield say("target changed", f"{target.after.path} {target.after.indicator} {figures}")
