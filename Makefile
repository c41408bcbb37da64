# Two commands for a newcomer: `make run` opens the dashboard, `make test` shows that it works.
# Another Python: make test PYTHON=python3.12

# Newest first; one that cannot make a virtual environment does not count.
ifndef PYTHON
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys, venv, ensurepip, ssl, sqlite3; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	>/dev/null 2>&1 && { echo "$$p"; break; }; done)
endif

# Where the random examples of make test-long begin.
ifndef SEED
SEED := $(shell date +%s)
endif

VENV := .venv
PY := $(VENV)/bin/python
# Everything that is installed is installed from a lock file, whose hashes are checked.
INSTALL := -m pip --disable-pip-version-check --no-input --quiet install --require-hashes -r
# A changed PYTHON makes the environment anew, because the stamp bears its name.
MADE := $(VENV)/made-by-$(notdir $(PYTHON))
APP := $(VENV)/app-installed
TESTS := $(VENV)/tests-installed
# Tools for the lock files, apart from what they lock.
TOOLS := .venv-tools
# Spark and the tests that need it; some 500 MB.
SPARK := .venv-spark
LOCK := $(TOOLS)/bin/uv pip compile --quiet --upgrade --python $(TOOLS)/bin/python --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate
# Each worker begins with one half of the tests in order, so that a file shares its fixtures, and takes over the rest.
PYTEST := $(PY) -m pytest -n 4 --dist worksteal

.DEFAULT_GOAL := run
.PHONY: run serve test test-quick test-long check bench bench-quick spark browser mutants words reference lock audit snapshots

run: $(APP)
	$(PY) -m streamlit run app.py

# A server that several libraries share (README); options of streamlit run in ARGS.
serve: $(APP)
	$(PY) -m pages.ui.hosting.serve $(ARGS)

# The same order of every set, each time.
test test-quick: export PYTHONHASHSEED := 0
# Compiled modules are stored, else every worker and every process that a test starts compiles them again.
test test-quick test-long: export PYTHONDONTWRITEBYTECODE :=

test: $(TESTS) browser
	$(PYTEST) -m "not long"

test-quick: $(TESTS)
	$(PYTEST) -m "not browser and not slow and not long"

# Kills, attackers, large engines, and every property with random examples: once per issue.
# The same examples again: make test-long SEED=…, the seed it printed.
test-long: $(TESTS) browser
	@echo "Random examples from seed $(SEED)."
	LIBCOLLAB_EXAMPLES=search $(PYTEST) -v -m "long or hypothesis" --hypothesis-seed=$(SEED)
	@if test -f $(SPARK)/installed; then $(SPARK)/bin/python -m pytest -v tests/metrics/test_spark.py; \
		else echo "Spark was not tested: make spark sets it up."; fi

# Spark in an environment of its own; make test-long then tests it.
spark: $(SPARK)/installed

check: $(TESTS)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

# Compares with other ways to do the same, writes the table of docs/performance.md, and fails if a limit is missed.
bench-quick: $(TESTS)
	$(PY) -m tests.benchmarks.run --quick --write

bench: $(TESTS)
	$(PY) -m tests.benchmarks.run --write
	$(PY) -m pytest -s -o python_files="bench_*.py" tests/benchmarks

# How many small mistakes in the metrics the tests would notice; one module: make mutants MUTANTS="*families.books*".
mutants: $(TESTS)
	$(VENV)/bin/mutmut run $(MUTANTS)
	@$(VENV)/bin/mutmut results | grep -v "not checked"

# Stores the fingerprints of all figures and documents anew, and lists those that changed.
snapshots: $(TESTS)
	$(PY) -m tests.snapshots.take

# Brings the catalogs of the other languages up to date and lists what is left to translate.
words: $(TESTS)
	$(PY) tools/words.py

# Writes docs/metrics.md from the catalog of metrics, and docs/modules.md from the modules' docstrings.
reference: $(TESTS)
	$(PY) tools/metrics_reference.py
	$(PY) tools/module_index.py

# Newer versions within the bounds of requirements.txt, for Python 3.11 to 3.13 on Linux, macOS and Windows.
lock: $(TOOLS)/installed
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) tests/requirements.txt --constraint requirements.lock --output-file tests/requirements.lock
	$(LOCK) tests/spark.txt --constraint tests/requirements.lock --output-file tests/spark.lock
	$(LOCK) .ci/tools.txt --output-file .ci/tools.lock

# Published weaknesses of everything locked; says so where no advisory source can be reached.
audit: $(TOOLS)/installed
	$(TOOLS)/bin/python tools/audit.py

# An installed Chrome or Chromium is used; without one it is installed.
browser: $(TESTS)
	$(PY) tools/browser.py

$(MADE):
	@test -n "$(PYTHON)" || { echo "No Python 3.11 to 3.13 that can make a virtual environment was found." \
		"Install one (on Debian: apt-get install python3 python3-venv), or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)
	touch $@

$(APP): $(MADE) requirements.lock
	$(PY) $(INSTALL) requirements.lock
	touch $@

$(TESTS): $(MADE) requirements.lock tests/requirements.lock
	$(PY) $(INSTALL) tests/requirements.lock
	touch $(APP) $@

$(SPARK)/installed: tests/requirements.lock tests/spark.lock
	@test -n "$$JAVA_HOME" || command -v java >/dev/null || { echo "Spark needs Java 17 or later" \
		"(on Debian: apt-get install default-jre-headless)."; exit 1; }
	"$(PYTHON)" -m venv --clear $(SPARK)
	$(SPARK)/bin/python $(INSTALL) tests/requirements.lock
	$(SPARK)/bin/python $(INSTALL) tests/spark.lock
	touch $@

$(TOOLS)/installed: .ci/tools.lock
	"$(PYTHON)" -m venv --clear $(TOOLS)
	$(TOOLS)/bin/python $(INSTALL) .ci/tools.lock
	touch $@
