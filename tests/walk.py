"""How a case gets to its stage in tests: by the moves that lead there, on days that make them lawful."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission

from caseflow.cases.transitions import open_dossier, perform
from caseflow.enforcement.models import EnforcementCase, Institution, Tip
from caseflow.enforcement.procedure import CaseState, Role
from caseflow.people.models import Agency, Certificate, User
from outbox.runner import run_due

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASS = dict.fromkeys(("subject", "authority", "facts", "law", "discretion", "procedure", "documents", "crime"), "pass")
ROLES = {
    "intake": (Role.INTAKE, "王敏"),
    "li": (Role.OFFICER, "李建国"),
    "zhao": (Role.OFFICER, "赵红"),
    "wu": (Role.OFFICER, "吴晓喆"),
    "unit_head": (Role.UNIT_HEAD, "钱进"),
    "reviewer": (Role.REVIEWER, "孔令辉"),
    "legal": (Role.LEGAL, "刘敬文"),
    "legal2": (Role.LEGAL, "沈玉兰"),
    "head": (Role.HEAD, "孙正"),
    "principal": (Role.PRINCIPAL, "陈秉章"),
    "council1": (Role.COUNCIL, "周一鸣"),
    "council2": (Role.COUNCIL, "郑二强"),
    "council3": (Role.COUNCIL, "冯三立"),
    "host": (Role.HOST, "顾承远"),
    "finance": (Role.FINANCE, "钱多多"),
    "archivist": (Role.ARCHIVIST, "石存"),
    "supervisor": (Role.SUPERVISOR, "督察员"),
}


def moment(day, hour=10, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def make_agency():
    return Agency.objects.create(
        key="qinglan",
        name="青岚县卫生健康局",
        abbr="青",
        region_code="620702",
        region_name="青岚县",
        government="青岚县人民政府",
        court="青岚县人民法院",
        head="陈秉章",
        bank="青岚县农村信用合作联社营业部",
        bank_account="6207020001234567",
        address="青岚县城关镇人民路1号",
        phone="0936-1234567",
        postcode="734000",
    )


def group_of(role):
    group, created = Group.objects.get_or_create(name=str(Role(role).label))
    if created:
        group.permissions.add(Permission.objects.get(codename=role, content_type__app_label="enforcement"))
    return group


def make_person(agency, username, name, *roles, certificate=True):
    user = User.objects.create_user(
        username, password="caseflow-demo", name=name, agency=agency, legal_qualification="A2026620702"
    )
    user.groups.set([group_of(role) for role in roles])
    if Role.OFFICER in roles and certificate:
        certify(user)
    return user


def certify(user):
    certificate_of(user).save()


def certificate_of(user):
    return Certificate(
        user=user,
        number=f"甘620702-{user.pk:04d}",
        regions="620702",
        valid_from=date(2024, 1, 1),
        valid_to=date(2029, 12, 31),
    )


def make_officer(user):
    """The same person, who may now be an officer too."""
    user.groups.add(group_of(Role.OFFICER))
    certify(user)
    return User.objects.get(pk=user.pk)


def make_people(agency):
    """Everybody of ``ROLES``, as ``make_person`` makes one; a table is written once, since nearly every test asks for them."""
    password = make_password("caseflow-demo")
    made = User.objects.bulk_create(
        User(username=key, password=password, name=name, agency=agency, legal_qualification="A2026620702")
        for key, (_role, name) in ROLES.items()
    )
    groups = groups_of({role for role, _name in ROLES.values()})
    held = [(user, role) for user, (role, _name) in zip(made, ROLES.values(), strict=True)]
    User.groups.through.objects.bulk_create(User.groups.through(user=user, group=groups[role]) for user, role in held)
    Certificate.objects.bulk_create(certificate_of(user) for user, role in held if role == Role.OFFICER)
    return SimpleNamespace(agency=agency, **dict(zip(ROLES, made, strict=True)))


def groups_of(roles):
    """By role its group, made where there is none."""
    known = {group.name: group for group in Group.objects.all()}
    new = {role: Group(name=str(role.label)) for role in sorted(roles) if str(role.label) not in known}
    Group.objects.bulk_create(new.values())
    powers = Permission.objects.filter(codename__in=new, content_type__app_label="enforcement")
    through = Group.permissions.through
    through.objects.bulk_create(through(group=new[Role(each.codename)], permission=each) for each in powers)
    return {role: new.get(role) or known[str(role.label)] for role in roles}


def clinic(**facts):
    known = {"name": "安和门诊部", "credit_code": "91620702MA0000007X", "address": "青岚县城关镇东关街17号"}
    return Institution.objects.get_or_create(credit_code=known["credit_code"], defaults={**known, **facts})[0]


def open_tip(people, *, day=date(2026, 3, 2), **facts):
    with time_machine.travel(moment(day, 9), tick=False):
        facts = {
            "source": "tip_off",
            "channel": "phone",
            "about": clinic(),
            "summary": "称可付费鉴定胎儿性别",
            "act_place": "青岚县城关镇东关街17号",
            **facts,
        }
        return open_dossier(Tip, "register", by=people.intake, agency=people.agency, **facts)


def inspection(people, day):
    return {
        "started_at": moment(day, 9),
        "ended_at": moment(day, 11),
        "place": "安和门诊部二楼超声检查室",
        "officer1": people.li,
        "officer2": people.zhao,
        "companion": "石培德",
        "findings": "1.超声诊断仪一台在用。\n2.门口没有禁止“两非”标志。",
        "shown": True,
    }


def interview(people, day, **facts):
    return {
        "started_at": moment(day, 14),
        "ended_at": moment(day, 15),
        "place": "青岚县卫生健康局询问室",
        "officer1": people.li,
        "officer2": people.zhao,
        "role": "party",
        "name": "石培德",
        "content": "问：你在门诊部担任什么职务？\n答：负责人。",
        "shown": True,
        **facts,
    }


def service(people, **facts):
    return {
        "method": "SV2",
        "receiver": "石培德",
        "relation": "负责人",
        "place": "安和门诊部",
        "server1": people.li,
        "server2": people.zhao,
        **facts,
    }


PENALTY = {
    "tier": "ordinary",
    "reasons": "多次实施，涉案人数较多。",
    "warning": True,
    "confiscation": Decimal("18600.00"),
    "fine": Decimal("55800.00"),
    "correction": "立即停止违法行为",
}

# What happens on which day (2026), in order: (state reached, day, who, what, facts)
PATH = (
    ("accepted", (3, 4), "head", "tip.accept", lambda p, d: {}),
    ("filed", (3, 5), "head", "file", lambda p, d: {"officers": [p.li, p.zhao]}),
    ("investigating", (3, 6), "li", "inspect", inspection),
    ("", (3, 9), "li", "record_interview", interview),
    (
        "",
        (3, 10),
        "li",
        "add_evidence",
        lambda p, d: {"kind": "EV4", "name": "收款流水", "proves": "违法所得", "collected_on": d},
    ),
    ("", (3, 10), "li", "verify_evidence", lambda p, d: {"items": "all"}),
    (
        "",
        (3, 10),
        "li",
        "record_act",
        lambda p, d: {"happened_on": date(2026, 2, 10), "method": "ultrasound", "fee": Decimal("18600.00")},
    ),
    (
        "concluded",
        (3, 20),
        "li",
        "conclude_investigation",
        lambda p, d: {
            "findings": "2026年2月10日，当事人利用超声为他人进行非医学需要的胎儿性别鉴定。",
            "crime_suspected": False,
            "crime_reason": "有执业资格的人员实施，未造成危害后果。",
            "advice": "给予警告，没收违法所得，并处罚款。",
        },
    ),
    (
        "in_panel",
        (3, 23),
        "unit_head",
        "discuss_in_panel",
        lambda p, d: {
            "held_at": moment(d, 9),
            "place": "三楼会议室",
            "chair": p.unit_head,
            "members": [p.li, p.zhao],
            "opinions": "一致同意承办人意见。",
            "conclusion": "建议处罚。",
        },
    ),
    ("in_legal_review", (3, 24), "reviewer", "propose", lambda p, d: dict(PENALTY)),
    ("", (3, 26), "legal", "review_legality", lambda p, d: {"items": dict(PASS), "opinion": "同意。"}),
    ("notice_issued", (3, 27), "head", "approve_notice", lambda p, d: {"opinion": "同意。"}),
    ("notice_served", (3, 30), "li", "serve_notice", lambda p, d: service(p)),
    ("re_examined", (3, 31), "li", "accept_waiver", lambda p, d: {"signed_by": "石培德"}),
    ("in_approval", (4, 2), "legal", "pass_second_review", lambda p, d: {"items": dict(PASS), "opinion": "同意。"}),
    (
        "in_discussion",
        (4, 3),
        "head",
        "refer_to_discussion",
        lambda p, d: {"reason": "罚款数额较大", "meeting_at": moment(date(2026, 4, 8)), "place": "二楼会议室"},
    ),
    (
        "decided",
        (4, 8),
        "council1",
        "resolve_penalty",
        lambda p, d: {
            "held_at": moment(d, 9),
            "place": "二楼会议室",
            "chair": p.council1,
            "expected": 3,
            "present": [p.council1, p.council2, p.council3],
            "against": 0,
            "abstained": 0,
            "speeches": "一致同意。",
            "conclusion": "同意处罚。",
        },
    ),
    ("performing", (4, 10), "li", "serve_decision", lambda p, d: service(p)),
    ("overdue", (4, 28), None, "default", lambda p, d: {}),
    ("", (4, 29), "li", "issue_demand", lambda p, d: {}),
    ("demanded", (10, 12), "li", "serve_demand", lambda p, d: service(p)),
    ("court_asked", (11, 2), "principal", "apply_to_court", lambda p, d: {"court": "青岚县人民法院"}),
    ("in_court", (11, 6), "li", "record_court_acceptance", lambda p, d: {"ruling_no": "（2026）甘0702行审5号"}),
    ("closing", (11, 9), "li", "close_by_court", lambda p, d: {"cause": "CL2", "summary": "法院已受理。"}),
    ("closed", (11, 11), "head", "approve_closing", lambda p, d: {"opinion": "同意结案。"}),
    ("archived", (11, 13), "archivist", "archive", lambda p, d: {"retention": "30年"}),
)

DETOURS = {
    CaseState.SUSPENDED: (
        "investigating",
        (3, 11),
        "head",
        "suspend",
        lambda p, d: {"ground": "SU4", "reason": "当事人下落不明"},
    ),
    CaseState.TERMINATED: (
        "investigating",
        (3, 11),
        "head",
        "terminate",
        lambda p, d: {"ground": "TE2", "reason": "单位注销"},
    ),
    CaseState.NOT_FILED: ("accepted", (3, 5), "head", "decline", lambda p, d: {"ground": "NF2", "reason": "没有证据"}),
    CaseState.IN_HEARING: (
        "notice_served",
        (3, 31),
        "intake",
        "request_hearing",
        lambda p, d: {"requested_by": "石培德"},
    ),
    CaseState.DEFERRED: (
        "performing",
        (4, 13),
        "head",
        "approve_plan",
        lambda p, d: {
            "instalments": [
                {"due_on": date(2026, 5, 20), "amount": Decimal("30000.00")},
                {"due_on": date(2026, 6, 22), "amount": Decimal("44400.00")},
            ],
            "reason": "经营困难",
            "proof": "财务报表",
        },
    ),
    CaseState.REOPENED: (
        "performing",
        (6, 1),
        "head",
        "reopen",
        lambda p, d: {"ground": "annulled_by_review", "document": "青政复决〔2026〕3号", "reason": "程序违法"},
    ),
}


def bring_to(people, state, *, tip=None, skip=(), change=None):
    """A new case in ``state``. ``change`` maps a row to facts that replace those of the usual path."""
    state, change = str(state), change or {}
    detour = DETOURS.get(state)
    goal = detour[0] if detour else state
    tip = tip or open_tip(people)
    case = None
    for reached, day, who, what, facts in PATH:
        if what not in skip:
            case = step(
                people, case or tip, day, who, what, {**facts(people, date(2026, *day)), **change.get(what, {})}
            )
        if reached == goal:
            break
    if detour:
        _goal, day, who, what, facts = detour
        case = step(people, case, day, who, what, {**facts(people, date(2026, *day)), **change.get(what, {})})
    return EnforcementCase.objects.select_related("dossier").get(pk=case.pk)


def step(people, record, day, who, what, facts):
    by = getattr(people, who) if who else None
    day = date(2026, *day)
    with time_machine.travel(moment(day, 16), tick=False):
        if what == "tip.accept":
            perform(record, "accept", by=by, **facts)
            return Tip.objects.get(pk=record.pk).case
        if facts.get("items") == "all":
            facts["items"] = list(record.evidence.all())
        if any(guard.by_itself for guard in record.procedure.rows[what].requires):
            while run_due():  # done long ago where the outbox is not held back
                pass
        if what == "default":
            from caseflow.cases.sweep import sweep

            sweep()
        else:
            perform(record, what, by=by, **facts)
    return record


def filed_on(day, people, **facts):
    """A new case, accepted the day before and filed on a day (16:00)."""
    tip = open_tip(people, day=day - timedelta(days=2), **facts)
    accepted, filed = ((each.month, each.day) for each in (day - timedelta(days=1), day))
    case = step(people, tip, accepted, "head", "tip.accept", {})
    step(people, case, filed, "head", "file", {"officers": [people.li, people.zhao]})
    return EnforcementCase.objects.select_related("dossier").get(pk=case.pk)


def later(day, **gap):
    return day + timedelta(**gap)


def sign_in(client, user):
    """A session as production asks for: begun with a second factor, the proof of who one is fresh."""
    client.force_login(user)
    session = client.session
    session["factor"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
