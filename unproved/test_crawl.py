"""Test 22: what is not one's business does not exist: every route, every role, foreign, swapped and invented ids, same bytes."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import get_resolver

from caseflow.cases.access.routes import action_of, routes
from caseflow.cases.models import Upload
from caseflow.enforcement.procedure import Role
from caseflow.people.models import Agency
from tests import walk

pytestmark = pytest.mark.django_db
WITH_A_FILE = ("file.read", "file.export", "file.move", "file.who", "paper.read", "paper.void", "upload.read")
NOWHERE, NUMBER = "LF-620702-2026-99999", 987654321


def addresses(case, task, upload):
    """Every route that names something of a file: with its ids, and with ids of nothing."""
    paper = case.dossier.papers.first()
    here = {"reference": case.dossier.reference, "row": "annotate", "label": "enforcement.case"}
    nothing = {**here, "reference": NOWHERE}
    numbers = {"claim": task, "hand-over": task, "paper": paper.pk, "void": paper.pk, "upload": upload.pk}
    patterns = get_resolver().reverse_dict
    for _address, name in routes():
        if action_of(name) not in WITH_A_FILE or name not in patterns:
            continue
        (possibility, params), *_rest = patterns.getlist(name)[0][0]
        given = {"pk": numbers.get(name, 0), **here}
        if not set(params) & {"pk", "reference"}:
            continue
        yield (
            name,
            "/" + possibility % {each: given[each] for each in params},
            "/" + possibility % {each: {**nothing, "pk": NUMBER}[each] for each in params},
        )


@pytest.fixture
def canaries(bring_to, people):
    """A case whose every text that names somebody is a word found nowhere else."""
    words = []

    def word(kind):
        words.append(f"{kind}{uuid.uuid4().hex[:10]}")
        return words[-1]

    unit = walk.clinic()
    unit.name, unit.legal_rep, unit.address = word("单位"), word("法人"), word("地址")
    unit.save()
    people.intake = type(people.intake).objects.get(pk=people.intake.pk)
    tip = walk.open_tip(people, summary=word("内容"), act_place=word("地点"), real_name=True, reporter_name=word("举报"))
    case = walk.bring_to(people, "concluded", tip=tip)
    case.protected.create(pseudonym=word("代称"))
    upload = Upload.objects.create(
        dossier=case.dossier, sha256="0" * 64, name=word("文件") + ".pdf", size=1, mime="application/pdf", by=people.li
    )
    from viewflow.workflow.models import Task

    task = Task.objects.filter(process__caseprocess__dossier=case.dossier, flow_task_type="HUMAN").last()
    return case, task.pk, upload, [*words, case.dossier.reference]


def outsiders(people):
    """One person of another authority in each office, and those of this one whose business the case is not."""
    county = Agency.objects.create(
        key="h", name="洪水县", abbr="洪", region_code="620703", region_name="洪水县", government="—", court="—"
    )
    for role in Role:
        yield walk.make_person(county, f"far-{role}", f"外{role.label}", role)
    for name in ("wu", "reviewer", "legal", "host", "finance", "archivist"):
        yield getattr(people, name)
    yield walk.make_person(people.agency, "nobody", "无岗", certificate=False)


def test_what_is_not_ones_business_does_not_exist(canaries, people, figures):
    case, task, upload, words = canaries
    asked = 0
    known = list(addresses(case, task, upload))
    assert len(known) >= 15
    for person in outsiders(people):
        client = Client()
        client.force_login(person)
        for name, foreign, nothing in known:
            for method in ("get", "post"):
                answers = [getattr(client, method)(address) for address in (foreign, nothing)]
                if answers[0].status_code == 405:
                    continue
                assert [each.status_code for each in answers] == [404, 404], (person, name, method, foreign)
                assert answers[0].content == answers[1].content, (person, name, method)
                text = answers[0].content.decode()
                assert not [word for word in words if word in text], (person, name)
                asked += 2
    figures(f"{asked} requests on {len(known)} routes by {len(list(Role)) + 7} people: 404 with the same bytes, 0 canaries")


def test_no_list_no_search_no_count_knows_of_it(canaries, people):
    case, _task, _upload, words = canaries
    everything = ("/", "/cases/", "/tips/", f"/cases/?q={words[0]}", f"/search/?q={case.dossier.reference}", "/exports/")
    for person in outsiders(people):
        client = Client()
        client.force_login(person)
        for address in everything:
            answer = client.get(address, follow=True)
            text = answer.content.decode().replace(f'value="{words[0]}"', "").replace(f'value="{words[-1]}"', "")
            found = [word for word in words if word in text.replace(f"“{words[0]}”", "").replace(f"“{words[-1]}”", "")]
            assert found == [], (person, address)


def test_what_is_found_is_the_same_whether_it_is_there_or_not(canaries, people):
    """Probe pairs: a name that another authority's case bears, and one that nobody bears."""
    _case, _task, _upload, words = canaries
    far = next(iter(outsiders(people)))
    client = Client()
    client.force_login(far)
    for word in words:
        other = uuid.uuid4().hex[: len(word)]
        pages = [client.get("/tips/", {"q": each}).content.decode().replace(each, "") for each in (word, other)]
        strip = [re.sub(r'csrf[^>]*value="[^"]*"|X-CSRFToken[^}]*', "", page) for page in pages]
        assert strip[0] == strip[1], word


def test_ids_of_one_file_under_another_are_nothing(canaries, bring_to, people):
    case, _task, _upload, _words = canaries
    other = bring_to("investigating")
    client = Client()
    client.force_login(people.li)
    answer = client.post(f"/cases/{other.dossier.reference}/verify_evidence/", {"items": [case.evidence.first().pk]})
    assert answer.status_code == 422
    assert case.evidence.first().name not in answer.content.decode()
