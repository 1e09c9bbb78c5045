"""The configuration: read once, refused in one clear line."""

from datetime import date
from pathlib import Path

import pytest

from bot.config import ConfigError, read
from index.models import BUNDLED


def test_defaults_need_no_variable() -> None:
    config = read({})
    assert config.home.is_absolute()
    assert config.home.name == "policybot"
    assert (config.embedding_model, config.allow_download, config.as_of, config.unknown) == (BUNDLED, False, None, ())


def test_values_are_read_and_trimmed(tmp_path: Path) -> None:
    given = {
        "POLICYBOT_HOME": f" {tmp_path} ", "POLICYBOT_EMBEDDING_MODEL": "some/model", "POLICYBOT_ALLOW_DOWNLOAD": "Yes",
        "POLICYBOT_TODAY": "2025-12-31", "POLICYBOT_TELEGRAM_TOKEN": "1:x", "POLICYBOT_HMOE": "x", "HOME": "/",
    }  # fmt: skip
    config = read(given)
    assert (config.home, config.embedding_model, config.allow_download) == (tmp_path, "some/model", True)
    assert config.today() == date(2025, 12, 31)
    assert config.unknown == ("POLICYBOT_HMOE",)


def test_blank_counts_as_unset() -> None:
    assert read({"POLICYBOT_HOME": " ", "POLICYBOT_TODAY": ""}) == read({})


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    read({"POLICYBOT_HOME": str(tmp_path / "new")})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("POLICYBOT_TODAY", "31.12.2025", id="a date in another order"),
        pytest.param("POLICYBOT_TODAY", "2025-02-30", id="no such day"),
        pytest.param("POLICYBOT_ALLOW_DOWNLOAD", "maybe", id="neither yes nor no"),
        pytest.param("POLICYBOT_EMBEDDING_MODEL", "a\x00b", id="NUL"),
        pytest.param("POLICYBOT_HOME", "a\nb", id="line break"),
        pytest.param("POLICYBOT_HOME", "~nobody-of-this-name/x", id="home of an unknown user"),
    ],
)
def test_ill_formed_value_is_one_line_that_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read({name: value})
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(ConfigError, match="is a file; give a folder"):
        read({"POLICYBOT_HOME": str(file)})
