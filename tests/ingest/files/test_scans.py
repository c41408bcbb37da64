"""The fast scan of a sheet's bytes gives the same result as the exact scan."""

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
def test_fast_scan_gives_the_same_result_as_the_exact_scan(
    cells: list[tuple[int, int, str]], cut: int
) -> None:
    by_row: dict[int, list[str]] = {}
    for r, c, v in sorted(cells):
        by_row.setdefault(r, []).append(
            f'<c r="{cell_reference(r, c)}"'
            f' s="2"{" t=" + chr(34) + "e" + chr(34) if "e<" in v else ""}>{v}</c>'
        )
    rows_xml = "".join(row(r, *row_cells) for r, row_cells in by_row.items())
    xml = raw_files.sheet_xml(rows_xml).encode()
    pieces = [xml[:100], *(xml[at : at + cut] for at in range(100, len(xml), cut))]
    sheet, exact = encode_sheet(pieces, 40, 1_000_000), scan_elements(pieces, 40)
    assert sheet is not None
    scan = sheet.scan()
    fast_box, exact_box = scan.box, exact.box
    assert (fast_box.top, fast_box.left, fast_box.bottom, fast_box.right) == (
        exact_box.top,
        exact_box.left,
        exact_box.bottom,
        exact_box.right,
    )
    assert scan.errors == exact.errors
    assert scan.formulas_without_value == exact.formulas_without_value
    assert {
        style: sorted(addresses) for style, addresses in scan.styled_blanks.items()
    } == exact.styled_blanks


@pytest.mark.parametrize("xml", ["<a><b></a>", "<a", "", "<a>&x;</a>"])
def test_malformed_xml_is_refused_by_both_scans(xml: str) -> None:
    for scan in (scan_fast, scan_elements):
        with pytest.raises(PartRejected, match="not well formed"):
            scan([xml.encode()], 40)
