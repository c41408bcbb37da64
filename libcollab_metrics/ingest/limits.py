"""How large a file may be, and how somebody who runs the program changes that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from libcollab_metrics.errors import LibCollabError

MB = 1 << 20
_SETTING = "LIBCOLLAB_MOST_"
#: How many files are read at the same time, in all windows together: unless said otherwise, and at most.
READERS, MOST_READERS = 2, 64
READERS_SETTING = _SETTING + "READERS"


def _limit(usual: int | None = None, *, ceiling: int, unit: int = 1) -> int:
    """A field of `Limits`: what it is unless said otherwise, and how far it may be raised, in its unit."""
    about = {"ceiling": ceiling, "unit": unit}
    made: int = field(metadata=about) if usual is None else field(default=usual, metadata=about)
    return made


@dataclass(frozen=True)
class Limits:
    """How large a file may be; sizes in bytes, counted while inflating and never taken from a header.

    `cells` counts the boxes around the filled cells of all sheets, `strings` the different texts of a workbook,
    `members` the parts of its container, `depth` how deep their elements nest, `merges` its merged ranges.
    """

    upload: int = _limit(ceiling=1_024, unit=MB)
    inflated: int = _limit(ceiling=4_096, unit=MB)
    cells: int = _limit(ceiling=100_000_000)
    members: int = _limit(2_000, ceiling=20_000)
    columns: int = _limit(500, ceiling=16_384)
    sheets: int = _limit(60, ceiling=1_000)
    strings: int = _limit(1_000_000, ceiling=10_000_000)
    depth: int = _limit(40, ceiling=200)
    merges: int = _limit(100_000, ceiling=1_000_000)


LAPTOP = Limits(upload=100 * MB, inflated=1024 * MB, cells=16_000_000)
HOSTED = Limits(upload=25 * MB, inflated=256 * MB, cells=2_000_000)
_FIELDS = {limit.name: limit for limit in fields(Limits)}


def setting_of(limit: str) -> str:
    """Return the environment variable that changes one limit.

    Examples
    --------
    >>> setting_of("cells"), setting_of("upload")
    ('LIBCOLLAB_MOST_CELLS', 'LIBCOLLAB_MOST_UPLOAD_MB')
    """
    return _SETTING + limit.upper() + ("_MB" if _FIELDS[limit].metadata["unit"] == MB else "")


def limits_in(environment: Mapping[str, str], *, hosted: bool = False) -> Limits:
    """Return the limits of a laptop or a hosted program, with what the environment says otherwise.

    Raises
    ------
    LibCollabError : a setting is no whole number within its bounds; the sentence names it and both.

    Examples
    --------
    >>> limits_in({"LIBCOLLAB_MOST_SHEETS": "12"}).sheets, limits_in({}, hosted=True).cells
    (12, 2000000)
    """
    usual = HOSTED if hosted else LAPTOP
    said = {name: environment[setting_of(name)] for name in _FIELDS if environment.get(setting_of(name), "").strip()}
    return replace(usual, **{name: _read(name, value, usual) for name, value in said.items()})


def readers_in(environment: Mapping[str, str]) -> int:
    """Return how many files may be read at the same time; each reading process takes 2 GB of memory at most.

    Raises
    ------
    LibCollabError : the setting `LIBCOLLAB_MOST_READERS` is not a whole number from 1 to 64.

    Examples
    --------
    >>> readers_in({}), readers_in({"LIBCOLLAB_MOST_READERS": "4"})
    (2, 4)
    """
    said = environment.get(READERS_SETTING, "").strip()
    return _whole_number(READERS_SETTING, said, MOST_READERS, READERS) if said else READERS


def _read(limit: str, value: str, usual: Limits) -> int:
    unit, ceiling = int(_FIELDS[limit].metadata["unit"]), int(_FIELDS[limit].metadata["ceiling"])
    return _whole_number(setting_of(limit), value, ceiling, getattr(usual, limit) // unit) * unit


def _whole_number(setting: str, value: str, ceiling: int, usual: int) -> int:
    bare = value.strip().replace("_", "")
    if bare.isascii() and bare.isdigit() and len(bare) < 12 and 1 <= int(bare) <= ceiling:
        return int(bare)
    raise LibCollabError(
        f'{setting} is "{value.strip()[:40]}", and must be a whole number from 1 to {ceiling:,}. '
        f"Mend it, or take it away for the usual {usual:,}."
    )
