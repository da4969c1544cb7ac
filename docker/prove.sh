#!/usr/bin/env bash
# Proves the image without Docker and without a registry: builds the real Dockerfile on base images made here, starts its real
# entry point as several users, and runs a lesson inside. Needs Debian or Ubuntu, root, and Debian's and PyPI's packages.
# When all of it holds, docker/proved.txt says so, with the state that it was proved for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
	printf 'prove.sh: %s\n' "$*" >&2
	exit 1
}
[ "$(id -u)" = 0 ] || fail "this is user $(id -un), but building and starting an image without Docker wants root: sudo docker/prove.sh"

[ -x .venv/bin/hadolint ] || fail "what the proof needs is not in .venv; install it: python3 jupyter/lab.py setup --test"

# All that is mounted on the way is mounted for this run only. Where both generations of control groups are mounted, the
# container's runtime refuses to start, so the newer one is hidden from it.
if [ "${1-}" != --apart ]; then exec unshare --mount "$0" --apart; fi
if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi

begun=$SECONDS
step() { printf '\n%s  (after %d s)\n' "$1" $((SECONDS - begun)); }

needs=()
need() { command -v "$1" >/dev/null || needs+=("${@:2}"); }
need podman podman crun netavark
need crun crun
need debootstrap debootstrap
if [ ${#needs[@]} -gt 0 ]; then
	step "Installing ${needs[*]}"
	apt-get update -q >/dev/null
	DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${needs[@]}" >/dev/null </dev/null
fi

cache=${XDG_CACHE_HOME:-$HOME/.cache}/gdlab-prove
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9 # two proofs take turns
store=$(mktemp -d /var/tmp/gdlab-prove.XXXXXX)
podman=(podman --root "$store/images" --runroot "$store/run" --tmpdir "$store/tmp")
clean() {
	"${podman[@]}" rm -f -t 0 --all >/dev/null 2>&1 || :
	# Mounts of a build that was stopped; they are this run's alone.
	awk -v "store=$store/" 'index($2, store) == 1 { print $2 }' /proc/self/mounts | sort -r | xargs -r umount -l
	rm -rf "$store"
}
trap clean EXIT

step "hadolint, compose.yaml"
docker/prove/lint.sh
state=$(.venv/bin/python -m prove.state)

step "Base images from Debian's packages and Go's wheel"
docker/prove/bases.sh "$cache" "${podman[@]}"

step "Building docker/Dockerfile${FOR:+ for $FOR}"
built=$SECONDS
"${podman[@]}" build --isolation chroot --pull-never --format docker -f docker/Dockerfile -t localhost/gdlab:prove \
	--build-arg GO_IMAGE=localhost/golang:prove --build-arg DEBIAN_IMAGE=localhost/debian:prove --build-arg "FOR=${FOR:-learner}" . \
	>"$store/build.log" 2>&1 || { tail -n 30 "$store/build.log" >&2; fail "the image could not be built"; }
grep -E '\([0-9] of [0-9]\)' "$store/build.log"
built=$((SECONDS - built))

step "Checks"
export PYTHONDONTWRITEBYTECODE=1 FIGURES=$store/figures.json
PODMAN=$(.venv/bin/python -c 'import json, sys; print(json.dumps(sys.argv[1:]))' "${podman[@]}")
export PODMAN
.venv/bin/python -m tests docker/prove/image_test.py

step "What is in it, by syft"
root=$("${podman[@]}" image mount localhost/gdlab:prove)
.venv/bin/syft scan -q "dir:$root" -o "spdx-json=$cache/sbom.spdx.json" --source-name gdlab --source-version local
.venv/bin/python -m prove.record "$FIGURES" "$cache/sbom.spdx.json" "$built" $((SECONDS - begun)) "$state" "${FOR:-learner}"
