#!/bin/sh
# Installs what a fresh Debian machine lacks: with apt as root, else by saying what to install.
# Usage: system-packages.sh runtime|test
set -eu

missing=""
need() { # need COMMAND-THAT-TELLS PACKAGE...
    test="$1"
    shift
    eval "$test" >/dev/null 2>&1 || missing="$missing $*"
}

PYTHON="${PYTHON:-python3}"
need "$PYTHON -c 'import ensurepip, venv'" python3-venv
if [ "$1" = test ]; then
    need "command -v chromium || command -v chromium-browser || command -v google-chrome" chromium
fi
# PostGIS: any installed version will do; without root the registry fetches its own copy at first start.
if ! ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && [ -z "${ASSETREGISTRY_DATABASE_URL:-}" ]; then
        missing="$missing postgresql-postgis"
    fi
fi

[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Please install first:$missing (on Debian: sudo apt-get install$missing)" >&2
    exit 1
fi
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# The registry runs a cluster of its own: keep Debian from making and starting one.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
# shellcheck disable=SC2086
apt-get install -qq -y --no-install-recommends $missing >/dev/null
