"""A workspace kept on this computer: read, add a step, take it back, do it again, forget it all."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Import, Operation, Step, Workspace
from libcollab_metrics.model.workspace import already_here
from libcollab_metrics.store.as_kept import as_kept
from libcollab_metrics.store.database import make, opened, reading, spoken, writing
from libcollab_metrics.store.keys import make_key, mark_of, read_key
from libcollab_metrics.store.log import (
    Head,
    drop_after,
    encoded,
    head_row,
    last_step,
    name_of_file,
    read_head,
    read_steps,
    write_head,
    write_step,
)
from libcollab_metrics.store.migration import is_older, migrate
from libcollab_metrics.store.places import Places
from libcollab_metrics.store.releases import Release, drop_releases, read_releases, write_release

KEY_LOST = (
    "The secret that turns names into codes is not here any more. Everything kept still counts, but sheets read "
    "from now on cannot recognise the people of earlier ones. Put back {key} if you have a copy of it."
)
BROUGHT_UP = (
    "What is kept was written by an earlier version of this program and is kept in the form of this one now. "
    "Every step and figure is the same. The file as it was is {file}; delete it once you have seen that all is well."
)
SYNCED = (
    "The folder {home} seems to be copied to other computers by {service} while it is written; that can damage "
    "what is kept. Set LIBCOLLAB_HOME to a folder that is not."
)


@dataclass(frozen=True)
class Kept:
    """A workspace as read from the disk.

    `ids` and `ids_taken_back` name its steps, so that a session can put what it has read itself (with its notes
    and quoted cells) in the place of what is kept; `head` changes whenever anything is kept; `told` is what the
    librarian should know.
    """

    workspace: Workspace = field(default_factory=Workspace)
    ids: tuple[str, ...] = ()
    ids_taken_back: tuple[str, ...] = ()
    head: str = ""
    keep_notes: bool = False
    told: tuple[str, ...] = ()

    def as_read(self, own: Mapping[str, Step]) -> Workspace:
        """Return the workspace with the steps this session made itself as it made them."""
        pairs = zip(self.ids, self.workspace.steps, strict=True)
        back = zip(self.ids_taken_back, self.workspace.taken_back, strict=True)
        return Workspace(tuple(own.get(i, step) for i, step in pairs), tuple(own.get(i, step) for i, step in back))


class Store:
    """The one workspace below a folder; every method is one piece of work on the disk, safe beside other windows.

    Parameters
    ----------
    folder : as `home` says; nothing is made before the first step is kept.

    Raises
    ------
    CannotKeep, DamagedWorkspace, NewerWorkspace : from every method; nothing was changed.
    """

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder)
        self._kept_old: Path | None = None

    @property
    def _path(self) -> Path:
        return self.places.data

    def key(self) -> bytes:
        """The secret for pseudonyms, made at the first call."""
        with spoken(self.places.key):
            return read_key(self.places.key) or make_key(self.places.key)

    def head(self) -> str:
        """A short text that changes whenever anything is kept, by any window; empty while nothing is."""
        if not self._path.exists():
            return ""
        with self._reading() as connection:
            return read_head(connection, self._path).token

    def load(self) -> Kept:
        """Everything kept, each step checked."""
        if not self._path.exists():
            return Kept()
        with self._reading() as connection:
            head = read_head(connection, self._path)
            steps = read_steps(connection, self._path)
            read_releases(connection, self._path)
        held, back = steps[: head.position], steps[head.position :][::-1]
        workspace = Workspace(tuple(step for _, step in held), tuple(step for _, step in back))
        ids, ids_back = tuple(name for name, _ in held), tuple(name for name, _ in back)
        return Kept(workspace, ids, ids_back, head.token, head.keep_notes, self._told(workspace, head))

    def append(self, *operations: Operation, day: date, keep_notes: bool | None = None) -> str:
        """Keep one step and return its id; what had been taken back is dropped.

        Parameters
        ----------
        operations : what one click did; they are kept, and later taken back, together.
        day : the day it is kept, by which its files are called.
        keep_notes : whether notes and other free text are kept; as last set when not given.

        Raises
        ------
        LibCollabError : a file in use is read again, byte for byte.
        """
        if not operations:
            return ""
        mark = mark_of(self.key())
        if keep_notes is None:
            keep_notes = self.keeps_notes()
        step = [encoded(as_kept(operation, day, keep_notes)) for operation in operations]
        self._make()
        with self._writing() as connection:
            head = read_head(connection, self._path)
            for operation in step:
                name = name_of_file(connection, operation.file, head.position)
                if name is not None:
                    raise already_here(name)
            drop_after(connection, head.position)
            made = write_step(connection, day, step)
            mark = head.key_mark if head.position else mark
            write_head(connection, replace(head, position=head.position + 1, change=head.change + 1, key_mark=mark))
        return made

    def undo(self) -> bool:
        """Take the last step back; False when there is none."""
        return self._move(lambda head, last: replace(head, position=max(head.position - 1, 0)))

    def redo(self) -> bool:
        """Do the step taken back last again; False when there is none."""
        return self._move(lambda head, last: replace(head, position=min(head.position + 1, last)))

    def add_release(self, body: str, day: date) -> int:
        """Keep what left the library, as the text it is compared by, and return its number, counted from 1.

        It is no step: undo and redo leave it, for what left is not called back. Only forgetting everything drops it.
        """
        self._make()
        with self._writing() as connection:
            head = read_head(connection, self._path)
            number = write_release(connection, day, body)
            write_head(connection, replace(head, change=head.change + 1))
        return number

    def releases(self) -> tuple[Release, ...]:
        """What left the library, the first first, each checked."""
        if not self._path.exists():
            return ()
        with self._reading() as connection:
            read_head(connection, self._path)
            return read_releases(connection, self._path)

    def keeps_notes(self) -> bool:
        """Whether notes and other free text are kept; not unless the librarian asked for it."""
        if not self._path.exists():
            return False
        with self._reading() as connection:
            return read_head(connection, self._path).keep_notes

    def keep_notes(self, wanted: bool) -> None:
        """Keep notes and other free text of the steps to come, or no longer."""
        self._make()
        self._move(lambda head, last: replace(head, keep_notes=wanted))

    def forget(self) -> None:
        """Delete everything kept: data, what SQLite writes beside it, files set aside, and the secret."""
        if self._path.exists():
            self._empty()
        for place in (self._path, self.places.key):
            with spoken(place):
                for file in place.parent.glob("workspace*"):
                    file.unlink(missing_ok=True)

    def set_aside(self, day: date) -> Path:
        """Give a damaged or newer file another name, unchanged, so that work can start anew; return its place."""
        aside = self._path.with_name(f"workspace-set-aside-{day.isoformat()}-{secrets.token_hex(2)}.sqlite")
        with spoken(self._path):
            for file in self.places.data_files:
                if file.exists():
                    os.replace(file, aside.with_name(aside.name + file.name[len(self._path.name) :]))
        return aside

    def _bring_up(self) -> None:
        """Bring a file of a former version to this one before anything else is done with it."""
        with spoken(self._path):
            if is_older(self._path):
                self._kept_old = migrate(self._path) or self._kept_old

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        self._bring_up()
        with reading(self._path) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._bring_up()
        with writing(self._path) as connection:
            yield connection

    def _make(self) -> None:
        if not self._path.exists():
            with spoken(self._path):
                make(self._path, head_row(Head(secrets.token_hex(8))))

    def _move(self, moved: Callable[[Head, int], Head]) -> bool:
        if not self._path.exists():
            return False
        with self._writing() as connection:
            head = read_head(connection, self._path)
            new = moved(head, last_step(connection))
            if new == head:
                return False
            write_head(connection, replace(new, change=head.change + 1))
        return True

    def _empty(self) -> None:
        """Overwrite the rows before the file goes, so that its blocks on the disk do not hold them."""
        try:
            with self._writing() as connection:
                head = read_head(connection, self._path)
                drop_after(connection, 0)
                drop_releases(connection)
                write_head(connection, replace(head, position=0, change=head.change + 1))
            with opened(self._path) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except LibCollabError:
            return  # a damaged file is deleted as it is

    def _told(self, workspace: Workspace, head: Head) -> tuple[str, ...]:
        told = []
        has_people = any(isinstance(operation, Import) for operation in workspace.operations)
        key = read_key(self.places.key)
        if has_people and (key is None or mark_of(key) != head.key_mark):
            told.append(KEY_LOST.format(key=self.places.key))
        if self._kept_old:
            told.append(BROUGHT_UP.format(file=self._kept_old))
        if self.places.synced_by:
            told.append(SYNCED.format(home=self.places.home, service=self.places.synced_by))
        return tuple(told)
