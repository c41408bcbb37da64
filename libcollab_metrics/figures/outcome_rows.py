"""Rows of the outcomes page: targets by verdict, scores before and after, and ratings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from libcollab_metrics.figures.text import EvaluationLike, format_figure, metric_name, part_name
from libcollab_metrics.figures.titles import fit_title
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.criteria import CriterionVerdict, Verdict
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.metrics.evaluate import find_metric
from libcollab_metrics.metrics.families import CATALOG

SCORE_METRICS = ("paired_scores", "mean_gain", "score_moves")
RATING_METRICS = ("outcome_agreement",)
#: Verdicts in the order of the list.
VERDICT_ORDER: tuple[Verdict, ...] = ("met", "not met", "undecided")
#: Largest score of the reading inventory, which is a percentage.
INVENTORY, FULL_MARKS = "philiri_", 100.0
#: A question, and the option that people chose: "Coming here has helped me to... Read more".
_QUESTION_AND_OPTION = re.compile(r"(.*?\w.*?(?:\.{3}|[…?:]))\s+(\S.*)")


@dataclass(frozen=True)
class TargetRow:
    """One target.

    Attributes
    ----------
    name, program : str
        What is measured, and of which program.
    figure : str
        The value; empty if it is not known.
    aim : str
        The range that was set, as "at least 1,000".
    verdict : str
        "met", "not met" or "undecided".
    is_late : bool
        Whether the target was set after the first session.
    at, low_at, high_at : float or None
        Places of the value and of the ends of the range on a bar, from 0 to 1.
    """

    name: str
    program: str
    figure: str
    aim: str
    verdict: Verdict
    is_late: bool
    at: float | None = None
    low_at: float | None = None
    high_at: float | None = None


def target_rows(
    verdicts: Sequence[CriterionVerdict], language: Language, currency: str = ""
) -> tuple[TargetRow, ...]:
    """Build the list of targets: met, then missed, then open.

    Parameters
    ----------
    verdicts : sequence of CriterionVerdict
        Verdicts to list.
    language : Language
        Language of the text.
    currency : str, default ""
        ISO code of the currency.

    Returns
    -------
    tuple of TargetRow
    """
    metrics = {metric.id: metric for metric in CATALOG}
    rows = [_target(verdict, metrics.get(verdict.metric_id), language, currency) for verdict in verdicts]
    return tuple(sorted(rows, key=lambda row: VERDICT_ORDER.index(row.verdict)))


def targets_title(rows: Sequence[TargetRow], language: Language) -> str:
    """Return the finding on the targets: the only missed one by its name, else how many were met.

    Parameters
    ----------
    rows : sequence of TargetRow
        Rows shown.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Title of at most ten words.
    """
    missed = [row for row in rows if row.verdict == "not met"]
    met = sum(row.verdict == "met" for row in rows)
    counts = {"met": language.number(met), "count": language.number(len(rows))}
    if len(missed) == 1 and len(rows) > 1:
        only = language.message("targets-one-missed", name=missed[0].name)
        return fit_title(only, language.message("targets-met", **counts))
    if met == len(rows) and met > 1:
        return language.message("targets-all-met", **counts)
    return language.message("targets-met", **counts)


def _target(verdict: CriterionVerdict, metric: Metric | None, language: Language, currency: str) -> TargetRow:
    unit = metric.unit if metric else "points"
    figure = format_figure(verdict.value, metric, language, currency) if metric else ""
    name = metric_name(metric, language) if metric else verdict.metric
    name = f"{name}: {part_name(verdict.part, language)}" if verdict.part else name
    aim = _aim(verdict, unit, language, currency)
    is_late, places = verdict.is_declared_late, _places(verdict, unit)
    return TargetRow(name, verdict.program, figure, aim, verdict.verdict, is_late, *places)


def _places(verdict: CriterionVerdict, unit: str) -> tuple[float | None, float | None, float | None]:
    """Return where the value and the range are on a bar: up to 100% for a share, else to just over all."""
    reached = verdict.value.low if verdict.value.value is None else verdict.value.value
    numbers = (reached, verdict.low, verdict.high)
    highest = max((number for number in numbers if number is not None), default=0)
    full = max(1.0, highest) if unit == "share" else highest * 1.06
    if full <= 0 or any(number is not None and number < 0 for number in numbers):
        return (None, None, None)
    at, low, high = (None if number is None else number / full for number in numbers)
    return at, low, high


def _aim(verdict: CriterionVerdict, unit: str, language: Language, currency: str) -> str:
    def write(number: float) -> str:
        return language.in_unit(number, unit, currency)

    if verdict.low is not None and verdict.high is not None:
        return f"{write(verdict.low)}–{write(verdict.high)}"
    if verdict.low is not None:
        return language.message("at_least", value=write(verdict.low))
    return language.message("at_most", value=write(verdict.high)) if verdict.high is not None else ""


@dataclass(frozen=True)
class ScoreChange:
    """Average scores of the same readers then and now, and how many went up, stayed and went down.

    Attributes
    ----------
    measure : str
        Printed name of what was tested.
    before, after : float
        Averages.
    ceiling : float
        End of the scale on which the two are drawn.
    up, same, down : int or None
        Readers; None where the count is not known.
    readers : int
        Readers with both scores.
    is_sure : bool
        Whether the whole confidence interval of the gain lies above 0.
    """

    measure: str
    before: float
    after: float
    ceiling: float
    up: int | None
    same: int | None
    down: int | None
    readers: int
    is_sure: bool


def score_changes(evaluation: EvaluationLike, language: Language) -> tuple[ScoreChange, ...]:
    """Build the rows of scores before and after, of readers who were tested twice.

    Parameters
    ----------
    evaluation : EvaluationLike
        `SCORE_METRICS`.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of ScoreChange
        One per measure; empty without readers tested twice.
    """
    scores = {
        (value.groups.get("measure"), value.groups.get("side")): value
        for value in evaluation.values_for("paired_scores")
    }
    moves = {
        (value.groups.get("measure"), value.groups.get("move")): value.value
        for value in evaluation.values_for("score_moves")
    }
    found = []
    for gain in evaluation.values_for("mean_gain"):
        measure = gain.groups.get("measure")
        sides = [scores[measure, side].value for side in ("before", "after") if (measure, side) in scores]
        if measure is None or len(sides) < 2 or sides[0] is None or sides[1] is None:
            continue
        up, same, down = (_whole(moves.get((measure, move))) for move in ("up", "same", "down"))
        ceiling = FULL_MARKS if measure.startswith(INVENTORY) else 1.25 * max(sides[0], sides[1], 0.8)
        is_sure = gain.ci_low is not None and gain.ci_low > 0
        readers = _whole(gain.n) or 0
        name = part_name(measure, language)
        name = name[:1].upper() + name[1:]
        found.append(ScoreChange(name, sides[0], sides[1], ceiling, up, same, down, readers, is_sure))
    return tuple(found)


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)


def scores_title(changes: Sequence[ScoreChange], language: Language) -> str:
    """Return the finding on scores; a rise only where no interval reaches 0.

    Parameters
    ----------
    changes : sequence of ScoreChange
        Rows shown.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Title of at most ten words.
    """
    topic = language.message("scores-topic")
    if not changes or not all(change.is_sure for change in changes):
        return topic
    if len(changes) == 1:
        return fit_title(language.message("scores-up-one", measure=changes[0].measure), topic)
    return language.message("scores-up", count=language.number(len(changes)))


@dataclass(frozen=True)
class Rating:
    """Share who agree with one statement, or who chose one option of a question.

    Attributes
    ----------
    name : str
        Printed name of the statement, or of the option.
    figure : str
        The share as printed.
    share : float
        The share, from 0 to 1.
    answers : int
        Answers it is based on.
    coverage : float or None
        Part of the responses that answered it.
    question : str
        Question of an option; empty for a statement.
    """

    name: str
    figure: str
    share: float
    answers: int
    coverage: float | None
    question: str = ""


def ratings(evaluation: EvaluationLike, language: Language) -> tuple[Rating, ...]:
    """Build the rows of ratings: statements, then the options of each question, the highest share first.

    Parameters
    ----------
    evaluation : EvaluationLike
        `RATING_METRICS`.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of Rating
        One per statement or option and occasion.
    """
    metric = find_metric("outcome_agreement")
    found = [
        Rating(
            _parts(value, language),
            format_figure(value, metric, language),
            value.value,
            round(value.n or 0),
            value.coverage,
        )
        for value in evaluation.values_for(metric.id)
        if value.value is not None and value.group
    ]
    listed = _separate_questions(found)
    places = {
        rating.question: place for place, rating in reversed(list(enumerate(listed))) if rating.question
    }
    return tuple(sorted(listed, key=lambda rating: (places.get(rating.question, -1), -rating.share)))


def _separate_questions(found: Sequence[Rating]) -> list[Rating]:
    """Separate the question from the name of each option that shares it with another one."""
    matches = [_QUESTION_AND_OPTION.fullmatch(rating.name) for rating in found]
    shared = Counter(match[1] for match in matches if match)
    return [
        replace(rating, name=match[2][:1].upper() + match[2][1:], question=match[1])
        if match and shared[match[1]] > 1
        else rating
        for rating, match in zip(found, matches, strict=True)
    ]


def _parts(value: Value, language: Language) -> str:
    name = ", ".join(part_name(part, language) for _, part in value.group if part)
    return name[:1].upper() + name[1:]


def ratings_title(found: Sequence[Rating], language: Language) -> str:
    """Return the finding on ratings: the lowest agreement with a statement, else the most chosen option.

    Parameters
    ----------
    found : sequence of Rating
        Rows shown.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Title of at most ten words.
    """
    if not found:
        return language.message("ratings-topic")
    statements = [rating for rating in found if not rating.question]
    if not statements:
        most = max(found, key=lambda rating: rating.share)
        only = language.message("options-most", option=most.name, share=most.figure)
        return fit_title(only, language.message("options-topic"))
    lowest = min(statements, key=lambda rating: rating.share)
    key = (
        "ratings-one" if len(statements) == 1 else "ratings-everyone" if lowest.share == 1 else "ratings-all"
    )
    return language.message(key, share=lowest.figure)
