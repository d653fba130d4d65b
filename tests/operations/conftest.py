"""The roles of the database, as they are in an office, and the desk of an administrator."""

from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from caseflow.cases.office import GROUP
from caseflow.postgres import policies, roles
from tests.pages.conftest import Desk
from tests.walk import make_person


@pytest.fixture
def desk():
    return Desk


@pytest.fixture
def admin_desk(agency):
    person = make_person(agency, "admin", "管理员", certificate=False)
    person.groups.add(Group.objects.get(name=GROUP))
    found = Desk(person)
    found.person = person
    return found


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
