"""The invented office of the demonstration: its people, and cases told so that their limits end about today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

from caseflow.cases import holidays
from caseflow.cases.calendar import add_working_days
from caseflow.custody.apps import OFFICER
from caseflow.people import offices
from caseflow.people.demonstration import QUALIFICATION, demonstration_agency, group_of
from caseflow.people.models import Agency, Certificate, User

from .procedure import Role

PASSWORD = "caseflow-demo"
CERTIFIED = (date(2024, 1, 1), date(2029, 12, 31))


@dataclass(frozen=True)
class Person:
    """Somebody of the office; the certificates are those that the stories name."""

    username: str
    name: str
    unit: str
    post: str
    role: Role
    certificate: str = ""


PEOPLE = (
    Person("wang", "王敏", "综合监督科", "受理员", Role.INTAKE),
    Person("li", "李建国", "医疗监督科", "执法人员", Role.OFFICER, "甘620702-0113"),
    Person("zhao", "赵红", "医疗监督科", "执法人员", Role.OFFICER, "甘620702-0127"),
    Person("wu", "吴晓喆", "医疗监督科", "执法人员", Role.OFFICER, "甘620702-0131"),
    Person("qian", "钱进", "医疗监督科", "科长", Role.UNIT_HEAD),
    Person("kong", "孔令辉", "综合监督科", "审核人", Role.REVIEWER),
    Person("liu", "刘敬文", "法规科", "法制审核员", Role.LEGAL),
    Person("shen", "沈玉兰", "法规科", "法制审核员", Role.LEGAL),
    Person("sun", "孙正", "局领导", "副局长", Role.HEAD),
    Person("chen", "陈秉章", "局领导", "局长", Role.PRINCIPAL),
    Person("zhou", "周一鸣", "局领导", "党组成员", Role.COUNCIL),
    Person("zheng", "郑二强", "局领导", "党组成员", Role.COUNCIL),
    Person("feng", "冯三立", "局领导", "党组成员", Role.COUNCIL),
    Person("gu", "顾承远", "法规科", "听证主持人", Role.HOST),
    Person("fang", "方圆", "财务科", "会计", Role.FINANCE),
    Person("shi", "石存", "办公室", "档案管理员", Role.ARCHIVIST),
    Person("du", "杜明", "市卫生健康委员会", "督办员", Role.SUPERVISOR),
)
ADMINISTRATORS = (
    ("admin", "高明", "办公室", offices.SYSTEM),
    ("security", "安宁", "办公室", offices.SECURITY),
    ("audit", "秦察", "办公室", offices.AUDIT),
)


def make_office() -> list[User]:
    """The authority and its people, made where they are missing; passwords are set once."""
    agency = demonstration_agency()
    people = []
    for told in PEOPLE:
        user = _person(agency, told.username, told.name, told.unit, told.post)
        if not user.groups.exists():
            user.groups.add(group_of("enforcement", told.role, told.role.label))
        if told.certificate:
            Certificate.objects.get_or_create(
                number=told.certificate,
                defaults={
                    "user": user,
                    "regions": agency.region_code,
                    "issued_by": "甘肃省人民政府",
                    "valid_from": CERTIFIED[0],
                    "valid_to": CERTIFIED[1],
                },
            )
        people.append(user)
    for username, name, unit, post in ADMINISTRATORS:
        user = _person(agency, username, name, unit, post)
        if not user.groups.exists():
            user.groups.add(group_of("people", offices.ADMINISTRATORS[post], post))
        people.append(user)
    officer = _person(agency, "bao", "保文静", "办公室", OFFICER)
    if not officer.groups.exists():
        officer.groups.add(group_of("custody", "protection_officer", OFFICER))
    return [*people, officer]


def _person(agency: Agency, username: str, name: str, unit: str, post: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, name=name, agency=agency, unit=unit, post=post)
        user.legal_qualification = QUALIFICATION if unit == "法规科" else ""
        user.set_password(PASSWORD)
        user.save()
    return user


# Cases that end about today


@dataclass(frozen=True)
class Act:
    """A step of the usual way: what is done, by whom, how many working days after the step before, and with what."""

    do: str
    by: str
    gap: int
    facts: Any = None


SERVE = {"method": "SV2", "relation": "法定代表人", "server1": "li", "server2": "zhao"}
WAY = (
    Act("tip.register", "wang", 0),
    Act("tip.accept", "sun", 1),
    Act("case.file", "sun", 1, {"officers": ["li", "zhao"]}),
    Act("case.inspect", "li", 1, "inspection"),
    Act("case.record_interview", "li", 1, "interview"),
    Act("case.add_evidence", "li", 1, {"kind": "EV4", "name": "收款流水", "proves": "收取费用的时间和数额"}),
    Act("case.verify_evidence", "li", 0, {"verification": "与原始载体核对一致"}),
    Act("case.record_act", "li", 0, "act"),
    Act(
        "case.conclude_investigation",
        "li",
        3,
        {
            "findings": "当事人利用超声诊断仪为他人进行非医学需要的胎儿性别鉴定，收取费用。",
            "crime_suspected": False,
            "crime_reason": "有执业资格的人员实施，没有造成危害后果。",
            "advice": "给予警告，没收违法所得，并处罚款。",
        },
    ),
    Act("case.discuss_in_panel", "qian", 1, "panel"),
    Act("case.propose", "kong", 1, "proposal"),
    Act("case.review_legality", "liu", 1, {"items": "pass", "opinion": "同意。"}),
    Act("case.approve_notice", "sun", 1, {"opinion": "同意。"}),
    Act("case.serve_notice", "li", 1, SERVE),
    Act("case.accept_waiver", "li", 1),
    Act("case.pass_second_review", "liu", 1, {"items": "pass", "opinion": "同意。"}),
    Act("case.decide_penalty", "sun", 1),
    Act("case.serve_decision", "li", 1, SERVE),
)


@dataclass(frozen=True)
class Fresh:
    """A case that has come to a step some working days ago; ``more`` is what has happened since."""

    key: str
    title: str
    name: str
    rep: str
    last: str
    ago: int
    more: tuple[tuple[int, str, str, Any], ...] = ()  # working days ago, who, what, with what
    fine: int = 37200
    pause: int = 0  # working days of rest before the conclusion
    tip: Mapping[str, Any] | None = None


REPORTER = {
    "real_name": True,
    "reporter_name": "马立新",
    "reporter_phone": "13893600000",
    "wants_reply": True,
    "urgent": True,
}
CASES = (
    Fresh("new", "刚登记的实名举报", "安宁门诊部", "詹永宁", "tip.register", 1, tip=REPORTER),
    Fresh("waiting", "登记以后还没有交办", "清河诊所", "霍清河", "tip.register", 9),
    Fresh(
        "checked",
        "正在核查的线索",
        "永康门诊部",
        "单永康",
        "tip.register",
        11,
        more=((10, "qian", "tip.assign_check", {"officers": ["li", "wu"]}),),
    ),
    Fresh("accepted", "受理以后等待立案", "青松诊所", "游青松", "tip.accept", 6),
    Fresh("filed", "已立案，等待调查", "德馨门诊部", "戚德馨", "case.file", 1),
    Fresh(
        "preserved",
        "先行登记保存就要到期",
        "兴隆诊所",
        "符兴隆",
        "case.record_interview",
        7,
        more=(
            (
                6,
                "sun",
                "case.approve_preservation",
                {"reason": "设备可能被转移", "place": "门诊部", "keeper": "符兴隆"},
            ),
            (6, "li", "case.preserve_evidence", {"items": [{"name": "便携式超声诊断仪", "model": "M7"}]}),
        ),
    ),
    Fresh("late", "办案期限就要届满", "回春诊所", "国回春", "case.discuss_in_panel", 1, pause=52),
    Fresh("reviewed", "等待法制审核", "保和门诊部", "蓝保和", "case.propose", 4),
    Fresh("noticed", "事先告知书等待送达", "百姓诊所", "晏百川", "case.approve_notice", 1),
    Fresh("stating", "陈述申辩期限今天或者明天届满", "泰和门诊部", "应泰和", "case.serve_notice", 4),
    Fresh(
        "hearing",
        "听证已经通知，等待举行",
        "圣安妇产医院",
        "宗圣安",
        "case.serve_notice",
        5,
        fine=74400,
        more=(
            (3, "wang", "case.request_hearing", {"requested_by": "宗圣安", "way": "书面", "grounds": "罚款过重"}),
            (2, "wang", "case.schedule_hearing", "hearing"),
            (1, "li", "case.serve_paper", {"papers": ["hearing_notice"], **SERVE, "receiver": "宗圣安"}),
        ),
    ),
    Fresh("approving", "等待负责人审批", "广济诊所", "苗广济", "case.pass_second_review", 1),
    Fresh(
        "discussing",
        "等待集体讨论",
        "天使妇科门诊部",
        "桑天石",
        "case.pass_second_review",
        2,
        fine=74400,
        more=((1, "sun", "case.refer_to_discussion", "meeting"),),
    ),
    Fresh("deciding", "决定书等待送达", "万康门诊部", "牧万康", "case.decide_penalty", 6),
    Fresh("paying", "缴款期限就要届满", "延年诊所", "巴延年", "case.serve_decision", 9),
    Fresh(
        "deferred",
        "分期缴纳，第一期就要到期",
        "慈心门诊部",
        "步慈心",
        "case.serve_decision",
        8,
        more=((3, "sun", "case.approve_plan", "plan"),),
    ),
    Fresh(
        "closing",
        "缴清以后等待批准结案",
        "同心诊所",
        "向同心",
        "case.serve_decision",
        9,
        more=(
            (3, "fang", "case.record_payment", {"slip_no": "信合-同心-01", "amount": "55800"}),
            (2, "li", "case.complete_performance", {"summary": "罚没款已按期缴清。"}),
        ),
    ),
)


def fresh(today: date) -> Iterator[tuple[str, str]]:
    """Name and text of stories whose cases wait for somebody today or within days."""
    for case in CASES:
        yield case.key, yaml.safe_dump(_story(case, today), allow_unicode=True, sort_keys=False)


def _story(case: Fresh, today: date) -> dict[str, Any]:
    steps = [*_way(case, today), *(_more(case, today))]
    acting = {each.username: each for each in PEOPLE}
    return {
        "title": case.title,
        "people": {name: _as_told(each) for name, each in acting.items()},
        "given": [
            {
                "is": "institution",
                "as": "clinic",
                "name": case.name,
                "address": f"青岚县城关镇{case.name[:2]}路{len(case.key)}号",
                "legal_rep": case.rep,
                "region_code": "620702",
            }
        ],
        "steps": steps,
    }


def _as_told(person: Person) -> dict[str, Any]:
    told: dict[str, Any] = {"name": person.name, "roles": [str(person.role)]}
    return {**told, "certificate": person.certificate} if person.certificate else told


def _working_day(today: date, ago: int) -> date:
    """The day ``ago`` working days before ``today``."""
    return add_working_days(today, -ago, holidays.calendar())


def _way(case: Fresh, today: date) -> Iterator[dict[str, Any]]:
    names = [act.do for act in WAY]
    acts = WAY[: names.index(case.last) + 1]
    gaps = [act.gap + (case.pause if act.do == "case.conclude_investigation" else 0) for act in acts]
    hour = 10
    for number, act in enumerate(acts):
        hour = 10 if gaps[number] else hour + 1
        day = _working_day(today, case.ago + sum(gaps[number + 1 :]))
        yield _step(case, act.do, act.by, day, hour, act.facts)


def _more(case: Fresh, today: date) -> Iterator[dict[str, Any]]:
    for number, (ago, by, do, facts) in enumerate(case.more):
        yield _step(case, do, by, _working_day(today, ago), 16 + number // 2, facts)


def _step(case: Fresh, do: str, by: str, day: date, hour: int, facts: Any) -> dict[str, Any]:
    procedure = do.partition(".")[0]
    step: dict[str, Any] = {"at": f"{day} {hour:02d}:{30 if hour > 15 else 0:02d}", "by": by, "do": do}
    if do == "tip.register":
        step["as"] = "tip"
        facts = {
            "channel": "phone",
            "source": "tip_off",
            "about": "clinic",
            "summary": "称付费即可做超声鉴定胎儿性别",
            **(case.tip or {}),
        }
    else:
        step["on"] = procedure
    if do == "tip.accept":
        step["as"] = "case"
    if told := _facts(case, facts, day):
        step["with"] = told
    return step


def _facts(case: Fresh, facts: Any, day: date) -> dict[str, Any]:
    """The facts of a step; those that depend on the day or the case go by a name."""
    if isinstance(facts, dict):
        return {**facts, "receiver": case.rep} if facts is SERVE else facts
    later = timedelta(days=1)
    spot = {"officer1": "li", "officer2": "zhao"}
    told: dict[str, dict[str, Any]] = {
        "inspection": {
            **spot,
            "started_at": f"{day} 08:30",
            "ended_at": f"{day} 09:40",
            "place": "二楼超声检查室",
            "companion": case.rep,
            "findings": "1.超声诊断仪一台在用。\n2.门口没有禁止“两非”的标志。",
        },
        "interview": {
            **spot,
            "started_at": f"{day} 08:30",
            "ended_at": f"{day} 09:40",
            "place": "青岚县卫生健康局询问室",
            "role": "party",
            "name": case.rep,
            "rights_answer": "听清了，不申请回避。",
            "content": "问：你在单位担任什么职务？\n答：负责人。",
        },
        "act": {"happened_on": f"{day - timedelta(days=40)}", "method": "ultrasound", "fee": "18600"},
        "panel": {
            "held_at": f"{day} 09:00",
            "place": "三楼会议室",
            "chair": "qian",
            "members": ["li", "zhao"],
            "recorder": "赵红",
            "opinions": "一致同意承办人的意见。",
            "conclusion": "建议给予行政处罚。",
        },
        "proposal": {
            "tier": "ordinary",
            "reasons": "实施一次，积极配合调查。",
            "warning": True,
            "confiscation": "18600",
            "fine": str(case.fine),
            "correction": "立即停止违法行为",
        },
        "hearing": {
            "scheduled_at": f"{add_working_days(day, 9, holidays.calendar())} 09:00",
            "place": "二楼听证室",
            "host": "gu",
        },
        "meeting": {"reason": "罚款数额较大", "meeting_at": f"{day + 2 * later} 09:00", "place": "二楼会议室"},
        "plan": {
            "instalments": [
                {"due_on": f"{day + 8 * later}", "amount": "27900"},
                {"due_on": f"{day + 40 * later}", "amount": "27900"},
            ],
            "reason": "经营困难",
            "proof": "书面申请和财务报表",
        },
    }
    return told.get(facts, {}) if facts else {}
