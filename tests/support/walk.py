"""How a family and an application get to their stage in tests: by the moves that lead there, on lawful days of 2026."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import time_machine
from django.contrib.auth.models import Group, Permission

from caseflow.cases.transitions import open_dossier, perform
from caseflow.people.models import User
from caseflow.support.models import Application, Area, HelperProfile, Household, Post
from caseflow.support.procedure import Role
from tests.kernel import afresh
from tests.walk import moment

WORKER, PANEL, HEAD = Role.VILLAGE_WORKER, Role.PANEL, Role.VILLAGE_HEAD
OFFICER, DEPUTY = Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_DEPUTY
PEOPLE = {
    "zhou": (WORKER, "周春梅"),
    "lei": (WORKER, "石磊"),
    "yue": (WORKER, "孙月娥"),
    "p1": (PANEL, "石大勇"),
    "p2": (PANEL, "石玉兰"),
    "p3": (PANEL, "石广田"),
    "p4": (PANEL, "魏秀芳"),
    "p5": (PANEL, "魏长河"),
    "he": (HEAD, "石桥生"),
    "ma": (OFFICER, "马志强"),
    "tian": (OFFICER, "田丽"),
    "bai": (DEPUTY, "白晓光"),
    "zou": (Role.COUNTY_OFFICER, "邹文慧"),
    "jin": (Role.SECTION_HEAD, "金海燕"),
    "lu": (Role.LEADER, "陆远"),
    "fpa": (Role.HELPER, "高建芳"),
    "cadre": (Role.HELPER, "杜文斌"),
    "fp": (Role.HELPER, "石小梅"),
    "doc": (Role.DOCTOR, "魏长青"),
    "vol": (Role.VOLUNTEER, "韩雪"),
    "vol2": (Role.VOLUNTEER, "苏敏"),
    "assoc": (Role.ASSOCIATION, "郭淑珍"),
    "recv": (Role.RECEIVER, "贺志远"),
    "second": (Role.COUNTY_OFFICER, "康明"),
    "qian": (Role.FINANCE, "钱守正"),
}
TEAM = (
    ("fpa", "FPA_SEC", False),
    ("cadre", "TOWN_CADRE", True),
    ("fp", "VILLAGE_FP", True),
    ("doc", "VILLAGE_DOCTOR", False),
    ("vol", "VOLUNTEER", False),
)
ANSWERS = {f"Q{number}": "yes" for number in range(1, 11)}


def group_of(role):
    group, created = Group.objects.get_or_create(name=str(Role(role).label))
    if created:
        group.permissions.add(Permission.objects.get(codename=role, content_type__app_label="support"))
    return group


def make_person(agency, username, name, role, area=None):
    user = User.objects.create_user(username, password="caseflow-demo", name=name, agency=agency)
    user.groups.set([group_of(role)])
    if area is not None:
        Post.objects.create(user=user, role=role, area=area)
    return User.objects.get(pk=user.pk)


def make_people(agency):
    town = Area.objects.create(code="620702104", name="云溪镇", phone="0936-8620001")
    village = Area.objects.create(code="620702104201", name="石桥村", parent=town, phone="0936-8620123")
    where = {WORKER: village, PANEL: village, HEAD: village, OFFICER: town, DEPUTY: town}
    made = {key: make_person(agency, key, name, role, where.get(role)) for key, (role, name) in PEOPLE.items()}
    other = Area.objects.create(code="620702105", name="河湾镇", phone="0936-8620002")
    Post.objects.create(user=made["recv"], role=OFFICER, area=other)
    for key in ("fpa", "cadre", "fp", "doc", "vol", "vol2"):
        HelperProfile.objects.create(user=made[key], pledged_on=date(2026, 2, 1), trained_on=date(2026, 2, 1))
    return SimpleNamespace(agency=agency, town=town, village=village, other=other, **made)


def panel(people):
    return [people.p1, people.p2, people.p3, people.p4, people.p5]


def met(people):
    return {
        "village": people.village,
        "found": "visit",
        "reason": "走访时说起难处",
        "name": "何秀英",
        "sex": "2",
        "birth_date": date(1965, 8, 20),
        "phone": "13893600002",
    }


def consent(family, **more):
    return {"member": family.members.first(), "agreed": ["B", "C"], "explained": True, **more}


def child(**more):
    return {
        "family_type": "DISABILITY",
        "name": "郑小禾",
        "sex": "2",
        "birth_date": "1990-04-01",
        "parentage": "BOTH",
        "status": "DISABLED",
        **more,
    }


def vote(people, **more):
    return {"place": "村委会", "chair": people.p1, "due": 5, "present": panel(people), "facts": "各项符合规定", **more}


def checked(**more):
    return {"met": "何秀英", "seen": "部门信息比对一致", "answers": dict(ANSWERS), **more}


def notice(application, level="village"):
    from caseflow.support.codes import Level
    from caseflow.support.guards.application import usual_text

    return usual_text(application, date(2026, 3, 12), Level(level))


GRANT = {"grants": True, "policy": "国家标准（未核定）", "amount": Decimal(460), "start_month": date(2026, 1, 1)}
REFUSAL = {
    "grants": False,
    "policy": "国家标准（未核定）",
    "explanation": "户籍在外县。",
    "deviation": "比对以后查明。",
}


def do(record, name, by, day, /, **facts):
    """``by`` performs a move at 16:00 of a day of 2026 (month, day)."""
    with time_machine.travel(moment(date(2026, *day), 16), tick=False):
        perform(afresh(record), name, by=by, **facts)
    return afresh(record)


def open_family(people, day=(3, 2), **facts):
    with time_machine.travel(moment(date(2026, *day), 9), tick=False):
        return afresh(open_dossier(Household, "register", by=people.zhou, agency=people.agency, **met(people) | facts))


def family_in_review(people, **facts):
    family = open_family(people, **facts)
    do(family, "record_consent", people.zhou, (3, 2), **consent(family))
    do(family, "record_child", people.zhou, (3, 2), **child())
    do(family, "verify_child", people.tian, (3, 2), source="比对一致")
    return do(family, "begin_review", people.zhou, (3, 3), agreed="本人愿意")


def apply(people, family=None, day=(3, 3), **facts):
    family = family or family_in_review(people)
    given = {"applicant": family.members.first(), "track": "full", "benefit": "MONTHLY", **facts}
    do(family, "start_application", people.zhou, day, **given)
    return Application.objects.select_related("dossier").get(pk=family.application.pk)


PATH = (
    ("submitted", "submit", "zhou", (3, 4), lambda p, a: {"signed_by": "何秀英", "mode_told": True}),
    ("accepted", "accept", "ma", (3, 5), lambda p, a: {}),
    ("checked", "check_home", "ma", (3, 9), lambda p, a: checked(second=p.lei)),
    ("deliberated", "deliberate", "p1", (3, 11), lambda p, a: vote(p)),
    ("publicity_1", "publish", "zhou", (3, 12), lambda p, a: {"text": notice(a)}),
    ("village_done", "give_opinion", "he", (3, 20), lambda p, a: {"opinion": "情况属实。"}),
    ("township_review", "receive", "tian", (3, 23), lambda p, a: {}),
    ("", "review_in_township", "tian", (3, 24), lambda p, a: reviewed()),
    ("publicity_2", "publish_in_township", "bai", (3, 25), lambda p, a: {"text": notice(a, "township")}),
    ("county_review", "forward_after_publicity", "tian", (4, 2), lambda p, a: {}),
    ("", "propose_decision", "zou", (4, 3), lambda p, a: dict(GRANT)),
    ("", "endorse", "jin", (4, 3), lambda p, a: {"opinion": "同意。"}),
    ("approved", "approve", "lu", (4, 7), lambda p, a: {"opinion": "同意。"}),
    ("", "tell", "zhou", (4, 8), lambda p, a: {"way": "上门说明"}),
    ("roster_filed", "file_roster", "zou", (4, 9), lambda p, a: {"sent_to": "市、省卫生健康委员会"}),
)
OBJECTION = {"kind": "child", "content": "听说还有一个孩子", "channel": "来访"}


def reviewed(**more):
    return {"met": True, "matched": "一致", "opinion": "建议批准", "agreed": True, **more}


def bring_to(people, state, application=None):
    """A new application in ``state``, by the usual path or one step beside it."""
    beside = {
        "correction": ("submitted", "ask_for_papers", "ma", (3, 5), {"missing": "户口簿首页", "how": "上门拍照"}),
        "objection_hold": ("publicity_1", "object", "ma", (3, 13), OBJECTION),
        "withdrawn": ("submitted", "withdraw", "zhou", (3, 5), {"wish": "想缓一缓", "effect_told": True}),
    }
    application = application or apply(people)
    if state == "draft":
        return application
    if state in beside:
        before, what, who, day, facts = beside[state]
        return do(bring_to(people, before, application), what, getattr(people, who), day, **facts)
    if state == "expired":
        application = bring_to(people, "correction", application)
        with time_machine.travel(moment(date(2026, 4, 8), 9), tick=False):
            perform(application, "expire", by=None)
        return afresh(application)
    if state == "not_approved":
        application = bring_to(people, "county_review", application)
        do(application, "propose_decision", people.zou, (4, 3), **REFUSAL)
        do(application, "endorse", people.jin, (4, 3), opinion="同意。")
        return do(application, "reject", people.lu, (4, 7), opinion="同意。")
    if state == "revoked":
        application = bring_to(people, "approved", application)
        do(application, "hear_first", people.zou, (4, 8), facts="户籍早已迁出")
        do(application, "record_statement", people.zhou, (4, 9), statement="知道了")
        return do(application, "revoke", people.lu, (4, 10), reason="户籍早已迁出。")
    for reached, what, who, day, facts in PATH:
        application = do(application, what, getattr(people, who), day, **facts(people, application))
        if reached == state:
            return application
    raise LookupError(state)


SCORES = {"living": "2", "ageing": "0", "medical": "2", "mind": "0", "legal": "0", "housing": "0", "money": "1"} | {
    "social": "0",
    "end_of_life": "0",
}
NEEDS = [
    {"domain": "living", "situation": "冬天劈柴吃力", "wish": "有人帮着备柴", "priority": "P2"},
    {"domain": "medical", "situation": "去县医院路远", "wish": "有人陪着去", "priority": "P1"},
]


def goals():
    return [
        {
            "domain": "living",
            "goal": "过冬的柴备好",
            "action": "组织志愿者劈柴",
            "who": "韩雪",
            "by_day": date(2026, 10, 31),
        },
        {
            "domain": "medical",
            "goal": "看病有人陪",
            "action": "陪同去县医院",
            "who": "魏长青",
            "by_day": date(2026, 6, 30),
        },
    ]


def everything_agreed(family):
    return consent(family, agreed=["B", "C", "D", "E"], recipients="云溪镇志愿服务队")


def appoint(people, family, who, code, day=(4, 10), by=None, **facts):
    given = {"person": getattr(people, who), "code": code, "asked": "何女士说愿意", **facts}
    return do(family, "appoint_helper", by or people.assoc, day, **given)


def with_team(people, family, members=TEAM):
    """A confirmed family with whoever of ``members``: key, role, of the two posts."""
    family = do(family, "record_consent", people.zhou, (4, 10), **everything_agreed(family))
    for who, code, dual in members:
        family = appoint(people, family, who, code, dual=dual)
    return family


def assessed(**more):
    return {"visited": True, "scores": dict(SCORES), "needs": list(NEEDS), "risk": "0", "health": "按时复诊", **more}


def planned(**more):
    return {"goals": goals(), "review_on": date(2026, 10, 15), "family_words": "这样挺好", "seen": True, **more}


def scored(family, **more):
    scores = {str(each.pk): "2" for each in family.plan.goals.all()}
    return {"scores": scores, "words": "有人来就踏实", "summary": "柴备好了", "risk": "0", **more}


COURSE = (
    ("needs_assessment", "begin_assessment", "tian", (4, 13), lambda f: {}),
    ("plan_draft", "assess_needs", "zhou", (4, 20), lambda f: assessed()),
    ("plan_approval", "submit_plan", "fpa", (4, 22), lambda f: planned()),
    ("delivery", "approve_plan", "bai", (4, 23), lambda f: {"opinion": "同意。"}),
    ("review", "call_review", "zhou", (5, 20), lambda f: {"cause": "wish"}),
)


def accompany_to(people, state, members=TEAM):
    """A family whose help has come to ``state``, with a team."""
    family = with_team(people, bring_family_to(people, "team_assignment"), members)
    for reached, what, who, day, facts in COURSE:
        if state == "team":
            return family
        family = do(family, what, getattr(people, who), day, **facts(family))
        if reached == state:
            return family
    raise LookupError(state)


ABROAD = {"reason": "away", "explanation": "去外地住半年", "agreed": "何女士电话里说"}


def bring_family_to(people, state):
    if state in {reached for reached, *_rest in COURSE}:
        return accompany_to(people, state)
    match state:
        case "suspended":
            return do(accompany_to(people, "delivery"), "suspend", people.tian, (5, 20), **ABROAD)
        case "transferred_out":
            family = do(accompany_to(people, "delivery"), "send_transfer", people.tian, (5, 20), **moved(people))
            return do(family, "accept_transfer", people.recv, (5, 21), answer="接收")
    family = open_family(people)
    match state:
        case "intake":
            return family
        case "eligibility_review":
            do(family, "record_consent", people.zhou, (3, 2), **consent(family))
            return do(family, "begin_review", people.zhou, (3, 3), agreed="本人愿意")
        case "closing":
            return do(family, "propose_closing", people.tian, (3, 4), reason="wish", summary="本人要求")
        case "closed":
            family = bring_family_to_more(people, "closing", family)
            return do(family, "finish", people.bai, (3, 5), told="电话告诉本人")
    family = bring_family_to_more(people, "eligibility_review", family)
    wanted = "roster_filed" if state == "team_assignment" else "not_approved"
    bring_to(people, wanted, apply(people, family))
    if state == "support_only":
        return do(family, "help_without_money", people.zou, (4, 8), need="陪同看病")
    return do(family, "decline", people.zou, (4, 8), reason="没有需要") if state == "rejected" else afresh(family)


def moved(people, family=None, **more):
    """What is written to the township where the family lives now."""
    member = (family or Household.objects.order_by("pk").last()).members.first()
    told = {"member": member, "agreed": True, "reason": "长期居住在河湾镇", "paid_to": "发到2026年5月"}
    return {**told, "to_area": people.other, **more}


def bring_family_to_more(people, state, family):
    if state == "closing":
        return do(family, "propose_closing", people.tian, (3, 4), reason="wish", summary="本人要求")
    do(family, "record_consent", people.zhou, (3, 2), **consent(family))
    return do(family, "begin_review", people.zhou, (3, 3), agreed="本人愿意")
