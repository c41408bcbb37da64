"""Start a local Spark session, or a Spark Connect server that a session connects to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser.dashboard import free_port

#: Without generated code, queries over a few rows take a third of the time.
OPTIONS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.log.level": "ERROR",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
}
MASTER = "local[2]"
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"


@contextmanager
def local_session(folder: Path) -> Iterator[Any]:
    """Run a session in this process during a `with` block."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(MASTER).config("spark.sql.warehouse.dir", str(folder))
    for name, value in OPTIONS.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
        yield session
        session.stop()


@contextmanager
def connect_session(folder: Path) -> Iterator[Any]:
    """Run a server, whose address is in `SPARK_REMOTE`, and a session on it during a `with` block."""
    from pyspark.sql import SparkSession

    with connect_server(folder) as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_REMOTE", address)
        session = SparkSession.builder.getOrCreate()
        yield session
        session.stop()
    # Spark sets it, and then starts no local session in this process.
    del os.environ["SPARK_CONNECT_MODE_ENABLED"]


@contextmanager
def connect_server(folder: Path) -> Iterator[str]:
    """Run a Spark Connect server on this machine during a `with` block.

    It is in another folder and another time zone than the tests.

    Parameters
    ----------
    folder : an empty folder for the files and the log of the server.

    Yields
    ------
    str : the address of the server, as in `SPARK_REMOTE`.
    """
    import pyspark

    home, port, log = Path(pyspark.__file__).parent, free_port(), folder / "server.log"
    options = OPTIONS | {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(port),
    }
    given = [word for name, value in options.items() for word in ("--conf", f"{name}={value}")]
    with log.open("wb") as written:
        server = subprocess.Popen(
            [str(home / "bin" / "spark-submit"), "--class", SERVER, "--master", MASTER, *given],
            cwd=folder,
            env={**os.environ, "SPARK_HOME": str(home), "TZ": "Asia/Manila"},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_open(server, port, log)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=60)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_until_open(server: subprocess.Popen[bytes], port: int, log: Path, seconds: float = 300) -> None:
    """Wait until the server accepts connections.

    Raises
    ------
    RuntimeError : the server ended or did not answer in time; the message quotes its log.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=60).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The Spark Connect server did not start:\n" + log.read_text(errors="replace")[-2000:])
