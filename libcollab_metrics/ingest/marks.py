"""What a mark on a roster means: by the sheet's legend, by an answer, by custom, and else by asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.lexicon import words
from libcollab_metrics.model.names import plain

#: Marks with one meaning wherever they were seen.
CUSTOM = {"p": "present", "✓": "present", "✔": "present", "/": "present", "1": "present", "f": "absent", "j": "excused",
          "pp": "late", "late": "late"}  # fmt: skip
#: Marks whose other reading needs another mark in the same sheet: mark → (meaning, needed, forbidden).
IN_COMPANY = {
    "a": ("absent", {"p"}, set()),
    "t": ("late", {"p"}, {"l"}),
    "l": ("late", {"p"}, {"t"}),
    "am": ("late", {"p"}, set()),
}


@dataclass(frozen=True)
class Meaning:
    """A mark's status and why: answer, legend, custom, word, or unexplained."""

    status: str
    why: str


def normal_mark(text: str) -> str:
    """Return a mark for comparison: trimmed, case folded.

    Examples
    --------
    >>> normal_mark(" X "), normal_mark("1")
    ('x', '1')
    """
    return text.strip().casefold()


def explain_marks(counts: Counter[str], legend: Mapping[str, str], answers: Answers) -> dict[str, Meaning]:
    """Return what each mark means; a mark nobody explained is unknown."""
    given = {normal_mark(mark): status for mark, status in answers.get("marks", {}).items()}
    present = set(counts)
    return {mark: _meaning(mark, present, legend, given) for mark in counts}


def _meaning(mark: str, present: set[str], legend: Mapping[str, str], given: Mapping[str, str]) -> Meaning:
    if mark in given:
        return Meaning(given[mark], "answer")
    if mark in legend:
        return Meaning(legend[mark], "legend")
    if mark in CUSTOM:
        return Meaning(CUSTOM[mark], "custom")
    if mark in IN_COMPANY:
        status, needed, forbidden = IN_COMPANY[mark]
        if needed <= present and not forbidden & present:
            return Meaning(status, "custom")
    word = words("status").get(plain(mark)) if len(mark) > 2 else None
    if word:
        return Meaning(word, "word")
    return Meaning("unknown", "unexplained")


def question_text(counts: Counter[str], asked: Sequence[str]) -> str:
    """Return the question about marks with several meanings, with how often each appears.

    Examples
    --------
    >>> question_text(Counter({"x": 14, "": 86}), ["x", ""])
    'x appears 14 times, blank 86 times: which came?'
    """
    parts = [
        f"{mark or 'blank'} {'appears ' if not place else ''}{counts[mark]} times" for place, mark in enumerate(asked)
    ]
    return ", ".join(parts) + ": which came?"
