"""Catalog of all metrics in reading order, each with one definition; one module per family."""

from __future__ import annotations

from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.families import (
    attendance,
    books,
    cost,
    funding,
    outcomes,
    participation,
    partners,
    peers,
    reach,
    scores,
    social_return,
    staffing,
    success,
)

_METRICS = (
    *attendance.METRICS,
    *participation.METRICS,
    *reach.METRICS,
    *success.METRICS,
    *outcomes.METRICS,
    *scores.METRICS,
    *cost.METRICS,
    *funding.METRICS,
    *social_return.METRICS,
    *partners.METRICS,
    *books.METRICS,
    *staffing.METRICS,
    *peers.METRICS,
)
#: Order of the metrics on screens, in documents and in command output; each id once.
READING_ORDER = (
    "sessions_held", "attendance_total", "attendance_coverage", "attendance_per_session", "participants_unique",
    "participants_bounds", "visits_per_participant", "reach_rate", "attendance_per_1000",
    "target_group_per_1000", "representativeness", "site_coverage", "first_time_share", "contact_hours",
    "partner_sourced_share", "imls_grid", "session_delivery_rate", "target_attainment", "seat_fill",
    "show_up_rate", "turnout_ratio", "attendance_rate", "average_daily_attendance", "month_attendance_pct",
    "completion_rate", "retention_rate", "repeat_rate", "drop_off_count", "maintenance", "criteria_met_rate",
    "project_success_rate", "declared_first_share", "outcome_agreement", "lsta_agreement", "mean_rating",
    "net_agreement", "survey_response_rate", "mean_gain", "pair_coverage", "improved_share", "normalized_gain",
    "effect_dz", "effect_dav", "philiri_moved_up", "philiri_net_move", "reading_speed_gain", "cost_cash",
    "cost_library", "cost_full", "cost_coverage", "cost_per_attendance", "cost_per_participant",
    "cost_per_session", "cost_per_contact_hour", "cost_per_completer", "cost_per_improved_reader", "fund_share",
    "fund_clarity", "pledge_fulfilment", "cash_balance", "leverage_ratio", "volunteer_value", "in_kind_value",
    "replacement_value", "sponsor_cost_per_visit", "benefit_delivery", "sroi_range", "partner_given",
    "partner_received", "give_take_balance", "give_take_rating", "alignment_mean", "alignment_gap",
    "relevance_flag", "partner_programs", "books_at_stage", "stage_yield", "cost_per_book", "books_per_child",
    "book_language_match", "lot_acceptance", "days_to_deliver", "language_match_rate", "language_known_share",
    "staff_deployment", "attendance_per_staff_hour", "volunteer_share", "deployable_sessions", "peer_band",
)  # fmt: skip
_BY_ID = {metric.id: metric for metric in _METRICS}
CATALOG: tuple[Metric, ...] = tuple(_BY_ID[id] for id in READING_ORDER)
#: Metrics used in documents; the others appear only on the library's own screens and in command output.
CORE: tuple[Metric, ...] = tuple(metric for metric in CATALOG if metric.is_core)
#: Tables behind charts: not metrics of their own, but counted, filtered and protected like metrics.
PICTURED: tuple[Metric, ...] = (*attendance.PICTURED_METRICS, *scores.PICTURED_METRICS)

__all__ = ["CATALOG", "CORE", "PICTURED"]
