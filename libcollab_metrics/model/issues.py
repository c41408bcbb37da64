"""Every departure from what was typed, as a value: what kind, where, what was read, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Severity = Literal["left-out", "assumption", "note"]


@dataclass(frozen=True)
class IssueKind:
    """A kind of departure: its code, how much it weighs, and the words that explain it."""

    code: str
    severity: Severity
    title: str
    why: str
    advice: str


@dataclass(frozen=True)
class Issue:
    """One kind of departure in one sheet and column.

    `cell` is the first address as Excel shows it ("C14"), `cells` all of them; `value` is the text as
    typed, never a person's name; `message` says in one sentence what was read instead.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    cells: tuple[str, ...] = ()
    heading: str = ""
    value: str = ""
    message: str = ""
    count: int = 1

    @property
    def kind(self) -> IssueKind:
        """The catalogue entry this issue is an instance of."""
        return ISSUE_KINDS[self.code]

    @property
    def severity(self) -> Severity:
        """left-out, assumption or note."""
        return self.kind.severity


def _kind(code: str, severity: Severity, title: str, why: str, advice: str) -> IssueKind:
    return IssueKind(code, severity, title, why, advice)


_KINDS: tuple[IssueKind, ...] = (
    _kind("header-below-top", "note", "The table starts lower down",
          "Titles or instructions stand above the headings.", "Nothing to do."),
)  # fmt: skip

ISSUE_KINDS: Mapping[str, IssueKind] = MappingProxyType({kind.code: kind for kind in _KINDS})
