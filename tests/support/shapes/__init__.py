"""Sheets in further shapes that occur in the wild, with invented values and their true figures.

No figure is read back from a file: each is worked out from the lists the sheet is written from.
"""

from __future__ import annotations

from tests.support.shapes.accounts_and_gifts import ACCOUNTS_AND_GIFTS
from tests.support.shapes.accounts_and_liquidations import ACCOUNTS_AND_LIQUIDATIONS
from tests.support.shapes.agreements_with_partners import AGREEMENTS_WITH_PARTNERS
from tests.support.shapes.attendance_lists import ATTENDANCE_LISTS
from tests.support.shapes.book_drives_and_giveaways import BOOK_DRIVES_AND_GIVEAWAYS
from tests.support.shapes.book_stages import BOOK_STAGES
from tests.support.shapes.branch_logs import BRANCH_LOGS
from tests.support.shapes.branch_reports import BRANCH_REPORTS
from tests.support.shapes.calendars_and_grids import CALENDARS_AND_GRIDS
from tests.support.shapes.cash_and_pledges import CASH_AND_PLEDGES
from tests.support.shapes.cash_books import CASH_BOOKS
from tests.support.shapes.club_lists import CLUB_LISTS
from tests.support.shapes.clubs_and_courses import CLUBS_AND_COURSES
from tests.support.shapes.comment_slips import COMMENT_SLIPS
from tests.support.shapes.contacts_and_agreements import CONTACTS_AND_AGREEMENTS
from tests.support.shapes.count_logs import COUNT_LOGS
from tests.support.shapes.counts import COUNTS
from tests.support.shapes.counts_across import COUNTS_ACROSS
from tests.support.shapes.definition import Figure, Shape, WrongFigure
from tests.support.shapes.deliveries_and_agreements import DELIVERIES_AND_AGREEMENTS
from tests.support.shapes.drives_and_prizes import DRIVES_AND_PRIZES
from tests.support.shapes.drives_scores_and_partners import DRIVES_SCORES_AND_PARTNERS
from tests.support.shapes.event_exports import EVENT_EXPORTS
from tests.support.shapes.event_sheets import EVENT_SHEETS
from tests.support.shapes.events import EVENTS
from tests.support.shapes.feedback_forms import FEEDBACK_FORMS
from tests.support.shapes.feedback_tallies import FEEDBACK_TALLIES
from tests.support.shapes.funds_and_sales import FUNDS_AND_SALES
from tests.support.shapes.gift_registers import GIFT_REGISTERS
from tests.support.shapes.gifts_and_cash_books import GIFTS_AND_CASH_BOOKS
from tests.support.shapes.gifts_and_pledges import GIFTS_AND_PLEDGES
from tests.support.shapes.grants_and_budgets import GRANTS_AND_BUDGETS
from tests.support.shapes.indicator_reports import INDICATOR_REPORTS
from tests.support.shapes.informal_logs import INFORMAL_LOGS
from tests.support.shapes.learners_and_partners import LEARNERS_AND_PARTNERS
from tests.support.shapes.logs import LOGS
from tests.support.shapes.manifests_and_deliveries import MANIFESTS_AND_DELIVERIES
from tests.support.shapes.marked_registers import MARKED_REGISTERS
from tests.support.shapes.mobile_and_visit_logs import MOBILE_AND_VISIT_LOGS
from tests.support.shapes.money_in_and_out import MONEY_IN_AND_OUT
from tests.support.shapes.monthly_reports import MONTHLY_REPORTS
from tests.support.shapes.name_lists import NAME_LISTS
from tests.support.shapes.neighborhood_logs import NEIGHBORHOOD_LOGS
from tests.support.shapes.outreach_and_talks import OUTREACH_AND_TALKS
from tests.support.shapes.partnership import PARTNERSHIP
from tests.support.shapes.people_lists import PEOPLE_LISTS
from tests.support.shapes.prizes_and_grants import PRIZES_AND_GRANTS
from tests.support.shapes.program_counts import PROGRAM_COUNTS
from tests.support.shapes.project_workbooks import PROJECT_WORKBOOKS
from tests.support.shapes.quizzes_and_manifests import QUIZZES_AND_MANIFESTS
from tests.support.shapes.reading_scores import READING_SCORES
from tests.support.shapes.receipts_and_budgets import RECEIPTS_AND_BUDGETS
from tests.support.shapes.registers import REGISTERS
from tests.support.shapes.registrations_and_waiting_lists import REGISTRATIONS_AND_WAITING_LISTS
from tests.support.shapes.report_forms import REPORT_FORMS
from tests.support.shapes.reports_and_calendars import REPORTS_AND_CALENDARS
from tests.support.shapes.resource_lists import RESOURCE_LISTS
from tests.support.shapes.returns_and_reports import RETURNS_AND_REPORTS
from tests.support.shapes.rooms_and_hours import ROOMS_AND_HOURS
from tests.support.shapes.routes_and_outreach import ROUTES_AND_OUTREACH
from tests.support.shapes.scores_and_accounts import SCORES_AND_ACCOUNTS
from tests.support.shapes.scores_and_evaluations import SCORES_AND_EVALUATIONS
from tests.support.shapes.scores_before_and_after import SCORES_BEFORE_AND_AFTER
from tests.support.shapes.scores_by_skill_and_tab import SCORES_BY_SKILL_AND_TAB
from tests.support.shapes.session_logs import SESSION_LOGS
from tests.support.shapes.sign_in_sheets import SIGN_IN_SHEETS
from tests.support.shapes.sign_ins_and_logbooks import SIGN_INS_AND_LOGBOOKS
from tests.support.shapes.signed_registers import SIGNED_REGISTERS
from tests.support.shapes.story_and_talk_logs import STORY_AND_TALK_LOGS
from tests.support.shapes.story_hours import STORY_HOURS
from tests.support.shapes.tallies import TALLIES
from tests.support.shapes.visits_and_reports import VISITS_AND_REPORTS
from tests.support.shapes.visits_planned_and_held import VISITS_PLANNED_AND_HELD
from tests.support.shapes.workbooks import WORKBOOKS

SHAPES: tuple[Shape, ...] = (
    *(*COUNTS, *LOGS, *EVENTS, *REGISTERS, *PARTNERSHIP),
    *(*SESSION_LOGS, *COUNT_LOGS, *REPORT_FORMS, *PEOPLE_LISTS, *RESOURCE_LISTS),
    *(*TALLIES, *MONTHLY_REPORTS, *NAME_LISTS, *SCORES_AND_ACCOUNTS),
    *(*SIGN_IN_SHEETS, *INFORMAL_LOGS, *INDICATOR_REPORTS, *WORKBOOKS, *GIFTS_AND_CASH_BOOKS),
    *(*REPORTS_AND_CALENDARS, *EVENT_SHEETS, *CLUB_LISTS, *QUIZZES_AND_MANIFESTS),
    *(*PROGRAM_COUNTS, *OUTREACH_AND_TALKS, *LEARNERS_AND_PARTNERS, *ACCOUNTS_AND_GIFTS, *DRIVES_AND_PRIZES),
    *(*BRANCH_LOGS, *BRANCH_REPORTS, *ATTENDANCE_LISTS, *CASH_AND_PLEDGES, *DRIVES_SCORES_AND_PARTNERS),
    *(*MOBILE_AND_VISIT_LOGS, *STORY_AND_TALK_LOGS, *COUNTS_ACROSS, *ROOMS_AND_HOURS, *SIGNED_REGISTERS),
    *(*RECEIPTS_AND_BUDGETS, *MONEY_IN_AND_OUT, *GIFT_REGISTERS, *BOOK_STAGES),
    *(*READING_SCORES, *COMMENT_SLIPS, *CONTACTS_AND_AGREEMENTS),
    *(*NEIGHBORHOOD_LOGS, *VISITS_AND_REPORTS, *FUNDS_AND_SALES, *PRIZES_AND_GRANTS),
    *(*DELIVERIES_AND_AGREEMENTS, *SCORES_AND_EVALUATIONS),
    *(*STORY_HOURS, *ROUTES_AND_OUTREACH, *VISITS_PLANNED_AND_HELD, *CLUBS_AND_COURSES, *CALENDARS_AND_GRIDS),
    *(*MARKED_REGISTERS, *SIGN_INS_AND_LOGBOOKS, *EVENT_EXPORTS, *REGISTRATIONS_AND_WAITING_LISTS),
    *(*RETURNS_AND_REPORTS, *CASH_BOOKS, *ACCOUNTS_AND_LIQUIDATIONS, *GRANTS_AND_BUDGETS, *GIFTS_AND_PLEDGES),
    *(*AGREEMENTS_WITH_PARTNERS, *PROJECT_WORKBOOKS, *MANIFESTS_AND_DELIVERIES, *BOOK_DRIVES_AND_GIVEAWAYS),
    *(*SCORES_BEFORE_AND_AFTER, *SCORES_BY_SKILL_AND_TAB, *FEEDBACK_FORMS, *FEEDBACK_TALLIES),
)

__all__ = ["SHAPES", "Figure", "Shape", "WrongFigure"]
