"""Official statistics: margins that balance or give the reason, months that add up, a donations form."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from typing import Any

import pytest
from pypdf import PdfReader

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import Published, publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.collect import collect_report_data
from libcollab_metrics.reports.document import Document, Grid, Heading, Text
from tests.reports.conftest import DAY, ENGLISH, MADE, parts, plain
from tests.support.builders.datasets import dataset as small
from tests.support.sheets import dataset as read_dataset

COLUMNS = (
    "#",
    "Name of Donor",
    "Purpose",
    "Date Received",
    "Region",
    "Division",
    "Total Amount Received by the School (Php)",
    "Status",
)
#: A person's name in the ledger: not a partner, so it is never released.
CANARY = "Maria Makiling"


def log() -> list[dict[str, Any]]:
    """
    month  audience  format         sessions  visits
    Jan    0-5       onsite                1      20
    Jan    6-11      offsite               1      31
    Feb    6-11      offsite               3      60
    Feb    6-11      onsite                1       –
    Mar    19+       live virtual          1      14
    Mar    6-11      recorded              1     240   on a line of its own
    """
    return [
        {"on": "2026-01-10", "age_class": "0-5", "format": "onsite", "attended": 20},
        {"on": "2026-01-17", "age_class": "6-11", "format": "offsite", "attended": 31},
        {"on": "2026-02-10", "age_class": "6-11", "format": "offsite", "attended": 60, "events": 3},
        {"on": "2026-02-17", "age_class": "6-11", "format": "onsite"},
        {"on": "2026-03-10", "age_class": "19+", "format": "live_virtual", "attended": 14},
        {"on": "2026-03-12", "age_class": "6-11", "format": "recorded", "attended": 240},
    ]


LEDGER = [
    {
        "on": "2026-01-12",
        "from_party": "Hope Foundation",
        "to_party": "project",
        "kind": "cash",
        "value": 15000,
        "status": "received",
    },
    {
        "on": "2026-01-20",
        "from_party": CANARY,
        "to_party": "project",
        "kind": "in_kind",
        "quantity": 3,
        "unit": "shelves",
        "status": "received",
    },
    {
        "on": "2026-02-01",
        "from_party": "hope foundation",
        "to_party": "project",
        "kind": "cash",
        "value": 8000,
        "status": "pledged",
    },
    {
        "on": "2026-02-03",
        "from_party": "library",
        "to_party": "project",
        "kind": "staff_hours",
        "quantity": 4,
        "status": "received",
    },
    {"on": "2026-02-05", "to_party": "project", "kind": "cash", "value": 700, "status": "unclear"},
    {
        "on": "2026-02-20",
        "from_party": "project",
        "to_party": "San Isidro ES",
        "kind": "in_kind",
        "value": 4500.5,
        "value_is_estimate": True,
        "status": "received",
    },
    {
        "on": "2026-03-01",
        "from_party": "project",
        "to_party": "Print shop",
        "kind": "cash",
        "value": 300,
        "status": "spent",
    },
]
PARTNERS = [
    {"name": "Hope Foundation", "kind": "sponsor"},
    {"name": "San Isidro ES", "kind": "public school"},
]
PROGRAMS = [{"name": "Story hour", "partners": ["Hope Foundation", "San Isidro ES"]}]
TO_SCHOOL = Scope((("partner", ("San Isidro ES",)),))


def official_library(sessions: list[dict[str, Any]] | None = None, **settings: Any) -> Dataset:
    log_rows = log() if sessions is None else sessions
    return small(
        log_rows, ledger=LEDGER, partners=PARTNERS, programs=PROGRAMS, settings={"currency": "PHP"} | settings
    )


def published(data: Dataset, fmt: str = "csv", scope: Scope = Scope(), code: str = "en") -> Published:  # noqa: B008
    return publish(
        data, audience="official", fmt=fmt, scope=scope, as_of=DAY, generated_at=MADE, language=language(code)
    )


def document(data: Dataset, scope: Scope = Scope()) -> Document:  # noqa: B008
    return compose("official", collect_report_data(data, scope, DAY, MADE), ENGLISH)


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def grid(composed: Document, title: str) -> Grid:
    (match,) = [b for b in composed.blocks if isinstance(b, Grid) and b.title == ENGLISH.message(title)]
    return match


def texts(composed: Document) -> list[str]:
    return [block.text for block in composed.blocks if isinstance(block, Text)]


def test_form_of_the_period_matches_the_log_counted_by_hand() -> None:
    composed = document(official_library())
    assert grid(composed, "table-margin-age").rows == (
        ("0-5", "1", "20"),
        ("6-11", "5", "91+"),
        ("12-18", "0", "0"),
        ("19+", "1", "14"),
        ("General interest", "0", "0"),
        ("Total", "7", "125+"),
    )
    assert grid(composed, "table-margin-format").rows == (
        ("Onsite", "2", "20+"),
        ("Offsite", "4", "91"),
        ("Live virtual", "1", "14"),
        ("Total", "7", "125+"),
    )
    assert any(text.startswith("Recorded presentations: 1, viewed 240 times.") for text in texts(composed))


def test_session_without_a_format_has_a_line_of_its_own() -> None:
    """It may be of any format, so that no format without a session can be called 0."""
    log_rows = [{**log()[0], "format": None}, *log()[1:-2]]
    rows = {row[0]: row[1:] for row in grid(document(official_library(log_rows)), "table-margin-format").rows}
    assert rows["In no official class"] == ("1", "20")
    assert rows["Live virtual"] == ("–", "–")
    assert rows["Offsite"] == ("4+", "91+")


def test_form_contains_no_instruction_for_the_librarian() -> None:
    """No remark on the sheets that were read, and nothing to choose, tick or fill in."""
    log_rows = [{**log()[0], "format": None}, *log()[1:]]
    for scope in (Scope(), TO_SCHOOL):
        composed = document(official_library(log_rows), scope)
        headings = [block.text for block in composed.blocks if isinstance(block, Heading)]
        assert headings == ["The whole period", "By month", "Contributions"]
        words = " ".join([*texts(composed), *(b.note for b in composed.blocks if isinstance(b, Grid))])
        assert not re.search(r"(?i)\b(choose|tick|fill|complete|sheets?|records)\b", words)


def test_masthead_has_the_library_and_the_period() -> None:
    text = plain(
        PdfReader(io.BytesIO(published(official_library(library="Hill Library"), "pdf").data))
        .pages[0]
        .extract_text()
    )
    assert text.startswith(plain("Hill Library"))
    assert plain("January – March 2026") in text[:80]


def test_form_csv_has_bare_numbers_and_remarks() -> None:
    files = published(official_library())
    rows = table(files.data)
    assert rows[0] == ["Margin", "Class", "Sessions", "Attendance", "Views", "Remark"]
    assert ["Intended audience", "6-11", "5", "91", "", "Attendance: at least"] in rows
    assert ["Format", "Total", "7", "125", "", "Attendance: at least"] in rows
    assert ["Recorded", "Recorded", "1", "", "240", ""] in rows
    assert files.filename == "official-summary-2026-06-30.csv"
    assert [name for name, _ in files.companion_files] == [
        "official-summary-2026-06-30-months.csv",
        "official-summary-2026-06-30-contributions.csv",
        "official-summary-2026-06-30-data.csv",
        "official-summary-2026-06-30-data.csv-metadata.json",
    ]


def test_months_add_up_to_the_period_in_every_class() -> None:
    files = published(official_library())
    months, form = table(files.companion_files[0][1])[1:], table(files.data)[1:]
    assert {row[0] for row in months} == {"2026-01", "2026-02", "2026-03"}
    sums: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0, 0, 0])
    for row in months:
        for position, cell in enumerate(row[3:6]):
            sums[tuple(row[1:3])][position] += float(cell or 0)
    assert {key: numbers for key, numbers in sums.items() if any(numbers)} == {
        tuple(row[:2]): [float(cell or 0) for cell in row[2:5]]
        for row in form
        if any(float(c or 0) for c in row[2:5])
    }


def test_document_months_end_with_the_whole_period() -> None:
    composed = document(official_library())
    sessions, visits = (grid(composed, f"table-months-{count}") for count in ("sessions", "visits"))
    assert sessions.headings == (
        "Month",
        "0-5",
        "6-11",
        "12-18",
        "19+",
        "General",
        "Onsite",
        "Offsite",
        "Virtual",
        "Total",
    )
    assert [row[0] for row in sessions.rows] == ["Jan 2026", "Feb 2026", "Mar 2026", "Whole period"]
    assert sessions.rows[1] == ("Feb 2026", "0", "4", "0", "0", "0", "1", "3", "0", "4")
    assert visits.rows[1] == ("Feb 2026", "0", "60+", "0", "0", "0", "–", "60", "0", "60+")
    assert visits.rows[-1][-1] == "125+"


def test_session_without_a_date_has_its_own_month() -> None:
    log_rows = [*log(), {"age_class": "0-5", "format": "onsite", "attended": 25}]
    rows = grid(document(official_library(log_rows)), "table-months-sessions").rows
    assert ("no date", "1", "0", "0", "0", "0", "1", "0", "0", "1") in rows


def test_project_contributions_fill_the_columns_of_the_donations_form() -> None:
    """Own hours and payments are not donations; a pledge has no day or amount; a person is not named."""
    contributions = grid(document(official_library()), "table-contributions")
    assert contributions.headings == COLUMNS
    assert contributions.rows == (
        ("1", "Hope Foundation", "cash, Story hour", "2026-01-12", "", "", "15,000", "received"),
        ("2", "somebody else", "goods (3 shelves), Story hour", "2026-01-20", "", "", "no price", "received"),
        ("3", "Hope Foundation", "cash: ₱8,000 promised, Story hour", "", "", "", "", "to follow"),
        (
            "4",
            "no one named",
            "cash: ₱700.00, not clear whether it came, Story hour",
            "",
            "",
            "",
            "",
            "unclear",
        ),
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_contributions_csv_has_bare_numbers_in_every_language(code: str) -> None:
    """Each language prints its own signs; a program parses the same values from all of them."""
    words = language(code)
    files = published(official_library(), code=code)
    rows = table(dict(files.companion_files)["official-summary-2026-06-30-contributions.csv"])
    assert rows[0][1] == words.message("form-donor")
    assert rows[0][8] == words.message("heading-remark")
    assert [(row[0], row[3], row[6], row[8]) for row in rows[1:]] == [
        ("1", "2026-01-12", "15000", ""),
        ("2", "2026-01-20", "", words.message("unpriced")),
        ("3", "", "", ""),
        ("4", "", "", ""),
    ]
    files = published(official_library(), code=code, scope=TO_SCHOOL)
    (row,) = table(dict(files.companion_files)["official-summary-2026-06-30-contributions.csv"])[1:]
    assert (row[6], row[8]) == ("4500.5", f"≈ {words.number(4500.5, 2)}")


def test_selected_school_gets_what_it_received() -> None:
    composed = document(official_library(), TO_SCHOOL)
    assert grid(composed, "table-contributions").rows == (
        ("1", "the project", "goods, Story hour", "2026-02-20", "", "", "≈ 4,500.50", "received"),
    )
    assert "What these schools received: San Isidro ES." in texts(composed)


def test_partner_that_is_not_a_school_gets_all_contributions() -> None:
    composed = document(official_library(), Scope((("partner", ("Hope Foundation",)),)))
    assert len(grid(composed, "table-contributions").rows) == 4


@pytest.mark.parametrize(
    ("currency", "heading"), [("PHP", COLUMNS[6]), ("USD", COLUMNS[6].replace("Php", "USD"))]
)
def test_amount_heading_names_the_currency_of_the_library(currency: str, heading: str) -> None:
    assert grid(document(official_library(currency=currency)), "table-contributions").headings[6] == heading


def test_amount_heading_without_a_currency_names_none() -> None:
    contributions = grid(document(official_library(currency="")), "table-contributions")
    assert contributions.headings[6] == "Total Amount Received by the School"


def test_scope_without_contributions_has_no_such_section() -> None:
    log_rows = [row | {"site": "Main"} for row in log()]
    composed = document(official_library(log_rows), Scope((("site", ("Main",)),)))
    headings = [block.text for block in composed.blocks if isinstance(block, Heading)]
    assert "By month" in headings
    assert "Contributions" not in headings


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
def test_name_of_a_non_partner_is_in_no_file(fmt: str) -> None:
    files = published(official_library(), fmt)
    for data in (files.data, *(more for _, more in files.companion_files)):
        assert plain(CANARY) not in plain("".join(parts(data)))


def test_donations_form_is_parsed_back_into_its_ledger() -> None:
    files = dict(published(official_library()).companion_files)
    parsed = read_dataset(files["official-summary-2026-06-30-contributions.csv"], name="contributions.csv")
    rows = parsed.tables["ledger"]
    assert str(rows["from_party"].iloc[0]) == "Hope Foundation"
    assert rows["value"].dropna().tolist() == [15000]
    assert [str(status) for status in rows["status"]] == ["received", "received", "pledged", "unclear"]


def test_small_class_is_hidden_in_every_file_of_the_form() -> None:
    """Four adults came in March: March's attendance is hidden, and so is a month that would disclose it."""
    log_rows = [{**row, "attended": 4} if row["age_class"] == "19+" else row for row in log()]
    files = published(official_library(log_rows))
    rows = {(row[0], row[1]): row for row in table(files.data)[1:]}
    assert rows["Intended audience", "19+"][2:4] == ["1", ""]
    assert "hidden" in rows["Intended audience", "19+"][5]
    march = [
        row for row in table(files.companion_files[0][1]) if row[0] == "2026-03" and row[1] != "Recorded"
    ]
    assert {row[4] for row in march} == {""}
    shown = {row[0] for row in table(files.companion_files[0][1])[1:] if row[4]}
    assert len(shown) <= 1


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
@pytest.mark.parametrize("data", [small(), small([{"attended": 30}])], ids=["nothing", "one session"])
def test_empty_library_and_one_session_make_a_form(data: Dataset, fmt: str) -> None:
    whole = plain("".join(parts(published(data, fmt).data)))
    assert len(whole) > 20


def test_sixty_months_continue_over_pages() -> None:
    log_rows = [
        {
            "on": f"{2021 + n // 12}-{n % 12 + 1:02}-10",
            "age_class": "0-5",
            "format": "onsite",
            "attended": 20 + n,
        }
        for n in range(60)
    ]
    data = official_library(log_rows)
    rows = grid(document(data), "table-months-visits").rows
    assert len(rows) == 61
    assert rows[-1][-1] == f"{sum(20 + n for n in range(60)):,}"
    words = plain("".join(parts(published(data, "pdf").data)))
    assert words.count(plain("Onsite")) >= 4  # the form, and the header row on each page of the table
