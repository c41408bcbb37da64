"""Deliveries: one row a lot."""

from __future__ import annotations

from types import MappingProxyType

from libcollab_metrics.metrics.definition import How, Measure
from libcollab_metrics.metrics.measures.counted import counted
from libcollab_metrics.metrics.tables.deliveries import STEPS
from libcollab_metrics.model.schema import STAGES


def _each(id: str, how: How, label: str, column: str = "", where: str = "") -> MappingProxyType[str, Measure]:
    """One measure a stage; an asterisk stands for the stage, and in the label for its words."""
    return MappingProxyType(
        {
            stage: counted(
                "deliveries", id.replace("*", stage), how, label.replace("*", stage.replace("_", " ")),
                column.replace("*", stage), where.replace("*", stage),
            )
            for stage in STAGES
        }
    )  # fmt: skip


LOTS = counted("deliveries", "lots", "rows", "lots", one="lot")
BOOKS = _each("books_*", "sum", "books *", "books_*")
LOTS_KNOWN = _each("lots_*", "rows", "lots with a number", where="known_*")
LOTS_ESTIMATED = _each("estimated_*", "rows", "lots that are estimates", where="estimated_*")
LOTS_BOUNDED = _each("bounded_*", "rows", "lots that are lower bounds", where="bounded_*")

# A step leads from one stage to the next, and is named by the stage it leads to.
STEP_LOTS = _each("step_lots_*", "rows", "lots with both numbers", where="step_*")
STEP_ESTIMATED = _each("step_estimated_*", "rows", "lots that are estimates", where="step_estimated_*")
STEP_FROM_BOUNDED = _each("step_from_bounded_*", "rows", "lots that held at least so many", where="step_from_bounded_*")
STEP_TO_BOUNDED = _each("step_to_bounded_*", "rows", "lots that hold at least so many", where="step_to_bounded_*")
STEP_TO = _each("step_to_*", "sum", "books *", "books_*", "step_*")
STEP_FROM = MappingProxyType(
    {
        to: counted("deliveries", f"step_from_{to}", "sum", f"books {this}", f"books_{this}", f"step_{to}")
        for this, to in STEPS
    }
)

LOTS_SENT = counted("deliveries", "lots_sent", "rows", "lots shipped", where="sent", one="lot shipped")
LOTS_ANSWERED = counted(
    "deliveries", "lots_answered", "rows", "lots shipped of which we know whether they were accepted", where="answered",
    one="lot shipped of which we know whether it was accepted",
)  # fmt: skip
LOTS_ACCEPTED = counted("deliveries", "lots_accepted", "rows", "lots accepted", where="accepted", one="lot accepted")
LOTS_LEFT = counted("deliveries", "lots_left", "rows", "lots with a day on which they left", where="left")
LOTS_TIMED = counted("deliveries", "lots_timed", "rows", "lots with both days", where="timed", one="lot with both days")
DAYS_ON_THE_WAY = counted(
    "deliveries", "days_on_the_way", "median", "days on the way", "days", "timed", "day on the way"
)
LOTS_WAITED_FOR = counted("lots_by_name", "lots_waited_for", "rows", "lots on the way", where="on_the_way")

PLACE_LOTS = counted("lots_by_place", "place_lots", "rows", "lots", one="lot")
PLACE_KNOWN = counted("lots_by_place", "place_known", "rows", "lots with a number received", where="known_received")
PLACE_ESTIMATED = counted(
    "lots_by_place", "place_estimated", "rows", "lots that are estimates", where="estimated_received"
)
PLACE_BOUNDED = counted(
    "lots_by_place", "place_bounded", "rows", "lots that are lower bounds", where="bounded_received"
)
PLACE_RECEIVED = counted(
    "lots_by_place", "place_received", "sum", "books received", "books_received", one="book received"
)
#: Sums over the places; here for the words of the formulas.
BOOKS_READABLE = Measure("books_readable", "books received in a language the site reads", "lots_by_place", "sum")
BOOKS_OF_LANGUAGE = Measure(
    "books_of_language", "books received where both languages are known", "lots_by_place", "sum"
)
