"""Below the policy lies a net: PostgreSQL shows nobody the rows of another authority, and lets no history be altered."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.models import Count

from caseflow.acting import acting, system
from caseflow.cases.models import Dossier, Event, Paper
from caseflow.enforcement.models import EnforcementCase, Evidence, Tip
from caseflow.people.models import Agency
from caseflow.postgres import policies
from documents.models import Document
from tests import walk

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def stranger(people):
    """Somebody of another authority, who has files too."""
    other = Agency.objects.create(key="hongtu", name="红土县卫生健康局", abbr="红", region_code="620799")
    return walk.make_person(other, "stranger", "外人", "head")


WAYS = {  # how another authority's rows are reached where a query forgets to ask
    "the table": lambda: Dossier.objects.count(),
    "the manager nobody scopes": lambda: EnforcementCase._base_manager.count(),
    "a join": lambda: Event.objects.filter(dossier__title__contains="安").count(),
    "a join to the other side": lambda: Agency.objects.filter(pk__in=Dossier.objects.values("agency")).count(),
    "select_related": lambda: len(Paper.objects.select_related("dossier", "document")),
    "values()": lambda: len(Evidence.objects.values("case__dossier__title")),
    "an aggregate": lambda: Tip.objects.aggregate(n=Count("pk"))["n"],
    "a filter that is a question": lambda: Dossier.objects.filter(reference__startswith="LF").exists(),
    "a paper": lambda: Document.objects.count(),
    "raw SQL": lambda: raw("SELECT count(*) FROM cases_event e JOIN cases_dossier d ON d.id = e.dossier_id"),
    "raw SQL of a part": lambda: raw("SELECT count(*) FROM enforcement_evidence"),
    "work": lambda: raw("SELECT count(*) FROM viewflow_task"),
}


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_the_rows_of_another_authority(way, bring_to, people, stranger, as_role):
    bring_to("decided")
    reach = WAYS[way]
    with as_role("app"):
        with acting(people.head):
            assert reach()
        with acting(stranger):
            assert not reach()
        assert not reach(), "nobody is acting"
        with system():
            assert reach()


def test_whoever_acts_next_on_a_connection_does_not_see_what_the_one_before_saw(bring_to, people, stranger, as_role):
    bring_to("filed")
    with as_role("app"):
        for _turn in range(3):
            with acting(people.head):
                assert Dossier.objects.exists()
            with acting(stranger):
                assert not Dossier.objects.exists()


def test_a_rollback_does_not_bring_back_who_acted_before(bring_to, people, stranger, as_role):
    bring_to("filed")
    with as_role("app"), acting(people.head):
        assert Dossier.objects.exists()
        with transaction.atomic():
            with acting(stranger):
                assert not Dossier.objects.exists()
            transaction.set_rollback(True)
        assert Dossier.objects.exists()


def test_no_row_is_written_for_another_authority(people, stranger, as_role):
    tip = walk.open_tip(people)
    with as_role("app"), acting(stranger):
        assert Dossier.objects.filter(pk=tip.dossier_id).update(title="改") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Dossier.objects.create(
                reference="LF-X", procedure="enforcement.tip", agency=people.agency, opened_on="2026-03-02"
            )


def test_the_working_role_has_all_that_a_case_needs(people, as_role):
    with as_role("app"), acting(people.head):
        case = walk.bring_to(people, "archived")
        assert case.dossier.papers.count() > 10


@pytest.mark.parametrize("table", ["cases_event", "cases_paper", "documents_document"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_working_role_alters_nothing_that_was_written_once(table, statement, bring_to, as_role):
    bring_to("filed")
    with as_role("app"), system(), pytest.raises(ProgrammingError), transaction.atomic():
        raw(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER documents_document_stays ON documents_document",
        "ALTER TABLE cases_event DISABLE TRIGGER ALL",
        "ALTER TABLE cases_dossier DISABLE ROW LEVEL SECURITY",
        "SET session_replication_role = replica",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_working_role_owns_nothing(statement, as_role):
    with as_role("app"), pytest.raises(ProgrammingError), transaction.atomic():
        raw(statement)


def test_the_audit_reads_the_lines_of_every_authority_and_writes_none(bring_to, as_role):
    bring_to("filed")
    with as_role("audit"):
        assert Event.objects.exists()
        assert Dossier.objects.exists()
        for statement in (
            "SELECT password FROM people_user",
            "SELECT * FROM django_session",
            "DELETE FROM cases_event",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                raw(statement)


def test_every_table_that_leads_to_a_file_is_guarded(db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test-postgres")
    assert policies.missing("default") == []
    guarded = set(policies.conditions())
    for model in apps.get_models():
        if any(field.name == "dossier" for field in model._meta.local_concrete_fields):
            assert model._meta.db_table in guarded, model


def test_the_roles_can_be_made_by_somebody_else(capsys):
    call_command("database_roles", "--sql")
    sql = capsys.readouterr().out
    assert "CREATE ROLE" in sql
    assert "NOSUPERUSER" in sql
    assert "NOBYPASSRLS" in sql
