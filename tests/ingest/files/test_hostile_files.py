"""Each hostile file is refused with one sentence or read correctly, within time and memory limits."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from libcollab_metrics.errors import UnreadableFileError
from libcollab_metrics.ingest import Reader, read_file
from tests.support.attackers.hostile_files import KINDS, Kind
from tests.support.attackers.hostile_files.damages import damaged
from tests.support.builders.file_formats import SAVERS
from tests.support.command_line import run
from tests.support.examples import often
from tests.support.paths import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process that can be forked.")
if sys.platform != "win32":
    from tests.support.attackers.hostile_files.running import KEY, Outcome, outcome

SECONDS, MEGABYTES = 5, 512
SAMPLE = ROOT / "data" / "sample_library.xlsx"
#: Formats with a checksum over every part, so that damage is always detected.
CHECKED = ("xlsx", "xlsb", "ods", "sample")
LOG = [
    ["Date", "Title", "Location", "Attendance", "Staff Hours"],
    *(
        [f"2026-{month:02d}-{day:02d}", "Story hour", "Main", month * day + 0.0, 2.5]
        for month in range(1, 7)
        for day in (3, 10, 17, 24)
    ),
]
#: Kinds that represent many others; they are also read by the worker process and the command.
REPRESENTATIVE = (
    "containers: two gigabytes in sixty kilobytes",
    "worksheets: ten thousand laughs",
    "worksheets: a cell in the last corner",
    "binary: XLS: a number shorter than a number",
    "binary: XLSB: a string that is not there",
    "opendocument: one column a million times down",
    "plain_text: a quotation mark never closed",
    "web_and_mail: a web page named as a workbook",
    "dialects: strict OOXML, as Excel offers it",
    "dialects: a prefix before every name",
)


def is_one_sentence(message: str) -> bool:
    """True for one sentence of plain words without traces of Python."""
    return (
        bool(message)
        and message.endswith(".")
        and not re.search(r"\n|Traceback|[A-Z]\w+Error|Exception|0x", message)
    )


def is_as_expected(kind: Kind, result: Outcome) -> bool:
    """Whether the outcome for a file is the expected one."""
    if kind.refused:
        return kind.refused in result.sentence and is_one_sentence(result.sentence)
    return not result.sentence and result.attended == kind.attended and set(kind.issues) <= result.issues


def test_there_are_many_kinds_of_every_format() -> None:
    assert len(KINDS) > 250
    endings = {kind.file.rpartition(".")[2] for kind in KINDS.values()}
    assert {"xlsx", "xlsm", "xls", "xlsb", "ods", "csv"} <= endings


@pytest.mark.slow
@pytest.mark.parametrize("name", often(KINDS, 2))
def test_hostile_file_is_refused_in_one_sentence_or_read_correctly(name: str) -> None:
    kind = KINDS[name]
    result = outcome(kind.file, kind.make())
    assert is_as_expected(kind, result), result
    assert result.seconds <= SECONDS, result
    assert result.megabytes <= MEGABYTES, result


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as worker:
        yield worker


@pytest.mark.slow
@pytest.mark.worker
@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_worker_process_gives_the_same_result(reader: Reader, name: str) -> None:
    kind = KINDS[name]
    if not kind.refused:
        assert (
            tuple(read_file(reader, kind.file, kind.make(), KEY).tables["sessions"]["attended"])
            == kind.attended
        )
        return
    with pytest.raises(UnreadableFileError) as caught:
        read_file(reader, kind.file, kind.make(), KEY)
    assert kind.refused in str(caught.value)
    assert is_one_sentence(str(caught.value))


@pytest.mark.worker
@pytest.mark.slow
@pytest.mark.parametrize("name", REPRESENTATIVE)
def test_command_line_ends_with_one_sentence_and_exit_status(tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    path = tmp_path / kind.file
    path.write_bytes(kind.make())
    done = run("read", path, "--json")
    assert done.returncode == (1 if kind.refused else 0)
    assert "Traceback" not in done.stderr
    assert not kind.refused or (kind.refused in done.stderr and done.stderr.count("\n") == 1)


def count_damage_outcomes(times: int, random: Random) -> tuple[int, int, list[str]]:
    """Damage good files; return how many were refused and read, and which read differently unnoticed."""
    good = {
        name: saver
        for name, saver in SAVERS.items()
        if name in ("xlsx", "xls", "xlsb", "ods", "commas", "tabs")
    }
    files = {name: (file, save(LOG)) for name, (file, save) in good.items()}
    files["sample"] = (SAMPLE.name, SAMPLE.read_bytes())
    undamaged = {name: outcome(*file) for name, file in files.items()}
    refused, wrong = 0, []
    for index in range(times):
        name = list(files)[index % len(files)]
        result = outcome(files[name][0], damaged(files[name][1], random))
        if result.sentence:
            refused += 1
            assert is_one_sentence(result.sentence)
        elif name in CHECKED and (result.attended, result.days) != (
            undamaged[name].attended,
            undamaged[name].days,
        ):
            wrong.append(f"{index} {name}")
    return refused, times - refused, wrong


def test_damaged_file_is_refused_or_reads_as_before() -> None:
    _, _, wrong = count_damage_outcomes(35, Random(6))
    assert not wrong


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_two_thousand_damaged_files_are_refused_or_read_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    refused, read, wrong = count_damage_outcomes(2_000, Random(1))
    with capsys.disabled():
        print(f"\n2,000 damages: {refused} refused, {read} read, {len(wrong)} otherwise than before")
    assert not wrong
