"""What a mark on a roster means: by the sheet's legend, by an answer, by custom, and else by asking."""

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

#: Marks with one meaning wherever they were seen.
CUSTOM = {"p": "present", "✓": "present", "✔": "present", "/": "present", "1": "present", "f": "absent", "j": "excused",
          "a/e": "excused", "pp": "late", "late": "late"}  # fmt: skip
#: Marks by which a learner enters the list, or leaves it: from that day on, or before it, there is no row.
ENTERS = frozenset(("t/i", "le", "transferred in"))
LEAVES = frozenset(("t/o", "d/o", "do", "de", "drp", "nlpa", "transferred out", "dropped", "dropped out", "withdrawn"))
#: What a recognised form prints its marks for: the school form of the Philippines, and the Spanish register.
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
#: Stands for texts among marks that could name somebody and are not repeated.
OTHER_TEXT = "other text"
#: Different marks of a roster that are asked about one by one.
MOST_UNKNOWN = 100
#: Marks whose other reading needs another mark in the same sheet: mark → (meaning, needed, forbidden).
IN_COMPANY = {
    "a": ("absent", {"p"}, set()),
    "t": ("late", {"p"}, {"l"}),
    "l": ("late", {"p"}, {"t"}),
    "am": ("late", {"p"}, set()),
    "y": ("present", {"n"}, set()),
    "n": ("absent", {"y"}, set()),
}
CAME = ("present", "late")
#: Words in a label that say which marks its total counts: those of a share none.
COUNTED = (
    (("%", "percent", "porcentaje", "average", "promedio"), ()),
    (("absent", "ausen", "falta", "inasistencia", "absence", "liban", "lumiban", "hindi"), ("absent",)),
    (("tard", "late", "huli", "retardo"), ("late",)),
    (("excused", "justific"), ("excused",)),
    (("total", "kabuuan", "days", "times", "present", "asistencia", "suma", "dumalo", "attend", "count"), CAME),
)


@dataclass(frozen=True)
class Meaning:
    """A mark's status and why: answer, legend, form, custom, word, stay (enters or leaves), number, or unexplained."""

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


def whom_it_counts(label: str) -> tuple[str, ...] | None:
    """Return the statuses a total counts, by its label; empty for a share, None where the label does not say.

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
    """Return what each mark means; a mark nobody explained is unknown.

    An answer outranks the sheet's own legend, which outranks the printed meaning of a recognised `form`, which
    outranks custom.
    """
    said = answers.get("marks", {}).items()
    given = {normal_mark(mark): status for mark, status in said if status in STATUSES}  # others are of a ledger
    present = set(counts)
    return {mark: _meaning(mark, present, legend, given, FORMS.get(form, {})) for mark in counts}


def too_many_unknown(meanings: Mapping[str, Meaning]) -> frozenset[str]:
    """Return the unexplained marks if there are over a hundred: these are not marks, and are reported as one.

    The blank is not included.
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
    """True for a mark of a printed form with two readings: T beside L, and A (absent, or asistió) without a P."""
    return (mark == "t" and "l" in present) or (mark == "a" and "p" not in present)


def question_text(counts: Counter[str], asked: Sequence[str]) -> str:
    """Return the question about marks with several meanings, with how often each appears.

    Examples
    --------
    >>> question_text(Counter({"x": 14, "": 86}), ["x", ""])
    'x appears 14 times, blank 86 times: which came?'
    """
    often = {mark: "once" if counts[mark] == 1 else f"{counts[mark]:,} times" for mark in asked}
    parts = [f"{mark or 'blank'} {'appears ' if not place else ''}{often[mark]}" for place, mark in enumerate(asked)]
    return ", ".join(parts) + ": which came?"


def mark_questions(sheet: str, asked: Sequence[str], text: str) -> tuple[Question, ...]:
    """One question a mark that nobody explained, the blank last."""
    options = (("present", "came"), ("absent", "did not come"), ("late", "came late"), ("excused", "excused"),
               ("unknown", "not recorded"))  # fmt: skip
    return tuple(
        Question(f"sheets.{sheet}.marks.{mark}", f"{text} What does {mark or 'a blank'} mean?", options, "unknown")
        for mark in sorted(asked, key=lambda mark: (mark == "", mark))
    )
