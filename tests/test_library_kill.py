"""A command killed with SIGKILL at any moment leaves the library as before or as after; so do two at once.

One child process imports the libraries once and forks a command for each trial; each trial has a home of its own.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import App
from bot.config import Config
from knowledge.catalogue import read_catalogue

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

ROOT = Path(__file__).parent.parent
STEPS = 90  # more than any command's calls that change the file system, so that the last trials end by themselves
OLD = "甲市节水方案\n一、目标\n到2025年，节水率达到20%以上。\n"
NEW = "甲市节水方案\n一、目标\n到2025年，节水率达到30%以上。\n二、保障\n加强领导。\n"

FORKS = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, "tests")
from bot.app import App
from bot.config import Config
from index import tokenize
from index.dictionary import load_dictionary

homes, command = Path(sys.argv[1]), sys.argv[2]
loaded = load_dictionary(None)
tokenize.load_dictionary = lambda home: (dict(loaded[0]), loaded[1])
import bm25s, faiss, filelock, opencc, pypinyin, sqlite3, tqdm
pypinyin.lazy_pinyin("甲")

def die_before(step):
    calls = 0
    def watched(call):
        def run(*args, **kwargs):
            nonlocal calls
            calls += 1
            if calls == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)
        return run
    for name in ("mkdir", "chmod", "fsync", "rename", "replace", "unlink", "rmdir"):
        setattr(os, name, watched(getattr(os, name)))

def act(home):
    app = App(Config(home=home, embedding_model="hashing"), ())
    if command == "remove":
        app.library.remove("jiashijieshuifangan")
    else:
        file = home.parent.parent / "new.txt"
        app.library.add(file, lambda d, folder, before: app.prepare(d, folder, before, lambda done, total: None))

for home in sorted(homes.iterdir(), key=lambda home: int(home.name)):
    pid = os.fork()
    if pid == 0:
        die_before(int(home.name))
        act(home)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print("killed" if ended == -signal.SIGKILL else ended, flush=True)
"""


def app_of(home: Path) -> App:
    return App(Config(home=home, embedding_model="hashing"), ())


def add(home: Path, text: str) -> None:
    file, app = home / "added.txt", app_of(home)
    file.write_text(text, encoding="utf-8")
    app.library.add(file, lambda d, folder, before: app.prepare(d, folder, before, None))
    file.unlink()


def in_force(home: Path) -> str:
    """Say which version is in force, after opening its index, whose files are compared with their checksums."""
    books = app_of(home).books
    if not books:
        return "none"
    [book] = books
    assert {p.doc for p in book.retriever().passages} == {book.document.id}
    return {OLD: "old", NEW: "new"}[book.document.text]


@pytest.mark.parametrize(
    ("command", "before", "after"), [("add", "none", "new"), ("replace", "old", "new"), ("remove", "old", "none")]
)
def test_killed_before_every_change_of_the_file_system(command: str, before: str, after: str, tmp_path: Path) -> None:
    seed, homes = tmp_path / "seed", tmp_path / "homes"
    seed.mkdir()
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    if before == "old":
        add(seed, OLD)
    for number in range(1, STEPS + 1):
        shutil.copytree(seed, homes / str(number))
    arguments = [sys.executable, "-W", "ignore", "-c", FORKS, str(homes), command]
    result = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    ends = result.stdout.split()
    found = [in_force(homes / str(number)) for number in range(1, STEPS + 1)]
    killed = ends.count("killed")
    assert ends == ["killed"] * killed + ["0"] * (STEPS - killed)
    assert killed >= 5
    swap = found.index(after)  # the one step that puts the change in force
    assert 0 < swap < killed
    assert found == [before] * swap + [after] * (STEPS - swap)
    for number in (1, swap, swap + 1, killed):
        clears_up(homes / str(number))


def clears_up(home: Path) -> None:
    """Check that the next change clears what the killed command left, and works."""
    add(home, "乙市节电办法\n一、目标\n节电。\n")
    entries = {e.id: e for e in read_catalogue(home / "library").entries}
    left = sorted(p.name for p in (home / "library").iterdir())
    assert left == sorted([".lock", "catalogue.json", *entries])
    for folder in (home / "library").iterdir():
        if folder.is_dir():
            entry = entries[folder.name]
            assert sorted(p.name for p in folder.iterdir()) == sorted([entry.version, *entry.earlier])


def test_two_commands_at_once_take_turns(tmp_path: Path) -> None:
    """Eight processes add and remove side by side; each document is there once, whole, or gone."""
    home = tmp_path / "home"
    home.mkdir()
    add(home, OLD)
    for i in range(6):
        (tmp_path / f"{i}.txt").write_text(f"第{i}号方案\n一、目标\n第{i}项。\n", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from bot.app import App; from bot.config import Config\n"
        "home, what = Path(sys.argv[1]), sys.argv[2]\n"
        "app = App(Config(home=home, embedding_model='hashing'), ())\n"
        "if what == 'remove': app.library.remove('jiashijieshuifangan')\n"
        "else: app.library.add(Path(what), lambda d, f, b: app.prepare(d, f, b, lambda done, total: None))\n"
    )
    jobs = [str(tmp_path / f"{i}.txt") for i in range(6)] + ["remove", str(tmp_path / "0.txt")]
    running = [
        subprocess.Popen([sys.executable, "-W", "ignore", "-c", code, str(home), job], cwd=ROOT, stderr=subprocess.PIPE)
        for job in jobs
    ]
    ended = [(process.communicate(timeout=120)[1].decode(), process.returncode) for process in running]
    assert ended == [("", 0)] * len(jobs)
    titles = sorted(book.document.title for book in app_of(home).books)
    assert titles == [f"第{i}号方案" for i in range(6)]
    assert all(book.retriever().search("目标", 1) for book in app_of(home).books)
