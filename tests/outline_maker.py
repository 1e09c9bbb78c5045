"""Random outlines with known answers: what `parse` must find in a text that was printed from a tree."""

import random
from dataclasses import dataclass

from knowledge.numerals import to_chinese

_WORDS = "质量安全标准品牌创新服务监管能力体系建设人才资金绿色数字海洋农业工业文化健康教育交通水利城乡治理改革开放"
_SYSTEMS = (
    ("第{c}章　", "第{c}条　", "（{c}）", "{a}."),
    ("第{c}编 ", "第{c}章 ", "第{c}节 ", "第{c}条 "),
    ("{c}、", "（{c}）", "{a}.", "（{a}）"),
    ("{c}、", "({c})", "{a}．", "({a})"),
    ("第{c}部分 ", "{c}、", "（{c}）", "{a}、"),
    ("{c}、", "{a}.", "（{a}）", "①"),
)
_LABELS = {
    "第{c}章　": "第{c}章", "第{c}条　": "第{c}条", "（{c}）": "({c})", "({c})": "({c})", "{a}.": "{a}", "{a}．": "{a}",
    "{a}、": "{a}", "第{c}编 ": "第{c}编", "第{c}章 ": "第{c}章", "第{c}节 ": "第{c}节", "第{c}条 ": "第{c}条",
    "{c}、": "{c}", "（{a}）": "({a})", "({a})": "({a})", "第{c}部分 ": "第{c}部分", "①": "①",
}  # fmt: skip


@dataclass
class Printed:
    """A text and the paths of its marked nodes, in order."""

    text: str
    paths: list[str]


def make_outline(seed: int) -> Printed:
    """Return a random document: three levels at most, numbers that restart or run on, paragraphs between."""
    rng = random.Random(seed)
    marks = rng.choice(_SYSTEMS)[: rng.randint(1, 4)]
    run_on = {level: rng.random() < 0.3 and marks[level] != "①" for level in range(1, len(marks))}
    counts = [0] * len(marks)
    end, indent = rng.choice(["\n", "\r\n"]), rng.choice(["", "　　", "    "])
    lines: list[str] = [f"关于{_some(rng)}的{rng.choice(['意见', '方案', '规划'])}"] if rng.random() < 0.7 else []
    paths: list[str] = []
    _level(rng, marks, counts, run_on, "", lines, paths)
    if rng.random() < 0.4:
        lines += ["某市人民政府", "2023年5月6日"]
    blank = end if rng.random() < 0.3 else ""
    return Printed("".join(indent + line + end + blank for line in lines), paths)


def _level(
    rng: random.Random, marks: tuple[str, ...], counts: list[int], run_on: dict[int, bool], above: str,
    lines: list[str], paths: list[str], depth: int = 0,
) -> None:  # fmt: skip
    if not run_on.get(depth):
        counts[depth] = 0
    for _ in range(rng.randint(2, 4)):
        counts[depth] += 1
        number = counts[depth]
        mark = chr(0x2460 + number - 1) if marks[depth] == "①" else marks[depth].format(c=to_chinese(number), a=number)
        label = mark if marks[depth] == "①" else _LABELS[marks[depth]].format(c=to_chinese(number), a=number)
        path = f"{above}/{label}" if above else label
        paths.append(path)
        deeper = depth + 1 < len(marks) and rng.random() < 0.7
        lines.append(mark + (_some(rng) if deeper or rng.random() < 0.5 else f"{_some(rng)}。{_sentence(rng)}"))
        lines += [_sentence(rng) for _ in range(rng.choice([0, 0, 1, 2]))]
        if deeper:
            _level(rng, marks, counts, run_on, path, lines, paths, depth + 1)


def _some(rng: random.Random) -> str:
    return "".join(rng.choice(_WORDS) for _ in range(rng.randint(3, 9)))


def _sentence(rng: random.Random) -> str:
    kinds = (
        f"加强{_some(rng)}，推进{_some(rng)}。",
        f"到2025年，{_some(rng)}达到95%以上。",
        f"一是{_some(rng)}；二是{_some(rng)}。",
        f"——{_some(rng)}。",
        f"按照第三条第二款的规定，做好{_some(rng)}。",
        f"2023年，完成{_some(rng)}1.2万个。",
    )
    return rng.choice(kinds)
