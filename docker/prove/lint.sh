#!/usr/bin/env bash
# What can be said of docker/ without building anything: hadolint, shellcheck, and compose.yaml against the Compose specification.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
.venv/bin/hadolint --failure-threshold style docker/Dockerfile
.venv/bin/shellcheck docker/entry docker/install docker/prove.sh docker/prove/*.sh .binder/postBuild .binder/start
.venv/bin/python -m prove.compose docker/compose.yaml
