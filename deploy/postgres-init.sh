#!/bin/bash
# Run once by the image of PostgreSQL: the role that owns, the role that serves, the role that reads for the audit.
set -euo pipefail
password=$(< /run/secrets/postgres_password)
for role in owner app audit; do
    psql -v ON_ERROR_STOP=1 -v role="caseflow_$role" -v password="$password" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT PASSWORD :'password';
SQL
done
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
REVOKE ALL ON DATABASE caseflow FROM PUBLIC;
GRANT CONNECT, CREATE, TEMPORARY ON DATABASE caseflow TO caseflow_owner;
GRANT CONNECT ON DATABASE caseflow TO caseflow_app, caseflow_audit;
GRANT USAGE, CREATE ON SCHEMA public TO caseflow_owner;
GRANT USAGE ON SCHEMA public TO caseflow_app, caseflow_audit;
ALTER ROLE caseflow_audit SET default_transaction_read_only = on;
SQL
