"""The way to a target: what was reached month by month, beside an even way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from libcollab_metrics.figures.captions import alt_text, source
from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.table import ChartTable
from libcollab_metrics.figures.words import Evaluated, in_words, remark
from libcollab_metrics.metrics.definition import Unit, Value
from libcollab_metrics.metrics.facts import Program
from libcollab_metrics.planning import Standing, TargetMonth, target_months
from libcollab_metrics.wording import Language


def way_to_target(program: Program, monthly: Evaluated, language: Language) -> Chart:
    """Visits since the first session, month by month, the even way to the target, and the declared band."""
    months = target_months(program, monthly)
    band = (program.target_low, program.target_high)
    lines = [Series(language.say("series-reached"), tuple(_reached(month, language) for month in months))]
    if any(month.aimed is not None for month in months):
        even = tuple(Point(language.month(month.label), month.aimed) for month in months)
        lines.append(Series(language.say("series-even-way"), even, "dotted"))
    chart = Chart(
        key="way-to-target",
        kind="line",
        title=_title(program, months, language),
        unit="visits",
        series=tuple(lines),
        category=language.say("category-month"),
        measure=language.say("measure-so-far"),
        caption=" ".join(_caption(program, months, language)),
        source=source(monthly, language),
        alt="",
        band=None if band == (None, None) else band,
    )
    return replace(chart, alt=alt_text(chart, language))


def _reached(month: TargetMonth, language: Language) -> Point:
    value = month.reached
    return Point(language.month(month.label), value.value, note=remark(value, language), hidden=value.small)


def _title(program: Program, months: Sequence[TargetMonth], language: Language) -> str:
    reached = [month for month in months if month.reached.value is not None]
    if not reached:
        return language.say("way-none", program=program.name)
    said = {
        "program": program.name,
        "reached": _in_unit(reached[-1].reached, "visits", language),
        "target": language.number(program.target_ideal or 0),
        "month": language.month(reached[-1].label),
    }
    aimed = reached[-1].aimed
    if aimed is None:
        return language.say("way-so-far", **said)
    return language.say("way-even", even=language.number(aimed), **said)


def _caption(program: Program, months: Sequence[TargetMonth], language: Language) -> list[str]:
    said = []
    if any(month.aimed is not None for month in months):
        said.append(language.say("caption-even-way"))
    elif program.end is None or program.start is None:
        said.append(language.say("caption-no-way"))
    if any(month.reached.certainty == "at_least" for month in months):
        said.append(language.say("caption-at-least-visits"))
    if program.target_low is not None or program.target_high is not None:
        said.append(language.say("caption-band", range=_band(program, language)))
    return said


def standings_table(standings: Sequence[Standing], language: Language) -> ChartTable:
    """Return a row a program: aimed for, reached, the even way, what must still come, until when, and the verdict."""
    names = ("aimed-for", "so-far", "even-way", "needed", "until", "verdict")
    headings = (language.say("program"), *(language.say(f"heading-{name}") for name in names))
    return ChartTable(headings, tuple(_row(one, language) for one in standings), (1, 2, 3, 4))


def _row(one: Standing, language: Language) -> tuple[str, ...]:
    program = one.program
    unit: Unit = "people" if program.target_unit == "participants" else "visits"
    return (
        program.name,
        _aimed_for(program, unit, language),
        _in_unit(one.reached, unit, language),
        "–" if one.by_now is None else language.number(one.by_now),
        _in_unit(one.needed, unit, language),
        "–" if program.end is None else language.day(program.end),
        language.say(f"verdict-{one.verdict.replace(' ', '-')}") if one.verdict else language.say("no-band"),
    )


def _aimed_for(program: Program, unit: Unit, language: Language) -> str:
    ideal = in_words(program.target_ideal, unit, language) if program.target_ideal is not None else "–"
    if program.target_low is None and program.target_high is None:
        return ideal
    return language.say("aimed-band", ideal=ideal, band=_band(program, language))


def _band(program: Program, language: Language) -> str:
    low, high = (None if end is None else language.number(end) for end in (program.target_low, program.target_high))
    if low and high:
        return language.say("range", low=low, high=high)
    return language.say("at_least", value=low) if low else language.say("at_most", value=high)


def _in_unit(value: Value, unit: Unit, language: Language) -> str:
    """A whole number with its unit and certainty, or why there is none."""
    if value.value is None:
        return language.reason(value)
    return language.say(value.certainty, value=in_words(round(value.value), unit, language))
