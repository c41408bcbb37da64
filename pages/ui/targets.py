"""Programs and their targets: what was reached so far, the agreed range, the target and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from libcollab_metrics.figures import ChartTable, format_figure, spell_number
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import Evaluation, find_metric
from libcollab_metrics.model import Scope
from libcollab_metrics.planning import TargetProgress, compute_progress, programs_with_targets
from pages.ui import display, session
from pages.ui.cards import card, chip
from pages.ui.look import program_colour
from pages.ui.page import Page
from pages.ui.translation import _, later, plural

#: Fewest programs of which a title says "both".
MIN_PROGRAMS = 2
ABOUT_TARGETS = later(
    "Visits or people since each program began, over everything recorded. Shaded: the range that was agreed."
    " Line: the target. Hatched: sessions that were held but not counted, at their usual size; they are in no"
    " figure. A program has passed when it has reached the lower end of its range."
)


def whole_programs(frame: Page) -> Scope:
    """Return the selection without its period and site, over which targets and gaps are judged."""
    return Scope(tuple(c for c in frame.scope.where if c[0] in ("program", "partner")))


def find_progress(frame: Page) -> list[TargetProgress]:
    """Return the progress of each program with a target, in the order of the programs."""
    whole = whole_programs(frame)
    evaluation = session.figures(whole, "program", ("target_attainment",))
    found = [
        compute_progress(
            program, evaluation.value_for("target_attainment", program=program.name), session.today()
        )
        for program in programs_with_targets(frame.dataset, whole)
    ]
    order = list(session.program_colours())
    found.sort(key=lambda p: order.index(p.program.name) if p.program.name in order else len(order))
    return found


def draw_targets(frame: Page, found: Sequence[TargetProgress]) -> None:
    """Draw each program: reached so far, the agreed range, the target and the verdict."""
    counts = session.figures(whole_programs(frame), "program", ("attendance_total", "attendance_coverage"))
    caption = _("People reached so far, agreed range and target")
    if all(p.program.target_unit == "visits" for p in found):
        caption = _("Visits so far, agreed range and target")
    with card(
        "targets",
        _targets_title(found, frame.language),
        caption,
        about=lambda: st.markdown(_(ABOUT_TARGETS)),
        more=lambda: _draw_table(frame, found),
        height="stretch",
    ):
        st.html(
            "".join(_target_row(frame, progress, _usual_uncounted(progress, counts)) for progress in found)
        )


def _draw_table(frame: Page, found: Sequence[TargetProgress]) -> None:
    """Draw what each program reached, the agreed range and the target as a table."""
    words, metric = frame.language, find_metric("attendance_total")
    rows = []
    for progress in found:
        program = progress.program
        ends = [words.number(end) for end in (program.target_low, program.target_high) if end is not None]
        ideal = "" if program.target_ideal is None else words.number(program.target_ideal)
        rows.append((program.name, format_figure(progress.reached, metric, words), "–".join(ends), ideal))
    headings = (_("Program"), _("Result"), _("Agreed range"), _("Target"))
    display.draw_table(_("Targets"), ChartTable(headings, tuple(rows), (1, 2, 3)))


def has_passed(progress: TargetProgress) -> bool:
    """Return whether a program has reached its minimum for certain, and is not above its range."""
    reached, low = progress.reached, progress.program.target_low
    certain = reached.value if reached.certainty in ("exact", "at_least") else reached.low
    return low is not None and certain is not None and certain >= low and progress.verdict != "not met"


def _target_chip(progress: TargetProgress) -> str:
    if progress.verdict == "not met":
        high, reached = progress.program.target_high, progress.reached.value
        above = high is not None and reached is not None and reached > high
        return chip(_("Above range"), "attention") if above else chip(_("Missed"), "missed")
    return chip(_("Passed"), "good") if has_passed(progress) else chip(_("Open"))


def _targets_title(found: Sequence[TargetProgress], words: Language) -> str:
    passed = len([progress for progress in found if has_passed(progress)])
    if not passed:
        return _("Programs and their targets")
    if len(found) == 1:
        return _("The program passed its minimum")
    if passed == len(found):
        if passed == MIN_PROGRAMS:
            return _("Both programs passed their minimum")
        return _("All {count} programs passed their minimum", count=spell_number(passed, words))
    return plural(
        passed,
        "{count} of {all} programs passed its minimum",
        "{count} of {all} programs passed their minimum",
        count=spell_number(passed, words).capitalize(),
        all=len(found),
    )


def _usual_uncounted(progress: TargetProgress, counts: Evaluation) -> float:
    """Return the usual size of the sessions that were held but not counted; it is part of no figure."""
    name = progress.program.name
    total = counts.value_for("attendance_total", program=name).value
    coverage = counts.value_for("attendance_coverage", program=name)
    if progress.program.target_unit != "visits" or not total or not coverage.numerator:
        return 0.0
    return total / coverage.numerator * ((coverage.denominator or 0) - coverage.numerator)


def _target_row(frame: Page, progress: TargetProgress, uncounted: float) -> str:
    program, words = progress.program, frame.language
    slot = session.program_colours().get(program.name, "")
    colour = program_colour(slot) if slot else "var(--neutral-2)"
    unit = words.message(f"{program.target_unit}-many", value=words.number(program.target_ideal or 0))
    small = f"<small>{escape(_('Target {visits}', visits=unit))}</small>" if program.target_ideal else ""
    value = format_figure(progress.reached, find_metric("attendance_total"), words)
    return (
        f'<div class="lc-row"><div class="a"><i class="lc-dot" style="--c:{colour}"></i>'
        f'{escape(program.name)}{small}</div><div class="v">{escape(value)}</div>'
        f'<div class="p">{_bullet(progress, colour, uncounted)}</div>'
        f'<div class="c">{_target_chip(progress)}</div></div>'
    )


def _bullet(progress: TargetProgress, colour: str, uncounted: float) -> str:
    """Return a bar of what was reached and of the uncounted, the agreed range, and the target as a line."""
    program = progress.program
    reached = progress.reached.value or progress.reached.low or 0
    ends = [program.target_low, program.target_ideal, program.target_high, reached + uncounted]
    full = max((n for n in ends if n), default=1) * 1.06
    parts = []
    if program.target_low and program.target_high:
        width = program.target_high - program.target_low
        parts.append(f'<em style="left:{program.target_low / full:.1%};width:{width / full:.1%}"></em>')
    parts.append(f'<b style="width:{reached / full:.1%}"></b>')
    if uncounted:
        parts.append(f'<s style="left:{reached / full:.1%};width:{uncounted / full:.1%}"></s>')
    if program.target_ideal:
        parts.append(f'<u style="left:{program.target_ideal / full:.1%}"></u>')
    return f'<div class="lc-bullet" style="--c:{colour}">{"".join(parts)}</div>'
