"""Rows kept: said as they were read, with what stood already, and with what does not fit them."""

from __future__ import annotations

from libcollab_metrics.ingest import TypedReading
from libcollab_metrics.metrics import CATALOG, named_metric
from libcollab_metrics.model import NAMED, SCHEMA, Edit, Issue, issues_raised, payee_labels, stood_already
from libcollab_metrics.wording import language
from pages.ui import session


def keep_rows(edit: Edit, found: TypedReading, *, new: bool) -> None:
    """Append rows as one step; how they were read and what they raise is said at the next run.

    `new` rows may bear a name that stands already: then it is said what changed.
    """
    before, table = session.own_dataset(), edit.table
    payees = payee_labels(session.workspace().operations)
    session.append(edit)
    after = session.own_dataset()
    session.tell(said_as_read(table, found))
    new_payees = [name for code, name in payee_labels(session.workspace().operations).items() if code not in payees]
    if new_payees:
        session.tell(
            f"Kept as {', '.join(new_payees)}: the names of those who only receive are not written to the disk."
        )
    names = [str(row[NAMED[table]]) for row in found.accepted] if new and table in NAMED else []
    for name, changed in stood_already(table, names, before, after).items():
        session.tell(f"“{name}” stood already; changed: {', '.join(changed) or 'nothing'}.")
    session.point_out(*(_pointed_out(i) for i in issues_raised(before, after) if i not in found.issues))


def _pointed_out(issue: Issue) -> str:
    where = f" ({issue.heading})" if issue.heading else ""
    return f"{issue.kind.title}{where}. {issue.message or issue.kind.why} {issue.kind.advice}"


def said_as_read(table: str, found: TypedReading) -> str:
    """One sentence about what was kept, and how it was read where that is not how it was typed."""
    count = len(found.accepted)
    said = [f"{SCHEMA[table].label}: {count} {'row' if count == 1 else 'rows'} kept."]
    said += [f"{issue.heading}: {issue.message}." for issue in found.issues if issue.message]
    if table == "criteria":
        said += _bands(found)
    return " ".join(said)


def _bands(found: TypedReading) -> list[str]:
    """Each end of a band in the unit of its metric, so that a share is seen to be one."""
    units = {metric.id: metric.unit for metric in CATALOG}
    english, fields = language("en"), {name: SCHEMA["criteria"].field(name).label for name in ("low", "ideal", "high")}
    return [
        f"{fields[name]} read as {english.in_unit(row[name], units[metric])}."
        for row in found.accepted
        for name in fields
        if row.get(name) is not None and (metric := named_metric(str(row.get("metric_id")), CATALOG)[0]) in units
    ]
