#!/usr/bin/env bash
# What can be said of docker/ without building anything: hadolint, and compose.yaml against the Compose specification.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
.venv/bin/hadolint --failure-threshold style docker/Dockerfile
.venv/bin/python -m prove.compose docker/compose.yaml
