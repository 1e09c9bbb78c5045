"""The library's store: what is recognised, replaced, kept, edited, exported and removed."""
# ruff: noqa: E501 - documents in a table

import errno
import hashlib
from pathlib import Path

import pytest

from bot.app import App
from bot.config import Config
from knowledge.catalogue import read_catalogue
from knowledge.errors import DocumentError, PolicyBotError
from knowledge.library import shipped_documents
from knowledge.metadata import Metadata, guess, iso_date, metadata_toml, read_metadata, unwrapped
from knowledge.naming import new_id
from knowledge.parse import parse
from knowledge.stored import Library, Outcome
from knowledge.types import Document

FIRST = "甲市节水方案\n甲政发〔2023〕1号\n一、目标\n到2025年，节水率达到20%以上。\n甲市人民政府\n2023年1月2日\n"
SECOND = FIRST.replace("20%", "30%")


def nothing(document: Document, folder: Path, before: Path | None) -> None:
    (folder / "index").mkdir()
    (folder / "cache").mkdir()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home", shipped_documents())


def put(library: Library, tmp_path: Path, text: str, name: str = "a.txt") -> tuple[Outcome, str]:
    file = tmp_path / name
    file.write_bytes(text.encode())
    added = library.add(file, nothing)
    return added.outcome, added.document.id


def test_a_document_is_kept_with_its_original_and_hash(library: Library, tmp_path: Path) -> None:
    assert put(library, tmp_path, FIRST) == (Outcome.ADDED, "jiashijieshuifangan")
    stored = library.get("jiashi")
    assert (stored.folder / "original.txt").read_bytes() == FIRST.encode()
    assert stored.document.text == FIRST
    meta = stored.meta
    assert (meta.title, meta.number, meta.issuer) == ("甲市节水方案", "甲政发〔2023〕1号", "甲市人民政府")
    assert (meta.published, meta.original) == ("2023-01-02", "a.txt")
    assert meta.sha256 == hashlib.sha256(FIRST.encode()).hexdigest()


def test_the_same_text_is_recognised_and_a_new_version_replaces(library: Library, tmp_path: Path) -> None:
    assert put(library, tmp_path, FIRST)[0] is Outcome.ADDED
    assert put(library, tmp_path, FIRST, "b.txt")[0] is Outcome.KNOWN
    assert put(library, tmp_path, SECOND)[0] is Outcome.REPLACED
    assert put(library, tmp_path, FIRST)[0] is Outcome.EARLIER
    [stored] = library.stored()
    assert stored.document.text == SECOND
    assert [d.text for d in library.earlier(stored.entry.id)] == [FIRST]
    [earlier] = stored.entry.earlier
    assert sorted(p.name for p in (stored.folder.parent / earlier).iterdir()) == [
        "meta.toml",
        "original.txt",
        "text.txt",
    ]


def test_the_shipped_plan_is_known_and_may_be_replaced_but_not_removed(library: Library, tmp_path: Path) -> None:
    plan = shipped_documents()[0]
    assert put(library, tmp_path, plan.text) == (Outcome.KNOWN, plan.id)
    with pytest.raises(DocumentError, match="came with the program"):
        library.remove(plan.id)
    changed = plan.text.replace("98.5%", "99.5%")
    assert put(library, tmp_path, changed) == (Outcome.REPLACED, plan.id)
    assert [d.text for d in library.earlier(plan.id)] == [plan.text]
    app = App(Config(home=tmp_path / "home", embedding_model="hashing"), shipped_documents())
    assert [b.document.text for b in app.books] == [changed]
    library.remove(plan.id)
    assert [b.document.text for b in app.books] == [plan.text]  # the running program notices


def test_removal_leaves_nothing(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, FIRST)
    put(library, tmp_path, SECOND)
    assert library.remove("jiashijieshuifangan").title == "甲市节水方案"
    assert sorted(p.name for p in library.root.iterdir()) == [".lock", "catalogue.json"]
    assert "jiashi" not in (library.root / "catalogue.json").read_text(encoding="utf-8")


def test_metadata_is_editable_and_readers_notice(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, FIRST)
    before = library.stamp()
    library.edit("jiashi", {"title": " 新\n题 ", "published": "2024-01-01"})
    assert library.stamp() != before
    [stored] = library.stored()
    assert (stored.document.title, stored.document.published) == ("新 题", "2024-01-01")
    with pytest.raises(DocumentError, match="no such field"):
        library.edit("jiashi", {"sha256": "0"})
    with pytest.raises(DocumentError, match="title: empty"):
        library.edit("jiashi", {"title": " "})


def test_an_export_holds_what_was_added(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, FIRST)
    folder = library.export("jiashi", tmp_path / "out")
    assert sorted(p.name for p in folder.iterdir()) == ["meta.toml", "original.txt", "text.txt"]
    with pytest.raises(DocumentError, match="exists already"):
        library.export("jiashi", tmp_path / "out")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param("nobody", "no such document", id="unknown"),
        pytest.param("", "no such document", id="nothing"),
        pytest.param("jia", "may be any of jiashijieshuifangan, jiashijiedianfangan", id="the beginning of two"),
        pytest.param("../x", "no such document", id="no id"),
    ],
)
def test_ids_that_name_nothing(asked: str, said: str, library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, FIRST)
    put(library, tmp_path, "甲市节电方案\n一、目标\n节电。\n")
    with pytest.raises(DocumentError, match=said):
        library.remove(asked)


def test_a_failure_leaves_the_library_as_it_was(library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, FIRST)
    before = sorted(p.relative_to(library.root) for p in library.root.rglob("*"))

    def fail(document: Document, folder: Path, before: Path | None) -> None:
        (folder / "index").mkdir()
        raise PolicyBotError("the model cannot be loaded")

    file = tmp_path / "b.txt"
    for text in (SECOND, "乙市方案\n一、甲\n"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(PolicyBotError, match="cannot be loaded"):
            library.add(file, fail)
        assert sorted(p.relative_to(library.root) for p in library.root.rglob("*")) == before


def test_a_full_disk_is_one_line(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(library, tmp_path, FIRST)

    def full(path: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    file = tmp_path / "b.txt"
    file.write_text(SECOND, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"cannot be written \(No space left on device\); free space"):
        library.add(file, nothing)
    assert [s.document.text for s in library.stored()] == [FIRST]


@pytest.mark.parametrize("damage", ["{", '{"format": 9}', '{"format": 1, "generation": 1, "documents": [{"id": "../x", "version": "v", "earlier": []}]}'])  # fmt: skip
def test_a_damaged_catalogue_is_one_line(damage: str, library: Library, tmp_path: Path) -> None:
    put(library, tmp_path, FIRST)
    (library.root / "catalogue.json").write_text(damage, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"catalogue\.json: "):
        read_catalogue(library.root)


@pytest.mark.parametrize(
    ("title", "taken", "expected"),
    [
        pytest.param("甲市节水方案", (), "jiashijieshuifangan", id="pinyin"),
        pytest.param("关于加快口岸发展的若干措施", (), "kouanfazhanderuogan", id="without the common beginning, cut"),
        pytest.param("Clean Harbour Act 2024", (), "clean-harbour-act-20", id="Latin"),
        pytest.param("甲", ("jia", "jia-2"), "jia-3", id="taken"),
        pytest.param("《》", (), "document", id="nothing to spell"),
    ],
)
def test_ids(title: str, taken: tuple[str, ...], expected: str) -> None:
    assert new_id(title, taken) == expected


HEADS = {
    "a notice whose second line ends inside the name of the plan": (
        "乙县人民政府办公室\n关于印发《乙县节水三年行动方案\n（2026—2028年）》的通知\n一、甲\n",
        Metadata(
            "乙县节水三年行动方案（2026—2028年）",
            "乙县人民政府办公室关于印发《乙县节水三年行动方案（2026—2028年）》的通知",
            "乙县人民政府办公室",
        ),
    ),
    "a name whose bracket never closes": (
        "关于印发《乙县节水方案\n（2026—2028年）\n\n一、甲\n",
        Metadata("关于印发《乙县节水方案"),
    ),
    "a notice around a plan": (
        "乙市人民政府办公室关于印发乙市“十四五”节水\n规划的通知\n乙政办〔2021〕33号\n各区人民政府：\n一、目标\n",
        Metadata("乙市“十四五”节水规划", "乙市人民政府办公室关于印发乙市“十四五”节水规划的通知", "乙市人民政府办公室", "乙政办〔2021〕33号"),
    ),
    "a law": (
        "丙省节水条例\n（2022年7月28日丙省第十三届人民代表大会常务委员会第三次会议通过）\n第一章 总则\n第一条 甲。\n",
        Metadata("丙省节水条例", "", "丙省第十三届人民代表大会常务委员会", "", "2022-07-28"),
    ),
    "labelled lines": (
        "发文机关：丁县水利局\n发文字号：丁水〔2020〕7号\n成文日期：2020年3月4日\n丁县节水办法\n一、甲\n",
        Metadata("丁县节水办法", "", "丁县水利局", "丁水〔2020〕7号", "2020-03-04"),
    ),
    "a signature in Chinese digits": (
        "戊市节水意见\n一、甲\n乙。\n戊市水利局　戊市财政局\n二〇二三年十二月三十一日\n",
        Metadata("戊市节水意见", "", "戊市水利局、戊市财政局", "", "2023-12-31"),
    ),
    "a heading of Markdown": ("# 己县节水计划（2023—2025年）\n\n## 一、甲\n", Metadata("己县节水计划（2023—2025年）")),
    "a page's own lines": (
        "临区政府网 您的位置：首页 >> 政务公开\n索引号：1143/2023　公开方式：主动公开\n\n2025年全区旅游工作要点\n\n一、甲\n",
        Metadata("2025年全区旅游工作要点"),
    ),
    "a red head": (
        "澄市人民政府办公室文件\n澄政办发〔2023〕41号\n━━━━━━\n\n澄市碳达峰实施方案\n（2023—2030年）\n\n一、甲\n",
        Metadata("澄市碳达峰实施方案（2023—2030年）", "", "", "澄政办发〔2023〕41号"),
    ),
    "a work report before its congress": (
        "政 府 工 作 报 告\n——2026年1月14日在庚县第九届人民代表大会第五次会议上\n庚县县长　辛某\n各位代表：\n一、回顾\n甲。\n",
        Metadata("庚县2026年政府工作报告", "", "庚县人民政府", "", "2026-01-14"),
    ),
    "a standard's cover": (
        "ICS 13.060\nDB3301\n庚县地方标准\nDB3301/T 058—2026\n庚县污水设施维护规范\n1　范围\n甲。\n",
        Metadata("庚县污水设施维护规范", "", "", "DB3301/T058—2026"),
    ),
    "a title within a notice over two lines": (
        "庚县人民政府办公室关于印发《庚县油茶产业三年行动方案\n（2026—2028年）》的通知\n一、甲\n",
        Metadata("庚县油茶产业三年行动方案（2026—2028年）", "庚县人民政府办公室关于印发《庚县油茶产业三年行动方案（2026—2028年）》的通知", "庚县人民政府办公室"),
    ),
    "a reply below a red head": (
        "类别：A\n庚县教育局\n庚教复〔2026〕18号　　签发人：辛某\n关于第104号提案的答复\n一、甲\n",
        Metadata("关于第104号提案的答复", "", "庚县教育局", "庚教复〔2026〕18号"),
    ),
    "a news page that names another headline at its end": (
        "庚县新闻网\n首页 | 时政\n庚县节水方案\n一、甲\n乙。\n（原标题：《庚县出台节水方案》）\n", Metadata("庚县节水方案"),
    ),
    "an order that puts rules into force": (
        "庚省文化厅令\n第19号\n《古籍修复管理办法》已经2026年2月6日厅务会议审议通过，现予公布，自2026年5月1日起施行。\n"
        "2026年2月27日\n古籍修复管理办法\n第一条 甲。\n",
        Metadata("古籍修复管理办法", "庚省文化厅令", "", "庚省文化厅令第19号", "2026-02-27"),
    ),
    "rules amended by orders": (
        "庚市公交管理规程\n（2019年11月26日庚市人民政府令第52号公布　根据2026年1月15日庚市人民政府令第83号修正）\n第一条 甲。\n",
        Metadata("庚市公交管理规程", "", "", "庚市人民政府令第83号", "2019-11-26"),
    ),
    "a number beside a date": (
        "# 庚县供水方案（2026—2028年）\n\n> 庚政办发〔2026〕14号　　印发日期：2026年4月9日\n\n## 一、甲\n",
        Metadata("庚县供水方案（2026—2028年）", "", "", "庚政办发〔2026〕14号", "2026-04-09"),
    ),
    "several issuers above a title": (
        "庚省水利厅\n庚省发展和改革委员会\n庚省“十五五”水网规划\n一、甲\n",
        Metadata("庚省“十五五”水网规划", "", "庚省水利厅、庚省发展和改革委员会"),
    ),
    "several issuers above a number": (
        "庚县粮食局\n庚县财政局\n文件\n庚粮联发〔2026〕15号\n关于印发《庚县粮食节约方案》的通知\n一、甲\n",
        Metadata("庚县粮食节约方案", "关于印发《庚县粮食节约方案》的通知", "庚县粮食局、庚县财政局", "庚粮联发〔2026〕15号"),
    ),
    "an announcement of rules": (
        "庚市人民代表大会常务委员会公告\n第九号\n《庚市松材线虫病防治条例》已经2025年8月27日庚市第八届人民代表大会常务委员会"
        "第二十九次会议通过，2025年9月26日庚省第十四届人民代表大会常务委员会第十七次会议批准，现予公布，"
        "自2026年1月1日起施行。\n第一条 甲。\n",
        Metadata(
            "庚市松材线虫病防治条例", "庚市人民代表大会常务委员会公告", "庚市第八届人民代表大会常务委员会"
        ),
    ),
    "an index box": (
        "首页 > 政务公开\n| 索 引 号 | 0153/2026-41 | 主题分类 | 旅游 |\n| 发布机构 | 庚州人民政府办公室 | 成文日期 | 2026年03月12日 |\n"
        "# 庚州避暑旅游方案\n一、甲\n",
        Metadata("庚州避暑旅游方案", "", "庚州人民政府办公室", "", "2026-03-12"),
    ),
    "a report on the plan": (
        "关于庚市计划执行情况的报告\n——2026年1月14日在庚市第六届人民代表大会第五次会议上\n一、甲\n",
        Metadata("关于庚市计划执行情况的报告", "", "", "", "2026-01-14"),
    ),
    "the lines of a web page": (
        "网站支持IPv6　|　无障碍阅读　|　登录\n索 引 号：014201\t主题分类：农业\n庚县肉牛方案（2026—2028年）\n一、甲\n",
        Metadata("庚县肉牛方案（2026—2028年）"),
    ),
    "links of a site above the title": (
        "[首页](/) | [政务公开](/zwgk/) | [办事服务](/bsfw/)\n# 庚州旅游方案（2026—2028年）\n一、甲\n", Metadata("庚州旅游方案（2026—2028年）"),
    ),
    "a red head of several bodies in spaced letters": (
        "庚　市　水　务　局\n庚　市　财　政　局　　文件\n庚市农业农村局\n庚水发〔2026〕17号\n庚市水务局　庚市财政局　庚市农业农村局\n"
        "关于印发《庚市供水办法（2026—2028年）》的通知\n一、甲\n",
        Metadata(
            "庚市供水办法（2026—2028年）",
            "庚市水务局　庚市财政局　庚市农业农村局关于印发《庚市供水办法（2026—2028年）》的通知",
            "庚市水务局、庚市财政局、庚市农业农村局", "庚水发〔2026〕17号",
        ),
    ),
    "buttons of a page above the title": (
        "【字体：大 中 小】　打印　分享\n庚省农业农村厅　庚省海洋局关于发展渔业的实施意见\n一、甲\n",
        Metadata("庚省农业农村厅　庚省海洋局关于发展渔业的实施意见", "", "庚省农业农村厅、庚省海洋局"),
    ),
    "an English notice": (
        "Notice of the Geng Municipal People's Government on Printing and Distributing the Action Plan for Clean Air (2026-2030)\nI. Aims\n",
        Metadata(
            "Action Plan for Clean Air (2026-2030)",
            "Notice of the Geng Municipal People's Government on Printing and Distributing the Action Plan for Clean Air (2026-2030)",
        ),
    ),
    "a contract with its years below the title": (
        "庚市治水目标责任书\n（2026—2027年）\n一、甲\n", Metadata("庚市治水目标责任书（2026—2027年）"),
    ),
    "nothing before the first mark": ("1　范围\n甲。\n2　要求\n乙。\n", Metadata("file")),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_guessed_metadata(name: str) -> None:
    text, expected = HEADS[name]
    assert guess(Document("file", "", "", "", "", "", text, parse)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("二○二一年四月十六日", "2021-04-16"), ("2023-4-7", "2023-04-07"), ("2023年13月1日", ""), ("2023/04/17", "2023-04-17"),
        ("no date", ""),
    ],
)  # fmt: skip
def test_dates(words: str, expected: str) -> None:
    assert iso_date(words) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于印发《甲规划》的通知", "甲规划"),
        ("甲市关于转发乙省节水方案的通知", "乙省节水方案"),
        ("关于印发《甲方案》和《乙办法》的通知", "关于印发《甲方案》和《乙办法》的通知"),
        ("关于加强节水的通知", "关于加强节水的通知"),
    ],
)
def test_the_notice_around_a_title(title: str, expected: str) -> None:
    assert unwrapped(title)[0] == expected


def test_metadata_survives_any_characters(tmp_path: Path) -> None:
    meta = Metadata('甲"乙\\丙\n丁\t\x7f', source="戊")
    (tmp_path / "meta.toml").write_text(metadata_toml(meta), encoding="utf-8")
    assert read_metadata(tmp_path) == meta
