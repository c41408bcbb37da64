"""Progress of a worker process: finished steps and their number, written ahead of the answer."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import IO

#: Called with the number of finished steps and of all steps.
OnStep = Callable[[int, int], object]

_STEP = struct.Struct(">II")
#: Ends the steps; the answer follows.
_END = (0, 0)
_channel: list[IO[bytes]] = []


def open_channel(stream: IO[bytes]) -> None:
    """Write the steps of this process to a stream from now on."""
    _channel[:] = [stream]


def close_channel() -> None:
    """End the steps: what is written to the stream next is the answer."""
    _write(*_END)
    _channel.clear()


def report_step(done: int, count: int) -> None:
    """Report finished steps; without an open channel, nothing happens.

    Parameters
    ----------
    done : int
        Number of finished steps.
    count : int
        Number of all steps, 1 or more.
    """
    _write(done, count)


def _write(done: int, count: int) -> None:
    for stream in _channel:
        stream.write(_STEP.pack(done, count))
        stream.flush()


def read_steps(stream: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the steps of another process up to its answer, or to the end of the stream."""
    while len(message := stream.read(_STEP.size)) == _STEP.size:
        done, count = _STEP.unpack(message)
        if (done, count) == _END:
            return
        yield done, count
