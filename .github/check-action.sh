#!/usr/bin/env bash
# What action.yml runs: the check of this repository's Lastro on somebody else's site.
# Needs ACTION (a checkout of Lastro), SITE (the folder to check) and, if set, BASE.
set -euo pipefail
venv="$(mktemp -d)"
trap 'rm -rf "$venv"' EXIT
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
  -r "$ACTION/requirements.lock"
check() { PYTHONPATH="$ACTION/generator" "$venv/bin/python" -P -s -m lastro check "$SITE" ${BASE:+--base "$BASE"} "$@"; }
word="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
code=0
echo "::stop-commands::$word"
check || code=$?
echo "::$word::"
check --format markdown >>"${GITHUB_STEP_SUMMARY:-/dev/null}" 2>/dev/null || true
check --format github 2>/dev/null || true
exit "$code"
