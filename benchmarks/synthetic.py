"""`python -m benchmarks.synthetic`: targets of generated plans; what is in them is known, for it was put there.

Each document has a heading, sentences with targets in the forms of docs/conformance.md, and sentences with figures that
are none. A target counts when indicator, number, unit, relation and deadline are all right.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.filing import file_record, heading
from benchmarks.run_bot import Record
from knowledge.numerals import to_chinese
from knowledge.parse import parse
from knowledge.targets import targets_of
from knowledge.types import Document

DOCUMENTS = 400
SENTENCES = 12
YEARS = (2025, 2026, 2027, 2030, 2035)
RATES = (
    "食品抽检合格率", "森林覆盖率", "污水处理率", "城镇绿色建筑占比", "服务满意度", "研发投入强度", "优良天数比率",
    "义务教育巩固率", "家庭医生签约服务覆盖率", "高新技术产业增加值占工业增加值比重", "农产品产地低温处理率",
    "再生水利用率", "公共交通出行分担率",
)  # fmt: skip
AMOUNTS = (
    ("地区生产总值", "元"),
    ("快递业务量", "件"),
    ("粮食总产量", "吨"),
    ("光伏装机容量", "千瓦"),
    ("进出口总额", "元"),
)
COUNTED = (
    ("龙头企业", "家"), ("省级产业园区", "个"), ("绿色工厂", "家"), ("高标准农田", "亩"), ("充电桩", "个"),
    ("示范村", "个"), ("专用线路", "条"), ("乡村医生", "名"), ("重点实验室", "个"), ("老旧小区", "个"),
)  # fmt: skip
VERBS = ("建设", "培育", "打造", "新建", "改造")

Answer = tuple[str, Decimal | None, str | None, str, str | None]


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence and the targets in it."""

    words: str
    answers: tuple[Answer, ...]


def measure() -> Record:
    """Return precision and recall over all documents, and what was wrong or missing, a few of each."""
    right = found = wanted = 0
    wrong: list[str] = []
    missing: list[str] = []
    for seed in range(DOCUMENTS):
        document, answers = make_document(seed)
        ledger = [(t.indicator, t.number, t.unit, t.relation.value, t.deadline) for t in targets_of(document)]
        left = list(answers)
        for record in ledger:
            if record in left:
                left.remove(record)
                right += 1
            else:
                wrong.append(f"{seed}: {record}")
        found, wanted = found + len(ledger), wanted + len(answers)
        missing += [f"{seed}: {answer}" for answer in left]
    return {
        "documents": DOCUMENTS, "targets": wanted, "found": found, "right": right,
        "precision": round(right / max(1, found), 4), "recall": round(right / max(1, wanted), 4),
        "wrong": wrong[:20], "missing": missing[:20],
    }  # fmt: skip


def make_document(seed: int) -> tuple[Document, list[Answer]]:
    """Return a plan of 2023 and all its targets."""
    rng = random.Random(seed)
    lines = ["某市高质量发展方案", "一、工作目标"]
    answers: list[Answer] = []
    for number in range(SENTENCES):
        if number == SENTENCES // 2:
            lines.append("二、重点任务")
        made = rng.choice(SENTENCES_WITH if rng.random() < 0.65 else SENTENCES_WITHOUT)(rng)
        lines.append(made.words)
        answers += made.answers
    text = "".join(f"{line}\n" for line in lines)
    return Document(f"d{seed}", lines[0], "", "2023-03-01", "", "", text, parse), answers


def _figure(rng: random.Random) -> tuple[str, Decimal]:
    number = Decimal(rng.choice(["98.5", "40", "3", "95", "66.7", "12.5", "80"]))
    if rng.random() < 0.15:
        spelt = to_chinese(int(number)) if number == int(number) else None
        if spelt:
            return f"百分之{spelt}", number
    return f"{number}%", number


def _rate(rng: random.Random) -> Made:
    name, year, (printed, number) = rng.choice(RATES), rng.choice(YEARS), _figure(rng)
    before, after, relation = rng.choice(
        [("达到", "", ">="), ("达到", "以上", ">="), ("不低于", "", ">="), ("超过", "", ">"), ("控制在", "以内", "<="),
         ("提高到", "", ">="), ("提升至", "以上", ">="), ("保持在", "左右", "~"), ("稳定在", "以上", ">=")]
    )  # fmt: skip
    place = rng.choice(
        [
            "到{y}年，{n}{b}{f}{a}。",
            "{n}到{y}年{b}{f}{a}。",
            "力争到{y}年，{n}{b}{f}{a}。",
            "到{y}年底，全市{n}{b}{f}{a}。",
        ]
    )
    words = place.format(y=year, n=name, b=before, f=printed, a=after)
    shown = f"全市{name}" if "全市" in place else name
    return Made(words, ((shown, number, "%", relation, str(year)),))


def _change(rng: random.Random) -> Made:
    name, year = rng.choice(RATES[:6]), rng.choice(YEARS)
    number = Decimal(rng.choice(["2", "3.5", "10"]))
    change, after, relation = rng.choice([("提高", "", "="), ("下降", "左右", "~"), ("年均增长", "以上", ">=")])
    unit = "个百分点" if change == "提高" else "%"
    return Made(f"到{year}年，{name}{change}{number}{unit}{after}。", ((name, number, unit, relation, str(year)),))


def _amount(rng: random.Random) -> Made:
    (name, unit), year = rng.choice(AMOUNTS), rng.choice(YEARS)
    figure, times, scale = rng.choice([("1.2", "万亿", 10**12), ("30", "亿", 10**8), ("500", "万", 10**4)])
    before, relation = rng.choice([("突破", ">"), ("达到", ">="), ("不少于", ">=")])
    number = Decimal(figure) * scale
    return Made(f"到{year}年，{name}{before}{figure}{times}{unit}。", ((name, number, unit, relation, str(year)),))


def _count(rng: random.Random) -> Made:
    (name, unit), year, verb = rng.choice(COUNTED), rng.choice(YEARS), rng.choice(VERBS)
    number = rng.choice([3, 12, 40, 200])
    after, relation = rng.choice([("", "="), ("以上", ">=")])
    words = rng.choice(
        [f"到{year}年，{verb}{name}{number}{unit}{after}。", f"到{year}年，{verb}{number}{unit}{after}{name}。"]
    )
    return Made(words, ((name, Decimal(number), unit, relation, str(year)),))


def _respectively(rng: random.Random) -> Made:
    one, two = rng.sample(RATES[:8], 2)
    year, (first, a), (second, b) = rng.choice(YEARS), _figure(rng), _figure(rng)
    rows = ((one, a, "%", ">=", str(year)), (two, b, "%", ">=", str(year)))
    return Made(f"到{year}年，{one}、{two}分别达到{first}和{second}。", rows)


def _list(rng: random.Random) -> Made:
    name, (counted, unit), year = rng.choice(RATES), rng.choice(COUNTED), rng.choice(YEARS)
    printed, number = _figure(rng)
    words = f"到{year}年，实现以下目标：\n——{name}达到{printed}；\n——建设{counted}30{unit}。"
    rows = ((name, number, "%", ">=", str(year)), (counted, Decimal(30), unit, "=", str(year)))
    return Made(words, rows)


def _fold(rng: random.Random) -> Made:
    name, year = rng.choice([n for n, _ in AMOUNTS]), rng.choice(YEARS)
    return Made(f"到{year}年，{name}翻一番。", ((name, None, None, "=", str(year)),))


def _achievement(rng: random.Random) -> Made:
    name, (printed, _) = rng.choice(RATES), _figure(rng)
    counted, unit = rng.choice(COUNTED)
    return Made(
        rng.choice(
            [
                f"2022年，{name}达到{printed}，建成{counted}30{unit}。",
                f"目前，{name}已达到{printed}。",
                f"截至2022年底，全市建成{counted}120{unit}，{name}为{printed}。",
                f"“十三五”期间，{name}提高到{printed}。",
            ]
        ),
        (),
    )


def _nothing(rng: random.Random) -> Made:
    return Made(
        rng.choice(
            [
                "按照国发〔2021〕23号文件精神，落实第5条要求。",
                "对产值超过1亿元的企业，给予50万元奖励。",
                "建筑面积5000平方米以上的商场应当设置消防控制室。",
                "本方案自2023年9月1日起施行，有效期5年。",
                "违反规定的，处一万元以上五万元以下罚款。",
                "执行GB/T 19001—2016标准，推广“1+N”模式和5G应用。",
                "坚持一个目标、两手发力、三方协同。",
                "加强组织领导，完善工作机制。",
            ]
        ),
        (),
    )


SENTENCES_WITH: tuple[Callable[[random.Random], Made], ...] = (
    _rate, _rate, _change, _amount, _count, _count, _respectively, _list, _fold,
)  # fmt: skip
SENTENCES_WITHOUT: tuple[Callable[[random.Random], Made], ...] = (_achievement, _nothing)


def _lines(record: Record) -> Iterator[str]:
    yield json.dumps({k: v for k, v in record.items() if k not in ("wrong", "missing")}, ensure_ascii=False)
    yield from (f"wrong {row}" for row in record["wrong"])
    yield from (f"missing {row}" for row in record["missing"])


def main() -> int:
    """Measure, file and print; return 0."""
    record = measure()
    file = file_record({**heading(), "synthetic": record}, "synthetic")
    print("\n".join(_lines(record)))
    print(f"filed: {file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
