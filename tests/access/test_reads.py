"""Test 20: whoever reads a personal or sealed datum is in the log, and the log itself names nobody; what a class hides, no page prints."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from caseflow.audit.models import Entry
from caseflow.cases.access.sight import LOGGED, view_of
from caseflow.cases.access.vocabulary import FieldClass, Shown, declared, policies, register_policy
from caseflow.cases.models import Event, Upload
from caseflow.cases.reads import seen
from caseflow.cases.transitions import perform
from caseflow.enforcement.models import Interview, Reporter, Tip
from caseflow.enforcement.procedure import CASE
from caseflow.errands import exports
from caseflow.errands.models import Export
from caseflow.procedure import SYSTEM
from caseflow.receipts.models import Message, Receipt
from caseflow.support.models import Review
from outbox.runner import run_due
from tests import walk
from tests.enforcement.facts import FACTS
from tests.faults.canaries import in_bytes, planted
from tests.kernel import afresh, at, do, last_moment, undone
from tests.support import walk as support
from writeonce import Rule
from writeonce.triggers import _create

from .expand import expand
from .test_http import Standing, acts

pytestmark = [pytest.mark.django_db, pytest.mark.faults]
TOLD, ALLOWED, SEEN = expand()
PEOPLE = {
    "id_no": "990101198001010014", "phone": "13700001234", "born": "1980年元月初七", "service_phone": "13700005678",
    "service_email": "canary@example.cn",
}  # fmt: skip
TALK = {"id_no": "990101197001010011", "phone": "13600001234"}
REPORTER = {
    "real_name": True, "reporter_name": "何不言不语", "reporter_phone": "13500001234",
    "reporter_id_no": "990101199001010010", "reporter_address": "杏花弯第九株树下",
}  # fmt: skip
SEALED = [value for name, value in REPORTER.items() if name != "real_name"] + ["杜鹃红霞 13400001234"]
PERSONAL = [*PEOPLE.values(), *TALK.values()]


@pytest.fixture
def case(people):
    """A case in which every personal and sealed field is filled with what stands nowhere else."""
    found = walk.bring_to(people, "investigating", tip=walk.open_tip(people, **REPORTER))
    type(found.party).objects.filter(pk=found.party.pk).update(type="citizen", **PEOPLE)
    do(found, "add_protected_person", people.li, walk.date(2026, 3, 9), identity=SEALED[-1])
    facts = {**walk.interview(people, walk.date(2026, 3, 10)), **TALK}
    do(found, "record_interview", people.li, walk.date(2026, 3, 10), **facts)
    return afresh(found)


def logged():
    """Every field whose reading leaves a line, by its model; found in the declarations."""
    for model in apps.get_models():
        for name, kind in (known.fields if (known := declared(model)) else {}).items():
            if kind in LOGGED:
                yield model, name


def signed_in(person):
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def pages(record, procedure=CASE):
    here = f"/cases/{record}/"
    yield from (
        here,
        f"{here}next/",
        f"{here}papers/",
        f"{here}who/",
        f"/cases/{record}.json",
        "/",
        "/cases/",
        "/tips/",
    )
    yield from (f"{here}?log={kind}" for kind in ("move", "paper", "note"))
    for name in acts(procedure):
        if record.state in procedure.rows[name].source and procedure.rows[name].by != (SYSTEM,):
            yield f"{here}{name}/"


def shown_in(answer, words):
    return in_bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content, words)


def test_whoever_is_shown_a_personal_datum_is_in_the_log(case, people, scale, figures):
    shown = told = asked = 0
    with at(last_moment(case)):
        for name in ("li", "supervisor", "unit_head", "head", "principal", "intake", "council1")[: scale(3, 99)]:
            person, client = getattr(people, name), signed_in(getattr(people, name))
            for page in [*pages(case)][: 99 if name == "li" else scale(8, 99)]:
                lines, asked = Entry.objects.count(), asked + 1
                answer = client.get(page)
                assert shown_in(answer, SEALED) == [], (name, page)
                if shown_in(answer, PERSONAL):
                    shown += 1
                    told += Entry.objects.filter(seq__gt=lines, actor=person.pk, object=case.dossier.reference).exists()
    figures(f"{asked} pages, {shown} with a personal datum in the clear, {told} of them in the log")
    assert 0 < shown == told


def test_every_field_that_is_declared_so_leaves_its_name(case, people, figures):
    """Where an office is let to see them in the clear: none goes by unnoticed."""
    policy = policies()["enforcement.case"]
    sights = tuple(replace(each, shown=Shown.VISIBLE) if each.kind in LOGGED else each for each in policy.sights)
    register_policy(replace(policy, sights=sights))
    token = seen.set({})
    try:
        sight = view_of(people.unit_head, case)
        rows = {type(case.party): case.party, Interview: case.interviews.last(), Reporter: Reporter.objects.get()}
        rows[type(case.protected.get())] = case.protected.get()
        rows |= {model: model(dossier=case.dossier) for model in (Upload, Receipt, Message)}
        wanted = [each for each in logged() if each[0]._meta.app_label != "support"]
        for model, name in wanted:
            row = rows[model]
            setattr(row, name, getattr(row, name) or "x")
            getattr(sight.view(row), name)
        names = seen.get()[case.dossier.reference]
        assert names == {f"{model._meta.label_lower}.{name}" for model, name in wanted}
    finally:
        seen.reset(token)
        register_policy(policy)
    figures(f"{len(wanted)} fields of the classes S3 and S4 noticed")


def test_every_field_of_a_family_that_is_declared_so_leaves_its_name(folk, figures):
    """As of a case. Whoever may not see a sealed one at all is shown nothing of it, and nothing is noticed."""
    application = support.bring_to(folk, "approved")
    family = application.household
    review = Review(household=family, dossier=family.dossier, year=2027)
    wanted = [each for each in logged() if each[0]._meta.app_label == "support"]
    noticed = [*wanted]
    for record in (family, application, review):
        policy = policies()[record.label()]
        sights = tuple(replace(each, shown=Shown.VISIBLE) if each.kind in LOGGED else each for each in policy.sights)
        register_policy(replace(policy, sights=sights))
        token = seen.set({})
        try:
            sight = view_of(folk.zou, record)
            for model, name in [each for each in wanted if root(each[0]) is type(record)]:
                row = placed(model, declared(model).path.split("__")[:-1], record)
                some = folk.zou if model._meta.get_field(name).is_relation else "x"
                setattr(row, name, getattr(row, name) or some)
                getattr(sight.view(row), name)
                noticed.remove((model, name))
                assert f"{model._meta.label_lower}.{name}" in seen.get()[record.dossier.reference]
        finally:
            seen.reset(token)
            register_policy(policy)
    assert noticed == []
    figures(f"{len(wanted)} fields of the classes S3 and S4 of support noticed")


def placed(model, path, record):
    """A row of a model that hangs on ``record`` by ``path``."""
    if not path:
        return record
    first, *further = path
    return model(**{first: placed(model._meta.get_field(first).related_model, further, record)})


def root(model):
    """The record whose file a row of a model lies in."""
    for name in declared(model).path.split("__")[:-1]:
        model = model._meta.get_field(name).related_model
    return model


def test_nothing_is_shown_where_the_log_cannot_be_written(case, people, figures):
    paper, here = case.dossier.papers.filter(kind="interview_record").last(), f"/cases/{case}"
    with at(last_moment(case)):
        client = signed_in(people.li)
        readings = [f"{here}/describe_party/", f"{here}/confirm_address/", f"{here}.json", f"/papers/{paper.pk}.pdf"]
        readings += ["/cases/?q=石培德"]
        assert [client.get(each).status_code for each in readings] == [200] * 5
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in _create(connection.vendor, Rule("no_audit_entry", "audit_entry", "INSERT")):
                cursor.execute(statement)
        for each in readings:
            with undone():
                answer = client.get(each)
                assert (answer.status_code, shown_in(answer, PERSONAL)) == (500, []), each
    figures(f"{len(readings)} of {len(readings)} readings refused")


# --- the log names nobody


def lines():
    """Everything that stands in the tables of events."""
    return repr([list(model.objects.values_list()) for model in (Event, Entry)]).encode()


def test_no_identity_stands_in_the_tables_of_events(people, scale, figures):
    words = planted(scale(60, 500))
    groups = [words[n : n + 4] for n in range(0, len(words), 4)]
    for number, (name, id_no, phone, account) in enumerate(groups):
        day = walk.date(2026, 3, 2)
        tip = walk.open_tip(
            people,
            real_name=True,
            reporter_name=name,
            reporter_phone=phone,
            reporter_id_no=id_no,
            reporter_address=account,
            act_place=f"第{number}处",
        )
        assert tip.reporter.sealed()
    case = walk.bring_to(people, "investigating", tip=tip)
    for name, id_no, phone, account in groups[: scale(3, len(groups))]:
        day = walk.date(2026, 3, 11)
        do(case, "add_protected_person", people.li, day, identity=f"{name} {phone}")
        do(case, "describe_party", people.li, day, type="citizen", name="石培德", id_no=id_no, phone=phone)
        do(
            case,
            "confirm_address",
            people.li,
            day,
            service_address="东关街",
            service_phone=phone,
            service_email=account,
        )
        do(case, "record_interview", people.li, day, **{**walk.interview(people, day), "id_no": id_no, "phone": phone})
    with at(last_moment(case)):
        client = signed_in(people.li)
        for word in words[: scale(8, 500)]:
            client.get("/cases/", {"q": word})
        client.get(f"/cases/{case}/describe_party/")
    figures(f"{len(words)} identities planted, {len(in_bytes(lines(), words))} found in the tables of events")
    assert in_bytes(lines(), words) == []
    assert Entry.objects.filter(action="search.made").exists()


# --- what a class hides, no page prints


CLASSES = {  # by class, where its word is planted: row and fact of the usual way to a decision
    FieldClass.FILE: ("conclude_investigation", "findings"),
    FieldClass.OPINION: ("propose", "reasons"),
    FieldClass.VOTE: ("resolve_penalty", "speeches"),
}
PAID = "票据麒麟之号"


def word(kind):
    return f"{kind.name.lower()}之词赟喆旻"


@pytest.fixture
def decided(people):
    change = {row: {fact: word(kind)} for kind, (row, fact) in CLASSES.items()}
    change["review_legality"] = {"opinion": word(FieldClass.OPINION)}
    found = walk.bring_to(people, "performing", change=change)
    facts = FACTS["case", "record_payment"](people, found, last_moment(found))
    facts = facts[0] if isinstance(facts, tuple) else facts
    with at(last_moment(found)):
        perform(found, "record_payment", by=people.finance, **{**facts, "slip_no": PAID})
    return afresh(found)


def taken_away(person, case):
    """What the export of the file holds besides the papers, which have classes of their own."""
    export = exports.ask(person, dossier=case.dossier)
    while run_due():
        pass
    content = bytes(Export.objects.get(pk=export.pk).content)
    if not content:
        return b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("case.json")


def hidden_from(role, relations):
    words = {word(kind): kind for kind in CLASSES} | {PAID: FieldClass.MONEY}
    return [each for each, kind in words.items() if not any((kind, role, one) in SEEN for one in relations)]


def test_no_page_prints_what_the_class_of_it_hides(decided, people, scale, figures):
    """Compared with the table that was written from the law: what it does not grant stands on no page and in no export."""
    found = hidden = asked = 0
    everything = [word(kind) for kind in CLASSES] + [PAID]
    with at(last_moment(decided)):
        for name, (role, _called) in walk.ROLES.items():
            person, standing = getattr(people, name), Standing(decided, getattr(people, name), role)
            if not standing.may("case", "file.read", role, "performing"):
                continue
            client, secret = signed_in(person), hidden_from(role, standing.relations)
            contents = [client.get(page).content for page in [*pages(decided)][: scale(5, 11)]]
            contents.append(
                taken_away(person, decided) if standing.may("case", "file.export", role, "performing") else b""
            )
            for content in contents:
                assert in_bytes(content, secret) == [], (name, secret)
                found, asked = found + len(in_bytes(content, everything)), asked + 1
            hidden += len(secret)
    figures(
        f"{asked} pages and exports, {found} words of a class seen by whom it is open to, 0 of {hidden} hidden ones"
    )
    assert found
    assert hidden >= 8


def test_a_linked_file_that_one_does_not_read_is_a_number_and_no_link(decided, people):
    """Whoever reviews the case does not read the tip; another intake clerk reads the tip and not the case."""
    tip = Tip.objects.get(case=decided)
    other = walk.make_person(people.agency, "intake2", "另一受理人", walk.Role.INTAKE)
    with at(last_moment(decided)):
        page = signed_in(people.legal).get(f"/cases/{decided}/").content.decode()
        assert tip.dossier.reference in page
        assert f'href="/cases/{tip.dossier.reference}/"' not in page
        page = signed_in(other).get(f"/cases/{tip}/").content.decode()
        assert decided.dossier.reference in page
        assert f'href="/cases/{decided.dossier.reference}/"' not in page
