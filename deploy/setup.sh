#!/usr/bin/env bash
# Makes .venv from the lock files and sees to the system packages; instant where nothing changed.
# Usage: deploy/setup.sh [run|machines|test]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

purpose=${1:-run}
case $purpose in
    run) lock=requirements.lock ;;
    machines) lock=requirements-machines.lock ;; # one of several: fed by Redis, files in a bucket
    test) lock=requirements-dev.lock ;;
    *) echo "Usage: deploy/setup.sh [run|machines|test]" >&2; exit 2 ;;
esac
python=.venv/bin/python

say() { echo "set-up: $*" >&2; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3"
    exit 1
}

# The names of the Debian packages this machine lacks, judged by what they bring, not by who installed it.
missing_packages() {
    if [[ $(uname) == Linux ]]; then
        local libraries
        libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)
        [[ $libraries == *libpango-1.0.so.0* ]] || echo libpango-1.0-0
        [[ $libraries == *libpangoft2-1.0.so.0* ]] || echo libpangoft2-1.0-0
        [[ $libraries == *libharfbuzz-subset.so.0* ]] || echo libharfbuzz-subset0
    fi
    if [[ ! -x $python ]] && ! "$base_python" -c 'import ensurepip' 2>/dev/null; then
        "$base_python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
    if [[ $purpose == test ]]; then
        command -v chromium chromium-browser google-chrome >/dev/null || echo chromium
        command -v pdftotext >/dev/null || echo poppler-utils
        command -v msgfmt >/dev/null || echo gettext
    fi
}

# Exit 1 where this machine does not let us.
install_packages() {
    local as_root=""
    command -v apt-get >/dev/null || return 1
    if ((EUID)); then
        sudo -n true 2>/dev/null || return 1
        as_root="sudo -n"
    fi
    local install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $*"
    say "installing $*"
    $install >/dev/null 2>&1 || { $as_root apt-get -qq update >/dev/null && $install >/dev/null; }
}

see_to_packages() {
    local missing
    missing=$(missing_packages | xargs)
    [[ -n $missing ]] || return 0
    # shellcheck disable=SC2086  # a list of names
    install_packages $missing && return 0
    say "missing: $missing"
    say "install with: sudo apt-get install --no-install-recommends $missing  (macOS: brew install pango poppler gettext)"
    if [[ $purpose == test && ${CI:-} == true ]]; then
        say "a CI machine must have them"
        exit 1
    fi
    say "going on without; what needs them says so"
}

# A copy of each lock file inside .venv tells what is installed there.
installed() { cmp -s "$1" ".venv/$1"; }

see_to_venv() {
    if ! "$python" -c '' 2>/dev/null; then
        say "making .venv with $("$base_python" --version)"
        "$base_python" -m venv --clear .venv
    fi
    if ! installed "$lock"; then
        say "installing $lock"
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
        cp requirements.lock .venv/
        [[ $purpose == run ]] || cp "$lock" .venv/
    fi
}

base_python=$(find_python)
see_to_packages
see_to_venv
