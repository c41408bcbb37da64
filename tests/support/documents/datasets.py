"""Compare two datasets completely, and export one."""

from __future__ import annotations

from datetime import UTC, datetime

from libcollab_metrics.localization import language
from libcollab_metrics.model import Dataset
from libcollab_metrics.reports import publish
from tests.support.builders.store_steps import DAY

MADE = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


def exports(dataset: Dataset) -> list[bytes]:
    return [
        publish(
            dataset, audience="planning", fmt=fmt, as_of=DAY, generated_at=MADE, language=language("en")
        ).data
        for fmt in ("csv", "xlsx")
    ]


def same(one: Dataset, other: Dataset) -> bool:
    tables = all(one.tables[name].equals(other.tables[name]) for name in one.tables)
    return tables and (one.issues, one.version, one.answers) == (other.issues, other.version, other.answers)
