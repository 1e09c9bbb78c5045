"""Words of dialect in those of the standard language."""

import pytest

from bot.dialect import in_standard


@pytest.mark.parametrize(
    ("asked", "standard"),
    [
        pytest.param("老人家最少攞到几多钱", "老人家最少拿到多少钱", id="verbs and figures"),
        pytest.param("学校可唔可以喺入面收钱", "学校可不可以在里面收钱", id="the longest word at a place"),
        pytest.param("有啥子规矩", "有什么规矩", id="of the southwest"),
        pytest.param("咁2029年呢", "那2029年呢", id="so then"),
        pytest.param("呢份几时到期,旧嗰份仲用唔用", "这份几时到期,旧那份还用不用", id="this and that"),
        pytest.param("质量强省建设", "质量强省建设", id="none"),
    ],
)
def test_in_standard(asked: str, standard: str) -> None:
    assert in_standard(asked) == standard
