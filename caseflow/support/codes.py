"""The closed lists of support (reference 7.1–7.8). Labels are what people read; the codes of the reference are kept."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from .rules.accounts import Kind as AccountKind
from .rules.policy import FamilyType

__all__ = ["AccountKind", "FamilyType"]  # besides what follows


class Track(TextChoices):
    FULL = "full", _("资格确认")
    CLAIM = "claim", _("单项待遇")
    URGENT = "urgent", _("急难先办")
    FAST_NO_APPLY = "fast_no_apply", _("免申即享")


SHORT_TRACKS = (Track.CLAIM, Track.URGENT)


class Benefit(TextChoices):
    """What an application is about: the codes of ``rules.policy.Benefit`` in the words of lists and letters."""

    MONTHLY = "MONTHLY", _("按月生活补助")
    ONE_TIME = "ONE_TIME", _("一次性扶助")
    HOSP_CARE = "HOSP_CARE", _("住院护理补贴")
    PENSION_PREM = "PENSION_PREM", _("代缴居民养老保险")
    MED_PREM = "MED_PREM", _("代缴居民医疗保险")
    FUNERAL = "FUNERAL", _("丧葬服务补贴")


class Status(TextChoices):
    """Follows from other moves, never set by hand (reference 7.1)."""

    CANDIDATE = "CANDIDATE", _("了解情况")
    IN_REVIEW = "IN_REVIEW", _("审核中")
    CONFIRMED_FUTURE = "CONFIRMED_FUTURE", _("已确认，尚未起算")
    CONFIRMED = "CONFIRMED", _("已确认")
    TRANSFERRED = "TRANSFERRED", _("已移交")
    ENDED = "ENDED", _("已结束")
    VOID = "VOID", _("已撤销")


LIVING_STATUS = (Status.CANDIDATE, Status.IN_REVIEW, Status.CONFIRMED_FUTURE, Status.CONFIRMED)


class Contact(TextChoices):
    HOME_OK = "HOME_OK", _("愿意上门")
    PHONE_ONLY = "PHONE_ONLY", _("只打电话")
    MESSAGE_ONLY = "MESSAGE_ONLY", _("只发消息")
    NO_FESTIVAL = "NO_FESTIVAL", _("节日不打扰")
    NO_CONTACT_EXCEPT_URGENT = "NO_CONTACT_EXCEPT_URGENT", _("除急事外不联系")


class HukouKind(TextChoices):
    RURAL = "RURAL", _("农业")
    URBAN = "URBAN", _("非农业")
    OTHER = "OTHER", _("其他")


class Sex(TextChoices):
    MALE = "1", _("男")
    FEMALE = "2", _("女")


class Marital(TextChoices):
    UNMARRIED = "10", _("未婚")
    FIRST = "21", _("初婚")
    AGAIN = "22", _("再婚")
    RESTORED = "23", _("复婚")
    WIDOWED = "30", _("丧偶")
    DIVORCED = "40", _("离婚")
    UNKNOWN = "90", _("未说明")


class ChildStatus(TextChoices):
    """Sealed: read only on the page that is opened for a purpose."""

    ALIVE = "ALIVE", _("健在")
    DECEASED = "DECEASED", _("已离世")
    DECLARED_DEAD = "DECLARED_DEAD", _("依法宣告")
    DISABLED = "DISABLED", _("持残疾人证")
    ADOPTED_OUT = "ADOPTED_OUT", _("依法送养")
    UNKNOWN = "UNKNOWN", _("不明")


class Parentage(TextChoices):
    BOTH = "BOTH", _("本人及配偶亲生")
    OWN = "OWN", _("本人亲生非配偶亲生")
    SPOUSE = "SPOUSE", _("非本人亲生配偶亲生")
    NEITHER = "NEITHER", _("非本人及配偶亲生")


class ConfirmUnit(TextChoices):
    HOSPITAL = "HOSPITAL", _("医疗机构")
    POLICE = "POLICE", _("公安机关")
    VILLAGE = "VILLAGE", _("村（居）委会")
    COURT = "COURT", _("人民法院")
    FEDERATION = "FEDERATION", _("残联")


class Purpose(TextChoices):
    """F-04: A rests on a duty in law, the others on consent of their own (reference 6.3)."""

    A = "A", _("A 审核法定待遇（告知，不须同意）")
    B = "B", _("B 向有关部门核验信息")
    C = "C", _("C 帮扶联系小组联系走访")
    D = "D", _("D 向志愿者、社会组织提供信息")
    E = "E", _("E 家庭医生和健康档案")
    F = "F", _("F 逐项转介其他部门")
    G = "G", _("G 心理服务")
    H = "H", _("H 照片、报道、活动宣传")
    I = "I", _("I 超出法定最小范围的公示")


CONSENTED = tuple(each for each in Purpose if each != Purpose.A)


class Kinship(TextChoices):
    NEAR = "near", _("近亲属")
    OTHER = "other", _("其他亲属")
    NEIGHBOUR = "neighbour", _("邻里纠纷")
    DEBT = "debt", _("债权债务")
    SELLING = "selling", _("利益推销")
    WILL = "will", _("遗赠、监护")


BLOCKING = (Kinship.NEAR, Kinship.SELLING, Kinship.WILL)


class Found(TextChoices):
    VISIT = "visit", _("走访发现")
    SELF = "self", _("本人提出")
    HOSPITAL = "hospital", _("医疗机构告知")
    FEDERATION = "federation", _("残联告知")
    MATCH = "match", _("部门信息比对")
    OTHER = "other", _("其他")


class Mode(TextChoices):
    FULL_LIST = "full_list", _("完整名单")
    MINIMAL = "minimal", _("最小范围")
    PANEL_ONLY = "panel_only", _("评议组内查阅")
    NONE = "none", _("不公示")


class Level(TextChoices):
    VILLAGE = "village", _("村级")
    TOWNSHIP = "township", _("乡镇级")


class ObjectionCode(TextChoices):
    CHILD = "child", _("有健在子女")
    CHANGE = "change", _("家庭登记情况变化")
    HUKOU = "hukou", _("户籍不在本地")
    PAPERS = "papers", _("材料不实")
    PROCEDURE = "procedure", _("程序问题")
    PRIVACY = "privacy", _("隐私问题")
    OTHER = "other", _("其他")


class CloseReason(TextChoices):
    ALL_DEPARTED = "all_departed", _("全体成员离世")
    MOVED = "moved", _("迁出并移交")
    NO_NEED = "no_need", _("不再符合且无其他需求")
    WISH = "wish", _("本人要求")
    LOST = "lost", _("失联核销")
    MERGED = "merged", _("并案")
    MISTAKE = "mistake", _("误建")


FROM_ANYWHERE = (CloseReason.ALL_DEPARTED, CloseReason.WISH, CloseReason.LOST, CloseReason.MERGED, CloseReason.MISTAKE)


class HelperCode(TextChoices):
    """The roles of a team (role_code of 7.8): the five of “4+1”, and who may serve beside them."""

    FPA_SEC = "FPA_SEC", _("计生协会秘书长")
    TOWN_CADRE = "TOWN_CADRE", _("乡镇（街道）干部")
    VILLAGE_FP = "VILLAGE_FP", _("村（社区）计生专干")
    VILLAGE_DOCTOR = "VILLAGE_DOCTOR", _("村（社区）签约医生")
    VOLUNTEER = "VOLUNTEER", _("志愿者")
    DUAL_TOWN_LEADER = "DUAL_TOWN_LEADER", _("双岗联系人（乡镇领导）")
    DUAL_VILLAGE = "DUAL_VILLAGE", _("双岗联系人（村干部）")
    LOCAL_CONTACT = "LOCAL_CONTACT", _("居住地联系人")
    STAND_IN = "STAND_IN", _("代管人")


FIVE = (
    HelperCode.FPA_SEC,
    HelperCode.TOWN_CADRE,
    HelperCode.VILLAGE_FP,
    HelperCode.VILLAGE_DOCTOR,
    HelperCode.VOLUNTEER,
)


class EndOfHelp(TextChoices):
    """Why somebody no longer serves a household (``end_reason`` of 7.5)."""

    LEFT = "left", _("调离或者退出")
    WISH = "wish", _("按家庭意愿换人")
    CONFLICT = "conflict", _("有应当回避的关系")
    FILLED = "filled", _("角色已有人接任")
    CONSENT = "consent", _("家庭撤回同意")
    CLOSED = "closed", _("帮扶结束")


class TeamState(TextChoices):
    """How complete a team is (T-3)."""

    NONE = "none", _("尚未组建")
    INCOMPLETE = "incomplete", _("不齐")
    UNCOVERED = "uncovered", _("齐全，有成员没有主要联系人")
    COMPLETE = "complete", _("齐全")


class Domain(TextChoices):
    """``care_domain`` of 7.8."""

    LIVING = "living", _("生活")
    AGEING = "ageing", _("养老")
    MEDICAL = "medical", _("医疗")
    MIND = "mind", _("精神")
    LEGAL = "legal", _("法律与监护")
    HOUSING = "housing", _("住房")
    MONEY = "money", _("经济")
    SOCIAL = "social", _("社会参与")
    END_OF_LIFE = "end_of_life", _("临终")


class Need(TextChoices):
    """How much is needed in a domain (F-14: 0–3)."""

    NONE = "0", _("0 不需要")
    LITTLE = "1", _("1 留意")
    SOME = "2", _("2 需要帮助")
    MUCH = "3", _("3 急需")


class Reached(TextChoices):
    """How far a goal was reached (F-25: 0–3)."""

    NOT = "0", _("0 没有进展")
    PARTLY = "1", _("1 有进展")
    MOSTLY = "2", _("2 大部分做到")
    FULLY = "3", _("3 已经做到")


class Risk(TextChoices):
    """The risk level of a family (3.7)."""

    NONE = "0", _("0 无")
    WATCH = "1", _("1 留意")
    REFER = "2", _("2 五个工作日内转专业人员")
    HIGH = "3", _("3 高，立即处理")


class Priority(TextChoices):
    URGENT = "P1", _("急")
    NORMAL = "P2", _("一般")
    WISH = "P3", _("愿望")


class Pause(TextChoices):
    """Why a case is suspended (A13)."""

    NO_CONTACT = "no_contact", _("本人希望暂不联系")
    AWAY = "away", _("长期外出（三个月以上）")
    CUSTODY = "custody", _("人身自由受限制")
    MISSING = "missing", _("暂时失去联系")


class ReviewCause(TextChoices):
    """Why the stage is assessed now (A9)."""

    HALF_YEAR = "half_year", _("满六个月")
    EVENT = "event", _("家庭有重大变化")
    ANNUAL = "annual", _("年审")
    WISH = "wish", _("家庭要求")


class DoctorContract(TextChoices):
    """The family doctor of one member (T-5)."""

    NOT_OFFERED = "NOT_OFFERED", _("尚未告知")
    SIGNED = "SIGNED", _("已签约")
    DECLINED = "DECLINED", _("本人不签")


class LookPurpose(TextChoices):
    ELIGIBILITY = "eligibility", _("审核资格")
    BENEFIT = "benefit", _("核对待遇")
    OBJECTION = "objection", _("处理异议")
    URGENT = "urgent", _("急难帮助")
    CORRECTION = "correction", _("按本人要求更正")


class Item(TextChoices):
    """What was talked about or looked at on a visit."""

    HEALTH = "health", _("身体和用药")
    SAFETY = "safety", _("水电、燃气、取暖安全")
    MOOD = "mood", _("心情")
    BENEFITS = "benefits", _("待遇和手续")
    NEEDS = "needs", _("需要帮忙的事")
    COMPANY = "company", _("陪着说说话")
    GIFT = "gift", _("带去慰问品")
    WISHES = "wishes", _("联系意愿")


class Grade(IntegerChoices):
    ONE = 1, _("一级")
    TWO = 2, _("二级")
    THREE = 3, _("三级")
    FOUR = 4, _("四级")


# Q1–Q10 in the words of the check record: neutral, so that a record can lie in the file
QUESTIONS = (
    ("Q1", _("出生日期符合规定")),
    ("Q2", _("年龄符合规定")),
    ("Q3", _("生育、收养情况符合规定")),
    ("Q4", _("家庭情形符合规定")),
    ("Q5", _("此后没有登记情况变化")),
    ("Q6", _("户籍在本县（区）")),
    ("Q7", _("子女范围已经逐一核对")),
    ("Q8", _("有光荣证或者其他证明")),
    ("Q9", _("时间在政策规定的期间内")),
    ("Q10", _("年龄以居民身份证为准")),
)
VERDICTS = (("yes", _("符合")), ("no", _("不符合")), ("unclear", _("待查")))
REASONS = {  # the codes of reference 1.1, by what was not found in order
    "Q1": "BORN_BEFORE_1933",
    "Q2": "WOMAN_UNDER_49",
    "Q3": "MORE_THAN_ONE_CHILD",
    "Q4": "LIVING_CHILD",
    "Q5": "NEW_BIRTH",
    "Q6": "HUKOU_ELSEWHERE",
    "Q7": "STEP_CHILD_REVIEW",
    "Q8": "NO_HONOUR_CERT",
    "Q9": "OUTSIDE_ONE_CHILD_PERIOD",
    "Q10": "AGE_BY_ID",
}
