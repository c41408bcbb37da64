"""Every dated session as one bar by program: counted, held but not counted, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.figures.theme import MAX_COLOURED_PROGRAMS
from libcollab_metrics.figures.titles import fit_title
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.session_list import ListedSession

#: Most sessions with a bar of their own; more would cover each other.
MAX_STRIP_SESSIONS = 5_000


@dataclass(frozen=True)
class StripRow:
    """Sessions of one program; an empty name means all that have no row of their own."""

    program: str
    sessions: tuple[ListedSession, ...]


@dataclass(frozen=True)
class SessionStrip:
    """Rows in the order of the programs, the finding, and text for screen readers."""

    rows: tuple[StripRow, ...]
    title: str
    alt: str

    @property
    def states(self) -> frozenset[str]:
        """States that occur."""
        return frozenset(session.state for row in self.rows for session in row.sessions)


def session_strip(
    sessions: Sequence[ListedSession], programs: Sequence[str], language: Language
) -> SessionStrip:
    """Build the strip of sessions.

    Parameters
    ----------
    sessions : sequence of ListedSession
        Sessions of the selection.
    programs : sequence of str
        Programs in the order of their colors; the first few have a row of their own.
    language : Language
        Language of the text.

    Returns
    -------
    SessionStrip
        Without rows if no session has a day.
    """
    own = [name for name in programs if any(s.program == name for s in sessions)][:MAX_COLOURED_PROGRAMS]
    rows = [StripRow(name, tuple(s for s in sessions if s.program == name)) for name in own]
    rest = tuple(s for s in sessions if s.program not in own)
    rows += [StripRow("", rest)] if rest else []
    title = _title(sessions, language)
    counts = {
        state: sum(s.state == state for s in sessions) for state in ("counted", "uncounted", "cancelled")
    }
    numbers = {state: language.number(count) for state, count in counts.items()}
    return SessionStrip(tuple(rows), title, language.message("strip-alt", title=title, **numbers))


def _title(sessions: Sequence[ListedSession], language: Language) -> str:
    missing = [session for session in sessions if session.state == "uncounted"]
    if not missing:
        is_counted = any(session.state == "counted" for session in sessions)
        return language.message("strip-all-counted" if is_counted else "strip-topic")
    count = language.number(len(missing))
    plain = language.plural(len(missing), "strip-uncounted", count=count)
    programs = {session.program for session in missing}
    if len(programs) > 1 or not all(programs) or len(missing) == 1:
        return plain
    return fit_title(language.message("strip-uncounted-all", count=count, program=programs.pop()), plain)
