"""`policybot library …` as an operator types it: what is printed, what is refused, the exit status."""
# ruff: noqa: E501 - printed lines

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.word_files import paragraph, word_file

FIRST = "甲市节水方案\n甲政发〔2023〕1号\n一、目标\n到2025年，节水率达到20%以上。\n二、保障\n加强领导。\n甲市人民政府\n2023年1月2日\n"
SECOND = FIRST.replace("20%", "30%").replace("二、保障\n加强领导。\n", "二、宣传\n广泛宣传。\n三、保障\n加强领导。\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICYBOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("POLICYBOT_EMBEDDING_MODEL", "hashing")
    files = tmp_path / "files"
    files.mkdir()
    (files / "water.txt").write_text(FIRST, encoding="utf-8")
    return files


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["library", *map(str, arguments)])
    out, err = capfd.readouterr()
    return status, out, err


def test_files_and_folders_are_added_and_one_that_is_refused_stops_no_other(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "power.docx").write_bytes(
        word_file(paragraph("乙市节电办法") + paragraph("一、目标") + paragraph("节电。"))
    )
    (folder / "deep" / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "deep" / "~$power.docx").write_bytes(b"a lock file of Word")
    (folder / "deep" / "picture.png").write_bytes(b"\x89PNG")
    status, out, err = run(capfd, "add", folder)
    assert status == 2
    assert out.splitlines() == [
        "已添加：yishijiedianbanfa 《乙市节电办法》 2 个条款，0 项目标",
        "已添加：jiashijieshuifangan 《甲市节水方案》 3 个条款，1 项目标",
    ]
    assert err.count("\n") == 1
    assert "bad.pdf: damaged" in err


def test_the_same_and_a_new_version_are_told_apart(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "add", folder / "water.txt")[0] == 0
    assert run(capfd, "add", folder / "water.txt")[1].startswith("已在库中，未作改动：jiashijieshuifangan")
    (folder / "new.txt").write_text(SECOND, encoding="utf-8")
    assert run(capfd, "add", folder / "new.txt")[1].startswith("已更新（旧版本保留")
    status, out, _ = run(capfd, "diff", "jiashi")
    assert status == 0
    assert out.splitlines() == [
        "+ 新增条款 二 宣传",
        "> 条号变动 二 → 三",
        "* 修改条款 一 目标",
        "    '2' → '3'",
        "* 修改目标 一 节水率 20%以上（2025） → 30%以上（2025）",
    ]
    record = json.loads(run(capfd, "diff", "jiashi", "--json")[1])
    assert record["clauses"]["moved"] == [{"path": "三", "before_path": "二"}]
    assert record["targets"]["changed"][0]["after"]["value"] == "30%以上"


def test_list_show_and_edit(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, "add", folder / "water.txt")
    lines = run(capfd, "list")[1].splitlines()
    assert lines[0].startswith("fujian-quality-outline-2023  《福建省质量强省建设纲要》（随程序提供，")
    assert (
        lines[1]
        == "jiashijieshuifangan  《甲市节水方案》（甲政发〔2023〕1号，甲市人民政府，2023-01-02，3 个条款，1 项目标）"
    )
    listed = json.loads(run(capfd, "list", "--json")[1])
    assert [(r["id"], r["shipped"], r["original"]) for r in listed] == [
        ("fujian-quality-outline-2023", True, ""), ("jiashijieshuifangan", False, "water.txt"),
    ]  # fmt: skip
    assert "title: 甲市节水方案" in run(capfd, "show", "jia")[1]
    assert "title: 甲市节约用水方案" in run(capfd, "edit", "jia", "--title", "甲市节约用水方案")[1]
    assert json.loads(run(capfd, "show", "jia", "--json")[1])["title"] == "甲市节约用水方案"


def test_export_and_remove(folder: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(capfd, "add", folder / "water.txt")
    status, out, _ = run(capfd, "export", "jia", "-o", tmp_path / "out")
    assert (status, (Path(out.strip()) / "text.txt").read_text(encoding="utf-8")) == (0, FIRST)
    assert run(capfd, "remove", "jia")[:2] == (0, "已删除《甲市节水方案》及其索引和向量。\n")
    assert len(json.loads(run(capfd, "list", "--json")[1])) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("remove", "nobody"), "no such document", id="unknown"),
        pytest.param(("remove", "fujian-quality-outline-2023"), "came with the program", id="the shipped plan"),
        pytest.param(("show", "nobody"), "no such document", id="show unknown"),
        pytest.param(("add", "/nowhere/x.txt"), "no such file", id="a file that is not there"),
        pytest.param(
            ("edit", "fujian-quality-outline-2023", "--title", "甲"), "came with the program", id="edit shipped"
        ),
        pytest.param(("edit", "fujian"), "nothing to change", id="no field"),
        pytest.param(("export", "nobody"), "no such document", id="export unknown"),
        pytest.param(("diff", "nobody"), "no such document", id="diff unknown"),
        pytest.param((), "library", id="no action"),
    ],
)
def test_wrong_usage_is_one_line(
    arguments: tuple[str, ...], said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capfd, *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_an_empty_folder_and_a_single_version(folder: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert "no documents" in run(capfd, "add", tmp_path / "nothing")[2]
    run(capfd, "add", folder / "water.txt")
    status, _, err = run(capfd, "diff", "jia")
    assert (status, err) == (1, "jiashijieshuifangan：只有一个版本，没有可比较的旧版本。\n")


def test_a_home_that_cannot_be_written_is_one_line(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYBOT_HOME", str(folder / "water.txt" / "home"))
    status, out, err = run(capfd, "add", folder / "water.txt")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "cannot be written" in err
