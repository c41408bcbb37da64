"""Test that Spark counts the same as pandas over the whole catalog; `make spark` sets it up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from libcollab_metrics.metrics import CATALOG, PICTURED, Evaluation, Value, find_metric, frames
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import SCOPE_FIELDS, Scope
from libcollab_metrics.store import open_dataset, write_dataset
from tests.support.builders.datasets import everything
from tests.support.builders.random_workspaces import random_library
from tests.support.builders.story import story
from tests.support.engines import differences

pyspark = pytest.importorskip("pyspark", reason="Spark is not installed in this environment: make spark")

pytestmark = pytest.mark.long
FIGURES = (*CATALOG, *PICTURED)
#: Without generated code, queries over a few rows take a third of the time.
OPTIONS = {
    "spark.driver.memory": "2g",
    "spark.log.level": "ERROR",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
}
EXACT_UNITS = ("sessions", "visits", "people", "books", "criteria", "programs", "count", "money")
SCOPES = (
    Scope((("program", ("Workshop",)),)),
    Scope((("partner", ("School",)), ("mother_tongue", ("Waray", "Filipino")))),
)
SEEDS = (1, 2)


@pytest.fixture(scope="module", autouse=True)
def local_spark() -> Iterator[None]:
    """A local session that `open_dataset` finds, and that counts small tables too."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = pyspark.sql.SparkSession.builder.master("local[2]")
    for name, value in OPTIONS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "MAX_ROWS_IN_MEMORY", 0)
        yield
    session.stop()


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The story, opened once: tables that every grouping shares are computed once."""
    folder = tmp_path_factory.mktemp("spark") / "data"
    write_dataset(story(), folder)
    return open_dataset(folder, "spark")


def check_equal(expected: Evaluation, found: Evaluation) -> None:
    """Fail unless all values agree to nine digits, and counts and money to the last digit."""
    assert differences(expected.values, found.values, 1e-9) == []
    assert [*map(exact_part, found.values)] == [*map(exact_part, expected.values)]


def exact_part(value: Value) -> tuple[object, ...]:
    """The numbers of a value that are counts or money."""
    is_exact = find_metric(value.metric).unit in EXACT_UNITS
    numbers = (value.n, value.value, value.low, value.high) if is_exact else (value.n,)
    return tuple(
        number if isinstance(number, int) or number is None else round(number, 2) for number in numbers
    )


@pytest.mark.parametrize("by", ["", *SCOPE_FIELDS])
def test_every_metric_is_the_same_on_spark(counted: Dataset, by: str) -> None:
    check_equal(*(everything(data, by=by, metrics=FIGURES) for data in (story(), counted)))


@pytest.mark.parametrize("scope", SCOPES, ids=["program", "partner"])
def test_every_selection_is_the_same_on_spark(counted: Dataset, scope: Scope) -> None:
    check_equal(*(everything(data, scope=scope, metrics=FIGURES) for data in (story(), counted)))


@pytest.mark.parametrize("seed", SEEDS)
def test_random_libraries_are_the_same_on_spark(tmp_path: Path, seed: int) -> None:
    data = random_library(seed).dataset()
    write_dataset(data, tmp_path / "data")
    opened = open_dataset(tmp_path / "data", "spark")
    check_equal(*(everything(library, by="program", metrics=FIGURES) for library in (data, opened)))
