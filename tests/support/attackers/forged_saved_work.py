"""Forged files of saved work: their check sums are right, but their contents expand when read.

Run as a program with a folder of such files, it opens each as the page does and prints what that took.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Workspace
from libcollab_metrics.store.backup import build_database
from libcollab_metrics.store.log import (
    EncodedOperation,
    Head,
    Release,
    encode_operation,
    write_head,
    write_step,
)
from tests.support.builders.saved_work import zipped
from tests.support.builders.store_steps import DAY, sheet_file

MB = 1 << 20
#: A number of rows whose bytes occur nowhere else in a table.
ROWS = 123_457


def forged(
    operations: Sequence[EncodedOperation], releases: Sequence[Release] = (), statement: str = ""
) -> bytes:
    """Return a file of saved work with these operations and correct check sums.

    `statement` is executed on the database last.
    """
    with closing(build_database(Workspace(), releases, Head("forged"), DAY, b"k" * 32)) as connection:
        write_step(connection, DAY, operations)
        write_head(connection, Head("forged", 1))
        connection.executescript(statement)
        database = connection.serialize()
    return zipped({"about.json": b'{"form": 1}', "workspace.sqlite": database})


def with_table(data: bytes) -> bytes:
    """Return a file whose only import has this table of sessions."""
    sheet = encode_operation(sheet_file(1))
    return forged([EncodedOperation(sheet.kind, sheet.file, sheet.body, {"sessions": data})])


def with_answers(answers: str) -> bytes:
    return forged([EncodedOperation("answer", "", f'{{"fingerprint":"a","answers":{answers}}}', {})])


def stream(batch: pa.RecordBatch, times: int = 1, compression: str | None = None) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(
        sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression=compression)
    ) as opened:
        for _ in range(times):
            opened.write_batch(batch)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def column(values: pa.Array) -> bytes:
    return stream(pa.record_batch({"attended": values}))


def compressed(how: str) -> bytes:
    """Return a million unknown numbers, compressed.

    Together with the other columns of the schema they fit the limits of the disposable process.
    """
    return stream(pa.record_batch({"attended": pa.nulls(1_000_000, pa.float64())}), 1, how)


def longer(values: pa.Array, rows: int = 2**31) -> bytes:
    """Return a column of `ROWS` rows that claims to have more."""
    return column(values).replace(struct.pack("<q", ROWS), struct.pack("<q", rows))


def shared() -> bytes:
    """Return two columns that use the same bytes."""
    numbers = pa.array(range(ROWS), pa.int64())
    size = ROWS * 8
    second = struct.pack("<qqqq", size, 0, size, size)  # offset and length of the validity and of the numbers
    table = stream(pa.record_batch({"row": numbers, "part": numbers}))
    assert table.count(second) == 1
    return table.replace(second, struct.pack("<qqqq", size, 0, 0, size))


def empty_batches(count: int) -> bytes:
    """Return a stream of `count` batches without rows."""
    single, double = (
        stream(pa.record_batch({"attended": pa.array([], pa.float64())}), times) for times in (1, 2)
    )
    batch = double[len(single) - 8 : -8]
    return single[:-8] + batch * (count - 1) + single[-8:]


def wide(count: int) -> bytes:
    return stream(pa.record_batch({f"column {number}": pa.array([1.0]) for number in range(count)}))


def runs() -> bytes:
    return column(pa.RunEndEncodedArray.from_arrays(pa.array([10**9], pa.int32()), pa.array([1.0])))


def dictionary(letters: int) -> bytes:
    """Return a million codes of one long word."""
    return column(
        pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int8()), pa.array(["x" * letters]))
    )


SHARED_PAGES = """
PRAGMA writable_schema=ON;
UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'release')
WHERE name = 'step';
"""

FORGED: Mapping[str, Callable[[], bytes]] = {
    "zstd": lambda: with_table(compressed("zstd")),
    "lz4": lambda: with_table(compressed("lz4")),
    "a column of no type": lambda: with_table(column(pa.nulls(10**9))),
    "yes and no": lambda: with_table(longer(pa.array([True] * ROWS))),
    "unknown yes and no": lambda: with_table(longer(pa.nulls(ROWS, pa.bool_()))),
    "numbers": lambda: with_table(longer(pa.array([1.0] * ROWS))),
    "words": lambda: with_table(longer(pa.array(["two"] * ROWS, pa.large_string()))),
    "fewer rows than none": lambda: with_table(longer(pa.array([1.0] * ROWS), -1)),
    "bytes used twice": lambda: with_table(shared()),
    "a dictionary": lambda: with_table(dictionary(300)),
    "runs": lambda: with_table(runs()),
    "views": lambda: with_table(
        column(pa.array(["a longer word than fits in a view"] * 9).cast(pa.string_view()))
    ),
    "lists": lambda: with_table(column(pa.array([[1, 2], [3]]))),
    "fixed lists": lambda: with_table(column(pa.array([[], []], pa.list_(pa.float64(), 0)))),
    "records": lambda: with_table(column(pa.array([{"a": 1}]))),
    "narrow numbers": lambda: with_table(column(pa.array([1], pa.int8()))),
    "a million batches": lambda: with_table(empty_batches(10**6)),
    "a hundred thousand columns": lambda: with_table(wide(10**5)),
    "three hundred columns": lambda: with_table(wide(300)),
    "a table of zeros": lambda: with_table(bytes(100 * MB)),
    "no table": lambda: with_table(b""),
    "words 100,000 deep": lambda: with_answers("[" * 10**5 + "]" * 10**5),
    "words 200 deep": lambda: with_answers('{"a":' * 200 + "1" + "}" * 200),
    "a long text": lambda: with_answers('"' + "x" * (200 * MB) + '"'),
    "many values": lambda: with_answers("[" + "[]," * 2_500_000 + "[]]"),
    "a number of many digits": lambda: with_answers("9" * 5000),
    "many steps": lambda: forged(
        [],
        statement=f"""
        WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {10**6})
        INSERT INTO step SELECT i, '2026-03-14', 0, '' FROM n""",
    ),
    "many tables": lambda: forged(
        [EncodedOperation("import", "", "{}", {str(number): b"" for number in range(6000)})]
    ),
    "a release 200 deep": lambda: forged([], [Release(1, DAY, "[" * 200 + "]" * 200)]),
    "a long release": lambda: forged([], [Release(1, DAY, "x" * (20 * MB))]),
    "a head of zeros": lambda: forged([], statement=f"UPDATE head SET workspace = zeroblob({100 * MB})"),
    "a long day": lambda: forged([], statement=f"UPDATE step SET day = hex(zeroblob({20 * MB}))"),
    "a text after its end": lambda: forged(
        [],
        statement=f"""
        UPDATE step SET day = CAST(x'00' || zeroblob({20 * MB}) AS TEXT)""",
    ),
    "a number past the last": lambda: forged([], statement="UPDATE head SET change = 9223372036854775807"),
    "pages used twice": lambda: forged([], [Release(1, DAY, "{}")], statement=SHARED_PAGES),
}


def main(folder: Path, do: str) -> None:
    """Print as JSON the message for each file and the largest growth of this process in bytes.

    `do` is "look", "open" with a session that stores nothing on disk, or "open on disk".
    """
    import streamlit as st

    from pages.ui.progress import WorkProgress
    from pages.ui.session import backup, workspaces

    if do != "open on disk":
        st.session_state["workspace"] = Workspace()
    # loads libraries and starts the reading process
    backup.inspect_backup((folder / "first").read_bytes(), "first", "", WorkProgress(""))
    files = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
    before = _memory("VmRSS")
    for name, data in files.items():
        message = ""
        try:
            backup.inspect_backup(data, name, "", WorkProgress(""))
            if do != "look":
                backup.restore_backup(data, name, "", WorkProgress(""))
                assert workspaces.workspace().operations
        except LibCollabError as error:
            message = str(error)
        print(json.dumps({"name": name, "said": message, "grown": _memory("VmHWM") - before}), flush=True)


def _memory(kind: str) -> int:
    """Return the bytes of memory that this process has now (VmRSS) or had at most (VmHWM).

    `getrusage` is not used, because its maximum includes that of the parent process.
    """
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(kind)]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
