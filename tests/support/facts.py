"""For every row of both procedures of support, what makes it lawful: facts, and whatever must have come to pass before."""

from datetime import date, timedelta

from caseflow.cases.transitions import perform
from caseflow.support.models import HelperProfile, Post
from caseflow.support.procedure import Role
from caseflow.support.procedure.leaving import RESUMED
from tests import walk as kernel_walk
from tests.kernel import afresh, at, last_moment
from tests.support import contact_facts, walk

FAMILY, APPLICATION = {}, {}


def of(rows, *names):
    def register(function):
        for name in names or (function.__name__,):
            rows[name] = function
        return function

    return register


def plain(rows, facts, *names):
    for name in names:
        rows[name] = lambda p, record, now: dict(facts)


def act(record, name, by, now, /, **facts):
    """A preparing move, half an hour before what it prepares."""
    with at(now - timedelta(minutes=30)):
        perform(afresh(record), name, by=by, **facts)


def after(record, code):
    """The morning after the last day of a running limit."""
    running = record.dossier.deadlines.running().get(code=code)
    return kernel_walk.moment(running.legal_due + timedelta(days=1), 9)


def lawful(rows, people):
    """``lawful(name, record)`` for the walk over the table: the facts and the moment."""

    def given(name, record):
        now = last_moment(record)
        found = rows[name](people, record, now)
        return found if isinstance(found, tuple) else (found, now)

    return given


def a_change_of_posts(people, record, now):
    newcomer = walk.make_person(people.agency, "new", "新来的", Role.VILLAGE_WORKER)
    Post.objects.create(user=newcomer, role=Role.VILLAGE_WORKER, area=people.village)
    return {}


FAMILY["place"] = APPLICATION["place"] = a_change_of_posts
plain(FAMILY, {"note": "记一笔"}, "annotate")
plain(APPLICATION, {"note": "记一笔"}, "annotate")

# the family


@of(FAMILY)
def add_member(p, family, now):
    return {"name": "郑国安", "sex": "1", "birth_date": date(1963, 5, 12)}


plain(FAMILY, {"address": "三组22号", "contact_preference": "PHONE_ONLY"}, "describe")
FAMILY["record_child"] = lambda p, family, now: walk.child()


@of(FAMILY)
def verify_child(p, family, now):
    act(family, "record_child", p.zhou, now, **walk.child())
    return {"source": "比对一致"}


def account(p, family, **more):
    return {
        "member": family.members.first(),
        "bank": "青岚农商银行",
        "kind": "SOCIAL_CARD",
        "card": "6222020000000000005",
    }


FAMILY["record_account"] = lambda p, family, now: account(p, family)


@of(FAMILY)
def confirm_account(p, family, now):
    act(family, "record_account", p.zhou, now, **account(p, family))
    return {"account": family.accounts.last(), "callback": "打原来的电话，本人接"}


FAMILY["record_consent"] = lambda p, family, now: walk.consent(family)


@of(FAMILY)
def withdraw_consent(p, family, now):
    act(family, "record_consent", p.zhou, now, **walk.consent(family))
    return {"member": family.members.first(), "purposes": ["C"], "how": "电话告诉村专干"}


FAMILY["declare_closeness"] = lambda p, family, now: {"person": p.lei, "kinship": "near"}


@of(FAMILY)
def begin_review(p, family, now):
    act(family, "record_consent", p.zhou, now, **walk.consent(family))
    return {"agreed": "本人愿意"}


@of(FAMILY, "start_application", "propose_without_application")
def an_application(p, family, now):
    return {"applicant": family.members.first()}


@of(FAMILY)
def confirm(p, family, now):
    """A decision that the family has not heard of yet: the one step is taken without the other."""
    application = walk.bring_to(p, "county_review", walk.apply(p, family))
    type(application).objects.filter(pk=application.pk).update(state="approved")
    return {}, last_moment(application)


plain(FAMILY, {}, "take_back")


@of(FAMILY, "help_without_money", "decline")
def after_a_refusal(p, family, now):
    application = walk.bring_to(p, "not_approved", walk.apply(p, family))
    return {"need": "陪同看病"}, last_moment(application)


@of(FAMILY)
def decline(p, family, now):
    _facts, moment = after_a_refusal(p, family, now)
    return {"reason": "没有需要"}, moment


plain(FAMILY, {"facts": "户籍迁回"}, "review_again")

# the team


def somebody(p, family, now):
    """The contact of the township, appointed where nobody is."""
    helper = family.helpers.filter(code="TOWN_CADRE", until=None).last()
    if helper is None:
        with_consent(p, family, now)
        act(family, "appoint_helper", p.assoc, now, person=p.cadre, code="TOWN_CADRE", dual=True, asked="愿意")
        helper = family.helpers.filter(code="TOWN_CADRE", until=None).last()
    return helper


def with_consent(p, family, now):
    if not family.consents_to("D"):
        act(family, "record_consent", p.zhou, now, **walk.everything_agreed(family))


@of(FAMILY)
def appoint_helper(p, family, now):
    with_consent(p, family, now)
    return {"person": p.fp, "code": "DUAL_VILLAGE", "asked": "愿意"}


FAMILY["end_helper"] = lambda p, family, now: {"helper": somebody(p, family, now)}


@of(FAMILY)
def leave_team(p, family, now):
    """Each of the three offices of a team serves."""
    with_consent(p, family, now)
    for who, code, _dual in walk.TEAM:
        if not family.helpers.filter(code=code, until=None).exists():
            act(family, "appoint_helper", p.assoc, now, person=getattr(p, who), code=code, asked="愿意")
    return {}


FAMILY["refuse_helper"] = lambda p, family, now: {"helper": somebody(p, family, now), "how": "电话"}


@of(FAMILY)
def remove_refused(p, family, now):
    act(family, "refuse_helper", p.zhou, now, helper=somebody(p, family, now), how="电话")
    return {}


@of(FAMILY)
def settle_team(p, family, now):
    HelperProfile.objects.filter(user=somebody(p, family, now).user).update(trained_on=date(2024, 1, 1))
    return {}


@of(FAMILY)
def hand_over(p, family, now):
    helper = somebody(p, family, now)
    family.helpers.create(code=helper.code, user=p.fp, since=helper.since, until=helper.since, ended="left")
    return {"helper": helper, "needs": "无", "promises": "无", "witness": "何秀英"}


@of(FAMILY)
def deliver_card(p, family, now):
    if family.card is None:
        family.cards.create(version=1, delivered_on=now.date())
    return {}


FAMILY["name_primary"] = lambda p, family, now: {
    "member": family.members.first(),
    "helper": somebody(p, family, now),
}
FAMILY["record_doctor"] = lambda p, family, now: {"member": family.members.first(), "status": "DECLINED"}
FAMILY["record_proof"] = lambda p, family, now: {"member": family.members.first(), "until": date(2028, 1, 1)}
FAMILY["take_pledge"] = lambda p, family, now: {"person": p.vol2, "trained_on": now.date(), "explained": True}


@of(FAMILY)
def waive_for_doctor(p, family, now):
    act(family, "declare_closeness", p.zhou, now, person=p.vol2, kinship="near")
    return {"person": p.vol2, "reason": "村里只有一名医生"}


# accompanying


@of(FAMILY)
def begin_assessment(p, family, now):
    somebody(p, family, now)
    return {}


FAMILY["assess_needs"] = lambda p, family, now: walk.assessed()
FAMILY["submit_plan"] = lambda p, family, now: walk.planned(review_on=date(2026, 12, 15))
plain(FAMILY, {"opinion": "同意。"}, "approve_plan")


@of(FAMILY)
def approve_plan_in_county(p, family, now):
    type(family).objects.filter(pk=family.pk).update(risk_level="3")
    return {"opinion": "同意。"}


plain(FAMILY, {"comments": "写明谁陪同"}, "return_plan")
plain(FAMILY, {}, "begin_stage_review")
plain(FAMILY, {"cause": "event"}, "call_review")
FAMILY["score_goals"] = lambda p, family, now: walk.scored(family)


def after_the_scores(p, family, now):
    act(family, "score_goals", p.fpa, now, **walk.scored(family))


@of(FAMILY)
def conclude_review(p, family, now):
    after_the_scores(p, family, now)
    return {"opinion": "同意。"}


# leaving

plain(FAMILY, {"reason": "wish", "summary": "本人要求"}, "propose_closing")


@of(FAMILY)
def propose_closing_after_review(p, family, now):
    after_the_scores(p, family, now)
    return {"reason": "no_need", "summary": "各项都已做到"}


plain(FAMILY, {"summary": "已经办结"}, "propose_closing_of_help")
plain(FAMILY, {"told": "电话告诉本人"}, "finish")
plain(FAMILY, walk.ABROAD, "suspend")
plain(FAMILY, {"found": "仍在外地"}, "recheck_pause")


def from_there(state):
    def resume(p, family, now):
        family.suspensions.update(was=state)
        return {"found": "已经回来"}

    return resume


FAMILY.update({name: from_there(state) for name, state in RESUMED.items()})
FAMILY["send_transfer"] = lambda p, family, now: walk.moved(p, family)


def offered(**more):
    def prepared(p, family, now):
        act(family, "send_transfer", p.tian, now, **walk.moved(p, family, **more))
        return {"answer": "已经答复"}

    return prepared


FAMILY["accept_transfer"] = FAMILY["decline_transfer"] = offered()
FAMILY["record_acceptance"] = FAMILY["record_refusal"] = offered(to_area=None, to_office="外县某街道办事处")
plain(FAMILY, {"said": "身体都好"}, "greet")
plain(FAMILY, {"wish": "不用打了"}, "stop_greetings")


@of(FAMILY)
def reopen(p, family, now):
    approved = {"approved_by": p.bai, "approved_on": now.date()}
    family.plans.create(version=1, drafted_by=p.fpa, drafted_on=now.date(), review_on=now.date(), **approved)
    return {"need": "摔了一跤，要人照看"}


plain(FAMILY, {"need": "回来住了"}, "reopen_intake")

# the application

plain(APPLICATION, {"signed_by": "何秀英", "mode_told": True}, "submit")


@of(APPLICATION)
def ask_for_papers(p, application, now):
    return {"missing": "户口簿首页", "how": "上门拍照"}


plain(APPLICATION, {"received": "照片"}, "supplement")
plain(APPLICATION, {"days": 30, "reason": "本人住院"}, "extend_supplement")
APPLICATION["expire"] = lambda p, application, now: ({}, after(application, "L-3"))
plain(APPLICATION, {}, "accept", "receive", "forward_after_publicity")
APPLICATION["accept_by_silence"] = lambda p, application, now: ({}, after(application, "L-2"))
plain(APPLICATION, {"wish": "想缓一缓", "effect_told": True}, "withdraw")
plain(APPLICATION, {"days": 15, "reason": "情况复杂"}, "extend_whole")
plain(APPLICATION, {"organ": "县公安局", "question": "户籍登记"}, "wait_for_others")


@of(APPLICATION)
def record_answer(p, application, now):
    act(application, "wait_for_others", p.tian, now, organ="县公安局", question="户籍登记")
    return {"answer": "登记一致"}


APPLICATION["check_home"] = lambda p, application, now: walk.checked(second=p.lei)


def on_claim(application):
    type(application).objects.filter(pk=application.pk).update(track="claim")


@of(APPLICATION)
def check_claim(p, application, now):
    on_claim(application)
    return walk.checked()


@of(APPLICATION)
def receive_claim(p, application, now):
    on_claim(application)
    return {}


APPLICATION["deliberate"] = lambda p, application, now: walk.vote(p)
APPLICATION["publish"] = lambda p, application, now: {"text": walk.notice(application)}
plain(APPLICATION, walk.OBJECTION, "object", "object_in_township")


@of(APPLICATION)
def uphold(p, application, now):
    return {"acts": "查了登记", "conclusion": "情况有变化", "answers": {"Q6": "no"}, **walk.vote(p)}


@of(APPLICATION)
def dismiss(p, application, now):
    return {"acts": "查了登记", "conclusion": "反映的情况不属实", "text": walk.notice(application)}


@of(APPLICATION)
def dismiss_in_township(p, application, now):
    application.rounds.update(level="township")
    return dismiss(p, application, now)


APPLICATION["give_opinion"] = lambda p, application, now: (
    {"opinion": "情况属实。"},
    max(now, kernel_walk.moment(application.round.last_day + timedelta(days=1), 9)),
)
APPLICATION["forward_after_publicity"] = lambda p, application, now: (
    {},
    max(now, kernel_walk.moment(application.round.last_day + timedelta(days=1), 9)),
)


@of(APPLICATION)
def give_opinion_at_once(p, application, now):
    type(application).objects.filter(pk=application.pk).update(mode="none")
    return {"opinion": "情况属实。"}


APPLICATION["review_in_township"] = lambda p, application, now: walk.reviewed()


@of(APPLICATION)
def publish_in_township(p, application, now):
    act(application, "review_in_township", p.tian, now, **walk.reviewed())
    return {"text": walk.notice(application, "township")}


@of(APPLICATION)
def forward(p, application, now):
    type(application).objects.filter(pk=application.pk).update(mode="none")
    act(application, "review_in_township", p.tian, now, **walk.reviewed())
    return {}


APPLICATION["propose_decision"] = lambda p, application, now: dict(walk.GRANT)


@of(APPLICATION)
def endorse(p, application, now):
    act(application, "propose_decision", p.zou, now, **walk.GRANT)
    return {"opinion": "同意。"}


@of(APPLICATION)
def approve(p, application, now):
    endorse(p, application, now)
    act(application, "endorse", p.jin, now, opinion="同意。")
    return {"opinion": "同意。"}


@of(APPLICATION)
def reject(p, application, now):
    act(application, "propose_decision", p.zou, now, **walk.REFUSAL)
    act(application, "endorse", p.jin, now, opinion="同意。")
    return {"opinion": "同意。"}


plain(APPLICATION, {"questions": "迁出的日期"}, "send_back")


@of(APPLICATION)
def tell(p, application, now):
    type(application).objects.filter(pk=application.pk).update(told_on=None)
    return {"way": "上门说明"}


@of(APPLICATION)
def file_roster(p, application, now):
    act(application, "tell", p.zhou, now, way="上门说明")
    return {"sent_to": "市卫生健康委员会"}


plain(APPLICATION, {"facts": "户籍早已迁出"}, "hear_first")


@of(APPLICATION)
def record_statement(p, application, now):
    act(application, "hear_first", p.zou, now, facts="户籍早已迁出")
    return {"statement": "知道了"}


@of(APPLICATION)
def revoke(p, application, now):
    record_statement(p, application, now)
    act(application, "record_statement", p.zhou, now, statement="知道了")
    return {"reason": "户籍早已迁出。"}


@of(APPLICATION)
def confirm_family(p, application, now):
    """As if the step that follows by itself had been held up by a power cut."""
    type(application.household).objects.filter(pk=application.household_id).update(state="eligibility_review")
    return {}


contact_facts.register(FAMILY, act)
