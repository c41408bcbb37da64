"""Registry of layouts: the reader of each, its shared fields, and whether its rows are people.

To add a layout, write its reader in a module of this folder, add an entry to `LAYOUTS`, and its evidence to
`tables.evidence`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from libcollab_metrics.ingest.layouts.attendee_list import read_list
from libcollab_metrics.ingest.layouts.base import ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.cross_table import read_cross_table, refine_cross_mapping
from libcollab_metrics.ingest.layouts.day_register import read_day_register, refine_register_mapping
from libcollab_metrics.ingest.layouts.deliveries import read_deliveries
from libcollab_metrics.ingest.layouts.door_counts import read_totals
from libcollab_metrics.ingest.layouts.event_calendar import read_event_calendar
from libcollab_metrics.ingest.layouts.grids import read_month_grid, read_tally
from libcollab_metrics.ingest.layouts.hours import read_staff_roster, read_volunteer_log, refine_hours_log
from libcollab_metrics.ingest.layouts.hours_grid import read_hours_grid, refine_hours_mapping
from libcollab_metrics.ingest.layouts.ledger import read_ledger
from libcollab_metrics.ingest.layouts.memo import read_prose
from libcollab_metrics.ingest.layouts.online import read_form, read_meeting_log
from libcollab_metrics.ingest.layouts.own_forms import read_facts, read_ratings, read_template_sheet
from libcollab_metrics.ingest.layouts.partnership import (
    read_agreement,
    read_books_by_donor,
    read_budget,
    read_partner_list,
    read_partner_survey,
    read_program_list,
)
from libcollab_metrics.ingest.layouts.registration import read_registration_export
from libcollab_metrics.ingest.layouts.roster import read_roster
from libcollab_metrics.ingest.layouts.scores import read_scores
from libcollab_metrics.ingest.layouts.session_log import read_log, refine_log_mapping
from libcollab_metrics.ingest.layouts.signatures import read_members
from libcollab_metrics.ingest.layouts.tallied_survey import read_tallied_survey, refine_tally_mapping
from libcollab_metrics.ingest.layouts.visit_counts import read_visit_counts, refine_visit_mapping
from libcollab_metrics.ingest.tables.column_roles import keep_tables, refine_ledger_mapping
from libcollab_metrics.ingest.tables.delivery_columns import refine_delivery_mapping
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.own_workbooks import FACTS, RATINGS
from libcollab_metrics.ingest.tables.score_columns import refine_score_mapping
from libcollab_metrics.ingest.tables.status_column import refine_list_mapping
from libcollab_metrics.ingest.tables.survey_columns import refine_form_mapping
from libcollab_metrics.model.readings import ColumnMapping

Refine = Callable[[Grid, Sequence[ColumnMapping]], list[ColumnMapping]]


def _copy_mapping(grid: Grid, mapping: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Return a proposed mapping without layout-specific changes."""
    return list(mapping)


@dataclass(frozen=True)
class Layout:
    """How the table of one layout is read.

    Attributes
    ----------
    read : callable
        Reader: rows by table, questions and replies of one table.
    tables : tuple of str
        Tables, or fields of them, that the columns can fill; a column mapped by hand to another is reported.
    refine_mapping : callable
        Changes a proposed mapping once all columns are known; the user's choices stay unchanged.
    shared_fields : tuple of str
        Fields that several columns may fill.
    maps_nouns : bool
        Whether a heading that is not known as a whole means what its noun means ("Total hours worked").
    lists_people : bool
        Whether the rows are people of one program, which may be named by the tab only.
    is_generated : bool
        Whether only workbooks that this program writes have it; such a layout is recognized by its headings
        and never chosen or mapped by the user.
    """

    read: Callable[[ReadTask], ReadResult]
    tables: tuple[str, ...] = ()
    refine_mapping: Refine = _copy_mapping
    shared_fields: tuple[str, ...] = ()
    maps_nouns: bool = False
    lists_people: bool = False
    is_generated: bool = False


#: Tables that the columns of a session log, of a list of people, and of a grid of counts can fill.
LOG_TABLES = ("sessions", "programs.name", "period", "partners.name", "notes.text", "ledger.value")
PEOPLE_TABLES = ("participation", "programs")
GRID_TABLES = ("sessions", "programs.name", "period")
#: Hours fill the ledger; the times of a session are the times of work.
HOURS_TARGETS = ("ledger", "sessions.start", "sessions.end")

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "session_log": Layout(read_log, LOG_TABLES, refine_log_mapping, shared_fields=("sessions.events",)),
        "aggregated_log": Layout(
            read_totals, LOG_TABLES, refine_log_mapping, shared_fields=("sessions.events",)
        ),
        "attendee_log": Layout(read_list, PEOPLE_TABLES, refine_list_mapping, lists_people=True),
        "roster": Layout(
            read_roster, PEOPLE_TABLES, shared_fields=("participation.status",), lists_people=True
        ),
        "sf2": Layout(read_roster, PEOPLE_TABLES, shared_fields=("participation.status",), lists_people=True),
        "sign_in": Layout(read_list, PEOPLE_TABLES, refine_list_mapping, lists_people=True),
        "day_register": Layout(
            read_day_register,
            ("sessions", "participation", "programs"),
            refine_register_mapping,
            shared_fields=("participation.status",),
        ),
        "member_list": Layout(read_members, PEOPLE_TABLES),
        "visit_counts": Layout(read_visit_counts, GRID_TABLES, refine_visit_mapping, lists_people=True),
        "tally_grid": Layout(read_tally, GRID_TABLES, shared_fields=("sessions.events",)),
        "month_grid": Layout(read_month_grid, GRID_TABLES),
        "cross_table": Layout(
            read_cross_table, GRID_TABLES, refine_cross_mapping, shared_fields=("sessions.events",)
        ),
        "prose": Layout(read_prose),
        "template": Layout(read_template_sheet, is_generated=True),
        "libcal": Layout(read_event_calendar, LOG_TABLES, shared_fields=("sessions.site",)),
        "registration_export": Layout(read_registration_export, PEOPLE_TABLES),
        "form_responses": Layout(
            read_form,
            ("outcomes", *PEOPLE_TABLES),
            refine_form_mapping,
            shared_fields=("outcomes.rating",),
        ),
        "tallied_survey": Layout(
            read_tallied_survey, ("outcomes",), refine_tally_mapping, shared_fields=("outcomes.rating",)
        ),
        "meeting_log": Layout(read_meeting_log, PEOPLE_TABLES),
        "ledger": Layout(
            read_ledger, ("ledger",), refine_ledger_mapping, shared_fields=("ledger.note", "ledger.quantity")
        ),
        "deliveries": Layout(read_deliveries, ("deliveries",), refine_delivery_mapping),
        "scores": Layout(
            read_scores,
            ("outcomes", "participation"),
            refine_score_mapping,
            shared_fields=("outcomes.before", "outcomes.after"),
        ),
        "partner_list": Layout(read_partner_list, ("partners",), keep_tables("partners"), maps_nouns=True),
        "agreement": Layout(
            read_agreement,
            ("ledger",),
            refine_ledger_mapping,
            shared_fields=("ledger.note",),
            maps_nouns=True,
        ),
        "volunteer_log": Layout(
            read_volunteer_log, HOURS_TARGETS, refine_hours_log, ("ledger.quantity",), maps_nouns=True
        ),
        "staff_roster": Layout(
            read_staff_roster, HOURS_TARGETS, refine_hours_log, ("ledger.quantity",), maps_nouns=True
        ),
        "hours_grid": Layout(read_hours_grid, ("ledger",), refine_hours_mapping, ("ledger.quantity",)),
        "program_list": Layout(read_program_list, ("programs",), keep_tables("programs"), maps_nouns=True),
        "books_by_donor": Layout(
            read_books_by_donor,
            ("ledger", "deliveries"),
            keep_tables("ledger", "deliveries"),
            maps_nouns=True,
        ),
        "partner_survey": Layout(
            read_partner_survey,
            ("perspectives",),
            keep_tables("perspectives"),
            shared_fields=("perspectives.rating",),
            maps_nouns=True,
        ),
        "budget": Layout(
            read_budget,
            ("ledger",),
            refine_ledger_mapping,
            shared_fields=("ledger.note", "ledger.value"),
            maps_nouns=True,
        ),
        FACTS: Layout(read_facts, is_generated=True),
        RATINGS: Layout(read_ratings, is_generated=True),
    }
)
