"""The columns of a score sheet: which hold scores before and after, of what, and which say so row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.score_headings import (
    NAMED,
    Score,
    names_phil_iri,
    score_of,
    sheet_phase,
    with_measure,
)
from libcollab_metrics.model.readings import Mapped

if TYPE_CHECKING:
    from libcollab_metrics.ingest.layout import Grid

#: Fields of scores, and where fields of lists of people go in a score sheet.
FIELDS = {"before": "outcomes.before", "after": "outcomes.after"}
PLACED = {"participation.date": "outcomes.date", "programs.name": "outcomes.program_id"}
KEPT = (
    "outcomes.",
    "check",
    "discard",
    "participation.person_key",
    "participation.first_name",
    "participation.last_name",
)
#: Headings under which people stand.
PEOPLE = ("code", "person", "first_name", "last_name")
BY_ROW = "a score; another column says of each whether it was before or after"


def role_of(heading: Heading) -> str:
    """The role a heading plays in a score sheet, or nothing."""
    entry = heading.under("scores")
    return entry.role if entry is not None and not entry.weak else ""


def scores_of(grid: Grid) -> Mapping[int, Score]:
    """Return what each column of scores is, by its Excel column; phases of the whole sheet are filled in."""
    phase, phil_iri = sheet_phase(grid.cells, grid.top), names_phil_iri(grid.headings)
    found = {}
    for heading in grid.headings:
        score = with_measure(score_of(heading.text), grid.texts_under(heading.column), phil_iri)
        if is_scores(heading, score):
            found[heading.column] = score if score.phase else replace(score, phase=phase, measure=_own(heading, score))
    return found


def is_scores(heading: Heading, score: Score) -> bool:
    """True for a heading of scores: it names a phase, a result, or a measure that is known by name."""
    if not heading.text or role_of(heading) in ("phase", "measure", "best", "occasion", "gain", "remarks"):
        return False
    if role_of(heading) in (*PEOPLE, "personal"):
        return False
    return bool(score.phase) or role_of(heading) == "result" or score.measure in NAMED


def _own(heading: Heading, score: Score) -> str:
    return "" if role_of(heading) == "result" and score.measure not in NAMED else score.measure


def settle_scores(grid: Grid, mapped: Sequence[Mapped]) -> list[Mapped]:
    """Return the mapping of a score sheet: each measure is read once before and once after."""
    scores = scores_of(grid)
    by_row = any(role_of(heading) == "phase" for heading in grid.headings)
    seen: set[tuple[str, str]] = set()
    settled = []
    for one in mapped:
        score = scores.get(one.column)
        if one.reason == "by hand":
            settled.append(one)
        elif score is not None and score.phase and (score.phase, score.measure) not in seen:
            seen.add((score.phase, score.measure))
            settled.append(replace(one, field=FIELDS[score.phase], reason=_why(score)))
        elif score is not None:
            settled.append(_without_phase(one, score, by_row))
        else:
            settled.append(_beside(one))
    return settled


def _without_phase(one: Mapped, score: Score, by_row: bool) -> Mapped:
    if score.phase:
        return replace(one, field="", reason="an earlier column holds the same measure and time: not used")
    if by_row:
        return replace(one, field="check", reason=BY_ROW)
    return replace(one, field="", reason="nothing says whether it was before or after: not used until you say so")


def _beside(one: Mapped) -> Mapped:
    target = PLACED.get(one.field, one.field)
    if target and not target.startswith(KEPT):
        return replace(one, field="", reason="it has no place beside scores: not used")
    return replace(one, field=target)


def _why(score: Score) -> str:
    measure = f" of {score.measure.replace('_', ' ')}" if score.measure else ""
    return f"a score{measure} {score.phase}"


def is_score_sheet(found: Sequence[Heading], phase_of_sheet: Callable[[], str]) -> bool:
    """True when people, or their codes, stand beside scores whose time a heading, a column or the sheet names."""
    scores = [(h, score) for h in found if is_scores(h, score := score_of(h.text))]
    phases = {score.phase for _, score in scores} - {""}
    if phases == {"before", "after"}:
        return True
    if not scores or not any(role_of(h) in PEOPLE for h in found):
        return False
    return bool(phases) or any(role_of(h) == "phase" for h in found) or bool(phase_of_sheet())
