"""Payees are stored as codes, and every figure equals the one with their names."""

from __future__ import annotations

import hashlib
import hmac
import io
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from libcollab_metrics.metrics import Value, evaluate
from libcollab_metrics.model import (
    Dataset,
    Edit,
    Import,
    Merge,
    RowAddress,
    Setting,
    Step,
    Workspace,
    find_existing_import,
)
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.payees import payee_code
from libcollab_metrics.store import Store, pack_from_memory, unpack_workspace
from libcollab_metrics.store.keys import replace_key
from libcollab_metrics.store.log import Head, encode_operation, write_head, write_step
from libcollab_metrics.store.redaction import redact_for_disk
from tests.support.attackers import canaries
from tests.support.builders.payee_sheets import (
    EVERYBODY,
    MERGED,
    PAID,
    TYPED,
    first_ledger,
    ledger,
    paid,
    partners,
    row,
    steps,
)
from tests.support.builders.store_steps import DAY
from tests.support.sheets import KEY

WORDS = sorted({word for name in EVERYBODY for part in name.split() for word in part.split("-")})


@pytest.fixture
def store(data_folder: Path) -> Store:
    new_store = Store(data_folder)
    replace_key(new_store.paths.key, KEY)
    return new_store


def store_steps(store: Store, all_steps: Iterable[Step]) -> Dataset:
    for step in all_steps:
        store.append(*step, day=DAY)
    return store.load().workspace.dataset()


def as_typed(all_steps: Iterable[Step]) -> Dataset:
    """The tables of the same steps with every name, as a workspace in memory without codes."""
    workspace = Workspace()
    for step in all_steps:
        workspace = workspace.append(*step)
    return workspace.dataset()


def figures(dataset: Dataset, names: Sequence[str] = ()) -> list[str]:
    """All figures in total, by partner and by program, sorted; names casefolded, payees by label."""
    labels = {casefold_name(name): f"payee {number}" for number, name in enumerate(names, 1)}

    def with_label(value: Value) -> Value:
        folded = [(field, name and casefold_name(name)) for field, name in value.group]
        return replace(value, group=tuple((field, name and labels.get(name, name)) for field, name in folded))

    return sorted(
        repr(with_label(v))
        for by in ("", "partner", "program")
        for v in evaluate(dataset, by=by, as_of=DAY).values
    )


def receivers(dataset: Dataset) -> list[str]:
    return dataset.tables["ledger"]["to_party"].dropna().astype(str).tolist()


def names_in(data: bytes) -> list[str]:
    return canaries.found(data, WORDS)


def test_no_payee_is_in_any_byte_and_figures_are_unchanged(store: Store) -> None:
    names = (PAID[0], PAID[1], PAID[2], TYPED, MERGED)
    stored = store_steps(store, steps())
    assert canaries.on_disk(store.paths.home, words=WORDS) == []
    assert figures(stored) == figures(as_typed(steps()), names)
    assert "payee 1" in receivers(stored)
    assert "payee 1" in repr(figures(stored))
    assert [name for name in WORDS if name in repr(stored.issues)] == []


def test_changed_row_undo_and_redo_store_no_name(store: Store) -> None:
    imported_file = first_ledger()
    store.append(imported_file, day=DAY)
    address = RowAddress(imported_file.sha256[:12], "", 2)
    store.append(Edit("ledger", (), ((address, {"to_party": TYPED}),)), day=DAY)
    after = store.load().workspace.dataset()
    assert receivers(after)[0] == "payee 4"
    store.undo()
    assert receivers(store.load().workspace.dataset())[0] == "payee 1"
    store.redo()
    assert figures(store.load().workspace.dataset()) == figures(after)
    store.undo()
    store.append(Setting({"population": 100}), day=DAY)
    assert canaries.on_disk(store.paths.home, words=WORDS) == []


def test_saved_work_holds_no_name_from_disk_or_memory(store: Store, tmp_path: Path) -> None:
    stored = store_steps(store, steps())
    in_memory = Workspace(tuple(steps()), ((Edit("ledger", (row(TYPED),)),),))
    for data in (
        store.save_work(DAY),
        pack_from_memory(in_memory, (), day=DAY, secret=KEY, passphrase="four words nobody guesses"),
        pack_from_memory(in_memory, (), day=DAY),
    ):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            assert [hit for name in file.namelist() for hit in names_in(file.read(name))] == []
        assert figures(unpack_workspace(data).snapshot.workspace.dataset()) == figures(stored)
        other_store = Store(tmp_path / hashlib.sha256(data).hexdigest()[:8])
        other_store.open_work(unpack_workspace(data), DAY)
        assert figures(other_store.load().workspace.dataset()) == figures(stored)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_payees_keep_their_identity_in_any_order_of_files(store: Store, order: tuple[int, ...]) -> None:
    files = [
        (ledger(paid(PAID[0], PAID[1]), "a.csv"),),
        (ledger(paid(PAID[1].upper(), f" {PAID[2]}"), "b.csv"),),
        (ledger(paid(f"{PAID[0]} ", "Zyralyn Quimbo"), "c.csv"),),
    ]
    all_steps = [files[index] for index in order]
    stored = store_steps(store, all_steps)
    names = receivers(as_typed(all_steps))
    labels = {name: f"payee {n}" for n, name in enumerate(dict.fromkeys(map(casefold_name, names)), 1)}
    assert receivers(stored) == [labels[casefold_name(name)] for name in names]
    assert len(set(receivers(stored))) == 4


def later_partner() -> Step:
    return (partners([PAID[0].upper(), "agency"]),)


def later_giver() -> Step:
    return (
        ledger([["Story hour", "2026-03-01", PAID[0], "project", "cash", "50", "received", ""]], "Gift.csv"),
    )


@pytest.mark.parametrize("known", [later_partner, later_giver], ids=["a partner", "a giver"])
def test_payee_who_becomes_known_is_merged_with_earlier_rows(store: Store, known: object) -> None:
    assert callable(known)
    all_steps = [(first_ledger(),), known(), (ledger(paid(PAID[0], PAID[1]), "later.csv"),)]
    stored = store_steps(store, all_steps)
    assert figures(stored) == figures(as_typed(all_steps), ("-", *PAID[1:]))
    assert "payee 1" not in receivers(stored)
    assert [casefold_name(name) for name in receivers(stored)].count(casefold_name(PAID[0])) == 4
    assert not [
        message for issue in stored.issues if "payee-" in (message := f"{issue.value} {issue.message}")
    ]
    store.undo()
    store.undo()
    assert "payee 1" in receivers(store.load().workspace.dataset())
    store.redo()
    store.redo()
    assert figures(store.load().workspace.dataset()) == figures(stored)
    store.paths.key.unlink()  # merged payees need no key
    assert figures(store.load().workspace.dataset()) == figures(stored)


def test_payee_merged_with_a_partner_stays_merged_as_a_giver(store: Store) -> None:
    merge = Merge("ledger.to_party", PAID[0], "San Isidro School")
    all_steps = [(partners(),), (first_ledger(),), (merge,), later_giver()]
    assert figures(store_steps(store, all_steps)) == figures(as_typed(all_steps), ("-", *PAID[1:]))


def test_deleted_sheet_that_made_a_payee_known_leaves_no_name(store: Store) -> None:
    known, later = later_partner(), (ledger(paid(PAID[0], PAID[1]), "later.csv"),)
    store_steps(store, [(first_ledger(),), known, later])
    assert canaries.on_disk(store.paths.home, words=["Zyralyn"])
    (sheet,) = known
    assert isinstance(sheet, Import)
    store.delete_file(sheet.sha256)
    assert canaries.on_disk(store.paths.home, words=WORDS) == []
    assert figures(store.load().workspace.dataset()) == figures(as_typed([(first_ledger(),), later]), PAID)


def test_same_sheet_saved_again_is_recognized_and_another_is_not(store: Store) -> None:
    store_steps(store, [(first_ledger(),), later_partner()])
    workspace, again = store.load().workspace, replace(first_ledger(), sha256="0" * 64)
    assert find_existing_import(again, workspace, KEY) == "CSV file read on 2026-03-14"
    names = [PAID[1], PAID[0], PAID[2], PAID[0]]
    other_import = replace(again, tables={**again.tables, "ledger": again.tables["ledger"].copy()})
    other_import.tables["ledger"].loc[:3, "to_party"] = names
    assert find_existing_import(other_import, workspace, KEY) == ""


def test_payees_cannot_be_guessed_and_codes_differ_between_workspaces(store: Store) -> None:
    store_steps(store, [(first_ledger(),)])
    code = payee_code(PAID[0], KEY)
    store.paths.key.unlink()
    disk = b"".join(file.read_bytes() for file in store.paths.home.rglob("*") if file.is_file())
    assert code.encode() in disk
    for text in (PAID[0], casefold_name(PAID[0]), f"libcollab: payee\0{casefold_name(PAID[0])}"):
        guesses = [
            hashlib.new(kind, text.encode()).hexdigest() for kind in ("sha256", "md5", "sha1", "blake2b")
        ]
        guesses += [hmac.new(key, text.encode(), "sha256").hexdigest() for key in (b"\0", b"\0" * 32)]
        assert [guess for guess in guesses if guess[:12].encode() in disk] == []
    assert code != payee_code(PAID[0], b"o" * 32)


def test_displayed_payee_label_means_that_payee_in_typed_rows(store: Store) -> None:
    store_steps(store, [(first_ledger(),)])
    store.append(Edit("ledger", (row("payee 2"),)), day=DAY)
    store.append(Edit("ledger", (row("Payee 9"),)), day=DAY)  # no payee has this label yet
    assert receivers(store.load().workspace.dataset())[-2:] == ["payee 2", "payee 4"]
    store.append(Merge("partners.name", "payee 4", "payee 3"), day=DAY)
    assert receivers(store.load().workspace.dataset())[-2:] == ["payee 2", "payee 3"]
    store.append(ledger(paid("payee 1"), "b.csv"), day=DAY)  # on a sheet it is an ordinary name
    assert [name for name in receivers(store.load().workspace.dataset()) if name == "payee 5"] == ["payee 5"]


def test_partner_named_like_a_payee_label_is_another_party(store: Store) -> None:
    stored = store_steps(store, [(partners(["Payee 1", "school"]),), (ledger(paid(PAID[0], "Payee 1")),)])
    assert receivers(stored) == ["payee 1 (code)", "Payee 1"]
    store.append(Edit("ledger", (row("payee 1 (code)"), row("payee 1"))), day=DAY)
    assert receivers(store.load().workspace.dataset())[2:] == ["payee 1 (code)", "Payee 1"]


def test_windows_agree_after_a_payee_becomes_known(store: Store) -> None:
    from libcollab_metrics.model import encode_step

    own_step = encode_step((first_ledger(),), (), KEY)
    store.append(*later_partner(), day=DAY)  # by another window, after this one loaded
    step_number = store.append(*own_step, day=DAY)
    loaded = store.load()
    assert figures(loaded.with_own_steps({step_number: own_step}).dataset()) == figures(
        loaded.workspace.dataset()
    )
    assert figures(loaded.workspace.dataset()) == figures(
        as_typed([later_partner(), (first_ledger(),)]), ("-", *PAID[1:])
    )


def write_as_version_3(store: Store) -> None:
    """Write a workspace file with every name as typed, as version 3 wrote it."""
    store.set_keeps_notes(False)
    with closing(sqlite3.connect(store.paths.database, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for step in steps():
            write_step(
                connection, DAY, [encode_operation(redact_for_disk(operation, DAY)) for operation in step]
            )
        write_head(connection, Head("0" * 16, len(steps())))
        connection.execute("PRAGMA user_version=3")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_migration_replaces_payees_by_codes_except_in_the_copy(store: Store) -> None:
    write_as_version_3(store)
    old = store.paths.database.read_bytes()
    assert names_in(old)
    migrated = store.load().workspace.dataset()
    names = (PAID[0], PAID[1], PAID[2], TYPED, MERGED)
    assert figures(migrated) == figures(as_typed(steps()), names)
    (copy,) = store.list_backups()
    assert copy.name.startswith("workspace-version-3-")
    assert canaries.on_disk(copy.parent, words=WORDS)
    store.delete_backups()
    assert canaries.on_disk(store.paths.home, words=WORDS) == []
    assert find_existing_import(replace(first_ledger(), sha256="0" * 64), store.load().workspace, KEY)
    unpacked = unpack_workspace(old)
    assert figures(unpacked.snapshot.workspace.dataset()) == figures(migrated)
    assert [
        hit for table in unpacked.rows.values() for hit in names_in(repr(table.to_pydict()).encode())
    ] == []


def test_payee_spelled_like_a_partner_is_reported_without_its_name(store: Store) -> None:
    stored = store_steps(store, [(partners(),), (ledger(paid("San Isidro Schol", PAID[0])),)])
    (reported,) = [
        issue for issue in stored.issues if issue.code == "partner-unknown" and issue.heading == "To"
    ]
    assert 'almost like the partner "San Isidro School"' in reported.message
    assert canaries.on_disk(store.paths.home, words=["Schol"]) == []
    store.append(Merge("partners.name", "payee 1", "San Isidro School"), day=DAY)
    merge = Merge("ledger.to_party", "San Isidro Schol", "San Isidro School")
    expected_steps = [(partners(),), (ledger(paid("San Isidro Schol", PAID[0])),), (merge,)]
    assert figures(store.load().workspace.dataset()) == figures(as_typed(expected_steps), ("-", PAID[0]))
