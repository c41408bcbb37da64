"""No document and no figure names a private donor, whoever it is for; what they gave is told of all
together."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics import figures
from libcollab_metrics.figures.chart import Chart
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.metrics import OTHER_PARTY
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import collect_report_data, figure_csv, public_chart, publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.render import FORMATS
from tests.reports.conftest import AUDIENCES, DAY, ENGLISH, MADE, parts, plain
from tests.support.sheets import dataset as read_dataset
from tests.support.sheets import xlsx

PEOPLE = ("Maria Makiling", "Pedro Penduko")
ONLY_PARTNERS = ENGLISH.message("parties-unnamed")
HEADINGS = ["Program", "Date", "From", "To", "Kind", "Value", "Status"]


def made(givers: tuple[str, ...] = PEOPLE) -> Dataset:
    """Hope, a partner, gave 500; each private donor paid 250, promised 100 and was thanked."""
    held = [["Story hour", f"2026-0{month}-10", 30] for month in (1, 2, 3)]
    rows: list[list[Any]] = [["Story hour", "2026-01-05", "Hope", "project", "cash", 500, "received"]]
    for giver in givers:
        rows += [
            ["Story hour", "2026-01-06", giver, "project", "cash", 250, "received"],
            ["Story hour", "2026-02-06", giver, "project", "cash", 100, "pledged"],
            ["Story hour", "2026-02-07", "project", giver, "recognition", 10, "received"],
        ]
    rows.append(["Story hour", "2026-03-01", "project", "Print shop", "cash", 900, "spent"])
    return read_dataset(
        xlsx(
            Sessions=[["Program", "Date", "Attendance"], *held],
            Partners=[["Partner", "Kind of partner"], ["Hope", "sponsor"]],
            Ledger=[HEADINGS, *rows],
        )
    )


@pytest.fixture(scope="module")
def private() -> Dataset:
    return made()


def document(data: Dataset, audience: str) -> Document:
    return compose(audience, collect_report_data(data, Scope(), DAY, MADE), ENGLISH)


@pytest.mark.parametrize("fmt", list(FORMATS))
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_private_donor_is_named_in_any_document(audience: str, fmt: str, private: Dataset) -> None:
    """Nor in the issue that quotes the name on the screen: a document counts what was noted."""
    assert any(PEOPLE[0] in issue.message for issue in private.issues)
    files = publish(private, audience=audience, fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
    for data in (files.data, *(more for _, more in files.companion_files)):
        said = plain("".join(parts(data)))
        assert said
        assert [name for name in PEOPLE if plain(name) in said] == []


@pytest.mark.parametrize(
    ("draw", "metric"),
    [
        (figures.cash_shares, "fund_share"),
        (figures.fund_shares, "fund_share"),
        (figures.pledge_fulfilment, "pledge_fulfilment"),
        (figures.contributions_by_kind, "partner_given"),
        (figures.benefits_by_kind, "partner_received"),
        (figures.give_and_take, "give_take_balance"),
    ],
)
def test_no_private_donor_is_named_in_a_figure_that_is_saved(
    draw: Any, metric: str, private: Dataset
) -> None:
    chart: Chart = public_chart(private, draw, metrics=[metric], as_of=DAY, language=ENGLISH)
    said = figure_csv(chart, ENGLISH).decode() + chart.alt
    assert "somebody else" in said
    assert OTHER_PARTY not in said
    assert [name for name in PEOPLE if name in said] == []


@pytest.mark.parametrize("audience", ["sponsor", "board", "planning"])
def test_a_document_says_that_only_partners_are_named_where_somebody_is_not(
    audience: str, private: Dataset
) -> None:
    assert ONLY_PARTNERS in str(document(private, audience).blocks)
    assert ONLY_PARTNERS not in str(document(made(()), audience).blocks)


@pytest.mark.parametrize("code", LANGUAGES)
def test_somebody_else_is_said_in_each_language(code: str, private: Dataset) -> None:
    spoken = language(code)
    found = str(compose("board", collect_report_data(private, Scope(), DAY, MADE), spoken).blocks)
    assert spoken.message("party-somebody-else") in found
    assert OTHER_PARTY not in found
