"""Texts that look like a form that is read and are another: nothing is invented, nothing lost."""

import pytest

from knowledge.metadata import guess
from knowledge.parse import parse, reprint
from knowledge.targets import targets_of
from knowledge.types import Document

YEAR = "清河市2026年重点工作要点"
PLAN = "清河市行动方案（2026—2028年）"
LIST = [
    "推进河东街道老旧小区改造并加装电梯150部",
    "建设清河区县乡村三级养老服务中心18个",
    "建设青山区城市口袋公园和健身步道共计40处",
    "完善甘河镇污水处理厂配套设施5座",
    "改造白水县农村供水管网及入户设施300公里",
    "新建清河区高标准农田20万亩",
    "改造背街小巷和无障碍设施60条",
    "清淤疏浚河道45公里",
    "建设城乡公益性公墓及骨灰安放设施9处",
    "新建青山区充电桩及配套变压器设施2000个",
    "新增白水县公办幼儿园学位3600个",
]
TARGETS = {
    "thousands set with a blank": ("一、甲\n到 2028 年，粮食产量达到 1 050 万吨，收入达到 3 000 亿元。\n", PLAN, []),
    "the first years told in a report": ("一、工作回顾\n前三年新建公园60个。\n", "“十五五”规划", []),
    "a sum among years": (
        "一、目标\n改造任务表（单位：公里）\n年度\t新建\t改造\n2026—2028年\t36\t66\n2027年\t12\t20\n", PLAN,
        [(12, "2027"), (20, "2027")],
    ),
    "an annex on what was completed": (
        "一、要求\n做好。\n附件1\n2025年重点项目完成情况\n1.新建公园20个。\n附件2\n2026年重点任务清单\n1.新建公园30个。\n",
        "清河市行动方案", [(20, None), (30, "2026")],
    ),
    "视频 and no 频次": ("一、甲\n到2028年，短视频播放量达到5亿次。\n", PLAN, [(500_000_000, "2028")]),
    "goals named like terms": (
        "一、甲\n到2028年，授信额度达到200亿元，缴费率达到95%，新增园区占地5000亩，发布研究报告20份。\n", PLAN,
        [(20_000_000_000, "2028"), (95, "2028"), (5000, "2028"), (20, "2028")],
    ),
    "应 within words": ("一、甲\n新增感应设备500套，诉求回应达到98%以上。\n", YEAR, [(500, "2026"), (98, "2026")]),
    "before the first year of a plan": ("一、甲\n2025年底前完成摸底调查1200栋。\n", PLAN, [(1200, "2025")]),
    "a report that looks ahead": (
        "一、主要目标任务完成情况\n新建公园20个。\n二、2026年主要工作\n新建公园30个。\n",
        "关于清河市2025年国民经济和社会发展计划执行情况的报告", [(30, "2026")],
    ),
    "what is lacking, to be mended": ("四、补齐短板和弱项\n新建公园50个。\n", PLAN, [(50, None)]),
    "a list without stops": ("一、项目\n" + "\n".join(LIST) + "\n", YEAR, [
        (number, "2026") for number in (150, 18, 40, 5, 300, 200_000, 60, 45, 9, 2000, 3600)
    ]),
}  # fmt: skip
PATHS = {
    "an English title above the first mark": (
        "关于印发行动方案的通知\n各县区：\n现印发。\n清河市\n2026年2月1日\n"
        "Action Plan for Parks\nI. Goals\nBy 2028.\nII. Tasks\n1. Parks\n",
        ["I", "II", "II/1"],
    ),
    "one line of Latin letters in a Chinese plan": (
        "一、要求\n坚持。\n落实。\n二、任务\n（一）改造\n做好。\n（二）服务\n平台。\n"
        "ISO 9001, HACCP, GMP\n1. 甲。\n2. 乙。\n三、保障\n",
        ["一", "二", "二/(一)", "二/(二)", "二/(二)/1", "二/(二)/2", "三"],
    ),
    "points below each bracket": (
        "一、工程\n（1）改造\n1.甲\n2.乙\n（2）建设\n1.丙\n2.丁\n（3）提升\n1.戊\n2.己\n",
        ["一", *(f"一/({k}){n}" for k in (1, 2, 3) for n in ("", "/1", "/2"))],
    ),
}


@pytest.mark.parametrize("name", TARGETS)
def test_numbers_and_deadlines(name: str) -> None:
    text, title, expected = TARGETS[name]
    document = Document("d", title, "", "2025-12-08" if title == PLAN else "2026-02-01", "", "", text, parse)
    found = targets_of(document)
    assert [(t.number, t.deadline) for t in found] == expected
    assert all(t.value in t.span.of(text) for t in found)


@pytest.mark.parametrize("name", PATHS)
def test_paths(name: str) -> None:
    text, expected = PATHS[name]
    document = Document("d", "", "", "", "", "", text, parse)
    assert [c.path for c in document.clauses() if c.path not in ("题头", "尾注")] == expected
    assert reprint(text, document.root) == text


@pytest.mark.parametrize(
    "line",
    ["发文机关：市政府 发文日期：二月 " * 12 + " 见下", "联系人：张三；电话：0000；" * 40, "打印" + " " * 20_000],
)
def test_lines_of_labels_are_read_in_no_time(line: str) -> None:
    assert guess(Document("d", "", "", "", "", "", f"{line}\n一、甲\n", parse)).title
