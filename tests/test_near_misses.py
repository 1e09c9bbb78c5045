"""Texts that look like a form that is read and are another: nothing is invented, nothing lost."""

import time

import pytest

from knowledge.metadata import guess
from knowledge.parse import parse, reprint
from knowledge.targets import targets_of
from knowledge.types import Document

SECONDS = 5.0  # a pattern that backtracks takes a minute, all others some milliseconds
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
    "a year in brackets that is over, of one park, of no completion": (
        "（一）工作\n新建公园5座（含续建项目2座，2025年建成）。\n（二）绿化\n新建绿道5公里（其中甲段3公里，2027年建成）。"
        "扩建医院3所。\n（三）造林\n新增林地3亩（林业局牵头，2027年推进）。\n",
        PLAN, [(5, None), (5, None), (3, None), (3, None)],
    ),
    "capacities that are names": (
        "一、项目\n建设3个能力验证中心，打造5个产能合作园区。形成年产500万吨能力。\n", PLAN, [(3, None), (5, None)]
    ),
    "the people that a waterworks serves": ("一、供水\n新建水厂2座，服务人口12万人。\n", PLAN, [(2, None)]),
    "what stands below 总体思路": (
        "一、总体思路\n到2027年，城镇化率达到70%。现有企业300家。力争到2026年6月底前完成摸底。农田达到50万亩。\n",
        PLAN, [(70, "2027"), (500_000, None)],
    ),
    "a table without a head below one with": (
        "一、指标\n序号\t指标\t单位\t2025年\t2030年\n1\t城镇化率\t%\t60\t65\n表2 财政资金安排（万元）\n"
        "1\t公园\t个\t60\t65\n2\t学校\t所\t60\t65\n",
        PLAN, [(65, "2030")],
    ),
    "a plan below a report of the same year": (
        "一、2026年重点工作推进情况及2027年安排\n（一）2027年安排\n城镇化率达到72%。\n",
        "某市2026年工作总结和2027年工作计划", [(72, "2027")],
    ),
    "how work is supervised": (
        "一、2026年工作开展情况调度\n每月调度，新增就业3000人。\n", "某市2026年重点工作推进方案", [(3000, "2026")]
    ),
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
    "headings between tables": (
        "一、主要指标\n指标\t单位\t2025年\t2030年\n城镇化率\t%\t60\t65\n二、重大项目\n1\t地铁一号线\t公里\t60\t65\n"
        "2\t二水厂\t万吨\t60\t65\n三、保障措施\n做好。\n",
        ["一", "二", "三"],
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


@pytest.mark.parametrize("gap", ["\t", "  ", " "], ids=["tabs", "wide gaps", "single blanks"])
@pytest.mark.parametrize("head", ["序号 指标 单位 2025年 2030年 属性", "类别 序号 指标 2025年 2030年 属性"])
def test_a_row_may_lack_any_of_its_cells(head: str, gap: str) -> None:
    full = ("安全", "7", "森林覆盖率", "%", "40", "42", "约束性")
    rows = [[cell for i, cell in enumerate(full) if mask >> i & 1] for mask in range(1, 1 << len(full))]
    lines = [gap.join(row) for row in rows if not row[0].startswith("约")]
    text = "一、目标\n" + "\n".join(line for row in lines for line in (gap.join(head.split()), row)) + "\n"
    found = targets_of(Document("d", "某市“十五五”规划", "", "2026-02-01", "", "", text, parse))
    assert {str(t.number) for t in found} <= {"42", "40", "7"}
    assert any(t.indicator == "森林覆盖率" and t.deadline == "2030" for t in found)


@pytest.mark.parametrize("run", [" ", ".", "…"])
def test_contents_with_leaders_are_read_in_no_time(run: str) -> None:
    text = f"目录\n一、总{run * 20_000}x\n二、则\n"
    started = time.monotonic()
    assert parse(text)
    assert time.monotonic() - started < SECONDS


WRAPPED = (
    "坚持以人民为中心的发展思想，推动高质量发展，加快建设现代化产业体系，不断提高人民生活\n"
    "水平，促进共同富裕，到二〇三〇年取得新的更大成效，各方面工作都要走在全省的前列，为全\n"
    "省作出更大贡献，全面完成规划确定的各项任务，推动经济社会发展迈上新的台阶，建成现代化\n"
    "强市，人民群众的获得感、幸福感、安全感更加充实、更有保障、更可持续，到2030年指标详见\n"
    "表1和附表，城镇化率达到70%，新增学位3000个，公共服务体系更加完善，社会治理水平进一步\n"
    "提高，生态环境质量持续改善，安全发展基础更加牢固，文化软实力明显增强，改革开放不断深\n"
    "化，治理能力现代化水平明显提升，全市上下要统一思想，凝聚力量，真抓实干，确保实现目标。\n"
)


def test_a_line_that_begins_with_the_name_of_a_table_goes_on() -> None:
    text = f"一、目标\n{WRAPPED}"
    found = targets_of(Document("d", PLAN, "", "2025-12-08", "", "", text, parse))
    assert [(str(t.number), t.deadline) for t in found] == [("70", "2030"), ("3000", "2030")]
