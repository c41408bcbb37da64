"""How much somebody agrees: the words of a five-point scale as 1 to 5, and what a question measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.model.names import plain

#: Questions whose wording plainly names a known measure. "I am confident about what I learned" asks for confidence
#: and "I will apply what I learned" for application, so knowledge is looked for last.
MEASURES = (
    ("confidence", re.compile(r"\bconfiden|\bconfianza|\bseguro de\b|\bkumpiyansa|\btiwala")),
    ("application", re.compile(r"\bappl(y|ying|ied|ication)\b|\baplica|\bponer en practica|\bisasagawa|\bilalapat")),
    ("awareness", re.compile(r"\baware|\bal tanto\b|\bkamalayan")),
)
KNOWLEDGE = re.compile(r"\blearn(ed|t|ing)?\b|\bknowledge\b|\baprend|\bconocimiento|\bnatut|\bkaalaman")
_NUMBERED = re.compile(r"^([1-5])\s*[-–—=:.)]+\s*(.+)$|^(.+?)\s*[(=:–—-]{1,3}\s*([1-5])\)?$")
#: Two words that share a place on five points stand on different ones of a longer scale.
_LONGER = (("agree", "somewhat agree"), ("disagree", "somewhat disagree"))


def is_agreement(texts: Iterable[str], heading: str = "") -> bool:
    """True for a column of agreement on five points: most of its texts are words of that scale.

    Bare numbers agree with nothing unless the heading itself says what they mean ("1 = strongly disagree").
    A longer scale ("agree" beside "somewhat agree") is no five-point one.
    """
    listed = [text for text in texts if text and not is_no_answer(text)]
    folded = {plain(text) for text in listed}
    if not listed or any({one, other} <= folded for one, other in _LONGER):
        return False
    explained = any(word in plain(heading) for word in words("agreement") if "agree" in word or "acuerdo" in word)
    known = [text for text in listed if rating_of(text) is not None or (explained and text in "12345")]
    return len(known) * 2 >= len(listed) and bool(known)


def rating_of(text: str, numbers: bool = False) -> float | None:
    """Return the rating a text says, from 1 (strongly disagree) to 5; None when it says none.

    Examples
    --------
    >>> rating_of("Strongly agree"), rating_of("4 - Agree"), rating_of("De acuerdo"), rating_of("4")
    (5.0, 4.0, 4.0, None)
    """
    known, folded = words("agreement"), plain(text)
    if folded in known:
        return float(known[folded])
    if numbers and re.fullmatch(r"[1-5](\.0)?", folded):
        return float(folded)
    found = _NUMBERED.match(folded)
    if found:
        number, word = (found.group(1), found.group(2)) if found.group(1) else (found.group(4), found.group(3))
        return float(number) if known.get(plain(word)) == number else None
    return None


def is_no_answer(text: str) -> bool:
    """True for N/A and its like: asked, but no answer."""
    return text.casefold() in word_list("no_answer") or plain(text) in word_list("no_answer")


def measures_of(questions: Sequence[str]) -> list[str]:
    """Return what each question of a form measures: a known measure where it plainly names one, else the question.

    Two questions that name the same measure keep their own words: their answers are not one.

    Examples
    --------
    >>> measures_of(["I learned something new", "I feel more confident", "I enjoyed it"])
    ['knowledge', 'confidence', 'I enjoyed it']
    """
    named = [_measure(question) for question in questions]
    often = Counter(named)
    return [name if name and often[name] == 1 else q for name, q in zip(named, questions, strict=True)]


def _measure(question: str) -> str:
    found = [name for name, pattern in MEASURES if pattern.search(plain(question))]
    if len(found) == 1:
        return found[0]
    return "knowledge" if not found and KNOWLEDGE.search(plain(question)) else ""
