"""The throw-away process that reads one file, and the reader that keeps one of them waiting.

`python -m libcollab_metrics.ingest.worker.process` imports what reading needs, gives up memory, time, files and
network, answers one request and ends. Whatever a file does to it, the program the librarian works in
goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.errors import LibCollabError, UnreadableFile
from libcollab_metrics.fair_semaphore import FairSemaphore, OnPosition
from libcollab_metrics.ingest.answers import check_answers
from libcollab_metrics.ingest.files.detect import display_name
from libcollab_metrics.ingest.files.refusals import COPY_CELLS, died, too_slow
from libcollab_metrics.ingest.limits import LAPTOP, LARGE_MEMORY, READERS, Limits
from libcollab_metrics.ingest.worker.protocol import BrokenTalk, from_words, pack_request, to_pandas, unpack_answer
from libcollab_metrics.model.operations import Import

if TYPE_CHECKING:
    import pyarrow as pa

    Tables = dict[str, pa.Table]
    Work = Callable[[dict[str, Any], bytes, bytes], tuple[dict[str, Any], Tables]]

_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
_QUIET = {  # one thread, one memory arena: the address space is capped, and each thread would reserve its own
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_IO_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "16777216",  # what is freed is used again, not handed back and asked for anew
    "MALLOC_TRIM_THRESHOLD_": "134217728",
    "PYTHONDONTWRITEBYTECODE": "1",
}
_LIMITS_ITSELF = sys.platform.startswith("linux")
_TICK = 0.02  # seconds between two looks at a child that is reading


class Reader:
    """Keeps one spare reading process started and hands each request to a fresh one, a few at the same time.

    One `Reader` serves all sessions, so that what reading takes of the machine does not grow with them: requests
    beyond `at_once` wait, first come, first served. It is no sandbox (see `caps`); it keeps a hostile or broken file
    from ending or stalling this process.

    Parameters
    ----------
    environment : variables of the reading processes, besides the few they always have.
    at_once : how many files are read at the same time; each takes 2 GB of memory at most.

    Examples
    --------
    ::

        with Reader() as reader:
            words, tables = reader.run({"name": "March.xlsx"}, data, key)
    """

    def __init__(self, environment: Mapping[str, str] | None = None, at_once: int = READERS) -> None:
        self._line = FairSemaphore(at_once)
        self._lock = threading.Lock()
        self._spare: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._environment = dict(environment or {})

    def __enter__(self) -> Reader:
        self.start_spare()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def start_spare(self) -> None:
        """Start a process to wait for the next file, if none is waiting."""
        with self._lock:
            waiting = self._spare is not None and self._spare.poll() is None
            if not waiting and not self._closed:
                self._spare = _start(self._environment)

    def close(self) -> None:
        """End the waiting process; later requests still start their own."""
        with self._lock:
            spare, self._spare, self._closed = self._spare, None, True
        if spare is not None:
            _end(spare)

    def run(
        self,
        header: Mapping[str, Any],
        data: bytes,
        key: bytes,
        *,
        seconds: float = 60,
        cancelled: Callable[[], bool] | None = None,
        advice: str = COPY_CELLS,
        queued: OnPosition = lambda ahead: None,
    ) -> tuple[dict[str, Any], Tables]:
        """Have one file read in a process of its own, when its turn has come.

        Parameters
        ----------
        header : words for the work: "name" (the file's), "work" ("import" unless given) and its settings. Work of
            another part of this package is named in full ("libcollab_metrics.store.backup:answer_proof") and takes
            all the memory a reading process may have.
        data, key : the file and the key for pseudonyms; both only ever travel through a pipe.
        seconds : the longest time the reading may take on the wall clock; waiting for the turn is not counted.
        cancelled : asked every few hundredths of a second; True ends the reading.
        advice : what to do about a file that ends the process, or takes too long.
        queued : called with the number of files that are read before this one, whenever that changes, and with 0
            when its turn has come.

        Returns
        -------
        The answer's words and its tables by name.

        Raises
        ------
        UnreadableFile : what the child said about the file, or that reading it failed, was cancelled or
            took too long.
        """
        label = display_name(str(header.get("name", "")))
        with self._line.turn(queued), self._child() as child:
            answer = _converse(child, pack_request(header, data, key), label, seconds, cancelled, advice)
        try:
            words, tables = unpack_answer(answer)
        except BrokenTalk:
            raise died(label, advice) from None
        if "error" in words:
            raise UnreadableFile(str(words["error"]))
        return words, tables

    @contextlib.contextmanager
    def _child(self) -> Iterator[subprocess.Popen[bytes]]:
        """A process for one file, ended with the block; another one is started to wait for the next file."""
        child = self._take()
        try:
            yield child
        finally:
            _end(child)
            with contextlib.suppress(OSError):  # the next request starts its own
                self.start_spare()

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None and spare.poll() is None:
            return spare
        return _start(self._environment)


def _start(extra: Mapping[str, str]) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    environment |= {**_QUIET, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **extra}
    return subprocess.Popen(
        [sys.executable, "-m", "libcollab_metrics.ingest.worker.process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may quote cells
        env=environment,
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _converse(
    child: subprocess.Popen[bytes],
    request: list[bytes | memoryview],
    label: str,
    seconds: float,
    cancelled: Callable[[], bool] | None,
    advice: str,
) -> bytes:
    """Write and read at once, each in a thread of its own, so that neither pipe can fill up and wait for ever."""
    answer: list[bytes] = []
    writing = threading.Thread(target=_write, args=(child, request), daemon=True)
    reading = threading.Thread(target=_read, args=(child, answer), daemon=True)
    writing.start()
    reading.start()
    deadline = time.monotonic() + seconds
    oversize = _size_watch(child)
    while reading.is_alive():
        reading.join(_TICK)
        if cancelled is not None and cancelled():
            child.kill()
            raise UnreadableFile(f"Reading {label} was cancelled. Nothing was changed.")
        if time.monotonic() > deadline:
            child.kill()
            raise too_slow(label, seconds, advice)
        if oversize():
            child.kill()
    child.kill()
    writing.join()
    return b"".join(answer)


def _write(child: subprocess.Popen[bytes], request: list[bytes | memoryview]) -> None:
    assert child.stdin is not None
    with contextlib.suppress(OSError, ValueError):  # a child that died early does not read on; its silence is noticed
        for piece in request:
            child.stdin.write(piece)
        child.stdin.close()


def _read(child: subprocess.Popen[bytes], answer: list[bytes]) -> None:
    assert child.stdout is not None
    with contextlib.suppress(OSError, ValueError):
        answer.append(child.stdout.read(LARGE_MEMORY))


def _size_watch(child: subprocess.Popen[bytes]) -> Callable[[], bool]:
    """Return a check for systems whose processes cannot limit their own memory."""
    if _LIMITS_ITSELF:
        return lambda: False
    psutil: Any = import_module("psutil")

    def oversize() -> bool:
        try:
            return bool(psutil.Process(child.pid).memory_info().rss > LARGE_MEMORY)
        except psutil.Error:
            return False

    return oversize


# From the bytes of a file to an import the workspace can append; the reading itself happens elsewhere.


def read_file(
    reader: Reader,
    name: str,
    data: bytes,
    key: bytes,
    answers: Mapping[str, Any] | None = None,
    *,
    limits: Limits = LAPTOP,
    queued: OnPosition = lambda ahead: None,
) -> Import:
    """Read one file in the throw-away process and return it as an import, not yet appended to anything.

    Parameters
    ----------
    reader : keeps the reading process waiting.
    name, data : the file's name (shown only) and its bytes.
    key : the workspace's secret, 32 bytes; names become pseudonyms under it and stay in that process.
    answers : as in `--answers`.
    limits : how large the file may be (`limits_in` reads them from the environment).
    queued : called with the number of files that are read before this one (`Reader.run`).

    Returns
    -------
    Import : `reading` still holds the typed rows of the review screen; `confirmed` drops them.

    Raises
    ------
    UnreadableFile : the file cannot be read; the text says why and what to do.
    LibCollabError : an answer is not known.
    """
    check_answers(answers or {})
    words, tables = reader.run(
        {"name": name, "answers": dict(answers or {}), "limits": asdict(limits), "work": "import"},
        data,
        key,
        queued=queued,
    )
    if "refused" in words:
        raise LibCollabError(words["refused"])
    reading, issues = from_words(words)
    frames = {table: to_pandas(found) for table, found in tables.items()}
    return Import(frames, reading, issues, hashlib.sha256(data).hexdigest())


def confirmed(found: Import) -> Import:
    """Return the import as it may be kept: without any row as typed, and without what was told cell by cell."""
    issues = tuple(replace(issue, told=()) for issue in found.issues)
    return replace(found, reading=found.reading.without_rows(), issues=issues)
