"""Reading documents: the shipped one byte for byte, and files that cannot be read in one line each."""

import hashlib
from pathlib import Path

import pytest

from knowledge.errors import DocumentError
from knowledge.library import CORPUS, load_folder, read_file, read_text, shipped_documents

PUBLISHED = "becff2266fffcf32d54c281532bf2e60dc6013c62d6b5000f77ee3490a0db757"


def test_the_shipped_text_is_the_published_one() -> None:
    [document] = shipped_documents()
    assert document.sha256 == PUBLISHED
    assert hashlib.sha256((CORPUS / document.id / "text.txt").read_bytes()).hexdigest() == PUBLISHED
    assert (document.title, document.published) == ("福建省质量强省建设纲要", "2023-04-17")


def test_line_ends_stay_and_a_byte_order_mark_goes(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes("\ufeff标题\r\n一、甲\r".encode())
    assert read_text(file) == "标题\r\n一、甲\r"
    assert read_file(file).title == "标题"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b" \r\n ", "the file is empty", id="blank"),
        pytest.param(b"\xff\xfe\x00", "damaged utf-16 text (byte 2)", id="another encoding"),
        pytest.param(b"\x00\x01\x02\xff", "a binary file, not text", id="binary"),
    ],
)
def test_unreadable_content_is_one_line(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_file(file)
    assert str(caught.value).startswith(f"{file}: {said}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.txt", "a\0b"])
def test_missing_files(name: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"no such file|cannot be read"):
        read_file(tmp_path / name)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_file(tmp_path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("一、甲", encoding="utf-8")
    monkeypatch.setattr("knowledge.readers.MAX_BYTES", 3)
    with pytest.raises(DocumentError, match="larger than"):
        read_file(file)


@pytest.mark.parametrize("meta", [None, "title = ", "\xff"])
def test_metadata_that_cannot_be_read_is_named(meta: str | None, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("一、甲", encoding="utf-8")
    if meta is not None:
        (tmp_path / "meta.toml").write_bytes(meta.encode("latin-1"))
    with pytest.raises(DocumentError, match=r"meta\.toml: metadata cannot be read"):
        load_folder(tmp_path)
