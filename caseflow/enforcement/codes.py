"""The closed lists of the reference (3.4, 5, 6.5, 6.8): what may be stored, and how it is called."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

USUAL_VIOLATION = "P-01"  # what a tip is about when nobody has said otherwise


class Source(TextChoices):
    """SRC: where a tip comes from."""

    INSPECTION = "inspection", _("检查发现")
    TIP_OFF = "tip_off", _("群众举报")
    SUPERIOR = "superior", _("上级交办")
    SUBORDINATE = "subordinate", _("下级报请")
    OTHER_BODY = "other_body", _("有关部门移送")
    MONITORING = "monitoring", _("监测或医疗机构报告")
    MEDIA = "media", _("媒体网络")
    PETITION = "petition", _("投诉信访")
    JUDICIAL = "judicial", _("司法、纪检移送")
    OTHER_CASE = "other_case", _("其他案件牵出")
    SCREENING = "screening", _("机构与网络信息筛查")


class Channel(TextChoices):
    """CHN: by what way it came."""

    HOTLINE_12345 = "12345", _("12345 热线")
    HOTLINE_12320 = "12320", _("12320 热线")
    HOTLINE_12315 = "12315", _("12315 转办")
    COUNTER = "counter", _("窗口")
    LETTER = "letter", _("信件")
    PHONE = "phone", _("电话")
    WEBSITE = "website", _("网站")
    APPLET = "applet", _("小程序")
    PETITION_SYSTEM = "petition_system", _("信访系统")
    SUPERVISION = "supervision", _("督查")
    OTHER = "other", _("其他")


class NotFiled(TextChoices):
    NF1 = "NF1", _("没有违法行为")
    NF2 = "NF2", _("没有证据")
    NF3 = "NF3", _("不属于本机关管辖")
    NF4 = "NF4", _("超过追责时效")
    NF5 = "NF5", _("违法行为轻微并及时改正，没有造成危害后果")
    NF6 = "NF6", _("初次违法且危害后果轻微并及时改正")
    NF7 = "NF7", _("有证据足以证明没有主观过错")
    NF8 = "NF8", _("同一违法行为已经处罚")


class Suspension(TextChoices):
    SU1 = "SU1", _("须以另一案件的处理结果为依据")
    SU2 = "SU2", _("法律适用问题已请示有权机关")
    SU3 = "SU3", _("不可抗力")
    SU4 = "SU4", _("当事人下落不明")
    SU5 = "SU5", _("其他情形（含涉嫌犯罪移送）")


class Termination(TextChoices):
    TE1 = "TE1", _("自然人死亡")
    TE2 = "TE2", _("法人或者其他组织终止，没有权利义务承受人")
    TE3 = "TE3", _("已经追究刑事责任")
    TE4 = "TE4", _("其他应当终止的情形")


class NoPenalty(TextChoices):
    NP1 = "NP1", _("违法行为轻微并及时改正，没有造成危害后果")
    NP2 = "NP2", _("初次违法且危害后果轻微并及时改正")
    NP3 = "NP3", _("当事人有证据足以证明没有主观过错")
    NP4 = "NP4", _("违法事实不能成立")
    NP5 = "NP5", _("超过行政处罚追责时效")
    NP6 = "NP6", _("不满十四周岁或者不能辨认、控制自己行为")


class Postponement(TextChoices):
    HP1 = "HP1", _("当事人有正当理由不能到场")
    HP2 = "HP2", _("听证主持人回避")
    HP3 = "HP3", _("需要新的证人到场或者补充新的事实、证据")
    HP4 = "HP4", _("其他需要延期的情形")


class Closing(TextChoices):
    CL1 = "CL1", _("处罚决定履行完毕")
    CL2 = "CL2", _("人民法院受理强制执行申请")
    CL3 = "CL3", _("人民法院终结执行")
    CL4 = "CL4", _("不予行政处罚")
    CL5 = "CL5", _("撤销立案")
    CL6 = "CL6", _("案件移送其他机关")
    CL7 = "CL7", _("案件终止调查")
    CL8 = "CL8", _("决定被撤销且不再重新作出")
    CL9 = "CL9", _("无法执行（行政强制法第三十九条、第四十条）")


class Addressee(TextChoices):
    """TR: whom a tip or a case is transferred to."""

    TRD = "TR-D", _("药品监督管理部门")
    TRA = "TR-A", _("市场监督管理部门")
    TRP = "TR-P", _("公安机关")
    TRH = "TR-H", _("其他卫生健康主管部门")
    TRM = "TR-M", _("医疗保障部门")
    TRC = "TR-C", _("海关、邮政管理部门")
    TRW = "TR-W", _("网信部门")
    TRJ = "TR-J", _("纪检监察机关")


class PartyType(TextChoices):
    INSTITUTION = "institution", _("医疗机构")
    LEGAL_PERSON = "legal_person", _("其他法人")
    ORGANISATION = "organisation", _("非法人组织")
    SOLE_TRADER = "sole_trader", _("个体工商户")
    CITIZEN = "citizen", _("自然人")


class EvidenceKind(TextChoices):
    EV1 = "EV1", _("书证")
    EV2 = "EV2", _("物证")
    EV3 = "EV3", _("视听资料")
    EV4 = "EV4", _("电子数据")
    EV5 = "EV5", _("证人证言")
    EV6 = "EV6", _("当事人的陈述")
    EV7 = "EV7", _("鉴定意见")
    EV8 = "EV8", _("勘验笔录、现场笔录")


class EvidenceStatus(TextChoices):
    COLLECTED = "collected", _("已收集")
    VERIFIED = "verified", _("已核验")
    EXCLUDED = "excluded", _("已排除")


class Outcome(TextChoices):
    """EV-OUT: what becomes of preserved goods."""

    O1 = "O1", _("记录、复制后退还")
    O2 = "O2", _("送交鉴定")
    O3 = "O3", _("转为查封、扣押")
    O4 = "O4", _("依法没收")
    O5 = "O5", _("解除登记保存")
    O6 = "O6", _("随案移送")
    O7 = "O7", _("逾期自动解除")


class Keeping(TextChoices):
    ON_SITE = "on_site", _("就地保存")
    ELSEWHERE = "elsewhere", _("异地保存")


class Method(TextChoices):
    """METH: how the act was done."""

    ULTRASOUND = "ultrasound", _("超声")
    BLOOD_DNA = "blood_dna", _("采血游离DNA")
    AMNIOTIC = "amniotic", _("羊水、绒毛")
    CHROMOSOME = "chromosome", _("染色体检测")
    MEDICAL = "medical_abortion", _("药物流产")
    SURGICAL = "surgical_abortion", _("负压吸引、钳刮")
    INDUCTION = "induction", _("引产")
    OTHER = "other", _("其他")


class Conveyed(TextChoices):
    ORALLY = "orally", _("口头告知")
    HINTED = "hinted", _("暗示")
    WRITTEN = "written", _("书面告知")
    GESTURE = "gesture", _("手势")
    NOT = "not", _("未告知")


class ServiceMethod(TextChoices):
    """SRV: how a paper is served (reference 2.5)."""

    SV1 = "SV1", _("当场交付")
    SV2 = "SV2", _("直接送达")
    SV3 = "SV3", _("留置送达")
    SV4 = "SV4", _("委托送达")
    SV5 = "SV5", _("邮寄送达")
    SV6 = "SV6", _("电子送达")
    SV7 = "SV7", _("转交送达")
    SV8 = "SV8", _("公告送达")
    SV9 = "SV9", _("到机关领取")


class Tier(TextChoices):
    MITIGATED = "mitigated", _("减轻")
    LIGHT = "light", _("从轻")
    ORDINARY = "ordinary", _("一般")
    HEAVY = "heavy", _("从重")


class InterviewRole(TextChoices):
    PARTY = "party", _("当事人")
    WITNESS = "witness", _("证人")
    PROTECTED = "protected", _("受保护人")
    OTHER = "other", _("其他有关人员")


class Adopted(TextChoices):
    """What becomes of the party's statement (APL art. 45)."""

    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    REJECTED = "rejected", _("不予采纳")
    NONE = "none", _("没有需要采纳的意见")


class ReviewConclusion(TextChoices):
    AGREE = "agree", _("同意")
    CORRECT = "correct", _("纠正")
    INVESTIGATE = "investigate", _("补充调查")
    PROCEDURE = "procedure", _("补正程序")
    TRANSFER = "transfer", _("移送")


class CourtOutcome(TextChoices):
    ACCEPTED = "accepted", _("受理")
    ENFORCED = "enforced", _("裁定准予强制执行")
    REFUSED = "refused", _("裁定不予受理或者不准予强制执行")


class RedoGround(TextChoices):
    ANNULLED_BY_REVIEW = "annulled_by_review", _("行政复议撤销或者变更决定")
    ANNULLED_BY_COURT = "annulled_by_court", _("人民法院判决撤销或者变更决定")
    REDO_ORDERED = "redo_ordered", _("监督机关责令重新办理")
    NEW_FACTS = "new_facts", _("发现新的事实")


class CheckItem(TextChoices):
    """The inspection checklist (1.3)."""

    IC01 = "IC01", _("《医疗机构执业许可证》及诊疗科目")
    IC02 = "IC02", _("母婴保健技术服务执业许可")
    IC03 = "IC03", _("从业人员资格与执业范围")
    IC04 = "IC04", _("超声、染色体设备台账")
    IC05 = "IC05", _("超声检查登记与影像留存")
    IC06 = "IC06", _("禁止“两非”醒目标志")
    IC07 = "IC07", _("终止妊娠手术登记与身份查验")
    IC08 = "IC08", _("终止妊娠药品购进与使用档案")
    IC09 = "IC09", _("医学需要性别鉴定的批准与会诊")
    IC10 = "IC10", _("采血外送与第三方检测")
    IC11 = "IC11", _("收费票据与收款流水")
    IC12 = "IC12", _("广告与网络宣传")


class ReviewItem(TextChoices):
    """The eight points of a legal review (2.6)."""

    SUBJECT = "subject", _("执法主体合法，执法人员具备资格")
    AUTHORITY = "authority", _("没有超越法定权限")
    FACTS = "facts", _("事实清楚，证据合法充分")
    LAW = "law", _("适用法律、法规、规章准确")
    DISCRETION = "discretion", _("裁量适当")
    PROCEDURE = "procedure", _("程序合法")
    DOCUMENTS = "documents", _("文书完备规范")
    CRIME = "crime", _("是否涉嫌犯罪、需要移送")


# Papers that go outside, but never to the party: whom they name, or what they say, is not for it.
NOT_FOR_THE_PARTY = frozenset({"reporter_reply", "service_receipt", "supervision_notice", "supervision_reply"})
