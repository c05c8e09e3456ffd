"""Settings: an argument wins over the environment, and that over the default; what is wrong is named."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from rag.errors import SettingError
from rag.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
NAMES = [field.name for field in fields(Settings)]


@pytest.mark.parametrize(
    ("given", "environment", "expected"),
    [
        pytest.param({}, {}, 14, id="default"),
        pytest.param({}, {"FOOTNOTE_HITS": "3"}, 3, id="environment over default"),
        pytest.param({"hits": 4}, {"FOOTNOTE_HITS": "3"}, 4, id="argument over environment"),
        pytest.param({"hits": None}, {"FOOTNOTE_HITS": "3"}, 3, id="None: not given"),
        pytest.param({}, {"FOOTNOTE_HITS": ""}, 14, id="an empty variable: not set"),
        pytest.param({"hits": "5"}, {}, 5, id="text that is a number"),
    ],
)
def test_where_a_value_comes_from(given: dict[str, object], environment: dict[str, str], expected: int) -> None:
    assert Settings.load(environment, **given).hits == expected


def test_the_environment_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_CORPUS", str(tmp_path))
    monkeypatch.setenv("FOOTNOTE_RISK", "0.25")
    settings = Settings.load()
    assert (settings.corpus, settings.risk) == (tmp_path, 0.25)


def test_a_path_may_begin_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.load({}, corpus="~/documents").corpus == tmp_path / "documents"


@pytest.mark.parametrize(
    ("given", "environment", "message"),
    [
        ({}, {"FOOTNOTE_HITS": "many"}, "FOOTNOTE_HITS is 'many', but must be a whole number."),
        ({}, {"FOOTNOTE_HITS": "2.5"}, "FOOTNOTE_HITS is '2.5', but must be a whole number."),
        ({"hits": 2.5}, {}, "hits is 2.5, but must be a whole number."),
        ({}, {"FOOTNOTE_RISK": "high"}, "FOOTNOTE_RISK is 'high', but must be a number."),
        ({}, {"FOOTNOTE_RISK": "nan"}, "FOOTNOTE_RISK is nan, but must be between 0.0 and 1.0."),
        ({}, {"FOOTNOTE_PORT": "99999"}, "FOOTNOTE_PORT is 99999, but must be between 0 and 65,535."),
        ({"port": -1}, {}, "port is -1, but must be between 0 and 65,535."),
        ({}, {"FOOTNOTE_HITS": "0"}, "FOOTNOTE_HITS is 0, but must be between 1 and 100."),
        ({"corpus": 3}, {}, "corpus is 3, but must be a path."),
        ({"corpus": ""}, {}, "corpus is '', but must be a path."),
        ({"colour": "blue"}, {}, "There is no setting named colour."),
    ],
)
def test_what_cannot_be_used_is_named(given: dict[str, object], environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.load(environment, **given)
    assert str(caught.value) == message


@pytest.mark.parametrize("value", [{"hits": 0}, {"risk": 1.1}, {"passage_tokens": 15}])
def test_a_record_made_by_hand_is_checked_too(value: dict[str, float]) -> None:
    with pytest.raises(SettingError, match=f"^{next(iter(value))} is "):
        Settings(**value)


def test_each_documents_folder_has_an_index_of_its_own(tmp_path: Path) -> None:
    one, other = tmp_path / "a" / "news", tmp_path / "b" / "news"
    folders = {Settings(corpus=corpus).index_folder for corpus in (one, other, tmp_path / "a" / ".." / "a" / "news")}
    assert len(folders) == 2
    assert all(folder.parent.name == ".index" and folder.name.startswith("news-") for folder in folders)


def test_a_given_index_folder_is_used(tmp_path: Path) -> None:
    assert Settings(index=tmp_path).index_folder == tmp_path


def test_every_setting_has_a_default_and_there_are_few() -> None:
    assert all(field.default is not MISSING for field in fields(Settings))
    assert len(NAMES) <= 20


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_stands_in_the_readme_with_its_default(name: str) -> None:
    row = next((line for line in readme() if f"FOOTNOTE_{name.upper()}" in line and line.startswith("|")), None)
    assert row is not None, f"README.md has no row for FOOTNOTE_{name.upper()}"
    default = getattr(Settings(), name)
    shown = {"corpus": "corpus", "index": ".index"}.get(name, str(default))
    assert f"`{shown}" in row.replace(",", "").split("|", 2)[2], f"the row does not give the default, {shown}"


def readme() -> list[str]:
    return (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
