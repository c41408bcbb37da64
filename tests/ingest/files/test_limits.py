"""File limits are settings: the refusal names the limit and its setting, and the environment changes it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.ingest.files.workbook import read_sheets
from libcollab_metrics.ingest.limits import HOSTED, LAPTOP, MB, Limits, load_limits, setting_for
from tests.support.attackers import raw_files
from tests.support.attackers.hostile_files.kind import honest, lines, parts

NAMES = [limit.name for limit in fields(Limits)]
MERGED = '<mergeCells><mergeCell ref="E5:F6"/><mergeCell ref="E7:F8"/></mergeCells>'
TWO_SHEETS = raw_files.zipped(
    raw_files.package({"A": raw_files.sheet_xml(lines()), "B": raw_files.sheet_xml("")})
)
#: A file that exceeds each limit when the limit is set to this value.
EXCEEDING: dict[str, tuple[bytes, int]] = {
    "upload": (bytes(2 * MB), MB),
    "inflated": (raw_files.bomb(2, 2 * MB), MB),
    "cells": (honest(), 8),
    "members": (raw_files.zipped(parts()), 4),
    "columns": (honest(), 2),
    "sheets": (TWO_SHEETS, 1),
    "strings": (raw_files.workbook(lines(), raw_files.shared_strings("", "a", "b")), 1),
    "depth": (honest(after="<a><a><a><a/></a></a></a>"), 3),
    "merges": (honest(after=MERGED), 1),
}


@pytest.mark.parametrize("limit", NAMES)
def test_refusal_names_the_limit_and_its_setting(limit: str) -> None:
    data, limit_value = EXCEEDING[limit]
    with pytest.raises(UnreadableFileError) as caught:
        read_sheets(data, "March.xlsx", replace(LAPTOP, **{limit: limit_value}))
    message = str(caught.value)
    assert message.endswith(f"{setting_for(limit)}.")
    assert f"{limit_value // MB if setting_for(limit).endswith('_MB') else limit_value:,}" in message


@pytest.mark.parametrize("limit", NAMES)
def test_setting_changes_only_its_own_limit(limit: str) -> None:
    unit = MB if setting_for(limit).endswith("_MB") else 1
    for hosted, defaults in ((False, LAPTOP), (True, HOSTED)):
        limits = load_limits({setting_for(limit): " 7 ", "OTHER": "x"}, hosted=hosted)
        assert limits == replace(defaults, **{limit: 7 * unit})


@pytest.mark.parametrize("value", ["many", "0", "-3", "1e6", "2.5", "99999999999999999999", "१२"])
def test_invalid_setting_is_refused_with_one_sentence(value: str) -> None:
    with pytest.raises(LibCollabError) as caught:
        load_limits({"LIBCOLLAB_MOST_CELLS": value})
    assert str(caught.value).startswith(
        f'LIBCOLLAB_MOST_CELLS is "{value}", and must be a whole number from 1 to'
    )
    assert "16,000,000" in str(caught.value)


def test_blank_setting_is_ignored() -> None:
    assert load_limits({"LIBCOLLAB_MOST_CELLS": " "}) == LAPTOP
