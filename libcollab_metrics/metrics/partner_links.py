"""Link rows to partners: by their session if they have one, otherwise by their program."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from libcollab_metrics.metrics.frames import Frame, col, lit
from libcollab_metrics.metrics.tables.rows import Rows, is_among, text

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import PreparedTables


@dataclass(frozen=True)
class Links:
    """Links between the rows of one table and partners.

    Attributes
    ----------
    key : str
        Linked column of the table, `session_id` or `program_id`.
    pairs : Frame or None
        One row per key and partner, in the columns `linked` and `partner`; None if no key has a partner.
    """

    key: str
    pairs: Frame | None

    def filter_rows(self, frame: Frame, partners: Collection[str]) -> Frame:
        """Return the rows that belong to any of these partners, each row once."""
        if self.pairs is None:
            return frame.filter(is_among(text(self.key), ()))
        wanted = self.pairs.filter(is_among(col("partner"), partners)).select("linked").unique()
        linked = frame.with_columns(linking=text(self.key))
        return linked.join(wanted, ["linking"], ["linked"], "semi")

    def add_group(self, frame: Frame, partners: Collection[str] | None) -> Frame:
        """Return the rows with their partner in the column `group`, null for none.

        A row with two partners appears twice. Only the given partners are considered, or all if None.
        """
        if self.pairs is None:
            return frame.with_columns(group=lit(None))
        pairs = self.pairs.select("linked", group=col("partner"))
        if partners is not None:
            pairs = pairs.filter(is_among(col("group"), partners))
        return frame.with_columns(linking=text(self.key)).join(pairs, ["linking"], ["linked"])


def find_partner_links(prepared: PreparedTables, rows: Rows) -> Links | None:
    """Return the partner links of a table, or None if the table cannot be linked to partners.

    A dataset without the table `collect_session_partners` links sessions by their program.
    """
    if "session" in rows.fields and "session_partners" in prepared.dataset.tables:
        table, key = "session_partners", "session_id"
    elif "program" in rows.fields:
        table, key = "program_partners", "program_id"
    else:
        return None
    native = prepared.raw_table(table)
    return Links(key, None if native is None else native.select(linked=text(key), partner=text("partner")))


def filter_by_partners(prepared: PreparedTables, rows: Rows) -> Frame:
    """Return the rows of the partners named in the filter, or all rows if it names none."""
    links, partners = find_partner_links(prepared, rows), prepared.facts.find_partners(prepared.scope)
    return rows.frame if links is None or partners is None else links.filter_rows(rows.frame, partners)
