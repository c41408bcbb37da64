"""Saved work opens on another machine with every figure; the workspace it replaces is set aside."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.values.people import pseudonymize_names
from libcollab_metrics.model import Answer, Setting, Workspace
from libcollab_metrics.store import (
    Store,
    WrongPassphrase,
    describe_strength,
    pack_from_memory,
    unpack_workspace,
)
from libcollab_metrics.store.database import DATABASE_VERSION
from tests.store.test_migration import FORMER
from tests.store.test_privacy import spellings
from tests.support.builders.saved_work import WORDS, members, worked, zipped
from tests.support.builders.store_steps import CHILDREN, DAY, sheet_file, state
from tests.support.documents.datasets import exports, same


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "another machine"


def test_another_machine_gets_every_figure_and_step(data_folder: Path, empty: Path) -> None:
    store = worked(data_folder)
    data = store.save_work(DAY, WORDS)
    other_store = Store(empty)
    assert other_store.open_work(unpack_workspace(data, WORDS), DAY) is None
    opened, expected = other_store.load(), store.load()
    assert state(opened.workspace) == state(expected.workspace)
    assert (opened.releases, opened.keep_notes, opened.warnings) == (expected.releases, False, ())
    assert same(opened.workspace.dataset(), expected.workspace.dataset())
    assert other_store.redo()
    assert other_store.load().workspace.dataset().settings.population == 90


@pytest.mark.slow
def test_exports_of_opened_work_are_identical(data_folder: Path, empty: Path) -> None:
    store, other_store = worked(data_folder), Store(empty)
    other_store.open_work(unpack_workspace(store.save_work(DAY)), DAY)
    assert exports(other_store.load().workspace.dataset()) == exports(store.load().workspace.dataset())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no work below HOME.")
def test_saved_work_opens_in_an_empty_home_folder(data_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "work.libcollab"
    file.write_bytes(worked(data_folder).save_work(DAY, WORDS))
    code = (
        "import sys; from datetime import date; from pathlib import Path; from libcollab_metrics.store import"
        " *\nstore = Store(workspace_home({})); work = unpack_workspace(Path(sys.argv[1]).read_bytes(),"
        " sys.argv[2])\nstore.open_work(work, date(2026, 3, 14)); found ="
        " Store(workspace_home({})).load()\nprint(found.workspace.version, found.warnings, store.paths.home)"
    )
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-c", code, str(file), WORDS]
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        command, env={"HOME": str(home), "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    version, warnings, folder = done.stdout.split()
    assert (version, warnings) == (Store(data_folder).load().workspace.version, "()")
    assert folder.startswith(str(home))


def test_people_are_recognized_later_only_with_the_passphrase(data_folder: Path, empty: Path) -> None:
    store = worked(data_folder)
    codes = pseudonymize_names(CHILDREN, store.key())
    data = store.save_work(DAY, WORDS)
    without_key = Store(empty / "without")
    without_key.open_work(unpack_workspace(data), DAY)
    assert pseudonymize_names(CHILDREN, without_key.key()) != codes
    assert "cannot be matched" in without_key.load().warnings[0]
    with_key = Store(empty / "with")
    with_key.open_work(unpack_workspace(data, WORDS), DAY)
    assert pseudonymize_names(CHILDREN, with_key.key()) == codes
    assert with_key.load().warnings == ()


def test_file_holds_the_key_only_encrypted_and_no_names(data_folder: Path) -> None:
    store = worked(data_folder)
    assert set(members(store.save_work(DAY))) == {"about.json", "workspace.sqlite"}
    work = unpack_workspace(store.save_work(DAY))
    assert (work.secret, work.has_secret) == (None, False)
    data = store.save_work(DAY, WORDS)
    inside = b"".join([data, *members(data).values()])
    secret = store.key()
    assert not [form for form in (secret, secret.hex().encode(), WORDS.encode()) if form in inside]
    assert not [form for child in CHILDREN for form in spellings(child)[:3] if form in inside]
    assert unpack_workspace(data).has_secret
    assert unpack_workspace(data, WORDS).secret == secret


def test_wrong_passphrase_is_refused_and_a_short_one_saves_nothing(data_folder: Path) -> None:
    data = worked(data_folder).save_work(DAY, WORDS)
    with pytest.raises(WrongPassphrase, match=r"not the passphrase.*Nothing was changed"):
        unpack_workspace(data, WORDS + "s")
    with pytest.raises(LibCollabError, match="at least 8 letters"):
        Store(data_folder).save_work(DAY, "books")


def test_secret_of_another_workspace_does_not_open(data_folder: Path, empty: Path) -> None:
    first, second = (
        members(worked(data_folder).save_work(DAY, WORDS)),
        members(worked(empty).save_work(DAY, WORDS)),
    )
    with pytest.raises(WrongPassphrase):
        unpack_workspace(zipped({**first, "secret.json": second["secret.json"]}), WORDS)


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [
        ("", "too short"),
        ("1234567", "too short"),
        ("aaaaaaaaaaaaaaaaaaaa", "weak"),
        ("carabaos", "weak"),
        ("20261125", "weak"),
        ("carabao2026", "fair"),
        ("carabaosandmangoes", "strong"),
    ],
)
def test_passphrase_strength_is_described_in_words(passphrase: str, said: str) -> None:
    assert describe_strength(passphrase).startswith(said)


def test_work_in_memory_is_saved_and_opened_the_same_way(data_folder: Path, empty: Path) -> None:
    secret = b"k" * 32
    memory = (
        Workspace()
        .append(sheet_file(1), Answer("abc", {"year": 2026}))
        .append(Setting({"population": 90}))
        .undo()
    )
    data = pack_from_memory(memory, (), day=DAY, secret=secret, passphrase=WORDS)
    work = unpack_workspace(data, WORDS)
    assert (len(work.snapshot.workspace.steps), len(work.snapshot.workspace.undone_steps), work.secret) == (
        1,
        1,
        secret,
    )
    assert b"rain" not in members(data)["workspace.sqlite"]
    assert list(data_folder.iterdir()) == []
    on_disk = Store(empty)
    on_disk.append(*memory.steps[0], day=DAY)
    assert on_disk.load().workspace.version == work.snapshot.workspace.version
    with_notes = unpack_workspace(pack_from_memory(memory, (), day=DAY, keep_notes=True)).snapshot
    assert "rain" in set(with_notes.workspace.dataset().tables["notes"]["text"])


def test_replaced_work_is_set_aside_and_reopens_with_its_key(data_folder: Path, empty: Path) -> None:
    store, other_store = worked(data_folder), Store(empty)
    other_store.append(Setting({"population": 5}), sheet_file(3), day=DAY)
    key, version = other_store.key(), other_store.load().workspace.version
    token_before = other_store.change_token()
    aside = other_store.open_work(unpack_workspace(store.save_work(DAY, WORDS), WORDS), DAY)
    assert aside is not None
    assert aside.name.startswith("workspace-replaced-2026-03-14-")
    assert other_store.load().workspace.version == store.load().workspace.version
    assert other_store.change_token() != token_before
    assert other_store.key() == store.key() != key
    other_store.open_work(unpack_workspace(aside.read_bytes()), DAY)
    assert (other_store.load().workspace.version, other_store.key(), other_store.load().warnings) == (
        version,
        key,
        (),
    )


@pytest.mark.parametrize("harm", ["damaged", "newer"])
def test_saved_work_opens_over_an_unreadable_file(data_folder: Path, empty: Path, harm: str) -> None:
    data, broken = worked(data_folder).save_work(DAY), worked(empty)
    with closing(sqlite3.connect(broken.paths.database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(
            "UPDATE step SET day = ''" if harm == "damaged" else f"PRAGMA user_version={DATABASE_VERSION + 1}"
        )
        connection.commit()
    before = broken.paths.database.read_bytes()
    aside = broken.open_work(unpack_workspace(data), DAY)
    assert aside is not None
    assert aside.read_bytes() == before
    assert len(broken.load().workspace.steps) == 3


@pytest.mark.parametrize("version", sorted(FORMER))
def test_workspace_file_of_an_earlier_version_opens(data_folder: Path, version: int) -> None:
    work = unpack_workspace(gzip.decompress(FORMER[version].read_bytes()))
    assert len(work.snapshot.workspace.steps) == 4 + min(version, 2)
    store = Store(data_folder)
    store.open_work(work, DAY)
    assert store.add_release("{}", DAY) == 1
