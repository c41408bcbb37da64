"""Whether a partnership goes on: a decision of people, kept with its reason and its day, never worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.partner_lines import program_names
from libcollab_metrics.model.schema import DECISIONS

if TYPE_CHECKING:
    from libcollab_metrics.model.dataset import Dataset
    from libcollab_metrics.model.workspace import Edit


@dataclass(frozen=True)
class Decision:
    """One decision about a partner; `program` is empty when it is about all of them, `reason` when none was kept."""

    decision: str
    day: date | None
    reason: str = ""
    program: str = ""
    address: RowAddress | None = None


def decisions_about(dataset: Dataset, partner: str) -> tuple[Decision, ...]:
    """Return every decision about a partner, the latest day first; on one day the one kept last first."""
    names = program_names(dataset)
    rows = [
        row for row in dataset.tables["decisions"].to_dict("records") if fold(str(row["partner_id"])) == fold(partner)
    ]
    found = [
        Decision(
            str(row["decision"]),
            None if pd.isna(row["date"]) else row["date"].date(),
            "" if pd.isna(row["reason"]) else str(row["reason"]),
            names.get(str(row["program_id"]), ""),
            RowAddress.of({str(name): value for name, value in row.items()}),
        )
        for row in reversed(rows)
    ]
    return tuple(sorted(found, key=lambda one: one.day or date.min, reverse=True))


def keep_decision(partner: str, decision: str, reason: str, day: date, program: str = "") -> Edit:
    """Return the operation that keeps a decision: "continue", "renegotiate" or "stop", of one program or of all.

    Raises
    ------
    LibCollabError : there is no such decision; the text names the three.
    """
    from libcollab_metrics.model.workspace import Edit

    if decision not in DECISIONS:
        raise did_you_mean("decision", decision, DECISIONS)
    row = {"partner_id": partner, "decision": decision, "reason": reason.strip() or None, "date": day}
    return Edit("decisions", ({**row, **({"program_id": program} if program else {})},))


def take_back(decision: Decision) -> Edit:
    """Return the operation that takes a decision out again."""
    from libcollab_metrics.model.workspace import Edit

    return Edit("decisions", (), removed=(decision.address,) if decision.address else ())
