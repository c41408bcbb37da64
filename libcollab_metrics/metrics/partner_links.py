"""Which partners a row belongs to: those of its session, and where it belongs to no session those of its program."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Frame, Rows, among, text

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import Prepared


@dataclass(frozen=True)
class Links:
    """How the rows of one table are linked to partners.

    `key` is the column of the table that is linked, `session_id` or `program_id`. `pairs` has one row a key and
    partner, in the columns `linked` and `partner`; None where no key has a partner.
    """

    key: str
    pairs: Frame | None

    def kept(self, frame: Frame, partners: Collection[str]) -> Frame:
        """Return the rows that belong to any of these partners, each once."""
        if self.pairs is None:
            return frame.filter(among(text(self.key), ()))
        wanted = self.pairs.filter(among(nw.col("partner"), partners)).select("linked").unique()
        linked = frame.with_columns(linking=text(self.key))
        return linked.join(wanted, left_on="linking", right_on="linked", how="semi").drop("linking")

    def grouped(self, frame: Frame, partners: Collection[str] | None) -> Frame:
        """Return the rows with their partner in the column `group`, null for none; a row of two partners twice.

        Only these partners are looked at, or all where None is given.
        """
        if self.pairs is None:
            return frame.with_columns(group=nw.lit(None, dtype=nw.String))
        pairs = self.pairs.select("linked", group="partner")
        if partners is not None:
            pairs = pairs.filter(among(nw.col("group"), partners))
        return frame.with_columns(linking=text(self.key)).join(
            pairs, left_on="linking", right_on="linked", how="left"
        )  # fmt: skip


def links_of(prepared: Prepared, rows: Rows) -> Links | None:
    """Return how the rows of a table are linked to partners; None for a table that cannot be asked for them.

    A dataset without a table of the partners of sessions links sessions by their program.
    """
    if "session" in rows.fields and "session_partners" in prepared.dataset.tables:
        table, key = "session_partners", "session_id"
    elif "program" in rows.fields:
        table, key = "program_partners", "program_id"
    else:
        return None
    native = prepared.native(table)
    return Links(key, None if native is None else native.select(linked=text(key), partner=text("partner")))


def kept_by_partners(prepared: Prepared, rows: Rows) -> Frame:
    """Return the rows of a table that belong to the partners the filter names; all where it names none."""
    links, partners = links_of(prepared, rows), prepared.facts.partners_in(prepared.scope)
    return rows.frame if links is None or partners is None else links.kept(rows.frame, partners)
