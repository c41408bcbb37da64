"""Engines that read Parquet files and count them: pandas, Polars, DuckDB and Spark."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from libcollab_metrics.errors import LibCollabError, unknown_name_error
from libcollab_metrics.messages import Message

#: Files of each table.
Files = Mapping[str, Sequence[Path]]
#: Seconds to wait for a Spark Connect server to answer; Spark itself waits about ten minutes.
SPARK_SECONDS = 20


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
        raise _missing_package_error(engine, module) from error
    return opener(files, memory)


def _missing_package_error(engine: str, package: str) -> LibCollabError:
    return LibCollabError(
        Message(
            "The engine {engine} is not installed. Install the package {package}, or choose another engine.",
            engine=engine,
            package=package,
        )
    )


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
    """Open the files in a Spark session, whose server reads them itself."""
    with warnings.catch_warnings():
        # Spark warns that pandas is too new for it; its pandas functions are not used here.
        warnings.simplefilter("ignore", FutureWarning)
        session = _find_spark_session()
        from pyspark.errors import AnalysisException
    session.conf.set("spark.sql.session.timeZone", "UTC")
    try:
        tables = {
            table: session.read.parquet(*(str(path.absolute()) for path in paths))
            for table, paths in files.items()
        }
        for frame in tables.values():
            _ = frame.schema  # over Spark Connect, missing files are noticed only here
    except AnalysisException as error:
        raise LibCollabError(
            Message(
                "Spark cannot read the files of this folder. A Spark Connect server reads them itself, so the"
                " folder must have the same path there, and the server must be allowed to read it."
            )
        ) from error
    return tables


def _find_spark_session() -> Any:
    """Return the running session, or start one: at the address in `SPARK_REMOTE`, or else on this machine."""
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    with suppress(PySparkRuntimeError):  # no session is running
        return SparkSession.active()
    address = os.environ.get("SPARK_REMOTE", "")
    try:
        if address and not address.startswith("local"):
            _check_spark_server(address)
        session = SparkSession.builder.appName("libcollab").getOrCreate()
    except ImportError as error:
        raise _missing_package_error("spark", "pyspark[connect]") from error
    except PySparkRuntimeError as error:
        raise LibCollabError(
            Message(
                "Spark could not start. It needs Java 17 or later on this machine, or the address of a Spark"
                " Connect server in SPARK_REMOTE, such as sc://host:15002."
            )
        ) from error
    if address:
        atexit.register(_end_spark_session, session)
    return session


def _check_spark_server(address: str) -> None:
    """Check that a Spark Connect server answers; the message omits the address, which can contain a token."""
    import grpc
    from pyspark.errors import PySparkValueError
    from pyspark.sql.connect.client import DefaultChannelBuilder

    try:
        with DefaultChannelBuilder(address).toChannel() as channel:
            grpc.channel_ready_future(channel).result(timeout=SPARK_SECONDS)
    except (PySparkValueError, grpc.FutureTimeoutError) as error:
        raise LibCollabError(
            Message(
                "No Spark Connect server answers at the address in SPARK_REMOTE. Check that the address has"
                " the form sc://host:15002 and that the server is running."
            )
        ) from error


def _end_spark_session(session: Any) -> None:
    """End a session, so that the server deletes its tables; a server that is gone is not waited for."""
    session.client.set_retry_policies([])
    session.stop()


#: Engines with the package that each needs.
ENGINES: Mapping[str, tuple[str, Callable[[Files, str], dict[str, Any]]]] = MappingProxyType(
    {
        "pandas": ("pandas", _open_with_pandas),
        "polars": ("polars", _open_with_polars),
        "duckdb": ("duckdb", _open_with_duckdb),
        "spark": ("pyspark", _open_with_spark),
    }
)
