#!/usr/bin/env bash
# What can be said of docker/ without building anything: hadolint, shellcheck, and compose.yaml against the Compose specification.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tools=$(docker/prove/tools.sh)
"$tools/hadolint" --failure-threshold style docker/Dockerfile
"$tools/shellcheck" docker/entry docker/install docker/prove.sh docker/prove/*.sh .binder/postBuild .binder/start
"$tools/python" docker/prove/compose.py docker/compose.yaml
