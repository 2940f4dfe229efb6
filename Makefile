# The commands of the project. `make demo` and `make test` need Python 3.11 (or later) and make, nothing else.
.DEFAULT_GOAL := demo
.PHONY: setup demo test check bench bench-large docs score labels score-labels train soak lock reference messages

PYTHON := .venv/bin/python
READY := .venv/.ready

setup: $(READY)

$(READY): pyproject.toml requirements.lock scripts/setup
	@bash scripts/setup
	@touch $(READY)

demo: $(READY)
	@$(PYTHON) -m upright demo

test: $(READY)
	$(PYTHON) -m pytest -n 2 --dist worksteal
	UPRIGHT_TEST_DATABASE=postgresql $(PYTHON) -m pytest -n 2 --dist worksteal -m "not browser" tests/archive tests/web

check: $(READY)
	$(PYTHON) -m ruff check src tests benchmarks scripts specimens
	$(PYTHON) -m ruff format --check src tests benchmarks scripts specimens
	$(PYTHON) -m mypy
	PYTHONPATH=src .venv/bin/lint-imports
	$(PYTHON) scripts/reference.py --check

bench: $(READY)
	$(PYTHON) benchmarks/bench_reading.py
	PYTHONPATH=tests $(PYTHON) benchmarks/bench_archive.py
	PYTHONPATH=tests $(PYTHON) benchmarks/bench_desk.py

# The archive with a million recommendations too: about an hour, and 10 GB of disk.
bench-large: $(READY)
	PYTHONPATH=tests $(PYTHON) benchmarks/bench_archive.py --sizes 270000,1000000

score: $(READY)
	$(PYTHON) benchmarks/score.py
	$(PYTHON) benchmarks/score_states.py

# How good the models of labels are, on States that were not trained on: docs/reference/models.md.
score-labels: $(READY)
	$(PYTHON) benchmarks/score_labels.py

# The weights in the package, and the page that says how good they are.
train: $(READY)
	$(PYTHON) -m upright train --from $${UPRIGHT_CORPUS:-../shared}/gold/upr_info.jsonl --to src/upright/labelling/weights
	$(PYTHON) benchmarks/score_labels.py

labels: $(READY)
	$(PYTHON) benchmarks/label_scores.py

# Reads the documents at hand again and again, also damaged: looks for growing memory and for files that stop a run. Then loads them, and is
# killed again and again: looks for an archive that is not whole. Then has two people change the same thing, and kills who works on a desk.
soak: $(READY)
	$(PYTHON) benchmarks/soak.py
	$(PYTHON) benchmarks/soak_load.py
	PYTHONPATH=tests $(PYTHON) benchmarks/soak_desk.py

reference: $(READY)
	$(PYTHON) scripts/reference.py

# The messages of the templates and the code, for translators (.po), and compiled (.mo).
messages: $(READY)
	$(PYTHON) scripts/messages.py

docs: reference
	$(PYTHON) -m uv pip install --quiet --python $(PYTHON) --require-hashes -r requirements-docs.lock
	$(PYTHON) -m zensical build

# Written for every platform, with the hash of every file, and without the name of any host.
lock:
	$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra dask --extra dev --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra docs --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements-docs.lock
