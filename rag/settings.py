"""The settings: one flat record, each field set by an argument or by FOOTNOTE_<NAME> in the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from .errors import SettingError

_HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that can be set, with its unit, range and default."""

    corpus: Path = _HOME / "corpus"  # folder of documents, read recursively
    index: Path | None = None  # folder of the index; None: .index/<corpus name>-<digest>, beside rag/
    chroma_url: str = ""  # a Chroma server for the vectors, like http://localhost:8000/name; "": the index folder
    model: str = "all-MiniLM-L6-v2"  # a sentence-transformers model: a name, or a folder
    reader: str = ""  # a transformers extractive QA model: a name, or a folder; "": the delivered reader
    passage_tokens: int = 100  # aimed-at length of a passage, tokens of that model; 16 to its limit
    candidates: int = 50  # passages taken from each of the two searches; 1 to 1,000
    hits: int = 14  # passages found for one question, of which those near enough the first are read; 1 to 100
    risk: float = 0.2  # share of the answers given that may be wrong; 0 (always refuse) to 1 (never)
    max_file_mb: int = 64  # larger files are reported, not read; MiB, 1 to 4,096
    max_question_chars: int = 2000  # longer questions are an error; characters, 1 to 100,000
    host: str = "127.0.0.1"  # address the page listens on
    port: int = 7860  # port the page listens on; 0 to 65,535 (0: any free one)

    def __post_init__(self) -> None:
        for name in _RANGES:
            _in_range(name, name, getattr(self, name))

    @property
    def index_folder(self) -> Path:
        """The index folder: as set, else one of its own for each documents folder."""
        if self.index is not None:
            return self.index
        import hashlib

        corpus = self.corpus.resolve()
        return _HOME / ".index" / f"{corpus.name}-{hashlib.sha256(os.fsencode(corpus)).hexdigest()[:8]}"

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Settings from arguments (None: not given), else the environment, else the defaults.

        Raises SettingError for a value that does not fit, naming the argument or the variable.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for name, default in ((f.name, f.default) for f in fields(cls)):
            variable = f"FOOTNOTE_{name.upper()}"
            if given.get(name) is not None:
                values[name] = _in_range(name, name, _convert(name, given[name], default))
            elif environment.get(variable):
                values[name] = _in_range(variable, name, _convert(variable, environment[variable], default))
        unknown = set(given) - {f.name for f in fields(cls)}
        if unknown:
            raise SettingError(f"There is no setting named {', '.join(sorted(unknown))}.")
        return replace(cls(), **values)


_RANGES = {
    "passage_tokens": (16, 100_000),
    "candidates": (1, 1_000),
    "hits": (1, 100),
    "risk": (0.0, 1.0),
    "max_file_mb": (1, 4_096),
    "max_question_chars": (1, 100_000),
    "port": (0, 65_535),
}


def _in_range(said: str, name: str, value: Any) -> Any:
    """The value, if it lies in the range of the setting; `said` is what whoever set it calls the setting."""
    low, high = _RANGES.get(name, (value, value))
    if not low <= value <= high:
        raise SettingError(f"{said} is {value}, but must be between {low:,} and {high:,}.")
    return value


def _convert(name: str, value: Any, default: Any) -> Any:
    kind = Path if default is None else type(default)
    try:
        if issubclass(kind, Path):
            if not str(value):
                raise ValueError
            return Path(value).expanduser()
        if kind is int and isinstance(value, float):
            raise ValueError
        return kind(value)
    except (TypeError, ValueError, RuntimeError):  # RuntimeError: the home of a user who is not there
        wanted = {int: "a whole number", float: "a number", str: "text"}.get(kind, "a path")
        raise SettingError(f"{name} is {value!r}, but must be {wanted}.") from None
