"""Only the administrator's list and a verified e-mail address decide which library a user belongs to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.errors import LibCollabError
from pages.ui.hosting import create_library_folder, find_library, read_libraries

LIST = {"head@san-isidro.example": "san-isidro", "desk@mabini.example": "mabini"}
ANA = {"is_logged_in": True, "email": "head@san-isidro.example", "email_verified": True}


def read(folder: Path, text: str) -> object:
    path = folder / "libraries.toml"
    path.write_text(text, encoding="utf-8")
    return read_libraries({"LIBCOLLAB_LIBRARIES": str(path)})


def test_list_names_a_library_and_its_users(tmp_path: Path) -> None:
    text = '# two libraries\nsan-isidro = [" Head@San-Isidro.example "]\nmabini = ["desk@mabini.example"]\n'
    assert read(tmp_path, text) == LIST


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("mabini", "well formed"),
        ("mabini = []", "no list of e-mail addresses"),
        ('mabini = "desk@mabini.example"', "no list of e-mail addresses"),
        ("mabini = [3]", "no e-mail address"),
        ('mabini = ["desk"]', "no e-mail address"),
        ('mabini = ["dask\\u00e9@mabini.example"]', "no e-mail address"),
        ('Mabini = ["desk@mabini.example"]', "small letters"),
        ('"../x" = ["desk@mabini.example"]', "small letters"),
        ('"" = ["desk@mabini.example"]', "small letters"),
        ('mabini = ["desk@mabini.example"]\nmabini = ["b@mabini.example"]', "well formed"),
        ('mabini = ["desk@mabini.example"]\nother = ["DESK@mabini.example"]', "one address under"),
    ],
)
def test_malformed_library_list_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(LibCollabError, match=said):
        read(tmp_path, text)


def test_missing_or_binary_library_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibCollabError, match="does not name"):
        read_libraries({})
    with pytest.raises(LibCollabError, match="cannot be read"):
        read_libraries({"LIBCOLLAB_LIBRARIES": str(tmp_path / "gone")})
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LibCollabError, match="cannot be read"):
        read_libraries({"LIBCOLLAB_LIBRARIES": str(tmp_path / "bytes")})


def test_listed_user_belongs_to_one_library() -> None:
    assert find_library(ANA, LIST) == "san-isidro"
    assert find_library({**ANA, "email": " HEAD@san-isidro.EXAMPLE"}, LIST) == "san-isidro"
    assert find_library({name: ANA[name] for name in ("is_logged_in", "email")}, LIST) == "san-isidro"


@pytest.mark.parametrize(
    "changed",
    [
        {"is_logged_in": False},
        {"is_logged_in": "true"},
        {"is_logged_in": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "yes"},
        {"email": None},
        {"email": ["head@san-isidro.example"]},
        {"email": "head@san-isidro.example\u200b"},
        {"email": "head@san-i\u017fidro.example"},
        {"email": "san-isidro"},
    ],
)
def test_any_other_user_belongs_to_no_library(changed: dict[str, object]) -> None:
    assert find_library({**ANA, **changed}, LIST) == ""


@given(
    st.dictionaries(st.sampled_from(["is_logged_in", "email", "email_verified"]), st.text() | st.booleans())
)
def test_only_a_listed_address_opens_a_library(person: dict[str, object]) -> None:
    library = find_library(person, LIST)
    assert library == "" or str(person["email"]).strip().lower() in LIST


def test_each_library_has_its_own_private_folder(tmp_path: Path) -> None:
    environment = {"LIBCOLLAB_HOME": str(tmp_path)}
    folders = [create_library_folder(name, environment) for name in ("mabini", "san-isidro")]
    assert folders == [tmp_path / "libraries" / "mabini", tmp_path / "libraries" / "san-isidro"]
    if os.name == "posix":
        assert all(folder.stat().st_mode & 0o777 == 0o700 for folder in folders)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "A", "-a", "a\n", "a" * 41, "ä"])
def test_invalid_library_name_never_becomes_a_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(LibCollabError, match="sign in again"):
        create_library_folder(name, {"LIBCOLLAB_HOME": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []
