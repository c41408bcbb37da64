"""Use the records page in a test: its tabs, its form, its grid and the metrics they change."""

from __future__ import annotations

from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import SCHEMA, Dataset, Workspace
from tests.pages.test_pages import open_page, texts

DAY = date(2026, 12, 31)


def records(table: str, workspace: Workspace | None = None) -> AppTest:
    """Open the records page on the tab of a table."""
    return open_page("records", workspace, table=SCHEMA[table].label if table in SCHEMA else "Settings")


def control(app: AppTest, label: str) -> Any:
    """Return the only control of the form with this label, required or not."""
    kinds = ("text_input", "text_area", "date_input", "selectbox", "multiselect", "number_input")
    controls = [part for kind in kinds for part in app.get(kind) if part.label in (label, f"{label} *")]
    assert len(controls) == 1, (label, len(controls))
    return controls[0]


def choose(app: AppTest, label: str, value: Any) -> None:
    part = control(app, label)
    if isinstance(value, str) and part.type in ("selectbox", "multiselect") and value not in part.options:
        raise AssertionError((label, value, part.options))
    part.set_value(value)


def fill(app: AppTest, **fields: Any) -> None:
    for label, value in fields.items():
        choose(app, label.replace("_", " "), value)


def unescaped(app: AppTest) -> str:
    """Return all text of the page as it is read on the screen."""
    return texts(app).replace("\\", "")


def data(app: AppTest) -> Dataset:
    dataset: Dataset = app.session_state["workspace"].dataset()
    return dataset


def figure(app: AppTest, metric: str, **options: Any) -> list[float | None]:
    return [
        value.value
        for value in evaluate(data(app), metrics=[metric], as_of=DAY, **options).values_for(metric)
    ]


def draft(app: AppTest, table: str, *rows: dict[str, str]) -> None:
    """Put rows into the grid as if they were typed, because a test cannot type into its cells."""
    app.session_state["drafts"] = {table: {"rows": list(rows), "problems": {}, "round": 7}}
    app.run()


def rows_of(app: AppTest, table: str) -> int:
    return len(data(app).tables[table])


STORY = "Story hour"
