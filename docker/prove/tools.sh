#!/usr/bin/env bash
# Installs hadolint, shellcheck, syft and the reader of compose files into a folder of their own, and prints where they are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gdlab-prove
venv=$cache/tools-$(sha256sum requirements-prove.txt | cut -c1-12)
if [ ! -e "$venv/whole" ]; then
	mkdir -p "$cache"
	rm -rf "$cache"/tools-*
	python3 -m venv "$venv"
	"$venv/bin/pip" install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-prove.txt
	touch "$venv/whole"
fi
printf '%s\n' "$venv/bin"
