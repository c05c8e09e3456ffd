"""The chat before a question, as turns of plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import smalltalk
from .declined import declined
from .errors import QuestionError
from .provenance import asks_for_source
from .records import CANNOT_ANSWER
from .text import clean

_LONGEST = 8_000  # characters of a message that are looked at
_MESSAGES = 400  # the latest ones, that are looked at
_SAID = 20_000  # characters of what was said that are not said again
_QUESTION, _ANSWER = 2_000, 4_000  # characters of a turn that a follow-up may go on from

Turn = tuple[str, str]  # a question, and the answer to it


def turns(history: Sequence[Mapping[str, Any]]) -> list[Turn]:
    """The questions and answers of messages {"role": "user" | "assistant", "content": text}, oldest first.

    What asks nothing of the documents is left out: nothing goes on from a greeting. A refusal counts as no
    answer. Raises QuestionError for anything but messages.
    """
    found: list[Turn] = []
    if not isinstance(history, Sequence):
        raise QuestionError(f"The history must be a list of messages, not {type(history).__name__}.")
    for message in history[-_MESSAGES:]:
        if not isinstance(message, Mapping) or message.get("role") not in ("user", "assistant", "system"):
            raise QuestionError(
                'The history must be a list of messages {"role": "user" or "assistant", "content": "text"}.'
            )
        content = _content(message)
        if message["role"] == "user":
            found.append((content[:_QUESTION], ""))
        elif message["role"] == "assistant" and found:
            found[-1] = (found[-1][0], clean(f"{found[-1][1]} {content}")[:_ANSWER])
    return [
        (asked, "" if CANNOT_ANSWER in answer else answer)
        for asked, answer in found
        if asked and _asks_the_documents(asked)
    ]


def last_question(history: Sequence[Mapping[str, Any]]) -> tuple[str, Sequence[Mapping[str, Any]]] | None:
    """The last message of a chat that asked something of the documents, and the chat before it; None without one."""
    for n in range(len(history) - 1, max(-1, len(history) - 1 - _MESSAGES), -1):
        asked = _content(history[n])[:_QUESTION] if history[n].get("role") == "user" else ""
        if asked and _asks_the_documents(asked):
            return asked, history[:n]
    return None


def _asks_the_documents(message: str) -> bool:
    return not (asks_for_source(message) or declined(message) or smalltalk.reply(message, dict) is not None)


def _content(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return clean(whole(content[:_LONGEST]))
    # The form in which several chat programs keep a message: a list of parts, of which the texts count.
    if isinstance(content, list):
        parts = [p.get("text", "") if isinstance(p, Mapping) else p for p in content]
        return clean(whole(" ".join(part for part in parts if isinstance(part, str))[:_LONGEST]))
    if content is None:
        return ""
    raise QuestionError("The content of a message in the history must be text.")


def said_before(history: Sequence[Mapping[str, Any]]) -> str:
    """What the assistant has answered in the chat, in one line: what "else" leaves out.

    Empty when it has refused the question before: a refusal has said nothing that there could be more of.
    """
    said = [_content(message) for message in history[-_MESSAGES:] if message.get("role") == "assistant"]
    answers = [message for message in said if CANNOT_ANSWER not in message]
    return clean(" ".join(answers))[-_SAID:] if said and CANNOT_ANSWER not in said[-1] else ""


def whole(text: str) -> str:
    """The text with "?" for each half of a character (a lone surrogate), which JSON can hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")
