"""Words of Cantonese and of the southwest in those of the standard language; only for understanding, never shown."""

import re

_WORDS = {
    "边个": "谁", "边度": "哪里", "边间": "哪家", "边啲": "哪些", "几多": "多少", "点解": "为什么",
    "点样": "怎样", "点算": "怎么办", "乜嘢": "什么", "咩嘢": "什么", "而家": "现在", "入面": "里面", "上高": "上面",
    "细路": "孩子", "细佬哥": "孩子", "后生": "年轻人", "屋企": "家里", "得唔得": "行不行", "可唔可以": "可不可以",
    "使唔使": "要不要", "系唔系": "是不是", "有冇": "有没有", "唔使": "不用", "唔好": "不要", "唔该": "请问",
    "唔": "不", "冇": "没有", "嘅": "的", "咗": "了", "喺": "在", "俾": "给", "畀": "给", "攞": "拿", "嗰": "那",
    "𠮶": "那", "呢份": "这份", "呢个": "这个", "呢度": "这里", "呢条": "这条", "呢啲": "这些", "仲有": "还有",
    "仲用": "还用", "几钿": "多少钱", "啷个": "怎么",
    "哋": "们", "佢": "他", "睇": "看", "嘢": "东西", "啲": "些", "咁": "这样", "嚟": "来", "揾": "找", "瞓": "睡",
    "啥子": "什么", "莫得": "没有", "没得": "没有", "晓得": "知道", "咋个": "怎么", "娃儿": "孩子", "好久": "多久",
}  # fmt: skip
_SO_THEN = re.compile(r"^咁(?=[^,，]{1,10}[呢咧]?[?？]*$)")  # 咁2029年呢
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


def in_standard(asked: str) -> str:
    """Return a question (in simplified characters) with its words of dialect in those of the standard language."""
    return _WORD.sub(lambda match: _WORDS[match[0]], _SO_THEN.sub("那", asked))
