# Two commands do everything on a fresh machine: `make site` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SITE := $(VENV)/.site
CAPTURE := $(VENV)/.capture
DEV := $(VENV)/.dev
# Warnings of pip are about the machine, such as an index that it cannot find; its errors are shown.
# Python compiles what it imports when it first does so: most of what is installed never is.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile
LOCKED := $(PIP) --no-deps --require-hashes --only-binary :all:
export NO_MKDOCS_2_WARNING := 1

.PHONY: help site publish test test-quick check serve bless lock dist schema handbook screens screenshots bench torture mistakes editors due capture-packages recapture clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

define install
	@echo "installing $$(grep -c == $(1)) packages of $(1)$(2)"
	@$(LOCKED) -r $(1)
endef

$(SITE): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Lastro needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@echo "creating the environment $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	$(call install,requirements.lock,: about a minute)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(CAPTURE): requirements-capture.lock $(SITE)
	$(call install,requirements-capture.lock)
	@touch $@

$(DEV): requirements-dev.lock $(CAPTURE)
	$(call install,requirements-dev.lock,: about a minute)
	@touch $@

site: $(SITE) ## check the records and build the site into build/site/
	@echo "checking the records and building the site"
	@$(BIN)/lastro build

publish: $(SITE) ## the same as readers get it: with the search index that a large site has
	$(BIN)/lastro build --publish

# A file stays with one process, so that what its tests share is made once. Many tests wait for a browser, a
# server or a child: one process more than there are cores works meanwhile.
SHARED = --numprocesses $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --dist loadfile
test: $(DEV) ## run the tests, a process for each core and one more
	$(BIN)/python -m pytest $(SHARED)

# What most changes break, without a build, a browser or a draw of many examples.
QUICK := text/test_dates text/test_identifiers text/test_numbers text/test_similarity \
  syntax/test_explain_error model/test_json_schema loading/test_decode_hints evidence/test_judge evidence/test_quotes \
  editing/test_rename changes/test_lines rules/test_examples site/test_facets publish/test_links \
  reporters/test_text exports/test_icalendar oracles/test_mutations repository/test_declared stories/test_live_records
test-quick: $(DEV) ## run the telling tests of the records and rules, in under two minutes on two cores
	$(BIN)/python -m pytest $(SHARED) $(QUICK:%=tests/%.py)

check: $(DEV) ## format, lint, types, import layers
	$(BIN)/ruff format --check generator tests bench .github
	$(BIN)/ruff check generator tests bench .github
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet --persona auditor .github action.yml

serve: $(SITE) ## preview the site while you edit
	$(BIN)/lastro serve

bless: $(DEV) ## accept the golden output tree of the invented corpus, and the guide to a first claim
	LASTRO_BLESS=1 $(BIN)/python -m pytest tests/golden tests/stories/test_contributing.py

schema: $(DEV) ## write schema/ from the record types
	$(BIN)/python -m tests.support.record_schemas

handbook: $(DEV) ## write those parts of the handbook that are made from code
	$(BIN)/python -m tests.support.handbook_pages

screens: $(DEV) site ## draw every kind of page, two widths, light and dark, each language, into build/screens
	$(BIN)/python -m tests.browser.screenshots every

screenshots: $(DEV) site ## draw the pictures of the README with Chromium
	$(BIN)/python -m tests.browser.screenshots

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-annotate \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
# Each lock leaves out what those below it pin, and keeps to their versions.
below = $$(sed -n 's/^\([a-z0-9-]*\)==.*/--unsafe-package=\1/p' $(1)) $(patsubst %,--constraint=%,$(1))
lock: $(DEV) ## resolve the three locks again: a site, capturing, development
	$(COMPILE) --allow-unsafe --build-deps-for editable --extra cards --output-file requirements.lock pyproject.toml
	$(COMPILE) $(call below,requirements.lock) --extra capture --output-file requirements-capture.lock pyproject.toml
	$(COMPILE) $(call below,requirements.lock requirements-capture.lock) --extra capture --extra dev --output-file requirements-dev.lock pyproject.toml
	sed -i.old -e '/^#/d' -e '/^$$/d' requirements*.lock && rm requirements*.lock.old

# Built twice on any machine, a release has the same bytes: its times are those of the commit.
dist: $(DEV) ## build wheel, sdist and the list of what a site installs (CycloneDX) into build/dist/
	rm -rf build/dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build --directory build/dist
	$(BIN)/python -m cyclonedx_py requirements requirements.lock --output-reproducible --output-file build/dist/lastro.cdx.json

CLAIMS ?= 1000
LANGUAGES ?= en
bench: $(DEV) ## measure against plain loops and peers; CLAIMS=10000 LANGUAGES=en,pt-BR for more
	$(BIN)/python -m bench.run.verify_quotes
	$(BIN)/python -m bench.run.build_site --claims $(CLAIMS) --languages $(LANGUAGES)
	$(BIN)/python -m bench.run.search_bytes

STEPS ?= 200
torture: $(DEV) ## edit a site STEPS times, kill moves at each moment, check and build 100,000 claims: long, about 10 GB of disk
	LASTRO_STEPS=$(STEPS) LASTRO_EVERY=1 $(BIN)/python -m pytest --numprocesses auto tests/properties/test_remembering.py tests/stories/test_killed_moves.py
	$(BIN)/python -m bench.run.torture

mistakes: $(DEV) ## give nineteen mistakes to Lastro and its peers, and write docs/handbook/explanation/mistakes.md
	$(BIN)/python -m bench.run.mistakes

editors: $(DEV) ## install yaml-language-server into build/editors and test the set-up of editors
	mkdir -p build/editors
	cp tests/editors/package.json tests/editors/package-lock.json build/editors/
	npm ci --prefix build/editors --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m pytest tests/editors/editor_setup.py

due: $(SITE) ## list what to look at again; SUMMARY=FILE appends it there
	@$(BIN)/lastro due --within 30d $(if $(SUMMARY),>> "$(SUMMARY)")

capture-packages: $(CAPTURE) ## install what `lastro capture` and `lastro archive` need

recapture: $(CAPTURE) ## look again at captures in STORE=FOLDER; fails when quoted words moved or went
	$(if $(STORE),git config lastro.captures "$(STORE)")
	$(BIN)/lastro capture --changed --fail-on-change

clean: ## remove what the build made
	rm -rf build
