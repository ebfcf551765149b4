# make site: set up .venv and build site/. make test: set up all that tests need, run them all.

PYTHON ?= python3
PORT ?= 8000
FORMAT ?= text
BIN := .venv/bin

.PHONY: site s3 dask engines test serve check check-code lint audit lock licences wheels clean

site: .venv/site.stamp
	$(BIN)/zhanting build

# The content alone: every fault of it, in Chinese.
check: .venv/site.stamp
	$(BIN)/zhanting check --format $(FORMAT)

serve: .venv/site.stamp
	$(BIN)/zhanting serve --address 127.0.0.1:$(PORT)

test: .venv/dev.stamp
	tests/setup-browser
	tests/setup-servers
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

# What a reviewer would check: format, lint, types, tests.
check-code: lint test

lint: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

.venv/site.stamp: requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and '需要 Python 3.11 或更新的版本')"
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# What `zhanting deploy s3://…` needs beyond the rest.
s3: .venv/s3.stamp

.venv/s3.stamp: .venv/site.stamp requirements-s3.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-s3.txt
	touch $@

# What `zhanting build --dask …` needs beyond the rest, on every machine; for storage in S3, s3 too.
dask: .venv/dask.stamp

.venv/dask.stamp: .venv/site.stamp requirements-dask.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dask.txt
	touch $@

# What `zhanting build --engine …` needs beyond the rest.
engines: .venv/engines.stamp

.venv/engines.stamp: .venv/site.stamp requirements-engines.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-engines.txt
	touch $@

.venv/dev.stamp: .venv/site.stamp requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# Renew the pinned versions after a change in pyproject.toml. Needs uv.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml

lock:
	$(COMPILE) -o requirements.txt
	$(COMPILE) --extra s3 -c requirements.txt -o requirements-s3.txt
	$(COMPILE) --extra dask -c requirements-s3.txt -o requirements-dask.txt
	$(COMPILE) --extra engines -c requirements.txt -o requirements-engines.txt
	$(COMPILE) --extra s3 --extra dask --extra engines --extra dev -c requirements-s3.txt \
	  -c requirements-dask.txt -c requirements-engines.txt -o requirements-dev.txt
	echo pip-audit | $(subst pyproject.toml,-,$(COMPILE)) -o requirements-audit.txt

# Renew docs/licences.md; after lock, with the new versions installed.
licences: .venv/dev.stamp
	$(BIN)/python -m generator.licences

# Known faults of what is pinned. Needs the network, so it is no part of the tests; --strict fails
# when a package could not be looked up.
audit: .venv/audit.stamp
	.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements-dev.txt

.venv/audit.stamp: .venv/site.stamp requirements-audit.txt
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	touch $@

# All that an installation needs, for a machine without a network; the launchers take it from there.
# For another machine than this one: make wheels PLATFORM=win_amd64 VERSION=3.12
wheels: .venv/site.stamp
	rm -rf wheels
	$(BIN)/pip download --quiet --disable-pip-version-check --require-hashes --no-deps \
	  --only-binary=:all: $(if $(PLATFORM),--platform $(PLATFORM)) \
	  $(if $(VERSION),--python-version $(VERSION)) --dest wheels -r requirements.txt
	$(BIN)/python -c "import sys; print('%d.%d' % sys.version_info[:2])" > wheels/python.txt
	$(if $(VERSION),echo $(VERSION) | sed -E 's/^([0-9]+\.[0-9]+).*/\1/' > wheels/python.txt)

clean:
	rm -rf .venv .cache site
