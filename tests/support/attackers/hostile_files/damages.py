"""Valid files with random damage, as bad disks and broken downloads cause."""

from __future__ import annotations

from random import Random

LONGEST = 400  # bytes per damage; a truncation may lose more


def damaged(data: bytes, random: Random) -> bytes:
    """Return the file after one to three damages, never unchanged."""
    result = data
    while result == data:
        for _ in range(random.randint(1, 3)):
            result = random.choice(_WAYS)(result, random)
    return result


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(max(len(data), 1))
    return start, min(len(data), start + random.randint(1, LONGEST))


def _bit(data: bytes, random: Random) -> bytes:
    at = random.randrange(max(len(data), 1))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :] if data else data


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(max(len(data), 1))]


def _lost(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _doubled(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:]


def _moved(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    rest = data[:start] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _overwritten(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    filling = random.choice([b"\0", b"\xff", b" ", bytes([random.randrange(256)])])
    return data[:start] + filling * (end - start) + data[end:]


def _noise(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + random.randbytes(end - start) + data[end:]


_WAYS = (_bit, _bit, _bit, _cut, _lost, _doubled, _moved, _overwritten, _noise)
