"""The closed lists of requests, referrals and emergencies (reference 3.8, 3.9, 4.8, 7.6, 7.8)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Need(TextChoices):
    """``need_category`` of 3.9."""

    MONEY = "money", _("经济")
    HOUSING = "housing", _("住房")
    MEDICAL = "medical", _("医疗就医")
    CARE = "care", _("照护")
    ELDER_HOME = "elder_home", _("养老入住")
    COMFORT = "comfort", _("精神慰藉")
    LEGAL = "legal", _("法律、监护、遗产")
    INSURANCE = "insurance", _("社保医保")
    ALLOWANCE = "allowance", _("低保救助")
    DISABILITY = "disability", _("残疾子女（康复、托养、就学就业）")
    FAMILY = "family", _("再生育、收养")
    FUNERAL = "funeral", _("殡葬、骨灰安放")
    TRAVEL = "travel", _("交通、家务")
    FARMING = "farming", _("涉农生产")
    PETITION = "petition", _("信访诉求")
    OTHER = "other", _("其他")


class Priority(TextChoices):
    P0 = "P0", _("危急（P0）")
    P1 = "P1", _("急需（P1）")
    P2 = "P2", _("一般（P2）")
    P3 = "P3", _("心愿、建议（P3）")
    PETITION = "PETITION", _("信访事项")


MEANING = {
    Priority.P0: _("有生命危险、人身不安全：突发住院、意外、失联。马上打电话，十分钟以内。"),
    Priority.P1: _("没吃的、没取暖、没药、没地方住。四小时以内答复，三天以内解决。"),
    Priority.P2: _("平常的难处。两个工作日以内答复，十个工作日以内解决。"),
    Priority.P3: _("想法和建议。五个工作日以内答复。"),
    Priority.PETITION: _("按信访程序办：十五日以内书面受理，六十日以内办结。"),
}
PRESSING = (Priority.P0, Priority.P1)  # a leader looks at them before they are closed


class Channel(TextChoices):
    VISIT = "visit", _("上门")
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("短信、微信")
    VIDEO = "video", _("视频")
    HOSPITAL = "hospital", _("机构、医院探望")
    COMPANY = "company", _("陪同服务")
    EVENT = "event", _("活动")
    COUNTER = "counter", _("来访")
    LETTER = "letter", _("来信")


class Outcome(TextChoices):
    """How a request ended (3.9)."""

    SOLVED = "SOLVED_CONFIRMED", _("已解决，本人确认")
    PARTLY = "PARTLY", _("部分解决")
    NOT_POSSIBLE = "NOT_POSSIBLE_EXPLAINED", _("目前办不到，已当面说明")
    WITHDRAWN = "WITHDRAWN", _("本人撤回")
    MERGED = "MERGED", _("并入另一件")
    NO_REPLY = "CLOSED_NO_REPLY", _("没有联系上，下次走访时再问")


PROPOSED = (Outcome.SOLVED, Outcome.PARTLY, Outcome.NOT_POSSIBLE)
HELPED = (Outcome.SOLVED, Outcome.PARTLY)  # the promise 有人帮


class Satisfaction(TextChoices):
    VERY = "very", _("非常满意")
    GOOD = "good", _("满意")
    FAIR = "fair", _("基本满意")
    BAD = "bad", _("不满意")
    NONE = "none", _("未评价")


class Confirmed(TextChoices):
    """How the family said yes."""

    SIGNATURE = "signature", _("签字")
    CODE = "code", _("短信确认码")
    CALL = "call", _("电话录音")
    IN_PERSON = "in_person", _("当面说")


class Watch(TextChoices):
    """Whom an overdue request was brought before (D10)."""

    TOWNSHIP = "township", _("乡镇（街道）领导督办")
    COUNTY = "county", _("县级领导督办")


class LineKind(TextChoices):
    """A line of the actions log of F-18 and F-29."""

    ANSWER = "answer", _("答复")
    TRY = "try", _("联系未果")
    PROGRESS = "progress", _("办理")
    AGAIN = "again", _("再次提出")
    STEP = "step", _("应急步骤")


class Step(TextChoices):
    """The steps of 3.8, in the order of its clock."""

    CALLED = "called", _("已给本人、家里打电话")
    CONTACTS = "contacts", _("已按名单打给联系人")
    ON_THE_WAY = "on_the_way", _("有人在路上")
    HOSPITAL_TOLD = "hospital_told", _("已告知医院走优先通道")
    ON_SITE = "on_site", _("已到现场")
    SIGNED = "signed", _("医疗同意书由谁签")
    PLAN = "plan", _("照护安排")
    COST = "cost", _("费用")
    DISCHARGED = "discharged", _("出院")
    HOME_VISIT = "home_visit", _("出院后上门")
    FOUND_SAFE = "found_safe", _("已确认平安")


class Signer(TextChoices):
    """Who consents to a treatment (民法典 1219, 1220, 33). A helper is none of them."""

    PATIENT = "patient", _("本人")
    RELATIVE = "relative", _("近亲属")
    REPRESENTATIVE = "representative", _("监护人或者持书面授权的人（须已登记）")
    HOSPITAL = "hospital", _("医疗机构负责人批准")


class Authority(TextChoices):
    """On what a representative's right rests."""

    GUARDIAN = "guardian", _("监护人")
    CHOSEN_GUARDIAN = "chosen_guardian", _("意定监护人")
    WRITTEN = "written", _("书面授权")


class ReferralState(TextChoices):
    DRAFT = "draft", _("拟转介")
    SENT = "sent", _("已发出，等答复")
    ACCEPTED = "accepted", _("对方已接")
    REJECTED = "rejected", _("对方未接")
    IN_SERVICE = "in_service", _("正在办")
    DONE = "done", _("已办成")
    REVOKED = "revoked", _("已撤回")


ENDED_REFERRAL = (ReferralState.REJECTED, ReferralState.DONE, ReferralState.REVOKED)
REFERRAL_MOVES: dict[str, tuple[str, ...]] = {  # where a referral may go from each of its states
    ReferralState.DRAFT: (ReferralState.SENT, ReferralState.REVOKED),
    ReferralState.SENT: (
        ReferralState.ACCEPTED,
        ReferralState.REJECTED,
        ReferralState.DONE,
        ReferralState.REVOKED,
    ),
    ReferralState.ACCEPTED: (ReferralState.IN_SERVICE, ReferralState.DONE, ReferralState.REVOKED),
    ReferralState.IN_SERVICE: (ReferralState.DONE, ReferralState.REVOKED),
    ReferralState.REJECTED: (),
    ReferralState.DONE: (),
    ReferralState.REVOKED: (),
}


class Ground(TextChoices):
    """What allows sharing with another organ (6.3 F)."""

    CONSENT = "consent", _("本人同意（第 F 项）")
    DUTY = "duty", _("法定职责")
    URGENT = "urgent", _("保护生命、人身安全的紧急情况")


class Told(TextChoices):
    """The facts a letter may tell another organ, at most."""

    NAME = "name", _("姓名")
    PHONE = "phone", _("电话")
    VILLAGE = "village", _("村（社区）")
    ADDRESS = "address", _("住址")
    BIRTH = "birth", _("出生日期")
    LAST4 = "last4", _("证件号码后四位")
