"""The two ways to ask for what may be read: files themselves, and rows whose files are asked about one by one."""

import pytest

from caseflow.cases.access import UnscopedAccess, dossiers_visible_to, readable, scope
from caseflow.cases.models import Assignment, Dossier, Event, Extension
from caseflow.people.models import User


@pytest.fixture
def files(bring_to):
    return [bring_to("in_legal_review"), bring_to("accepted"), bring_to("notice_served")]


def test_rows_are_read_where_their_files_are(files, people):
    for person in User.objects.all():
        seen = set(dossiers_visible_to(person).values_list("pk", flat=True))
        assert set(scope(person, Event).values_list("dossier", flat=True)) == seen, person
        assert set(scope(person, Assignment).values_list("dossier", flat=True)) <= seen, person


def test_what_is_asked_inside_another_question_is_the_same(files, people):
    mine = scope(people.li, Event)
    assert set(Event.objects.filter(pk__in=mine.values("pk"))) == set(mine)
    assert not scope(people.wu, Event).exists()
    assert not scope(people.wu, Extension).exists()


def test_of_files_themselves_it_is_not_asked(files, people):
    for path in ("pk", "matter"):
        with pytest.raises(UnscopedAccess):
            list(Dossier.objects.filter(readable(people.li, path)))
