"""The roles of the database, as they are in an office."""

from contextlib import contextmanager

import pytest
from django.db import connection

from caseflow.postgres import policies, roles


@pytest.fixture
def as_role(db, settings):
    """``with as_role("app"):`` the connection has the rights of that role and no others. Roles end with the test."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test-postgres")
    settings.DATABASE_ROLES = f"role_{connection.settings_dict['NAME']}"[:50]
    with connection.cursor() as cursor:
        for statement in roles.making(str(connection.settings_dict["NAME"])):
            cursor.execute(statement)
    policies.install("default")
    roles.install("default")

    @contextmanager
    def as_role(which):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {roles.quoted(settings.DATABASE_ROLES + '_' + which)}")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")

    return as_role
