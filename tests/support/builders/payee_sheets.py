"""Invented libraries whose ledgers pay people and shops that appear in no other sheet."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from libcollab_metrics.model import Edit, Import, Merge, Step
from tests.support.sheets import csv_text, imported, xlsx

#: Two people and a shop that were paid; no other name contains any of their words.
PAID = ("Zyralyn Quimbo-Wexford", "Peñalosa Yvetteñ", "Kwentoxan Sari-sari")
TYPED, MERGED = "Ximénez Orquídeo", "Ximenez Orquideo"
EVERYBODY = (*PAID, TYPED, MERGED)
HEADS = ["Program", "Date", "From", "To", "Kind", "Value", "Status", "Note"]
PARTNERS = [["Partner", "Kind of partner"], ["San Isidro School", "school"]]


def ledger(rows: Sequence[Sequence[str]], name: str = "Ledger.csv") -> Import:
    return imported(csv_text([HEADS, *rows]), name)


def paid(*names: str, status: str = "received", value: int = 300) -> list[list[str]]:
    """Return a line for each name with what it received, each of a different value."""
    return [
        ["Story hour", f"2026-02-{n:02d}", "Hope Fund", name, "promotion", str(value + n), status, ""]
        for n, name in enumerate(names, 1)
    ]


def partners(*more: list[str]) -> Import:
    return imported(xlsx(Partners=[*PARTNERS, *more]), "Partners.xlsx")


def first_ledger() -> Import:
    rows = [*paid(*PAID, PAID[0].upper()), *paid(PAID[0], PAID[1], status="pledged", value=500)]
    return ledger(
        [*rows, ["Story hour", "2026-02-20", "Hope Fund", "project", "cash", "9000", "received", ""]]
    )


def row(to: str, value: float = 70.0) -> dict[str, object]:
    return {
        "program_id": "Story hour",
        "date": pd.Timestamp("2026-03-02"),
        "from_party": "Hope Fund",
        "to_party": to,
        "kind": "promotion",
        "value": value,
        "status": "received",
    }


def steps() -> list[Step]:
    """Return all steps that may name a payee: a sheet, rows typed and edited, merged names."""
    return [
        (partners(),),
        (first_ledger(),),
        (Edit("ledger", (row(TYPED), row(MERGED, 30.0), row("San Isidro School"))),),
        (Merge("ledger.to_party", MERGED, TYPED),),
        (Merge("partners.name", PAID[2], "San Isidro School"),),
    ]
