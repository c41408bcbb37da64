"""Resolve attendance marks on a roster.

Precedence: the user's answer, the sheet's legend, the printed meaning of a recognized form, common usage; if
none applies, the mark is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.values.lexicon import words
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.schema import STATUSES

#: Marks with a single common meaning.
CUSTOM = {"p": "present", "✓": "present", "✔": "present", "/": "present", "1": "present", "f": "absent", "j": "excused",
          "a/e": "excused", "pp": "late", "late": "late"}  # fmt: skip
#: Enrolment marks: a learner has no rows before an entry mark or from a leaving mark on.
ENTERS = frozenset(("t/i", "le", "transferred in"))
LEAVES = frozenset(("t/o", "d/o", "do", "de", "drp", "nlpa", "transferred out", "dropped", "dropped out", "withdrawn"))
#: Printed meanings of marks on recognized forms: the Philippine School Form 2 and the Spanish register.
FORMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "sf2": MappingProxyType(
            {"": "present", "x": "absent", "am": "late", "pm": "late", "t": "late", "l": "late", "tardy": "late"}
        ),
        "register": MappingProxyType(
            {"p": "present", "a": "absent", "f": "absent", "t": "late", "j": "excused", "a/e": "excused"}
        ),
    }
)
#: Placeholder for texts among marks that could be names and are not repeated.
OTHER_TEXT = "other text"
#: Maximum number of different marks of a roster that are asked about individually.
MOST_UNKNOWN = 100
#: Marks that depend on other marks of the sheet: mark → (status, required marks, excluded marks).
IN_COMPANY = {
    "a": ("absent", {"p"}, set()),
    "t": ("late", {"p"}, {"l"}),
    "l": ("late", {"p"}, {"t"}),
    "am": ("late", {"p"}, set()),
    "y": ("present", {"n"}, set()),
    "n": ("absent", {"y"}, set()),
}
CAME = ("present", "late")
#: Keywords mapping a total's label to the statuses it counts; percentages count none.
COUNTED = (
    (("%", "percent", "porcentaje", "average", "promedio"), ()),
    (("absent", "ausen", "falta", "inasistencia", "absence", "liban", "lumiban", "hindi"), ("absent",)),
    (("tard", "late", "huli", "retardo"), ("late",)),
    (("excused", "justific"), ("excused",)),
    (("total", "kabuuan", "days", "times", "present", "asistencia", "suma", "dumalo", "attend", "count"), CAME),
)


@dataclass(frozen=True)
class Meaning:
    """Status of a mark and its source.

    Attributes
    ----------
    status : str
        Attendance status, "unknown" when unresolved.
    why : str
        Source: answer, legend, form, custom, word, stay (an enrolment mark), number or unexplained.
    """

    status: str
    why: str


def normal_mark(text: str) -> str:
    """Normalize a mark for comparison: stripped and casefolded.

    Examples
    --------
    >>> normal_mark(" X "), normal_mark("1")
    ('x', '1')
    """
    return text.strip().casefold()


def whom_it_counts(label: str) -> tuple[str, ...] | None:
    """Return the statuses a total counts, from its label.

    The result is empty for a percentage, and None when the label does not say.

    Examples
    --------
    >>> whom_it_counts("Total faltas"), whom_it_counts("Days present"), whom_it_counts("% present")
    (('absent',), ('present', 'late'), ())
    """
    text = plain(label)
    return next((counted for words, counted in COUNTED if any(word in text for word in words)), None)


def explain_marks(
    counts: Counter[str], legend: Mapping[str, str], answers: Answers, form: str = ""
) -> dict[str, Meaning]:
    """Resolve the meaning of each mark; an unresolved mark is unknown.

    An answer overrides the sheet's legend, which overrides the printed meaning of a recognized `form`, which
    overrides common usage.
    """
    said = answers.get("marks", {}).items()
    given = {normal_mark(mark): status for mark, status in said if status in STATUSES}  # others belong to a ledger
    present = set(counts)
    return {mark: _meaning(mark, present, legend, given, FORMS.get(form, {})) for mark in counts}


def too_many_unknown(meanings: Mapping[str, Meaning]) -> frozenset[str]:
    """Return the unresolved marks, except blank, if there are more than 100; else an empty set.

    More than 100 different texts are not attendance marks; they are reported as one issue.
    """
    unknown = frozenset(mark for mark, meaning in meanings.items() if mark and meaning.why in ("unexplained", "number"))
    return unknown if len(unknown) > MOST_UNKNOWN else frozenset()


def _meaning(
    mark: str, present: set[str], legend: Mapping[str, str], given: Mapping[str, str], printed: Mapping[str, str]
) -> Meaning:
    for listed, why in ((given, "answer"), (legend, "legend")):
        if mark in listed:
            return Meaning(listed[mark], why)
    if mark in ENTERS | LEAVES:
        return Meaning("unknown", "stay")
    if mark in printed and not _is_open(mark, present):
        return Meaning(printed[mark], "form")
    if mark in CUSTOM:
        return Meaning(CUSTOM[mark], "custom")
    if mark in IN_COMPANY:
        status, needed, forbidden = IN_COMPANY[mark]
        if needed <= present and not forbidden & present:
            return Meaning(status, "custom")
    word = words("status").get(plain(mark)) if len(mark) > 1 else None
    if word:
        return Meaning(word, "word")
    number = re.fullmatch(r"\d+([.,]\d+)?", mark) is not None and mark != "0"
    return Meaning("unknown", "number" if number else "unexplained")


def _is_open(mark: str, present: set[str]) -> bool:
    """Return whether a printed mark is ambiguous: T next to L, or A without P.

    A may then mean absent or asistió (attended).
    """
    return (mark == "t" and "l" in present) or (mark == "a" and "p" not in present)


def question_text(counts: Counter[str], asked: Sequence[str]) -> str:
    """Format the question about ambiguous marks, with the number of times each appears.

    Examples
    --------
    >>> question_text(Counter({"x": 14, "": 86}), ["x", ""])
    'x appears 14 times, blank 86 times: which came?'
    """
    often = {mark: "once" if counts[mark] == 1 else f"{counts[mark]:,} times" for mark in asked}
    parts = [f"{mark or 'blank'} {'appears ' if not place else ''}{often[mark]}" for place, mark in enumerate(asked)]
    return ", ".join(parts) + ": which came?"


def mark_questions(sheet: str, asked: Sequence[str], text: str) -> tuple[Question, ...]:
    """Return one question per unresolved mark, blank last."""
    options = (("present", "came"), ("absent", "did not come"), ("late", "came late"), ("excused", "excused"),
               ("unknown", "not recorded"))  # fmt: skip
    return tuple(
        Question(f"sheets.{sheet}.marks.{mark}", f"{text} What does {mark or 'a blank'} mean?", options, "unknown")
        for mark in sorted(asked, key=lambda mark: (mark == "", mark))
    )
