"""Test 22: what is not one's business does not exist: every route, every office, foreign, swapped and invented ids, same bytes."""

import re
from itertools import cycle, islice
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver

from caseflow.cases import moves
from caseflow.cases.access.routes import routes
from caseflow.cases.models import Dossier, Upload
from caseflow.cases.orders import ORDERS
from caseflow.cases.pickers import ReferenceField
from caseflow.enforcement.models import Tip
from caseflow.enforcement.procedure import CASE, TIP, Role
from caseflow.errands import exports, sheets
from caseflow.errands.models import Export
from caseflow.people.models import Agency
from outbox.runner import run_due
from tests import walk
from tests.custody.conftest import make
from tests.faults.canaries import in_bytes, planted
from tests.kernel import at, open_task, undone

from .world import DAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
NOWHERE, NUMBER = "LF-620702-2026-99999", 987654321
COMMON = {  # they name nothing of a file or of a person
    *("opening", "opening-draft", "parameter", "openid_connect_login", "openid_connect_callback"),
    *("holiday-delete", "job-retry", "job-give-up"),  # of the whole installation
    *("export-list", "turning", "tip"),  # lists; leads on, whatever stands there
}
ADMINISTRATORS = {"sys": "系统管理员", "guard": "安全管理员", "audit": "审计管理员", "keep": "保护专员"}


@pytest.fixture
def world(people, agency):
    found = World(people, agency)
    found.upload = Upload.objects.create(
        dossier=found.case.dossier, sha256="0" * 64, name="照片.png", size=1, mime="image/png", by=people.li
    )
    found.export = exports.ask(people.li, dossier=found.case.dossier)
    return found


def plant(world):
    """Names, numbers, telephones and accounts wherever the files of the world can say one."""
    words, case = planted(), world.case
    parts = [" ".join(words[n::4]) for n in range(4)]
    Dossier.objects.filter(pk__in=(case.dossier_id, world.tip.dossier_id)).update(title=words[0], words=" ".join(words))
    type(case).objects.filter(pk=case.pk).update(summary=parts[0], findings=parts[1])
    Tip.objects.filter(pk=world.tip.pk).update(summary=parts[2])
    case.interviews.update(content=parts[3])
    Upload.objects.filter(pk=world.upload.pk).update(name=f"{words[1]}.png")
    return words


def elsewhere():
    """Another authority with one person in each office and in each post of the administration."""
    county = Agency.objects.create(
        key="h", name="洪水县", abbr="洪", region_code="620703", region_name="洪水县", government="—", court="—"
    )
    found = {role.value: walk.make_person(county, f"far-{role}", f"外{role.label}", role) for role in Role}
    return found | {name: make(county, f"far-{name}", group) for name, group in ADMINISTRATORS.items()}


def named(world):
    """Every route that names something, with the ids of the world: what a stranger might have copied down."""
    who, what = world.people, world.identity.rstrip("/").split("/")
    numbers = {
        **dict.fromkeys(("claim", "hand-over"), open_task(world.case).pk),
        **dict.fromkeys(("paper", "void"), world.paper.pk),
        **dict.fromkeys(("upload", "upload-copy"), world.upload.pk),
        **dict.fromkeys(("person", "person-reset", "office-take"), who.li.pk),
        **dict.fromkeys(("disposal", "disposal-review"), world.disposal.pk),
        "sealed-review": world.look.pk,
        "bank-file": world.bank_file.pk,
        "export": world.export.pk,
        "hold-lift": world.held.pk,
        "stand-in-end": world.stand_in.pk,
        "office-settle": world.change.pk,
        "mfa_remove_webauthn": world.key.pk,
    }
    there = {"what": what[1], "row": int(what[2]), "group": who.li.groups.get().pk, "upload": world.upload.pk}
    for name, params in parameters():
        ids = {**there, "pk": numbers.get(name, world.granted.pk), "reference": world.case.dossier.reference}
        if name.startswith("move"):
            for row in ("annotate", "review_legality", "file"):
                yield name, {**ids, "row": row}
        elif name == "batch-lines":
            yield name, {"reference": world.bank_file.batch.dossier.reference}
        elif name == "sealed-look":
            yield name, {"reference": world.family.dossier.reference}
        else:
            yield name, {**ids, "reference": what[0]} if "what" in params else ids


def parameters():
    """The routes that have something in their address, by name."""
    patterns = get_resolver().reverse_dict
    for _address, name in routes(get_resolver().url_patterns):
        if name not in COMMON and (params := patterns.getlist(name)[0][0][0][1]):
            yield name, set(params)


def address(name, ids):
    possibility, params = get_resolver().reverse_dict.getlist(name)[0][0][0]
    return "/" + possibility % {each: ids[each] for each in params}


def invented(name, ids):
    """The address with ids of nothing in it."""
    nothing = {"reference": NOWHERE, **dict.fromkeys(("pk", "row", "group", "upload"), NUMBER)}
    return address(name, {each: nothing.get(each, value) for each, value in ids.items()} | row_of(name, ids))


def row_of(name, ids):
    return {"row": ids["row"]} if name.startswith("move") else {}


def as_person(person):
    client = Client()
    client.force_login(person)
    return client


def of_no_concern(world):
    """People of the same house who have no business with the files, nor an office that looks after all of them."""
    nobody = walk.make_person(world.people.agency, "nobody", "无岗", certificate=False)
    return {"nobody": nobody, **{f"near-{name}": getattr(world.people, name) for name in ("wu", "host", "finance")}}


def test_what_is_not_ones_business_does_not_exist(world, scale, figures):
    asked, known = 0, list(named(world))
    assert len({name for name, _ids in known}) >= 33
    words = plant(world)
    with at(walk.moment(DAY, 9, 5)):
        people = {**elsewhere(), **of_no_concern(world)}
        clients = [(name, as_person(person)) for name, person in people.items()]
        nothing = {name: client.get("/nothing/").content for name, client in clients}
        assert not [found for page in nothing.values() for found in in_bytes(page, words)]
        turns = cycle(clients)
        for route, ids in known:
            for name, client in islice(turns, scale(3, len(clients))):
                asked += sum(same(client, route, ids, method, nothing[name], name) for method in ("get", "post"))
    figures(
        f"{asked} requests to {len({r for r, _ids in known})} routes by {len(clients)} people: 404, the same bytes, "
        f"0 of {len(words)} canaries"
    )


def same(client, route, ids, method, nothing, name):
    """Foreign and invented ids give what no address gives; or the method is refused before anything is looked for."""
    answers = [getattr(client, method)(each) for each in (address(route, ids), invented(route, ids))]
    if {each.status_code for each in answers} == {405}:
        return 0
    assert [each.status_code for each in answers] == [404, 404], (name, route, method)
    assert {each.content for each in answers} == {nothing}, (name, route, method)
    return 2


# --- pages that are one's own tell nothing of what is not

STATIC = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*')


def questions(words):
    """Every list as it can be narrowed and sorted, every search, every suggestion."""
    yield from ("/", "/exports/", "/papers/register/", "/custody/", "/stand-ins/", "/calculators/deadlines/")
    narrowed = [f"phase={n}" for n in range(4)] + [f"due={each}" for each in ("late", "today", "week", "month")]
    narrowed += [f"sort={each}" for each in ORDERS] + [
        "done=no",
        "done=yes",
        "officer=me",
        "since=2026-01-01",
        "cause=V01",
    ]
    for place in ("/cases/", "/tips/"):
        yield place
        yield from (f"{place}?{each}" for each in narrowed)
        yield from (f"{place}?q={word}" for word in words)
        yield from (f"{place}?{way}={n}" for way in ("after", "before") for n in (1, 2, 10**9))
    yield from (f"/search/?q={word}" for word in words)
    yield from (f"/subjects/?q={word}&about={word}" for word in words)


def told(client, asked):
    """What each of the pages says, by its address; and where one is led."""
    found = {}
    for each in asked:
        answer = client.get(each)
        found[each] = (answer.status_code, answer.get("Location", ""), STATIC.sub("", answer.content.decode()))
    return found


def test_no_list_no_search_no_count_no_order_tells_that_a_file_is_there(people, scale, figures):
    """The same pages before and after there are a tip and a case, to people who see neither: not one byte differs."""
    words = [
        "安和门诊部",
        "ahmz",
        "LF-620702-2026-00001",
        "JB-620702-2026-00001",
        "东关街",
        "石培德",
        "91620702MA0000007X",
    ]
    walk.clinic()
    with at(walk.moment(DAY, 9)):
        far = elsewhere()
        near = [people.wu, people.finance, people.host, make(people.agency, "admin", "系统管理员")]
        chosen = [*far.values(), *near] if scale(0, 1) else [far["head"], far["archivist"], people.wu, people.finance]
        clients = [(each, as_person(each)) for each in chosen]
        asked = [list(questions(words))[n % scale(4, 1) :: scale(4, 1)] for n in range(len(clients))]
        before = [told(client, pages) for (_person, client), pages in zip(clients, asked, strict=True)]
    case = walk.bring_to(people, "concluded")
    words_of_it = (case.dossier.title, case.dossier.reference, Tip.objects.get().dossier.reference)
    assert {*words_of_it} <= {"安和门诊部", *words}
    with at(walk.moment(DAY, 9, 10)):
        for (person, client), pages in zip(clients, before, strict=True):
            now = told(client, pages)
            assert [each for each in pages if pages[each] != now[each]] == [], person
    figures(f"{sum(map(len, before))} pairs of pages for {len(clients)} people: 0 differences")


def test_no_list_taken_away_has_a_line_of_it(world, people):
    words = plant(world)
    far = elsewhere()
    for person in (far["head"], far["archivist"], people.wu, people.finance):
        for label in ("enforcement.case", "enforcement.tip"):
            exports.ask(person, label=label, query=f"q={words[0]}")
    while run_due():
        pass
    made = Export.objects.filter(dossier=None).exclude(ready_at=None)
    assert [len(sheets.read(bytes(each.content))) for each in made] == [1] * len(made)
    assert len(made) >= 6
    assert not [found for each in made for found in in_bytes(bytes(each.content), words)]


# --- what lies in one file is not found under another


@pytest.fixture
def two(people):
    """A case of each of two pairs of officers, both with everything a form may choose from."""
    one = walk.bring_to(people, "performing")
    theirs = SimpleNamespace(**{**vars(people), "li": people.wu, "zhao": people.zhao})
    other = walk.bring_to(theirs, "performing", tip=walk.open_tip(people, act_place="别处"))
    return one, other


def choosing(procedure, record, user):
    """The fields by which the forms of a procedure choose something of a file, each with its row."""
    for row in procedure:
        if row.source:
            for name, field in moves.form_of(record, row.name, user).fields.items():
                if hasattr(field, "of"):
                    yield row.name, name, field


def refusal(field, value):
    with pytest.raises(ValidationError) as refused:
        field.clean([value] if type(field).__name__.endswith("sField") else value)
    return refused.value.messages


def test_no_form_takes_what_lies_in_another_file_nor_says_that_it_is_there(two, people, figures):
    one, other = two
    tried = 0
    for row, name, field in choosing(CASE, one, people.li):
        if isinstance(field, ReferenceField):
            continue
        for each in field.of(other)[:2]:
            assert refusal(field, each.pk) == refusal(field, NUMBER), (row, name)
            tried += 1
    tip, case = Tip.objects.get(case=one), other.dossier.reference
    for _row, _name, field in choosing(TIP, tip, people.li):
        assert refusal(field, case) == refusal(field, NOWHERE)
        tried += 1
    assert tried >= 5
    figures(f"{tried} fields given what lies in another file")


def test_no_address_joins_the_file_of_one_with_what_lies_in_another(world, people):
    """A reporter of one tip under another tip that one reads; an office that the person does not hold."""
    own = walk.open_tip(people, real_name=True, reporter_name="另一人", reporter_phone="13900002222", act_place="别处")
    what, row = "enforcement.reporter", world.tip.reporter.pk
    with at(walk.moment(DAY, 9, 2)):
        nothing = {name: world.desk(name).get("/nothing/").content for name in ("head", "admin")}
        for page in ("ask", "erase"):
            at_ = f"/custody/{page}/{own.dossier.reference}/{what}/"
            assert world.desk("head").get(f"{at_}{own.reporter.pk}/").status_code == 200
            for number in (row, NUMBER):
                answer = world.desk("head").get(f"{at_}{number}/")
                assert (answer.status_code, answer.content) == (404, nothing["head"])
        for group in (people.head.groups.get().pk, NUMBER):
            answer = world.post("admin", f"/admin/people/{people.li.pk}/offices/{group}/take/")
            assert (answer.status_code, answer.content) == (404, nothing["admin"])


def test_the_crawl_finds_an_answer_that_tells_more(world, people, monkeypatch):
    """That the test can fail: a view that looks past the scope is noticed."""
    from caseflow.cases import views

    def careless(user, reference):
        return people and world.case

    monkeypatch.setattr(views, "record_for", careless)
    ids = {"reference": world.case.dossier.reference}
    with at(walk.moment(DAY, 9, 5)), undone():
        far = as_person(elsewhere()["head"])
        with pytest.raises(AssertionError):
            same(far, "dossier", ids, "get", far.get("/nothing/").content, "head")
