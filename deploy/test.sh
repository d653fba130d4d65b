#!/usr/bin/env bash
# Runs the tests on an engine. Usage: deploy/test.sh sqlite|postgres|browser [pytest arguments]
#   sqlite    everything, on the embedded database
#   postgres  everything but the browser, where a server answers at CASEFLOW_DATABASE or 127.0.0.1:5432
#   browser   the walks through the pages alone
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

engine=$1
shift
python=.venv/bin/python
pytest=("$python" -m pytest -n "${WORKERS:-auto}")

# A checkout has test databases of its own, so that two may be tested at once on one server.
postgres_url() {
    case ${CASEFLOW_DATABASE:-} in
        postgresql://*) echo "$CASEFLOW_DATABASE" ;;
        *) echo "postgresql://postgres@127.0.0.1:5432/caseflow_$(pwd | cksum | cut -d' ' -f1)" ;;
    esac
}

# Empty where a server lets us make databases, else why not.
refusal() {
    "$python" - "$1" <<'PYTHON'
import sys

import psycopg

try:
    with psycopg.connect(sys.argv[1], dbname="postgres", connect_timeout=3) as connection:
        role = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    print("" if role and role[0] else "the role may not create databases")
except psycopg.Error as error:
    print(str(error).strip().splitlines()[0])
PYTHON
}

case $engine in
    sqlite)
        CASEFLOW_DATABASE='' "${pytest[@]}" "$@"
        ;;
    postgres)
        url=$(postgres_url)
        why_not=$(refusal "$url")
        if [[ -n $why_not ]]; then
            echo "Not tested on PostgreSQL: $why_not"
            exit 0
        fi
        CASEFLOW_DATABASE=$url "${pytest[@]}" -m "not browser" "$@" || (($? == 5)) # 5: ARGS chose browser tests alone
        ;;
    browser)
        CASEFLOW_DATABASE='' "${pytest[@]}" -m browser "$@"
        ;;
    *)
        echo "Usage: deploy/test.sh sqlite|postgres|browser [pytest arguments]" >&2
        exit 2
        ;;
esac
