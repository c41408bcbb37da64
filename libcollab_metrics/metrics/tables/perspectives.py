"""How each side sees the partnership: one row an answer, kept apart by partner, side, statement and who answered."""

from __future__ import annotations

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Frame, Rows, is_true, text

#: A rating outside the scale is no answer.
LOWEST, HIGHEST = 1, 5
PARTNER_COLUMNS = {"partner": "partner_id"}


def with_ratings(perspectives: Frame) -> Rows:
    """Return one row an answer with whether its rating lies on the scale.

    The parts name the respondent, so that each person weighs the same however many statements they rated; the
    answers of those who gave no name stand together under None.
    """
    rating, partner = nw.col("rating"), nw.col("partner_id")
    frame = perspectives.filter(~partner.is_null()).with_columns(
        party=text("partner_id"),
        side=text("side"),
        item=text("item"),
        respondent=text("respondent_key"),
        rated=is_true((rating >= LOWEST) & (rating <= HIGHEST)),
    )
    return Rows(frame, PARTNER_COLUMNS, ("party", "side", "item", "respondent"))
