"""A full sheet: as many rows as Excel allows, read at once and within two gigabytes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.attackers import raw_files

pytestmark = pytest.mark.worker

ROWS = 1_048_575
HEADINGS = (
    "Date",
    "Program",
    "Location",
    "Partner",
    "Name",
    "Age",
    "Gender",
    "School",
    "Language",
    "Status",
    "Group",
    "Notes",
)
#: Reads one file as the dashboard does; prints the rows read and the peak memory of this process and of
#: the worker process.
READING = """
import json, resource, sys
from libcollab_metrics.ingest import Reader, read_file
with Reader() as reader:
    found = read_file(reader, "full.xlsx", open(sys.argv[1], "rb").read(), bytes(32))
processes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
sizes = [resource.getrusage(who).ru_maxrss // 1024 for who in processes]
layout = found.reading.sheets[0].layout
print(json.dumps({"rows": len(found.tables["participation"]), "layout": layout, "mb": sizes}))
"""


def text(cell: str, value: object) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>'


def any_cell(cell: str, value: object) -> str:
    return text(cell, value) if isinstance(value, str) else raw_files.number(cell, str(value))


def rows() -> Iterator[str]:
    yield raw_files.row(
        1, *(text(f"{letter}1", content) for letter, content in zip("ABCDEFGHIJKL", HEADINGS, strict=True))
    )
    for n in range(2, ROWS + 2):
        content = {
            "A": f"2026-{1 + n % 12:02d}-{1 + n % 28:02d}",
            "B": f"Program {n % 40}",
            "C": f"Site {n % 12}",
            "D": f"Partner {n % 9}",
            "E": f"Learner {n * 7919 % 200_000}",
            "F": 4 + n % 60,
            "G": "FM"[n % 2],
            "H": f"School {n % 30}",
            "I": "Filipino",
            "J": ("Present", "No-show")[n % 2],
            "K": n % 9,
            "L": f"note {n % 300}",
        }
        yield raw_files.row(n, *(any_cell(f"{letter}{n}", value) for letter, value in content.items()))


def full_sheet() -> bytes:
    head, tail = raw_files.sheet_xml("@").split("@")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in raw_files.package({"Attendees": ""}).items():
            if not name.startswith("xl/worksheets"):
                archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(head.encode())
            for row in rows():
                part.write(row.encode())
            part.write(tail.encode())
    return out.getvalue()


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="sizes of processes are told in other units elsewhere"
)
def test_full_sheet_of_twelve_columns_is_read_within_two_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "full.xlsx"
    path.write_bytes(full_sheet())
    done = subprocess.run(
        [sys.executable, "-c", READING, str(path)], capture_output=True, text=True, timeout=600, check=True
    )
    result = json.loads(done.stdout)
    print(f"\n{result['rows']:,} rows; largest size of the asking and the reading process: {result['mb']} MB")
    assert (result["rows"], result["layout"]) == (ROWS, "attendee_log")
    assert sum(result["mb"]) <= 2048
