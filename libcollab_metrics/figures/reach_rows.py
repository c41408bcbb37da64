"""Different people reached by each program, out of those it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from libcollab_metrics.figures.text import EvaluationLike, format_figure
from libcollab_metrics.figures.titles import fit_title
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.criteria import CriterionVerdict, Verdict
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.evaluate import find_metric

REACH_METRICS = ("participants_unique", "reach_rate")


@dataclass(frozen=True)
class ReachRow:
    """People of one program.

    Attributes
    ----------
    program : str
        Its name.
    text : str
        "18 of 32", "22+ of 120", "? of 310", or the people alone where no population was entered.
    share : float or None
        Part of the population that is known to have come; None without a population.
    is_complete : bool
        Whether every session has a list of names; otherwise the rest of the bar is unknown.
    target : float or None
        Share that was set as the target.
    verdict : str
        "met", "not met", "undecided"; empty without a target.
    has_names : bool
        Whether the program has any list of names.
    """

    program: str
    text: str
    share: float | None
    is_complete: bool
    target: float | None
    verdict: Verdict | str
    has_names: bool


def reach_rows(
    evaluation: EvaluationLike,
    populations: Mapping[str, float | None],
    verdicts: Iterable[CriterionVerdict],
    language: Language,
) -> tuple[ReachRow, ...]:
    """Build the rows of reach: how many different people came, of how many.

    Parameters
    ----------
    evaluation : EvaluationLike
        `REACH_METRICS` by program.
    populations : mapping of str to (float or None)
        People that each program is for, in display order; None where that is not known.
    verdicts : iterable of CriterionVerdict
        Verdicts of the targets; those about reach are used.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of ReachRow
        Only programs with a list of names or a population.
    """
    people = {value.groups.get("program"): value for value in evaluation.values_for("participants_unique")}
    aims = {verdict.program: verdict for verdict in verdicts if verdict.metric_id == "reach_rate"}
    rows = [
        _row(program, people.get(program), population, aims.get(program), language)
        for program, population in populations.items()
    ]
    return tuple(sorted((row for row in rows if row), key=lambda row: -(row.share or -1)))


def reach_title(rows: Sequence[ReachRow], language: Language) -> str:
    """Return the finding on reach: the highest share, only where every session has names.

    Parameters
    ----------
    rows : sequence of ReachRow
        Rows shown.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Title of at most ten words.
    """
    topic = language.message("reach-topic")
    best = max((row for row in rows if row.share), key=lambda row: row.share or 0, default=None)
    if best is None or not best.is_complete:
        return topic
    share = language.share(best.share or 0)
    return fit_title(language.message("reach-best", program=best.program, share=share), topic)


def _row(
    program: str,
    people: Value | None,
    population: float | None,
    aim: CriterionVerdict | None,
    language: Language,
) -> ReachRow | None:
    shown = "" if people is None else format_figure(people, find_metric("participants_unique"), language)
    count = None if people is None or not shown else people.value
    if not shown and not population:
        return None
    text = shown
    if population:
        text = language.message("reach-of", people=shown or "?", population=language.number(population))
    is_complete = people is not None and count is not None and people.certainty == "exact"
    share = None if not population else (count or 0) / population
    return ReachRow(
        program,
        text,
        share,
        is_complete,
        aim.low if aim else None,
        aim.verdict if aim else "",
        count is not None,
    )
