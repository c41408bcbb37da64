"""The sentence with which the overview begins: the strongest change that the records support."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.figures.periods import short_period
from libcollab_metrics.figures.text import EvaluationLike, format_figure
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.comparison import Change, Comparison
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.evaluate import find_metric

#: Metrics of the sentence and its note.
OVERVIEW_METRICS = ("attendance_total", "attendance_per_session", "sessions_held")
#: Fewest counted sessions of a program in each period before it may be in the sentence.
MIN_SESSIONS = 5


@dataclass(frozen=True)
class Headline:
    """A sentence with the program it names, and one more sentence."""

    sentence: str
    program: str = ""
    note: str = ""


def overview_headline(
    evaluation: EvaluationLike,
    comparison: Comparison | None,
    by_program: Comparison | None,
    language: Language,
) -> Headline:
    """Write the headline of the overview.

    Parameters
    ----------
    evaluation : EvaluationLike
        `OVERVIEW_METRICS` of the selection, used where nothing can be compared.
    comparison : Comparison or None
        The same metrics compared with an earlier period; None if that is not possible.
    by_program : Comparison or None
        The same by program.
    language : Language
        Language of the text.

    Returns
    -------
    Headline
        The strongest change in people per session, of one program where it can be named; without a
        comparison, the visits and sessions.
    """
    if comparison is None:
        return Headline(_plain_sentence(evaluation, language))
    note = _note(comparison, language)
    changes = by_program.changes if by_program is not None else ()
    strongest = strongest_change(changes)
    if strongest is not None:
        program = strongest.now.groups.get("program") or ""
        return Headline(_change_sentence(strongest, comparison.against, language, program), program, note)
    whole = next((c for c in comparison.changes if c.now.metric == "attendance_per_session"), None)
    if whole is not None and is_clear(whole):
        return Headline(_change_sentence(whole, comparison.against, language), "", note)
    return Headline(_plain_sentence(comparison.evaluation, language), "", note)


def is_clear(change: Change) -> bool:
    """Return whether the change is a rise or fall of an average over enough sessions, also when rounded.

    Parameters
    ----------
    change : Change
        Change of any metric.

    Returns
    -------
    bool
        Whether a sentence may state it.
    """
    return (
        change.now.metric == "attendance_per_session"
        and change.is_fair
        and change.direction in ("up", "down")
        and min(change.now.n or 0, change.earlier.n or 0) >= MIN_SESSIONS
        and _rounded(change.now.value or 0) != _rounded(change.earlier.value or 0)
    )


def strongest_change(changes: Sequence[Change]) -> Change | None:
    """Return the largest clear change in people per session of one program.

    Parameters
    ----------
    changes : sequence of Change
        Changes by program.

    Returns
    -------
    Change or None
        None if no change of a named program is clear.
    """
    named = [change for change in changes if is_clear(change) and change.now.groups.get("program")]
    return max(named, key=lambda change: abs(change.relative or 0), default=None)


def _change_sentence(change: Change, against: str, language: Language, program: str = "") -> str:
    kind = "program" if program else "all"
    now, before = (_rounded(value.value or 0) for value in (change.now, change.earlier))
    return language.message(
        f"headline-{change.direction}-{kind}-{against}",
        program=program,
        now=language.number(now),
        difference=spell_number(abs(now - before), language),
    )


def spell_number(number: int, language: Language) -> str:
    """Return a number as it is written in a sentence: one to nine in words.

    Parameters
    ----------
    number : int
        Number to write.
    language : Language
        Language of the word.

    Returns
    -------
    str
        Word, or digits from ten on.

    Examples
    --------
    >>> from libcollab_metrics.localization import language
    >>> spell_number(5, language("en")), spell_number(12, language("en"))
    ('five', '12')
    """
    words = language.message("number-words").split(" ")
    return words[number - 1] if 0 < number <= len(words) else language.number(number)


def _plain_sentence(evaluation: EvaluationLike, language: Language) -> str:
    visits = _only(evaluation, "attendance_total")
    held = _only(evaluation, "sessions_held")
    sessions = language.number(held.value or 0) if held is not None else ""
    if visits is None or not format_figure(visits, find_metric(visits.metric), language):
        return language.message("headline-no-visits")
    number = format_figure(visits, find_metric(visits.metric), language)
    return language.plural(
        (held.value or 0) if held else 0, "headline-visits", visits=number, sessions=sessions
    )


def _note(comparison: Comparison, language: Language) -> str:
    change = next((c for c in comparison.changes if c.now.metric == "attendance_total"), None)
    if change is None or change.now.value is None or change.earlier.value is None or comparison.scope is None:
        return ""
    metric = find_metric("attendance_total")
    return language.message(
        f"headline-note-{comparison.against}",
        now=format_figure(change.now, metric, language),
        before=format_figure(change.earlier, metric, language),
        period=short_period(comparison.evaluation.scope.start, comparison.evaluation.scope.end, language),
    )


def _rounded(value: float) -> int:
    """Round as numbers are printed: half up."""
    return math.floor(value + 0.5)


def _only(evaluation: EvaluationLike, metric: str) -> Value | None:
    return next(iter(evaluation.values_for(metric)), None)
