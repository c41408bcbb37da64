"""Meaning of attendance marks: common marks, school forms, and which marks are asked about.

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
from libcollab_metrics.ingest.question_kinds import NOT_LISTED, ask
from libcollab_metrics.ingest.values.lexicon import known_words
from libcollab_metrics.messages import Message, join_messages, plural_message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.schema import PRESENT_STATUSES, STATUSES

#: Marks with a single common meaning.
COMMON_MARKS = {
    "p": "present",
    "✓": "present",
    "✔": "present",
    "/": "present",
    "1": "present",
    "f": "absent",
    "j": "excused",
    "a/e": "excused",
    "pp": "late",
    "late": "late",
}
#: Enrolment marks: a learner has no rows before an entry mark or from a leaving mark on.
ENTRY_MARKS = frozenset(("t/i", "le", "transferred in"))
LEAVING_MARKS = frozenset(
    ("t/o", "d/o", "do", "de", "drp", "nlpa", "transferred out", "dropped", "dropped out", "withdrawn")
)
#: Printed meanings of marks on recognized forms: the Philippine School Form 2 and the Spanish register.
FORM_MARKS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "sf2": MappingProxyType(
            {
                "": "present",
                "x": "absent",
                "am": "late",
                "pm": "late",
                "t": "late",
                "l": "late",
                "tardy": "late",
            }
        ),
        "register": MappingProxyType(
            {"p": "present", "a": "absent", "f": "absent", "t": "late", "j": "excused", "a/e": "excused"}
        ),
    }
)
#: What is in the cells of a day on which nothing was marked.
NO_MARKS = frozenset(("", "-", "–", "—"))
#: Placeholder for texts among marks that could be names and are not repeated.
OTHER_TEXT = "other text"
#: Mark of a cell with the time at which a person came.
TIME = "a time"
#: Added to the marks of a roster whose numbers are amounts: 1 is then not a tick.
AMOUNTS = "amounts"
#: Share of the numbers of a roster that are neither 0 nor 1 from which all are amounts.
MIN_AMOUNTS = 0.5
_NUMBER = re.compile(r"\d+([.,]\d+)?")
#: Maximum number of different marks of a roster that are asked about individually.
MAX_UNKNOWN_MARKS = 100
#: Marks that depend on other marks of the sheet: mark → (status, required marks, excluded marks).
CONTEXT_MARKS = {
    "a": ("absent", {"p"}, set()),
    "t": ("late", {"p"}, {"l"}),
    "l": ("late", {"p"}, {"t"}),
    "am": ("late", {"p"}, set()),
    "y": ("present", {"n"}, set()),
    "n": ("absent", {"y"}, set()),
}
#: Keywords mapping a total's label to the statuses it counts; percentages count none.
TOTAL_KEYWORDS = (
    (("%", "percent", "porcentaje", "average", "promedio"), ()),
    (("absent", "ausen", "falta", "inasistencia", "absence", "liban", "lumiban", "hindi"), ("absent",)),
    (("tard", "late", "huli", "retardo"), ("late",)),
    (("excused", "justific"), ("excused",)),
    (
        ("total", "kabuuan", "days", "times", "present", "asist", "suma", "dumalo", "attend", "count"),
        PRESENT_STATUSES,
    ),
)
#: Parts of words in the label of a total that counts who came.
PRESENT_KEYWORDS = ("present", "asist", "dumalo", "attend", "came", "here", "vinieron")


@dataclass(frozen=True)
class MarkMeaning:
    """Status of a mark and its source.

    Attributes
    ----------
    status : str
        Attendance status, "unknown" when unresolved.
    source : str
        Source: answer, legend, form, totals, absences (a total of all absences), custom, word, stay (an
        enrolment mark), not-listed (of somebody who was not on the list then), number or unexplained.
    """

    status: str
    source: str


def normalize_mark(text: str) -> str:
    """Normalize a mark for comparison: stripped and casefolded.

    Examples
    --------
    >>> normalize_mark(" X "), normalize_mark("1")
    ('x', '1')
    """
    return text.strip().casefold()


def is_mark(mark: str) -> bool:
    """Return whether a normalized text is a mark that a list of people may have under a day.

    Examples
    --------
    >>> is_mark("p"), is_mark("0"), is_mark("excused"), is_mark("reyes"), is_mark("")
    (True, True, True, False, False)
    >>> is_mark("sí")
    True
    """
    known = (
        COMMON_MARKS.keys()
        | CONTEXT_MARKS.keys()
        | ENTRY_MARKS
        | LEAVING_MARKS
        | {"0", "x", "✗", "✘", "e", "u"}
    )
    return mark in known or normalize_heading(mark) in known_words("status")


def statuses_counted_by(label: str) -> tuple[str, ...] | None:
    """Return the statuses a total counts, from its label.

    The result is empty for a percentage, and None when the label does not say.

    Examples
    --------
    >>> (statuses_counted_by("Total faltas"), statuses_counted_by("Days present"),
    ...  statuses_counted_by("% present"))
    (('absent',), ('present', 'late'), ())
    """
    text = normalize_heading(label)
    return next((counted for words, counted in TOTAL_KEYWORDS if any(word in text for word in words)), None)


def says_present(label: str) -> bool:
    """Return whether the label of a total says that it counts who came, not only that it is a total.

    Examples
    --------
    >>> [says_present(label) for label in ("Days present", "Total asistentes", "Total", "Absent")]
    [True, True, False, False]
    """
    counted, text = statuses_counted_by(label), normalize_heading(label)
    return counted == PRESENT_STATUSES and any(word in text for word in PRESENT_KEYWORDS)


#: Dots that mark who came on a list where a slash may mean that a person did not.
DOTS = frozenset("•●∙·○◯*")


def resolve_marks(
    counts: Counter[str], legend: Mapping[str, str], answers: Answers, form: str = ""
) -> dict[str, MarkMeaning]:
    """Resolve the meaning of each mark; an unresolved mark is unknown.

    An answer overrides the sheet's legend, which overrides the printed meaning of a recognized `form`, which
    overrides common usage. A legend with "" for a mark explains it in words that name no status.
    """
    mark_answers = answers.get("marks", {}).items()
    # others belong to a ledger
    own = (*STATUSES, NOT_LISTED)
    answered = {normalize_mark(mark): status for mark, status in mark_answers if status in own}
    present = set(counts)
    if hold_amounts(counts):
        present.add(AMOUNTS)
    return {mark: _resolve_mark(mark, present, legend, answered, FORM_MARKS.get(form, {})) for mark in counts}


def excess_unknown_marks(meanings: Mapping[str, MarkMeaning]) -> frozenset[str]:
    """Return the unresolved marks, except blank, if there are more than 100; else an empty set.

    More than 100 different texts are not attendance marks; they are reported as one issue.
    """
    unknown = frozenset(
        mark for mark, meaning in meanings.items() if mark and meaning.source in ("unexplained", "number")
    )
    return unknown if len(unknown) > MAX_UNKNOWN_MARKS else frozenset()


def _resolve_mark(
    mark: str,
    present: set[str],
    legend: Mapping[str, str],
    answered: Mapping[str, str],
    printed: Mapping[str, str],
) -> MarkMeaning:
    for listed, why in ((answered, "answer"), (legend, "legend")):
        if mark in listed:
            known = listed[mark]
            if known == NOT_LISTED:
                return MarkMeaning("unknown", NOT_LISTED)
            return MarkMeaning(known, why) if known else MarkMeaning("unknown", "unexplained")
    if mark in ENTRY_MARKS | LEAVING_MARKS:
        return MarkMeaning("unknown", "stay")
    if mark == TIME:
        return MarkMeaning("present", "custom")
    if mark in printed and not _is_ambiguous(mark, present):
        return MarkMeaning(printed[mark], "form")
    if mark == "/" and present & DOTS:
        return MarkMeaning("unknown", "unexplained")
    if mark in COMMON_MARKS and not (mark == "1" and AMOUNTS in present):
        return MarkMeaning(COMMON_MARKS[mark], "custom")
    if mark in CONTEXT_MARKS:
        status, needed, forbidden = CONTEXT_MARKS[mark]
        if needed <= present and not forbidden & present:
            return MarkMeaning(status, "custom")
    word = known_words("status").get(normalize_heading(mark)) if len(mark) > 1 else None
    if word:
        return MarkMeaning(word, "word")
    number = _NUMBER.fullmatch(mark) is not None and mark != "0"
    if number and legend.get("0") == "absent":  # how long somebody came, such as 1.5 hours
        return MarkMeaning("present", "custom")
    return MarkMeaning("unknown", "number" if number else "unexplained")


def hold_amounts(counts: Counter[str]) -> bool:
    """Return whether the numbers of a roster are amounts, such as hours: many are neither 0 nor 1.

    Examples
    --------
    >>> hold_amounts(Counter({"2": 5, "1": 3, "0": 1})), hold_amounts(Counter({"1": 9, "2": 1, "p": 3}))
    (True, False)
    """
    numbers = {mark: times for mark, times in counts.items() if _NUMBER.fullmatch(mark)}
    others = sum(times for mark, times in numbers.items() if mark not in ("0", "1"))
    return others >= MIN_AMOUNTS * sum(numbers.values()) > 0


def _is_ambiguous(mark: str, present: set[str]) -> bool:
    """Return whether a printed mark is ambiguous: T next to L, or A without P.

    A may then mean absent or asistió (attended).
    """
    return (mark == "t" and "l" in present) or (mark == "a" and "p" not in present)


def format_mark_question(counts: Counter[str], marks: Sequence[str]) -> str:
    """Format the question about ambiguous marks, with the number of times each appears.

    Examples
    --------
    >>> format_mark_question(Counter({"x": 14, "": 86}), ["x", ""])
    '“x” appears 14 times, a blank 86 times.'
    >>> format_mark_question(Counter({"": 1}), [""])
    'A blank appears once.'
    """
    first, *others = marks
    begin = {"": Message("A blank"), OTHER_TEXT: Message("Other text")}.get(first) or _name_mark(first)
    parts = [plural_message(counts[first], "{mark} appears once", "{mark} appears {count} times", mark=begin)]
    parts += [
        plural_message(counts[mark], "{mark} once", "{mark} {count} times", mark=_name_mark(mark))
        for mark in others
    ]
    return Message("{marks}.", marks=join_messages(", ", parts))


def build_mark_questions(sheet: str, marks: Sequence[str], text: str) -> tuple[Question, ...]:
    """Return one question per unresolved mark, blank last."""
    return tuple(
        ask(
            "marks",
            sheet,
            entry=mark,
            text=Message(
                "{question} What does {mark} mean?",
                question=text,
                mark=_name_mark(mark),
            ),
        )
        for mark in sorted(marks, key=lambda mark: (mark == "", mark))
    )


def _name_mark(mark: str) -> str:
    if mark in ("", OTHER_TEXT):
        return Message("other text") if mark else Message("a blank")
    return f"“{mark}”"
