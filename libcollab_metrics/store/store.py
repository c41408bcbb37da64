"""Store of one workspace on disk: load, change, delete, restore, and warnings about key and folder."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.messages import Message, join_messages
from libcollab_metrics.model import (
    Deletion,
    Operation,
    Step,
    delete_file,
    delete_person,
    encode_deletion,
    encode_step,
)
from libcollab_metrics.model.workspace import already_imported_error
from libcollab_metrics.store.backup import (
    SavedWork,
    install_key_file,
    install_secret,
    pack_workspace,
    replace_workspace,
    set_database_aside,
)
from libcollab_metrics.store.database import (
    DamagedWorkspace,
    NewerWorkspace,
    StoreError,
    create_database,
    read_transaction,
    translate_decoding_errors,
    translate_errors,
    write_transaction,
)
from libcollab_metrics.store.erasure import delete_all, list_backups, rewrite_steps, scrub
from libcollab_metrics.store.keys import (
    KEY_BYTES,
    get_or_create_key,
    key_fingerprint,
    list_incomplete_keys,
    read_key,
    set_incomplete_key_aside,
)
from libcollab_metrics.store.log import (
    NO_STEPS,
    Head,
    Release,
    Snapshot,
    drop_steps_after,
    encode_head,
    encode_operation,
    find_file_name,
    last_step_number,
    read_head,
    read_releases,
    read_snapshot,
    verify_checksums,
    verify_steps,
    write_head,
    write_release,
    write_step,
)
from libcollab_metrics.store.migration import check_structure, is_older_version, migrate
from libcollab_metrics.store.paths import WorkspacePaths
from libcollab_metrics.store.redaction import redact_for_disk
from libcollab_metrics.store.serialization import deserialize_operation

# Warnings about the location and health of the workspace's files.


def add_warnings(
    snapshot: Snapshot, paths: WorkspacePaths, migration_backup: Path | None, shows_paths: bool
) -> Snapshot:
    """Add warnings for the user to a snapshot, after setting aside a damaged key file.

    The warnings contain the paths of files if `shows_paths`, otherwise only their names.
    """
    with suppress(OSError):  # reported when the key is needed
        set_incomplete_key_aside(paths.key)
    key = _readable_key(paths)
    lacks_key = snapshot.has_people and (key is None or key_fingerprint(key) != snapshot.key_mark)
    sentences = _storage_warnings(snapshot, paths, migration_backup, shows_paths, lacks_key)
    return replace(snapshot, warnings=tuple(sentences), is_key_missing=lacks_key)


def _storage_warnings(
    snapshot: Snapshot,
    paths: WorkspacePaths,
    migration_backup: Path | None,
    shows_paths: bool,
    is_key_missing: bool,
) -> Iterator[str]:
    """Yield warnings about a damaged or missing key, a migrated file, and a synced folder."""
    broken = list_incomplete_keys(paths.key)
    if broken and (is_key_missing or not snapshot.has_people):
        yield Message(
            "The key file was damaged. It is now named {file}, and a new key is used until you restore the"
            " right one.",
            file=_shown_path(broken[0], shows_paths),
        )
    if is_key_missing:
        key = _shown_path(paths.key, shows_paths)
        yield join_messages(
            " ",
            (
                Message(
                    "The key that turns names into codes is missing. Your figures are unchanged, but people"
                    " in new sheets cannot be matched with those of earlier sheets."
                ),
                Message("Put back {key} if you have a copy of it.", key=key)
                if shows_paths
                else Message("Let the server’s administrator know that {key} is missing.", key=key),
            ),
        )
    if migration_backup:
        yield Message(
            "Your data was written by an earlier version of this program and has been converted. Every step"
            " and figure is the same; payees are now stored as codes. The earlier file, {file}, still has"
            " their names: delete it once you have checked your figures.",
            file=_shown_path(migration_backup, shows_paths),
        )
    if paths.synced_by:
        yield (
            Message(
                "The folder {home} seems to be copied to other computers by {service} while it is written,"
                " which can damage your data. Set LIBCOLLAB_HOME to another folder.",
                service=paths.synced_by,
                home=str(paths.home),
            )
            if shows_paths
            else Message(
                "The folder with your library’s data seems to be copied to other computers while it is"
                " written, which can damage the data. Let the server’s administrator know."
            )
        )


def _shown_path(path: Path, shows_paths: bool) -> str:
    return str(path) if shows_paths else path.name


def _readable_key(paths: WorkspacePaths) -> bytes | None:
    """Return the key; None also if its file cannot be read now, which is reported when needed."""
    try:
        return read_key(paths.key)
    except OSError:
        return None


# Writing of one step, with a code for every payee.

#: Tables of an import that name parties; others are not decoded to find the known parties.
_PARTY_TABLES = frozenset(
    ("partners", "programs", "sessions", "participation", "ledger", "perspectives", "decisions")
)


def append_step(
    connection: sqlite3.Connection,
    path: Path,
    operations: Sequence[Operation],
    day: date,
    key: bytes,
    decoded_steps: Mapping[str, Step] = NO_STEPS,
) -> str:
    """Write redacted operations as one step of an open transaction, and return the step's id.

    Every earlier step is verified; those among `decoded_steps` are not decoded again.

    Raises
    ------
    LibCollabError
        If a file has already been imported.
    DamagedWorkspace
        If an earlier step does not match its checksum.
    """
    head = read_head(connection, path)
    earlier = _read_operations(connection, path, head.position, decoded_steps)
    coded = encode_step(tuple(operations), earlier, key)
    step = [encode_operation(operation) for operation in coded]
    for operation in step:
        name = find_file_name(connection, path, operation.file, head.position)
        if name is not None:
            raise already_imported_error(name)
    drop_steps_after(connection, head.position)
    made = write_step(connection, day, step)
    mark = head.key_mark if head.position else key_fingerprint(key)
    write_head(connection, replace(head, position=head.position + 1, change=head.change + 1, key_mark=mark))
    return made


def _read_operations(
    connection: sqlite3.Connection, path: Path, position: int, decoded_steps: Mapping[str, Step]
) -> Iterator[Operation]:
    """Yield the operations in effect; of imports decoded here only the tables that name parties."""
    steps = zip(range(position), verify_steps(connection, path), strict=False)
    for _, (where, checksum, operations) in steps:
        if checksum in decoded_steps:
            yield from decoded_steps[checksum]
            continue
        with translate_decoding_errors(path, where):
            for op in operations:
                tables = {name: data for name, data in op.tables.items() if name in _PARTY_TABLES}
                yield deserialize_operation(op.kind, op.body, tables)


def _decoded_steps(snapshot: Snapshot | None) -> Mapping[str, Step]:
    return NO_STEPS if snapshot is None else snapshot.steps_by_id


ConnectionContext = AbstractContextManager[sqlite3.Connection]


class Store:
    """The workspace in a folder; every method is one transaction, safe with other windows open.

    Parameters
    ----------
    folder : Path
        Folder, as returned by `home`; nothing is created before the first step is stored.
    tells_places : bool
        Whether messages contain the paths of files; otherwise only their names, for users of a server.

    Raises
    ------
    StorageError, DamagedWorkspace, NewerWorkspace
        From every method; nothing was changed.
    """

    def __init__(self, folder: Path, *, shows_paths: bool = True) -> None:
        self.paths = WorkspacePaths(folder)
        self._shows_paths = shows_paths
        self._migration_backup: Path | None = None

    @property
    def _path(self) -> Path:
        return self.paths.database

    def key(self) -> bytes:
        """Return the secret key of the pseudonyms, and create it on the first call.

        Returns
        -------
        bytes
            32 bytes.
        """
        with self._translate_errors(self.paths.key):
            return read_key(self.paths.key) or get_or_create_key(self.paths.key)

    def restore_key(self, data: bytes) -> None:
        """Restore the key file under which the stored people were read.

        Parameters
        ----------
        data : bytes
            Content of the key file.

        Raises
        ------
        StorageError
            If it is not a complete key, or the key of another workspace.
        """
        with self._read_transaction() as connection:
            mark = read_head(connection, self._path).key_mark
        with self._translate_errors(self.paths.key):
            install_key_file(self.paths, data, mark)

    def change_token(self) -> str:
        """Return a token that differs after any change by any window; empty without a workspace.

        Returns
        -------
        str
        """
        if not self._path.exists():
            return ""
        with self._read_transaction() as connection:
            return read_head(connection, self._path).token

    def load(self, previous: Snapshot | None = None) -> Snapshot:
        """Read the whole workspace, verify each step, and add warnings.

        Parameters
        ----------
        previous : Snapshot, optional
            Snapshot read earlier; its steps are verified as all others, and not decoded again.

        Returns
        -------
        Snapshot
            Empty if nothing is stored.
        """
        snapshot = Snapshot()
        if self._path.exists():
            with self._read_transaction() as connection:
                snapshot = read_snapshot(connection, self._path, _decoded_steps(previous))
        return add_warnings(snapshot, self.paths, self._migration_backup, self._shows_paths)

    def verify(self, *, structure: bool = False) -> None:
        """Verify all checksums without decoding, as before a document is released.

        Parameters
        ----------
        structure : bool
            Whether SQLite also checks the file's structure first.

        Raises
        ------
        DamagedWorkspace
            If something does not match its checksum; the message says what.
        """
        if self._path.exists():
            with self._read_transaction() as connection:
                if structure:
                    check_structure(connection, self._path)
                verify_checksums(connection, self._path)

    def append(
        self,
        *operations: Operation,
        day: date,
        keep_notes: bool | None = None,
        previous: Snapshot | None = None,
    ) -> str:
        """Store one step and return its id; undone steps are deleted.

        Parameters
        ----------
        *operations : Operation
            Operations of one user action; they are stored, and later undone, together.
        day : date
            Day of the step, used to name its files.
        keep_notes : bool, optional
            Whether notes and other free text are stored; by default as last set.
        previous : Snapshot, optional
            Snapshot read earlier; its steps are verified as all others, and not decoded again.

        Returns
        -------
        str
            Id of the step; empty without operations.

        Raises
        ------
        LibCollabError
            If a file has already been imported.
        """
        if not operations:
            return ""
        key = self.key()
        if keep_notes is None:
            keep_notes = self.keeps_notes()
        step = [redact_for_disk(operation, day, keep_notes) for operation in operations]
        self._create()
        with self._write_transaction() as connection:
            return append_step(connection, self._path, step, day, key, _decoded_steps(previous))

    def undo(self) -> bool:
        """Undo the last step.

        Returns
        -------
        bool
            False if there is none.
        """
        return self._update_head(lambda head, last: replace(head, position=max(head.position - 1, 0)))

    def redo(self) -> bool:
        """Redo the last undone step.

        Returns
        -------
        bool
            False if there is none.
        """
        return self._update_head(lambda head, last: replace(head, position=min(head.position + 1, last)))

    def add_release(self, body: str, day: date) -> int:
        """Store the figures of a released document.

        It is not a step: undo and redo do not affect it, because a released document cannot be recalled. It
        is deleted only with the whole workspace.

        Parameters
        ----------
        body : str
            Figures of the document, serialized as text for comparison with later ones.
        day : date
            Day of the release.

        Returns
        -------
        int
            Number of the release, counted from 1.
        """
        self._create()
        with self._write_transaction() as connection:
            head = read_head(connection, self._path)
            number = write_release(connection, day, body)
            write_head(connection, replace(head, change=head.change + 1))
        return number

    def releases(self) -> tuple[Release, ...]:
        """Read and verify all releases, the oldest first.

        Returns
        -------
        tuple of Release
        """
        if not self._path.exists():
            return ()
        with self._read_transaction() as connection:
            read_head(connection, self._path)
            return read_releases(connection, self._path)

    def keeps_notes(self) -> bool:
        """Return whether notes and other free text are stored; by default they are not.

        Returns
        -------
        bool
        """
        if not self._path.exists():
            return False
        with self._read_transaction() as connection:
            return read_head(connection, self._path).keep_notes

    def set_keeps_notes(self, keeps_notes: bool) -> None:
        """Set whether later steps store notes and other free text.

        Parameters
        ----------
        keeps_notes : bool
            True to store them.
        """
        self._create()
        self._update_head(lambda head, last: replace(head, keep_notes=keeps_notes))

    def delete_all(self) -> None:
        """Delete everything stored: database, SQLite side files, backups and the secret key."""
        if self._path.exists():
            self._overwrite_rows()
        self.delete_backups()
        with self._translate_errors(self._path):
            for file in (*self.paths.data_files, self.paths.key):
                file.unlink(missing_ok=True)

    def delete_file(self, sha256: str) -> int:
        """Delete a file that is or was in use, and all backups.

        Parameters
        ----------
        sha256 : str
            SHA-256 of the file.

        Returns
        -------
        int
            Number of deleted rows.
        """
        return self._apply_deletion(partial(delete_file, sha256=sha256))

    def delete_person(self, code: str, day: date) -> int:
        """Delete a person by pseudonym, and all backups.

        Releases are not changed: they contain figures about groups.

        Parameters
        ----------
        code : str
            Pseudonym of the person.
        day : date
            Day of the deletion.

        Returns
        -------
        int
            Number of deleted rows; 0 if the person does not occur.
        """
        return self._apply_deletion(partial(delete_person, code=code, day=day))

    def list_backups(self) -> tuple[Path, ...]:
        """Return the backups of the workspace: of earlier versions, replaced, or set aside.

        Returns
        -------
        tuple of Path
        """
        return list_backups(self.paths)

    def delete_backups(self) -> None:
        """Delete the backups of the workspace."""
        with self._translate_errors(self._path):
            for file in self.list_backups():
                file.unlink(missing_ok=True)

    def set_database_aside(self, day: date) -> Path:
        """Rename a damaged or newer file unchanged, so that work can start over.

        Parameters
        ----------
        day : date
            Day, used in the new name.

        Returns
        -------
        Path
            New path of the file.
        """
        with self._translate_errors(self._path):
            return set_database_aside(self.paths, day)

    def save_work(self, day: date, passphrase: str = "") -> bytes:
        """Return the whole workspace as one verified file.

        Parameters
        ----------
        day : date
            Day of saving.
        passphrase : str
            Passphrase that encrypts the secret key; if empty, the key is not included.

        Returns
        -------
        bytes

        Raises
        ------
        LibCollabError
            If the passphrase is too short.
        """
        self._create()
        with self._read_transaction() as connection:
            return pack_workspace(connection, day, self.key() if passphrase else None, passphrase)

    def open_work(self, work: SavedWork, day: date) -> Path | None:
        """Replace the workspace by saved work; a damaged or newer file is set aside unchanged.

        Parameters
        ----------
        work : SavedWork
            Verified content of a file of saved work.
        day : date
            Day, used in the name of the backup.

        Returns
        -------
        Path or None
            Backup of the replaced workspace; None if it was empty.
        """
        aside = None
        try:
            self.verify(structure=True)
        except (DamagedWorkspace, NewerWorkspace):
            aside = self.set_database_aside(day)
        self._create()
        with self._write_transaction() as connection:
            aside = replace_workspace(connection, self.paths, work, day) or aside
        with self._translate_errors(self.paths.key):
            install_secret(self.paths, work)
        return aside

    def _apply_deletion(self, deletion: Callable[[Iterable[Step]], Deletion]) -> int:
        if not self._path.exists():
            return 0
        key = self._key_or_throwaway()
        with self._write_transaction() as connection:
            rows = rewrite_steps(connection, self._path, lambda steps: encode_deletion(deletion(steps), key))
        if rows:
            scrub(self._path)
            self.delete_backups()
        return rows

    @contextmanager
    def _translate_errors(self, path: Path) -> Iterator[None]:
        """Convert errors into messages for the user of this store."""
        try:
            with translate_errors(path):
                yield
        except StoreError as refusal:
            raise (refusal if self._shows_paths else refusal.without_path()) from None

    @contextmanager
    def _open(self, transaction: Callable[[Path], ConnectionContext]) -> Iterator[sqlite3.Connection]:
        """Open the file, after migrating it if it is of an earlier version."""
        with self._translate_errors(self._path):
            if is_older_version(self._path):
                self._migration_backup = (
                    migrate(self._path, self._key_or_throwaway()) or self._migration_backup
                )
            with transaction(self._path) as connection:
                yield connection

    def _key_or_throwaway(self) -> bytes:
        """Return the key, or a random one if it is lost.

        Under a random key, later sheets do not match these payees.
        """
        return read_key(self.paths.key) or secrets.token_bytes(KEY_BYTES)

    def _read_transaction(self) -> ConnectionContext:
        return self._open(read_transaction)

    def _write_transaction(self) -> ConnectionContext:
        return self._open(write_transaction)

    def _create(self) -> None:
        if not self._path.exists():
            with self._translate_errors(self._path):
                create_database(self._path, encode_head(Head(secrets.token_hex(8))))

    def _update_head(self, update: Callable[[Head, int], Head]) -> bool:
        if not self._path.exists():
            return False
        with self._write_transaction() as connection:
            head = read_head(connection, self._path)
            new = update(head, last_step_number(connection))
            if new == head:
                return False
            write_head(connection, replace(new, change=head.change + 1))
        return True

    def _overwrite_rows(self) -> None:
        """Overwrite the rows before the file is deleted, so that they do not remain on the disk."""
        try:
            with self._write_transaction() as connection:
                delete_all(connection, self._path)
        except LibCollabError:
            return  # a damaged file is deleted as it is
        scrub(self._path)
