"""Engines that read Parquet files and count them: pandas, Polars, DuckDB and Spark."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from libcollab_metrics.errors import LibCollabError, unknown_name_error
from libcollab_metrics.messages import Message

#: Files of each table.
Files = Mapping[str, Sequence[Path]]


def open_parquet(files: Files, engine: str, memory: str = "") -> dict[str, Any]:
    """Open the Parquet files of several tables with one engine.

    Parameters
    ----------
    files : mapping of str to sequence of Path
        Files by table.
    engine : str
        Key of `ENGINES`.
    memory : str, optional
        Memory that DuckDB may use, such as "2GB"; what does not fit is written to a temporary folder. Other
        engines ignore it.

    Returns
    -------
    dict
        Frames by table; lazy ones except with pandas.

    Raises
    ------
    LibCollabError
        If the engine is unknown or not installed.
    """
    if engine not in ENGINES:
        raise unknown_name_error("engine", engine, ENGINES)
    module, opener = ENGINES[engine]
    try:
        import_module(module)
    except ImportError as error:
        raise LibCollabError(
            Message(
                "The engine {engine} is not installed. Install the package {package}, or choose another"
                " engine.",
                engine=engine,
                package=module,
            )
        ) from error
    return opener(files, memory)


@contextmanager
def report_lack_of_memory(memory: str = "", message: str = "") -> Iterator[None]:
    """Say what to do when DuckDB runs out of memory, in the block that counts with it.

    Parameters
    ----------
    memory : str, optional
        Memory that DuckDB may use; empty for its own default.
    message : str, optional
        What to say; by default, what to do on the command line.

    Raises
    ------
    LibCollabError
        If the memory was not enough.
    """
    try:
        yield
    except Exception as error:
        duckdb = sys.modules.get("duckdb")
        if duckdb is not None and isinstance(error, duckdb.OutOfMemoryException):
            given = f"The {memory} of --memory are" if memory else "The memory of this machine is"
            raise LibCollabError(
                message
                or f"{given} not enough to count this folder. Give more with --memory, group by a field with"
                " fewer names, or ask for fewer metrics with --metric."
            ) from error
        raise


def _open_with_pandas(files: Files, _: str) -> dict[str, Any]:
    """Read whole tables, with text as categories."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {pa.float64(): pd.Float64Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frames = {}
    for table, paths in files.items():
        texts = [field.name for field in pq.read_schema(paths[0]) if pa.types.is_string(field.type)]
        whole = pa.concat_tables(pq.read_table(path, read_dictionary=texts) for path in paths)
        frames[table] = whole.unify_dictionaries().to_pandas(types_mapper=types.get)
    return frames


def _open_with_polars(files: Files, _: str) -> dict[str, Any]:
    import polars as pl

    return {table: pl.scan_parquet(list(paths)) for table, paths in files.items()}


def _open_with_duckdb(files: Files, memory: str) -> dict[str, Any]:
    """Open the files in one connection, which writes what exceeds its memory to a temporary folder."""
    import duckdb

    folder = tempfile.mkdtemp(prefix="libcollab-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    connection = duckdb.connect(config={"temp_directory": folder})
    if memory:
        try:
            connection.execute("SET memory_limit = ?", [memory])
        except duckdb.Error as error:
            raise LibCollabError(
                Message("{memory} is no amount of memory. Write it like 2GB.", memory=memory)
            ) from error
    # Order takes memory, and no count depends on it.
    connection.execute("SET preserve_insertion_order = false")
    return {table: connection.read_parquet([*map(str, paths)]) for table, paths in files.items()}


def _open_with_spark(files: Files, _: str) -> dict[str, Any]:
    """Open the files in the running session, or in that of `SPARK_REMOTE`; otherwise start a local one."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("libcollab").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return {table: session.read.parquet(*map(str, paths)) for table, paths in files.items()}


#: Engines with the package that each needs.
ENGINES: Mapping[str, tuple[str, Callable[[Files, str], dict[str, Any]]]] = MappingProxyType(
    {
        "pandas": ("pandas", _open_with_pandas),
        "polars": ("polars", _open_with_polars),
        "duckdb": ("duckdb", _open_with_duckdb),
        "spark": ("pyspark", _open_with_spark),
    }
)
