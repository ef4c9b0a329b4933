# Two commands do everything on a fresh machine: `make site` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export NO_MKDOCS_2_WARNING := 1

.PHONY: help site publish test check serve bless lock schema screenshots bench torture mistakes editors due recapture clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Lastro needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

site: $(STAMP) ## check the records and build the site into build/site/
	$(BIN)/lastro build

publish: $(STAMP) ## the same as readers get it: with the search index that a large site has
	$(BIN)/lastro build --publish

test: $(STAMP) ## run the tests, a process for each core
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(STAMP) ## format, lint, types, import layers
	$(BIN)/ruff format --check generator tests bench .github
	$(BIN)/ruff check generator tests bench .github
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet --persona auditor .github action.yml

serve: $(STAMP) ## preview the site while you edit
	$(BIN)/lastro serve

bless: $(STAMP) ## accept the golden output tree of the invented corpus, and the guide to a first claim
	LASTRO_BLESS=1 $(BIN)/python -m pytest tests/test_golden.py tests/test_contributing.py

schema: $(STAMP) ## write schema/ from the record types
	$(BIN)/python -m lastro.schema schema

screenshots: $(STAMP) site ## draw the pictures of the README with Chromium
	$(BIN)/python tests/browser/screenshots.py

lock: $(STAMP) ## resolve requirements.lock again
	$(BIN)/pip-compile --quiet --extra capture --extra dev --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.lock pyproject.toml

CLAIMS ?= 1000
LANGUAGES ?= en
bench: $(STAMP) ## measure against plain loops and peers; CLAIMS=10000 LANGUAGES=en,pt-BR for more
	$(BIN)/python bench/verify_quotes.py
	$(BIN)/python bench/build_site.py --claims $(CLAIMS) --languages $(LANGUAGES)
	$(BIN)/python bench/search_bytes.py

STEPS ?= 200
torture: $(STAMP) ## edit a site STEPS times, and check and build 100,000 claims; takes long, and about 10 GB of disk
	LASTRO_STEPS=$(STEPS) $(BIN)/python -m pytest --numprocesses auto tests/properties/test_remembering.py
	$(BIN)/python bench/torture.py

mistakes: $(STAMP) ## give ten mistakes to Lastro and its peers, and write docs/mistakes.md
	$(BIN)/python bench/mistakes.py

editors: $(STAMP) ## install yaml-language-server into build/editors and test the set-up of editors
	mkdir -p build/editors
	cp tests/editors/package.json tests/editors/package-lock.json build/editors/
	npm ci --prefix build/editors --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m pytest tests/editors/editor_setup.py

due: $(STAMP) ## list what to look at again; SUMMARY=FILE appends it there
	@$(BIN)/lastro due --within 30d $(if $(SUMMARY),>> "$(SUMMARY)")

recapture: $(STAMP) ## look again at captures in STORE=FOLDER; fails when quoted words moved or went
	$(if $(STORE),git config lastro.captures "$(STORE)")
	$(BIN)/lastro capture --changed --fail-on-change

clean: ## remove what the build made
	rm -rf build
