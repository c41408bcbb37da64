"""What only the library knows: asked only where it changes a number, once a kind, in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence

from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import Context, as_text
from libcollab_metrics.ingest.context import Surroundings
from libcollab_metrics.ingest.days import read_day, read_month
from libcollab_metrics.ingest.header import rival_rows
from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.periods_across import month_named
from libcollab_metrics.model.readings import Mapped, Question


def ask(grid: Grid, mapping: Sequence[Mapped], around: Surroundings, context: Context, body: Body) -> list[Question]:
    """Return the questions of a sheet about its year and about what 0 means."""
    path = f"sheets.{grid.cells.name}"
    found = _which_headings(grid, mapping, context)
    if context.year is None and _needs_year(grid, mapping, body):
        found.append(Question(f"{path}.year", "No year is given. Which year does the sheet begin in?", (), ""))
    if around.zero_may_mean_none and context.answers.get("zero_means") is None and _has_zero(mapping, body):
        options = (("nobody-came", "nobody came"), ("not-recorded", "no number was recorded"))
        found.append(
            Question(f"{path}.zero_means", "What does 0 mean in the attendance column?", options, "not-recorded")
        )
    return found


def _which_headings(grid: Grid, mapping: Sequence[Mapped], context: Context) -> list[Question]:
    """Ask for the row of the headings where another row looks nearly as much like headings."""
    if context.answers.get("header_row") is not None or not mapping or grid.table is not None:
        return []
    rivals = [grid.row_number(index) for index in rival_rows(grid.cells, grid.top, grid.header)]
    if not rivals:
        return []
    read, others = grid.row_number(grid.header), " or ".join(str(row) for row in rivals[:3])
    text = f"Row {read} was read as the headings; row {others} looks like headings too. In which row do they stand?"
    return [Question(f"sheets.{grid.cells.name}.header_row", text, (), str(read))]


def _needs_year(grid: Grid, mapping: Sequence[Mapped], body: Body) -> bool:
    if grid.layout in ("roster", "sf2"):
        return any(_names_no_year(heading) for heading in grid.headings if heading.entry is None)
    if grid.layout == "tally_grid":
        return True
    if grid.layout == "month_grid":
        return any(named is not None and named[0] is None for named in map(month_named, grid.headings))
    fields = {mapped.field: mapped for mapped in mapping}
    if "period.month" in fields and "period.year" not in fields and "sessions.date" not in fields:
        months = body.column(fields["period.month"]).distinct
        return any((read := read_month(as_text(cell))) is not None and read[0] is None for cell in months)
    dates = [body.column(mapped) for mapped in mapping if mapped.field.endswith(".date")]
    days = [read_day(cell) for column in dates for cell in column.texts]
    return any(day is not None and day.year is None for day in days)


def _names_no_year(heading: Heading) -> bool:
    return heading.number is not None or (heading.day is not None and heading.day.year is None)


def _has_zero(mapping: Sequence[Mapped], body: Body) -> bool:
    columns = [body.column(mapped) for mapped in mapping if mapped.field == "sessions.attended"]
    return any(as_text(cell) == "0" for column in columns for cell in column.distinct)
