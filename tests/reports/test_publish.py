"""Every release goes through publish: protected, blocked while money is unclear, and reproducible."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError, ReleaseBlockedError
from libcollab_metrics.figures import attendance_by_group
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import Published, figure_csv, figure_svg, public_chart, publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.collect import collect_report_data
from libcollab_metrics.reports.document import Grid, TargetBars
from libcollab_metrics.reports.document_options import Tier
from libcollab_metrics.reports.report_data import ReportData
from tests.reports.conftest import DAY, ENGLISH, MADE, parts, plain
from tests.support.paths import ROOT
from tests.support.sheets import dataset, xlsx

PACKAGE = ROOT / "libcollab_metrics"
SESSIONS = ["Program", "Date", "Site", "Attendance"]
LEDGER = ["Program", "Date", "From", "To", "Kind", "Value", "Status"]


def small(unclear: bool = False, people: Sequence[int] = (61, 38, 3)) -> Dataset:
    """Three programs at three sites, one of them with very few visits; optionally one unclear cash line."""
    names = ("Story hour", "Craft", "Tutoring")
    log = [
        [name, f"2026-03-{10 + i}", f"Site {i}", n]
        for i, (name, n) in enumerate(zip(names, people, strict=True))
    ]
    paid = [
        "Story hour",
        "2026-03-01",
        "Hope Foundation",
        "shop",
        "cash",
        1200,
        "unclear" if unclear else "spent",
    ]
    partners = [["Partner", "Kind of partner"], ["Hope Foundation", "sponsor"]]
    sheets = xlsx(Sessions=[SESSIONS, *log], Ledger=[LEDGER, paid], Partners=partners)
    return dataset(sheets, settings={"currency": "PHP"})


def publish_document(data: Dataset, audience: str = "planning", fmt: str = "pdf", **more: Any) -> Published:
    return publish(data, audience=audience, fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH, **more)


@pytest.mark.parametrize("fmt", ["pdf", "xlsx", "csv"])
def test_small_count_and_its_neighbour_are_in_no_file(fmt: str) -> None:
    """61, 38 and 3 of 102: neither 3 nor 38 is released, as a number, an average or a cost share."""
    data = publish_document(small(), "board", fmt=fmt).data
    whole = "".join(parts(data))
    assert "102" in whole or fmt == "pdf"  # the pages have no total of all programs
    assert "61" in whole
    for name in ("Craft", "Tutoring"):
        for line in whole.splitlines() if fmt == "csv" else ():
            assert not (name in line and "attendance_total" in line and ("38" in line or ",3," in line))
    assert (
        "38" not in whole.replace("&#38;", "") or fmt == "xlsx"
    )  # style sheets of a workbook contain any number


def test_hidden_figures_are_marked_hidden() -> None:
    material = collect_report_data(small(), Scope(), DAY, MADE)
    document = compose("board", material, ENGLISH)
    tables = [block for block in document.blocks if isinstance(block, Grid)]
    cells = {
        row[0]: row for table in tables for row in table.rows if row[0] in ("Story hour", "Craft", "Tutoring")
    }
    assert "61" in cells["Story hour"]
    assert "hidden" in cells["Craft"]
    assert "hidden" in cells["Tutoring"]
    assert any("fewer than" in table.note for table in tables)


def test_every_released_number_equals_the_evaluation_or_is_missing() -> None:
    data = small()
    public = collect_report_data(data, Scope(), DAY, MADE).programs
    metrics = dict.fromkeys(value.metric for value in public.values)
    truth = evaluate(data, metrics=metrics, by="program", as_of=DAY)
    for before, after in zip(truth.values, public.values, strict=True):
        assert (after.metric, after.group) == (before.metric, before.group)
        assert after.value in (None, before.value)
        assert after.n in (None, before.n)


def library_with_criteria() -> Dataset:
    """Craft and Story hour have many visits, Tutoring 3 in March; each declares a minimum."""
    log = [
        ["Story hour", "2026-01-10", "Main", 61],
        ["Craft", "2026-01-10", "Main", 25],
        ["Craft", "2026-02-10", "Main", 30],
        ["Craft", "2026-03-10", "Annex", 3],
        ["Tutoring", "2026-03-11", "Main", 3],
        ["Chess", "2026-02-11", "Main", 40],
    ]
    floors = [
        ["Craft", "attendance_total", 50],
        ["Story hour", "attendance_total", 70],
        ["Tutoring", "attendance_total", 2],
    ]
    return dataset(
        xlsx(
            Sessions=[SESSIONS, *log],
            Programs=[
                ["Program", "Partners"],
                ["Craft", "Hope"],
                ["Story hour", "Trust"],
                ["Tutoring", "Trust"],
            ],
            Success_criteria=[["Program", "Metric", "At least"], *floors],
        )
    )


def judged(scope: Scope = Scope(), audience: str = "board") -> dict[str, tuple[str, ...]]:  # noqa: B008
    """For each program what was aimed for, the result, and the status."""
    blocks = compose(audience, collect_report_data(library_with_criteria(), scope, DAY, MADE), ENGLISH).blocks
    bars = [bar for block in blocks if isinstance(block, TargetBars) for bar in block.bars]
    return {bar.program: (bar.aim, bar.result, bar.status) for bar in bars}


def test_criterion_on_a_hidden_number_shows_no_verdict_or_band() -> None:
    """That 3 visits miss "at least 50" would disclose fewer than 50.

    Chess is hidden with Tutoring, of 162 visits: its 40 are the fewest of the other programs.
    """
    rows = judged()
    assert set(rows) == {"Story hour", "Craft"}
    assert rows["Craft"] == ("50 or more", "58", "Met")


def test_criteria_follow_the_selected_programs_or_partners() -> None:
    assert list(judged(Scope((("program", ("Craft", "Chess")),)))) == ["Craft"]
    assert judged(Scope((("partner", ("Hope",)),)))["Craft"] == ("50 or more", "58", "Met")


@pytest.mark.parametrize("audience", ["board", "planning", "sponsor"])
@pytest.mark.parametrize(
    "scope",
    [
        Scope((), date(2026, 1, 1), date(2026, 2, 28)),
        Scope((("site", ("Main",)),)),
        Scope((("month", ("2026-01",)),)),
    ],
)
def test_partial_scope_is_not_shown_with_the_whole(audience: str, scope: Scope) -> None:
    """Craft's 58 visits minus its 55 of January and February would be the 3 of March; by site the same."""
    assert judged(scope, audience) == {}
    table = publish_document(library_with_criteria(), audience, "csv", scope=scope).data.decode("utf-8-sig")
    craft = {
        line.split(",")[3] for line in table.splitlines() if "attendance_total" in line and "Craft" in line
    }
    assert "58" not in craft


def test_sponsor_summary_is_blocked_while_money_is_unclear() -> None:
    with pytest.raises(ReleaseBlockedError, match="1,200"):
        publish_document(small(unclear=True), "sponsor")


def test_planning_summary_is_not_blocked() -> None:
    assert publish_document(small(unclear=True)).data.startswith(b"%PDF")


def test_accepted_unclear_sponsor_summary_says_so(text_of: Callable[[bytes], str]) -> None:
    published = publish_document(small(unclear=True), "sponsor", accept_unclear=True)
    assert plain("A bill of ₱1,200 is being settled.") in text_of(published.data)
    assert published.record.accepted_unclear
    assert not publish_document(small(), "sponsor", accept_unclear=True).record.accepted_unclear


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["pdf", "xlsx", "csv"])
def test_same_request_gives_the_same_bytes_and_digest(fmt: str) -> None:
    data = small()
    first, second = publish_document(data, fmt=fmt), publish_document(data, fmt=fmt)
    assert first == second
    assert first.record.sha256 == hashlib.sha256(first.data).hexdigest()
    assert first.filename == f"planning-summary-2026-06-30.{fmt}"


@pytest.mark.slow
def test_time_without_a_zone_is_the_same_everywhere() -> None:
    noon = datetime(2026, 7, 1, 12)
    naive = publish(small(), audience="planning", fmt="pdf", as_of=DAY, generated_at=noon, language=ENGLISH)
    assert naive.data == publish_document(small()).data


@pytest.mark.parametrize(("audience", "fmt"), [("sponser", "pdf"), ("sponsor", "pfd")])
def test_misspelt_option_is_answered_with_a_suggestion(audience: str, fmt: str) -> None:
    with pytest.raises(LibCollabError, match="Did you mean"):
        publish_document(small(), audience, fmt)


@pytest.mark.parametrize("fmt", ["pdf", "xlsx", "csv"])
@pytest.mark.parametrize("audience", ["planning", "sponsor", "board"])
def test_empty_scope_makes_a_document_that_explains_why(audience: str, fmt: str) -> None:
    scope = Scope((("program", ("Story hour",)),), end=DAY.replace(year=2001))
    whole = plain("".join(parts(publish_document(small(), audience, fmt, scope=scope).data)))
    assert plain("until 30 June 2001") in whole
    assert plain("No held session in this selection.") in whole


def test_empty_library_gets_a_document() -> None:
    assert publish_document(Dataset({}), "sponsor").data.startswith(b"%PDF")


def test_released_figure_has_no_small_numbers() -> None:
    chart = public_chart(
        small(), attendance_by_group, metrics=["attendance_total"], by="program", as_of=DAY, language=ENGLISH
    )
    text = figure_csv(chart, ENGLISH).decode("utf-8-sig")
    assert "Story hour,61" in text
    assert "38" not in text
    image = figure_svg(chart, ENGLISH).decode()
    assert ">61<" in image
    assert ">38<" not in image


def _calls(tree: ast.AST, name: str) -> list[int]:
    return [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == name]


def test_only_protection_creates_a_public_evaluation() -> None:
    makers = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if _calls(ast.parse(path.read_text(encoding="utf-8")), "PublicEvaluation")
    ]
    assert makers == ["protection/public.py"]


def test_report_data_is_public(material: ReportData) -> None:
    assert {type(e).__name__ for e in material.evaluations} == {"PublicEvaluation"}


def test_fingerprint_changes_only_with_ledger_lines_and_options() -> None:
    """An unclear amount is in no figure except on the board's page; a tier is on the sponsor's."""
    first, again = (collect_report_data(small(unclear=True), Scope(), DAY, MADE) for _ in range(2))
    line = replace(first.lines[0], value=9999.0) if first.lines else None
    assert first.fingerprint == again.fingerprint
    assert line is not None
    assert replace(first, lines=(line, *first.lines[1:])).fingerprint != first.fingerprint
    with_tier = replace(first, options=replace(first.options, tiers=(Tier("Friend", 1500.0),)))
    assert with_tier.fingerprint != first.fingerprint
    assert with_tier.fingerprint_on(DAY) == with_tier.fingerprint
