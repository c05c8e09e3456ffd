"""What can go wrong, as a tree. Every message names the thing, says what is wrong and what to do next.

FootnoteError
├── UsageError            the caller asked for something that cannot be: exit status 2
│   ├── QuestionError     an empty or overlong question, a malformed history
│   ├── SettingError      a setting that cannot be used
│   └── CorpusError       the documents folder is missing, not a folder, or not readable
├── DocumentError         one file cannot be read; the rest of the folder still is
├── ModelError            a model cannot be loaded
└── StoreError            the index cannot be opened, searched or written
    ├── BusyError         another program is writing it
    └── UnreachableError  the Chroma server that has the vectors does not answer
"""

from __future__ import annotations

from os import PathLike


class FootnoteError(Exception):
    """The root: catch this to catch everything that Footnote raises on purpose."""


class UsageError(FootnoteError):
    """The caller's input cannot be used as it is."""


class QuestionError(UsageError):
    """An empty or overlong question, or a history that is not a list of messages."""


class SettingError(UsageError):
    """A setting that is not a value of its kind, or out of its range."""


class CorpusError(UsageError):
    """The documents folder does not exist, is not a folder, or cannot be listed."""


class DocumentError(FootnoteError):
    """One file that cannot be read. `path` is the file, `problem` what is wrong, `remedy` what to do."""

    def __init__(self, path: str | PathLike[str], problem: str, remedy: str) -> None:
        self.path, self.problem, self.remedy = str(path), problem, remedy
        super().__init__(f"{self.path}: {problem}. {remedy}")


class ModelError(FootnoteError):
    """A model that is not there or cannot be loaded."""


class StoreError(FootnoteError):
    """An index folder that cannot be opened, locked, searched or written."""


class BusyError(StoreError):
    """An index that another program is writing at this moment."""


class UnreachableError(StoreError):
    """A Chroma server that does not answer, or not as one."""


def said_by(error: Exception) -> str:
    """What somebody else's error says, on one line of at most 200 characters, for a message of ours."""
    return " ".join(str(error).split())[:200] or type(error).__name__
