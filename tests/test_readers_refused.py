"""Files that are not read: each gives one line that says what it is and what to do, and nothing ever a traceback."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import readers
from knowledge.errors import DocumentError
from knowledge.readers import extract
from tests.word_files import paragraph, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def scanned() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.rect(10, 10, 200, 200)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def locked_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(10, 10, "words")
    canvas.save()
    return made.getvalue()


REFUSED = {
    "macros": (word_file(paragraph("甲"), parts={"word/vbaProject.bin": b"x"}), "a.docm", "macros"),
    "macros under another name": (word_file(paragraph("甲"), parts={"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "old Word"),
    "old Word under another name": (OLE + "WordDocument".encode("utf-16-le"), "a.docx", "old Word"),
    "old Excel": (OLE + "Workbook".encode("utf-16-le"), "a.xls", "Excel"),
    "encrypted Word": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
    "other old Office": (OLE, "a.ppt", "old Office"),
    "Excel": (zipped(xl__workbook_xml=b"<x/>"), "a.docx", "Excel"),
    "archive": (zipped(a=b"x"), "a.zip", "archive"),
    "archive called text": (zipped(a=b"x"), "a.txt", "archive"),
    "broken zip": (word_file(paragraph("甲"))[:200], "a.docx", "damaged"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "a.pdf", "picture"),
    "program": (b"MZ\x90\0\x03", "a.docx", "program"),
    "RTF": (b"{\\rtf1 words}", "a.rtf", "RTF"),
    "scan": (scanned(), "a.pdf", "scan"),
    "protected PDF": (locked_pdf(), "a.pdf", "password"),
    "broken PDF": (b"%PDF-1.7 nothing more", "a.pdf", "damaged"),
    "Word without text": (word_file("<w:p/>"), "a.docx", "without text"),
    "Word without a document": (zipped(word__document_xml=b"<x/>"), "a.docx", "damaged"),
    "empty": (b"", "a.txt", "empty"),
    "blank": (" \r\n　".encode(), "a.md", "empty"),
    "page without text": (b"<!doctype html><html><body><nav>menu</nav></body></html>", "a.html", "without text"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_one_clear_line(name: str, tmp_path: Path) -> None:
    raw, called, words = REFUSED[name]
    file = tmp_path / called
    if name in ("Excel", "Word without a document"):
        raw = raw.replace(b"_xml", b".xml")
    file.write_bytes(raw)
    with pytest.raises(DocumentError) as caught:
        extract(file)
    message = str(caught.value)
    assert message.startswith(f"{file}: ")
    assert words in message
    assert "\n" not in message


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    body = b"<w:document>" + b" " * 30_000_000
    file = tmp_path / "a.docx"
    file.write_bytes(zipped(**{"word__document.xml": body}))
    assert file.stat().st_size < 100_000
    with pytest.raises(DocumentError, match="not opened"):
        extract(file)


def test_a_zip_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    raw = bytearray(zipped(**{"word__document.xml": b"x" * 90_000_000}))
    size = (90_000_000).to_bytes(4, "little")
    at = raw.rfind(size)  # in the directory at the end
    raw[at : at + 4] = (1000).to_bytes(4, "little")
    file = tmp_path / "a.docx"
    file.write_bytes(bytes(raw))
    with pytest.raises(DocumentError, match=r"damaged|not opened"):
        extract(file)


def test_entities_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    xml = (
        f'<!DOCTYPE w:document [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>甲&e;乙</w:t></w:r></w:p></w:body></w:document>"
    )
    file = tmp_path / "a.docx"
    file.write_bytes(word_file("", parts={"word/document.xml": xml.encode()}))
    assert "SECRET" not in extract(file).text


def test_nothing_larger_than_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as stream:
        stream.truncate(200_000_000)  # a hole: no bytes on the disk
    with pytest.raises(DocumentError, match=r"larger than 50 MB \(200 MB\)"):
        extract(file)


@pytest.mark.parametrize("kind", ["folder", "pipe", "missing", "unreadable"])
def test_what_is_no_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    words = {
        "folder": "a folder, not a file",
        "pipe": "no ordinary file",
        "missing": "no such file",
        "unreadable": "cannot be read",
    }
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "unreadable":
        path = Path("x" * 5000)
    with pytest.raises(DocumentError, match=words[kind]):
        extract(path)


GOOD = {
    "docx": word_file(paragraph("一、甲") + paragraph("到2025年，达到95%以上。")),
    "html": "<!doctype html><html><body><p>一、甲</p></body></html>".encode(),
    "txt": "一、甲\n到2025年，达到95%以上。".encode("gb18030"),
    "pdf": locked_pdf(),
}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(GOOD)), st.integers(0, 10_000), st.binary(max_size=12), st.booleans(),
    st.sampled_from(sorted(GOOD)),
)  # fmt: skip
def test_damaged_files_give_text_or_one_line(kind: str, at: int, noise: bytes, cut: bool, called: str) -> None:
    raw = GOOD[kind]
    at %= len(raw)
    damaged = raw[:at] + noise + (b"" if cut else raw[at + len(noise) :])
    _is_text_or_one_line(damaged, f"a.{called}")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html", "a"]))
def test_any_bytes_give_text_or_one_line(raw: bytes, name: str) -> None:
    _is_text_or_one_line(raw, name)


def _is_text_or_one_line(raw: bytes, name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(raw)
        try:
            words = extract(file).text
        except DocumentError as error:
            words = str(error).replace("\n", "")
            kept = words == str(error)
        else:
            kept = True
        assert kept
        assert words.strip()


def test_the_limit_is_what_the_message_says() -> None:
    assert readers.MAX_BYTES == 50_000_000
