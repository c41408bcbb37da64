"""No document and no figure names a private donor; the donors' gifts are reported together."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics import figures
from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.figures.chart import Chart
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.metrics import OTHER_PARTY
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import collect_report_data, figure_csv, public_chart, publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Document
from tests.reports.conftest import AUDIENCES, DAY, ENGLISH, MADE, parts, plain
from tests.support.sheets import dataset as read_dataset
from tests.support.sheets import xlsx

PEOPLE = ("Maria Makiling", "Pedro Penduko")
ONLY_PARTNERS = ENGLISH.message("parties-unnamed")
HEADINGS = ["Program", "Date", "From", "To", "Kind", "Value", "Status"]


def donor_library(givers: tuple[str, ...] = PEOPLE) -> Dataset:
    """Hope, a partner, gave 500; each private donor paid 250, pledged 100 and was thanked."""
    session_rows = [["Story hour", f"2026-0{month}-10", 30] for month in (1, 2, 3)]
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
            Sessions=[["Program", "Date", "Attendance"], *session_rows],
            Partners=[["Partner", "Kind of partner"], ["Hope", "sponsor"]],
            Ledger=[HEADINGS, *rows],
        )
    )


@pytest.fixture(scope="module")
def private() -> Dataset:
    return donor_library()


def document(data: Dataset, audience: str) -> Document:
    return compose(audience, collect_report_data(data, Scope(), DAY, MADE), ENGLISH)


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_private_donor_is_named_in_any_document(audience: str, fmt: str, private: Dataset) -> None:
    """An issue on the screen quotes the name; a document only counts issues."""
    assert any(PEOPLE[0] in issue.message for issue in private.issues)
    files = publish(private, audience=audience, fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
    for data in (files.data, *(more for _, more in files.companion_files)):
        content = plain("".join(parts(data)))
        assert content
        assert [name for name in PEOPLE if plain(name) in content] == []


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
def test_no_private_donor_is_named_in_a_saved_figure(draw: Any, metric: str, private: Dataset) -> None:
    chart: Chart = public_chart(private, draw, metrics=[metric], as_of=DAY, language=ENGLISH)
    content = figure_csv(chart, ENGLISH).decode() + chart.alt
    assert "somebody else" in content
    assert OTHER_PARTY not in content
    assert [name for name in PEOPLE if name in content] == []


def test_board_report_notes_that_only_partners_are_named(private: Dataset) -> None:
    assert ONLY_PARTNERS in str(document(private, "board").blocks)
    assert ONLY_PARTNERS not in str(document(donor_library(()), "board").blocks)


@pytest.mark.parametrize("code", LANGUAGES)
def test_anonymous_party_is_named_in_each_language(code: str, private: Dataset) -> None:
    messages = language(code)
    content = str(compose("board", collect_report_data(private, Scope(), DAY, MADE), messages).blocks)
    assert messages.message("party-somebody-else") in content
    assert OTHER_PARTY not in content
