"""Questions for where an answer stands: "Where does it say that?", "In which document?", "Can you quote it?"

They ask nothing of the documents: what was answered last is given again, with the place of each of its citations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from .antecedents import LEAD
from .records import Citation, Document
from .text import clean

_LONGEST = 120  # characters of such a question
_THAT = r"(?:that|this|so|these|those)"
_IT = rf"(?:it|them|{_THAT})"
_TEXTS = r"(?:(?:the|your|these|this|that|my) )?(?:documents?|articles?|files?|texts?|sources?|manual|handbook|papers?)"
_PART = r"(?:documents?|articles?|files?|texts?|sources?|pages?|sections?|chapters?|paragraphs?|passages?|sentences?)"
_ONE = r"(?:document|article|file|source|page|section|chapter|paragraph|passage|sentence)"
_STANDS = r"(?:says?|said|stands?|written|stated|mentioned)"
_SOURCE = (
    r"(?:sources?|citations?|footnotes?|exact words|wording|pages?(?: numbers?)?|passages?|"
    r"original(?: (?:text|words?))?)"
)
_PROOF = rf"(?:{_SOURCE}|references?|evidence|proof|quotes?|quotations?|{_ONE})"
_OF_IT = rf"(?: (?:for|of|from|behind) {_IT}| where {_IT} (?:is|says|stands|comes from))"
_ASKED = (
    rf"where (?:exactly )?(?:does|did|do|is|was|are) (?:{_IT}|they|{_TEXTS}) {_STANDS}(?: {_IT})?",
    rf"where(?: is|['’]s| does| did) {_THAT} (?:come )?from|where(?:['’]s| is) {_IT} {_STANDS}",
    rf"where (?:did|do|have) you (?:got|get|find|found|read|take|see)(?: {_IT})?(?: from)?",
    rf"where (?:can|could|do|should) (?:i|we) (?:read|check|verify|look up) {_IT}(?: up)?",
    rf"how do you know(?: {_IT})?|how (?:can|do) i (?:check|verify) {_IT}",
    rf"(?:(?:in|from|on|at) )?(?:which|what) (?:{_ONE}|{_PART}"
    rf"(?: (?:is|was|are|does|did|do) {_IT}(?: (?:{_STANDS}|in|on|from))?(?: {_IT})?| {_STANDS}(?: {_IT})?))",
    rf"what(?:['’]s| is| are| was)? (?:(?:your|its) {_PROOF}{_OF_IT}?|the (?:{_SOURCE}{_OF_IT}?|{_PROOF}{_OF_IT}))",
    rf"(?:do you have|have you got) (?:a |an |any |the )?{_PROOF}{_OF_IT}?",
    rf"(?:show|give|tell|send|cite|quote)(?: me| us)? (?:(?:the|your|a|an|its|some) )?{_PROOF}{_OF_IT}?",
    rf"show (?:me|us)(?: {_IT})?(?: where)?(?: {_IT}(?: says?| is written| stands| is)?(?: {_IT})?)?",
    rf"(?:quote|cite|prove|source) {_IT}|prove|quote|cite|sources?|citation needed|references?|page|page number",
    r"based on what|on what basis|according to what|says which document",
    rf"what (?:(?:exactly|actually|literally) (?:does|do|did) (?:it|they|{_TEXTS}) say|"
    rf"(?:does|do|did) (?:it|they|{_TEXTS}) (?:(?:exactly|actually|literally) say|"
    r"say (?:exactly|literally|word for word)))",
)
_ASKS = re.compile(
    rf"{LEAD}(?:(?:please|yes|no|hmm?|really)[\s,?!]+)*(?:(?:can|could|would|will) you (?:please |also )?)?"
    rf"(?:{'|'.join(_ASKED)})(?:[\s,]+(?:please|then|exactly|again|now|though))*[\s?!.…]*$",
    re.IGNORECASE,
)


def asks_for_source(question: str) -> bool:
    """Whether a message asks where the answer before it stands, and nothing else."""
    return len(question) <= _LONGEST and bool(_ASKS.match(question.strip()))


def places(citations: Iterable[Citation], document: Callable[[str], Document]) -> str:
    """Where citations stand, for people to read: title, file, heading and page, each place once."""
    found = dict[str, None]()
    for citation in citations:
        source = document(citation.document)
        above = [heading.span for heading in source.headings if heading.span.end <= citation.start]
        heading = clean(above[-1].of(source.text).strip("# \n")) if above else ""
        below = f", under “{heading}”" if heading and heading != citation.title else ""
        page = f", page {citation.page}" if citation.page else ""
        found[f"“{citation.title}” ({citation.document}){below}{page}"] = None
    return f"It stands in {'; '.join(found)}." if found else ""
