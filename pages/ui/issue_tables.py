"""Tables of issues, grouped by their effect on the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from libcollab_metrics.model import Issue
from pages.ui.html_tables import render_table
from pages.ui.translation import _, format_number, later, screen_language, translate_message

#: Heading of each group of issues, translated where it is shown: its effect on the figures.
GROUP_HEADINGS: Mapping[str, str] = {
    "left-out": later("Not counted – needs a fix"),
    "assumption": later("Counted, with an assumption"),
    "note": later("For information"),
}
#: Advice of a kind that needs no fix.
NOTHING_TO_DO = "Nothing to do."
#: Kinds of issues about whole columns: those of one sheet are one row.
COLUMN_KINDS = frozenset({"column-not-used", "column-assumed", "personal-column-discarded"})
#: Most columns and cells named in a row.
MAX_COLUMNS_NAMED, MAX_CELLS_NAMED = 8, 6


def list_issue_rows(issues: Iterable[Issue], *, has_several_sheets: bool) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of a table of issues by group, those with the same issue next to each other.

    Parameters
    ----------
    issues : iterable of Issue
        Issues of one or several sheets.
    has_several_sheets : bool
        Whether each row names its sheet.

    Returns
    -------
    dict of str to list of tuple of str
        Rows by key of `GROUP_HEADINGS`; groups without an issue are omitted.
    """
    rows: dict[str, list[tuple[str, ...]]] = {severity: [] for severity in GROUP_HEADINGS}
    for group in _group_columns(issues):
        rows[_effect(group[0])].append(_issue_row(group, has_several_sheets))
    return {severity: sorted(found) for severity, found in rows.items() if found}


def _effect(issue: Issue) -> str:
    """Return the group of an issue: one that needs nothing, such as a totals row, is for information."""
    return "note" if issue.kind.advice == NOTHING_TO_DO else issue.severity


def _issue_headings(has_several_sheets: bool) -> tuple[str, ...]:
    sheet = [_("Sheet")] if has_several_sheets else []
    return (_("Issue"), *sheet, _("Where"), _("Count"), _("Your cell"), _("We used"), _("Suggested fix"))


def render_issue_table(title: str, rows: Sequence[tuple[str, ...]], *, has_several_sheets: bool) -> str:
    """Render rows of issues as a table, without the columns in which nothing is known."""
    headings = _issue_headings(has_several_sheets)
    known = [column for column in range(len(headings)) if any(row[column] for row in rows)]
    numeric = [place for place, column in enumerate(known) if headings[column] == _("Count")]
    shown = [[row[column] for column in known] for row in rows]
    return render_table(title, [headings[column] for column in known], shown, numeric)


def _group_columns(issues: Iterable[Issue]) -> list[list[Issue]]:
    """Group the issues about whole columns by kind and sheet; every other issue is alone."""
    groups: dict[object, list[Issue]] = {}
    for issue in issues:
        key: object = (issue.code, issue.sheet) if issue.code in COLUMN_KINDS else id(issue)
        groups.setdefault(key, []).append(issue)
    return list(groups.values())


def _issue_row(issues: Sequence[Issue], has_several_sheets: bool) -> tuple[str, ...]:
    """Return one row, of one issue or of those about several columns."""
    first = issues[0]
    if len(issues) == 1:
        cells = ", ".join(first.cells[:MAX_CELLS_NAMED])
        cells += " …" if len(first.cells) > MAX_CELLS_NAMED else ""
        where = " · ".join(part for part in (translate_message(first.heading), cells) if part)
        value, message = translate_message(first.value), _(first.message or first.kind.why)
    else:
        named = [translate_message(issue.heading) or issue.cell for issue in issues[:MAX_COLUMNS_NAMED]]
        where = "; ".join(named) + (" …" if len(issues) > MAX_COLUMNS_NAMED else "")
        value, message = "", _(first.kind.why)
    count = format_number(sum(issue.count for issue in issues))
    sheet = [first.sheet] if has_several_sheets else []
    title = screen_language().translate(first.kind.title, "issue")
    return (title, *sheet, where, count, value, message, _(first.kind.advice))
