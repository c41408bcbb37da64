"""Input controls for the fields of a record: choices, dates, known names, otherwise text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import TypedRowsResult
from libcollab_metrics.metrics import CATALOG, parse_metric_name
from libcollab_metrics.model import (
    NAME_FIELDS,
    SCHEMA,
    Edit,
    Field,
    Issue,
    changed_existing_rows,
    issues_added,
    payee_labels,
)
from pages.ui import session
from pages.ui.metric_texts import metric_label
from pages.ui.translation import _, later, plural, screen_language, translate_message

#: Kind of known name that a field holds.
KNOWN_NAMES: Mapping[str, str] = {
    "program_id": "Program",
    "site": "Site",
    "partner_id": "Partner",
    "from_party": "Partner",
    "to_party": "Partner",
    "partner_ids": "Partner",
    "language": "Language",
    "languages": "Language",
    "age_group": "Age group",
    "measure": "Measure",
}
#: Fields that identify a row of each table at a glance.
LABEL_FIELDS: Mapping[str, tuple[str, ...]] = {
    "partners": ("name",),
    "programs": ("name",),
    "sites": ("site",),
    "sessions": ("date", "program_id", "site", "start", "attended"),
    "ledger": ("date", "program_id", "from_party", "to_party", "kind", "value"),
    "outcomes": ("program_id", "measure", "occasion", "date"),
    "deliveries": ("program_id", "lot", "site"),
    "perspectives": ("partner_id", "side", "item", "rating"),
    "criteria": ("program_id", "metric_id", "low", "high"),
    "notes": ("date", "program_id", "text"),
}
PARTIES, RESERVED = ("from_party", "to_party"), ("project", "library")
UNITS = {
    "share": later("a share, such as 75%"),
    "money": later("an amount"),
    "per_1000": later("per 1,000 people"),
}
PART_LABEL = later("Part, if the figure has parts")
PART_HELP = later("Some figures have parts, such as “reading score” of Average gain, or “full” of a cost.")
LABELS = {metric.id: metric.label for metric in CATALOG}
#: Metrics by their English label, which is the value of a choice and is stored.
METRICS = {metric.label: metric for metric in CATALOG}
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


def field_options(field: Field) -> list[str]:
    """Return the options of a field: choices, names in use, or metrics; empty for free text."""
    if field.choices:
        return list(field.choices)
    if field.name == "metric_id":
        return list(METRICS)
    if field.name not in KNOWN_NAMES:
        return []
    if KNOWN_NAMES[field.name] == "Partner":
        tables = session.own_dataset().tables
        described = {
            str(name) for name in (*tables["partners"]["name"], *tables["program_partners"]["partner"])
        }
        return [*(RESERVED if field.name in PARTIES else ()), *sorted(described, key=str.casefold)]
    return sorted(session.own_names_by_kind().get(KNOWN_NAMES[field.name], ()), key=str.casefold)


def draw_field(field: Field, current: str, key: str, disabled: bool = False) -> str:
    """Draw the control of a field and return its value as text."""
    label = _(field.label) + (" *" if field.is_required else "")
    about: dict[str, Any] = {
        "key": f"{key}-{field.name}",
        "help": _(field.meaning),
        "disabled": disabled,
        "persist_state": "session",
    }
    if (field.kind == "date" and _parse_day(current) is not None) or (field.kind == "date" and not current):
        day = st.date_input(
            label, _parse_day(current), min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD", **about
        )
        return day.isoformat() if isinstance(day, date) else ""
    options = field_options(field)
    if field.kind == "names":
        return _draw_multiselect(label, options, current, about)
    if field.name == "metric_id":
        return _draw_metric_inputs(field, label, options, current, about)
    if options:  # differs from the key of the text input that is used without known names
        return _draw_selectbox(field, label, options, current, about | {"key": f"{about['key']}-listed"})
    if field.name in ("text", "strengths", "note"):
        return st.text_area(label, current, height=80, **about) or ""
    return st.text_input(label, current, placeholder=_placeholder(field), autocomplete="off", **about) or ""


def _parse_day(text: str) -> date | None:
    """Parse a full date; a month alone is None and edited as text."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date() if text else None
    except ValueError:
        return None


def _draw_multiselect(label: str, options: list[str], current: str, about: dict[str, Any]) -> str:
    chosen = [part.strip() for part in current.replace("\n", ";").split(";") if part.strip()]
    listed = [*options, *(name for name in chosen if name not in options)]
    return "; ".join(
        st.multiselect(
            label, listed, chosen, accept_new_options=True, placeholder=_("choose, or type new ones"), **about
        )
    )


def _draw_selectbox(field: Field, label: str, options: list[str], current: str, about: dict[str, Any]) -> str:
    listed = options if not current or current in options else [*options, current]
    index = listed.index(current) if current else None
    free = not field.choices and field.name != "metric_id"
    names = {option: option_label(field, option) for option in listed}
    chosen = st.selectbox(
        label,
        listed,
        index,
        placeholder=_("choose, or type another") if free else _("choose"),
        accept_new_options=free,
        format_func=lambda option: names.get(option, option),
        **about,
    )
    return chosen or ""


def _draw_metric_inputs(
    field: Field, label: str, options: list[str], current: str, about: dict[str, Any]
) -> str:
    """Draw a metric selector and an input for its part; joined with a colon as in a sheet."""
    named, part = parse_metric_name(current, CATALOG)
    chosen = _draw_selectbox(field, label, options, LABELS.get(named, named), about)
    asked = about | {"key": f"{about['key']}-part", "help": _(PART_HELP)}
    typed = (
        st.text_input(_(PART_LABEL), part, placeholder=_("e.g. reading score"), autocomplete="off", **asked)
        or ""
    )
    return f"{chosen}: {typed.strip()}" if chosen and typed.strip() else chosen


def option_label(field: Field, option: str) -> str:
    """Return the label of an option: a choice in words, a metric with its unit, a name as it is."""
    if field.name == "metric_id" and option in METRICS:
        metric = METRICS[option]
        return f"{metric_label(metric)} ({_(UNITS.get(metric.unit, metric.unit.replace('_', ' ')))})"
    is_name = not field.choices and not (field.name in PARTIES and option in RESERVED)
    return option if is_name else _(option.replace("_", " "))


def _placeholder(field: Field) -> str:
    if field.name.endswith("_key"):
        return _("a name or code; stored only as a code")
    return _("e.g. {example}", example=field.example) if field.example else ""


# Storing rows: report how they were read, which rows existed already, and new issues.


def store_rows(edit: Edit, typed_reading: TypedRowsResult, *, is_new: bool) -> None:
    """Append rows as one step, and queue messages about how they were read and new issues.

    Rows that are `is_new` may have the name of an existing row; then the changed fields are reported.
    """
    before, table = session.own_dataset(), edit.table
    payees = payee_labels(session.workspace().operations)
    session.append(edit)
    after = session.own_dataset()
    session.add_message(describe_stored_rows(table, typed_reading), pages=("overview",))
    new_payees = [
        name for code, name in payee_labels(session.workspace().operations).items() if code not in payees
    ]
    if new_payees:
        session.add_message(
            _(
                "Saved as {names}: names of people who only receive are not stored.",
                names=", ".join(new_payees),
            )
        )
    names = (
        [str(row[NAME_FIELDS[table]]) for row in typed_reading.accepted]
        if is_new and table in NAME_FIELDS
        else []
    )
    for name, changed in changed_existing_rows(table, names, before, after).items():
        session.add_message(
            _(
                "“{name}” existed already; changed: {fields}.",
                name=name,
                fields=", ".join(map(_, changed)) or _("nothing"),
            )
        )
    session.add_warning(
        *(_describe_issue(i) for i in issues_added(before, after) if i not in typed_reading.issues)
    )


def _describe_issue(issue: Issue) -> str:
    where = f" ({translate_message(issue.heading)})" if issue.heading else ""
    title = screen_language().translate(issue.kind.title, "issue")
    return f"{title}{where}. {_(issue.message or issue.kind.why)} {_(issue.kind.advice)}"


def describe_stored_rows(table: str, typed_reading: TypedRowsResult) -> str:
    """Describe the number of rows stored, and values that were not read as typed."""
    count = len(typed_reading.accepted)
    label = _(SCHEMA[table].label)
    sentences = [plural(count, "{table}: {count} row saved.", "{table}: {count} rows saved.", table=label)]
    sentences += [
        f"{_(issue.heading)}: {_(issue.message)}." for issue in typed_reading.issues if issue.message
    ]
    if table == "criteria":
        sentences += _describe_bands(typed_reading)
    return " ".join(sentences)


def _describe_bands(typed_reading: TypedRowsResult) -> list[str]:
    """Describe the limits of a band in its metric's unit, so that a share is recognizable."""
    units = {metric.id: metric.unit for metric in CATALOG}
    fields = {name: _(SCHEMA["criteria"].field(name).label) for name in ("low", "ideal", "high")}
    return [
        _(
            "{field} read as {value}.",
            field=fields[name],
            value=screen_language().in_unit(row[name], units[metric]),
        )
        for row in typed_reading.accepted
        for name in fields
        if row.get(name) is not None
        and (metric := parse_metric_name(str(row.get("metric_id")), CATALOG)[0]) in units
    ]
