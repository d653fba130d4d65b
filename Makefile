# Everything one does with Caseflow. `make help` lists it.

PY := .venv/bin/python
MANAGE := $(PY) manage.py
DEMONSTRATION := CASEFLOW_DEMONSTRATION=1 $(MANAGE)
PORT ?= 8000
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run demo test test-sqlite test-postgres test-browser faults \
        check check-quick check-deploy format docs messages bench lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make .venv and see to the system packages (instant when done before)
	@deploy/setup.sh run

setup-test:
	@deploy/setup.sh test

run: demo ## set up, fill the demonstration, serve on http://127.0.0.1:8000 (PORT=…)
	$(DEMONSTRATION) runserver 127.0.0.1:$(PORT)

demo: setup ## set up, migrate and play the demonstration stories
	$(DEMONSTRATION) migrate --verbosity 0
	$(DEMONSTRATION) demo
	$(DEMONSTRATION) demo_public --port $(PORT)

test: test-sqlite test-postgres ## all tests on SQLite, then on PostgreSQL where a server answers (ARGS="-k notice")

test-sqlite: setup-test ## all tests on the embedded database
	deploy/test.sh sqlite $(ARGS)

test-postgres: setup-test ## all tests but the browser's on PostgreSQL (CASEFLOW_DATABASE or 127.0.0.1:5432)
	deploy/test.sh postgres $(ARGS)

test-browser: setup-test ## the walks through the pages alone
	deploy/test.sh browser $(ARGS)

faults: setup-test ## what docs/assurance.md promises, in the long form, on each engine (an hour; nothing else may run)
	@status=0; for engine in sqlite postgres; do for part in "2 not alone" "0 alone"; do \
	    CASEFLOW_FAULTS=full WORKERS=$${part%% *} timeout --signal=INT 40m \
	        deploy/test.sh $$engine -v -m "faults and $${part#* }" --durations=15 $(ARGS) || status=1; \
	done; done; exit $$status

check: check-quick check-deploy ## style, types, layers, templates, settings, migrations
	$(PY) -m mypy
	$(PY) .venv/bin/lint-imports
	$(MANAGE) check
	$(MANAGE) makemigrations --check --dry-run

check-quick: setup-test ## the half of check that takes a second
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint templates --lint --quiet

check-deploy: setup-test
	office=$$(mktemp -d) && mkdir $$office/var $$office/keys && trap 'rm -rf $$office' EXIT && \
	CASEFLOW_DEBUG=0 CASEFLOW_DEMONSTRATION=0 CASEFLOW_HTTPS=1 CASEFLOW_HOSTS=caseflow.example CASEFLOW_DATABASE= \
	CASEFLOW_VAR=$$office/var CASEFLOW_KEYS=$$office/keys $(MANAGE) check --deploy --fail-level WARNING

format: setup-test ## put the code in shape
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

docs: setup ## write docs/procedures and docs/stories.md from the tables
	$(MANAGE) procedure_docs

messages: setup-test ## collect the sentences for the translators and compile what they wrote (needs gettext)
	$(MANAGE) makemessages --locale en --no-obsolete --no-wrap --add-location file --ignore .venv --ignore var --ignore tests
	$(MANAGE) compilemessages --locale en --ignore .venv

bench: setup-test ## measure what bench/ measures
	$(PY) -m bench $(ARGS)

lock: setup-test ## write the lock files anew from pyproject.toml (ARGS=--upgrade for newer versions)
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile $(ARGS) --quiet --generate-hashes --python-version 3.11 --universal \
	    pyproject.toml -o requirements.lock
	$(PY) -m uv pip compile $(ARGS) --quiet --generate-hashes --python-version 3.11 --universal \
	    pyproject.toml --extra machines -o requirements-machines.lock
	$(PY) -m uv pip compile $(ARGS) --quiet --generate-hashes --python-version 3.11 --universal \
	    pyproject.toml --extra dev -o requirements-dev.lock

clean: ## remove what can be made again; the data in var/ stay
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
