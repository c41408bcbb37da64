"""A workspace as it is read back: its steps, what is taken back, what left, and what the librarian should know."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from libcollab_metrics.model import Import, Step, Workspace
from libcollab_metrics.store.log import Head, proved_steps, read_head, read_steps
from libcollab_metrics.store.releases import Release, read_releases


@dataclass(frozen=True)
class Kept:
    """A workspace as read from the disk, or from a file of saved work.

    `ids` and `ids_taken_back` name its steps, so that a session can put what it has read itself (with its notes
    and quoted cells) in the place of what is kept; `head` changes whenever anything is kept; `releases` are the
    documents that left; `key_mark` is a code of the secret its people were read under, empty where none were;
    `told` is what the librarian should know; `lacks_key` says that the secret here is not the one of `key_mark`.
    """

    workspace: Workspace = field(default_factory=Workspace)
    ids: tuple[str, ...] = ()
    ids_taken_back: tuple[str, ...] = ()
    head: str = ""
    keep_notes: bool = False
    releases: tuple[Release, ...] = ()
    key_mark: str = ""
    told: tuple[str, ...] = ()
    lacks_key: bool = False

    def as_read(self, own: Mapping[str, Step]) -> Workspace:
        """Return the workspace with the steps this session made itself as it made them.

        A step to which a join was added, because another window made a payee known meanwhile, is as kept.
        """

        def as_made(name: str, step: Step) -> Step:
            made = own.get(name, step)
            return made if len(made) == len(step) else step

        pairs = zip(self.ids, self.workspace.steps, strict=True)
        back = zip(self.ids_taken_back, self.workspace.taken_back, strict=True)
        return Workspace(tuple(as_made(*pair) for pair in pairs), tuple(as_made(*pair) for pair in back))

    @property
    def is_empty(self) -> bool:
        """True when nothing was ever done in it that is still there."""
        return not (self.ids or self.ids_taken_back or self.releases)

    @property
    def has_people(self) -> bool:
        """True when a file was read into it: later ones should recognise its people."""
        return any(isinstance(operation, Import) for operation in self.workspace.operations)


def read_kept(connection: sqlite3.Connection, path: Path) -> Kept:
    """Return everything kept, each step and release checked.

    Raises
    ------
    DamagedWorkspace : something does not fit its check sum; the text says what.
    """
    head, steps = read_head(connection, path), read_steps(connection, path)
    return kept_of(head, steps, read_releases(connection, path))


def check_sums(connection: sqlite3.Connection, path: Path) -> None:
    """Check every check sum; one step at a time is read, and none is decoded.

    Raises
    ------
    DamagedWorkspace : something does not fit its check sum; the text says what.
    """
    read_head(connection, path)
    read_releases(connection, path)
    deque(proved_steps(connection, path), maxlen=0)


def kept_of(head: Head, steps: Sequence[tuple[str, Step]], releases: tuple[Release, ...]) -> Kept:
    """Return a workspace of its head, all its steps with their ids, taken back or not, and what left."""
    held, back = steps[: head.position], steps[head.position :][::-1]
    workspace = Workspace(tuple(step for _, step in held), tuple(step for _, step in back))
    ids, ids_back = tuple(name for name, _ in held), tuple(name for name, _ in back)
    return Kept(workspace, ids, ids_back, head.token, head.keep_notes, releases, head.key_mark)
