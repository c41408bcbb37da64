"""The quick look at a sheet's bytes sees what the exact scan sees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libcollab_metrics.ingest.files.cells import cell_reference
from libcollab_metrics.ingest.files.xlsx_encode import encode_sheet
from libcollab_metrics.ingest.files.xml_scan import PartRejected, scan_elements, scan_fast
from tests.support.attackers import raw_files
from tests.support.attackers.raw_files import row

CELLS = st.tuples(
    st.integers(1, 60),
    st.integers(1, 800),
    st.sampled_from(["", "<v>1</v>", "<f>1</f>", "<f>1</f><v>2</v>", "<v>e</v>"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=40, unique_by=lambda cell: cell[:2]), st.integers(1, 300))
def test_the_look_at_the_bytes_sees_what_the_exact_scan_sees(
    cells: list[tuple[int, int, str]], cut: int
) -> None:
    by_row: dict[int, list[str]] = {}
    for r, c, v in sorted(cells):
        by_row.setdefault(r, []).append(
            f'<c r="{cell_reference(r, c)}"'
            f' s="2"{" t=" + chr(34) + "e" + chr(34) if "e<" in v else ""}>{v}</c>'
        )
    inside = "".join(row(r, *listed) for r, listed in by_row.items())
    xml = raw_files.sheet_xml(inside).encode()
    pieces = [xml[:100], *(xml[at : at + cut] for at in range(100, len(xml), cut))]
    sheet, exact = encode_sheet(pieces, 40, 1_000_000), scan_elements(pieces, 40)
    assert sheet is not None
    scan = sheet.scan()
    seen, true = scan.box, exact.box
    assert (seen.top, seen.left, seen.bottom, seen.right) == (true.top, true.left, true.bottom, true.right)
    assert scan.errors == exact.errors
    assert scan.formulas_without_value == exact.formulas_without_value
    assert {look: sorted(places) for look, places in scan.styled_blanks.items()} == exact.styled_blanks


@pytest.mark.parametrize("xml", ["<a><b></a>", "<a", "", "<a>&x;</a>"])
def test_xml_that_is_not_well_formed_is_refused_by_both_scans(xml: str) -> None:
    for scan in (scan_fast, scan_elements):
        with pytest.raises(PartRejected, match="not well formed"):
            scan([xml.encode()], 40)
