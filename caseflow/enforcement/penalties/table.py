"""The violations the authority meets and what the law provides for each: dated data, with the words of the papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from caseflow.cases.calendar import long_day
from caseflow.procedure.table import Citation

from ..law import citations as law


class Kind(TextChoices):
    """The components a decision may have, in the order in which it lists them."""

    ORDER = "order_correction", _("责令改正")
    WARNING = "warning", _("警告")
    CONFISCATION = "confiscation", _("没收违法所得")
    GOODS = "goods", _("没收药品、医疗器械")
    FINE = "fine", _("罚款")
    LICENCE = "licence", _("许可证件处理")


class Flag(TextChoices):
    """The circumstances on which a component may depend."""

    SERIOUS = "serious", _("情节严重")
    REFUSED = "refused_to_correct", _("拒不改正")
    HARM = "harm", _("造成危害后果")
    REPEATED = "repeated", _("两次以上或者以营利为目的")


class Body(TextChoices):
    """Who imposes a component."""

    HEALTH = "H", _("本机关")
    ISSUER = "I", _("原发证机关")
    DRUG = "D", _("药品监督管理部门")
    MARKET = "A", _("市场监督管理部门")
    POLICE = "P", _("公安机关")


class FineKind(TextChoices):
    """How the bounds of a fine are found."""

    THRESHOLD = "threshold", _("达到起点的按违法所得倍数，否则按固定幅度")
    MULTIPLE_FLOOR = "multiple_floor", _("按违法所得倍数，不足起点的按起点计算")
    ABSOLUTE = "absolute", _("固定幅度")


class Licence(TextChoices):
    """What may be done to a licence or with the practice it allows."""

    REVOKE = "revoke", _("吊销")
    WITHDRAW = "withdraw", _("撤销")
    SUSPEND = "suspend", _("暂停执业活动")
    STOP = "stop", _("责令停止执业活动")


@dataclass(frozen=True)
class Fine:
    """The bounds of a fine: yuan and multiples of the unlawful income; which of them count depends on ``kind``."""

    kind: FineKind
    amount_min: Decimal = Decimal(0)
    amount_max: Decimal = Decimal(0)
    times_min: int = 0
    times_max: int = 0
    threshold: Decimal = Decimal(0)  # income from which multiples apply; the number itself included
    floor: Decimal = Decimal(0)  # a smaller income counts as this for the fine, never for confiscation


@dataclass(frozen=True)
class Component:
    """One thing the law attaches to a violation.

    ``when`` is the circumstance without which it may not be imposed (None: none is needed); ``optional`` is the law's
    “可以”. ``phrase`` is how a decision says it; pages translate it.
    """

    kind: Kind
    phrase: str
    when: Flag | None = None
    optional: bool = False
    body: Body = Body.HEALTH
    licence: Licence | None = None
    article: Citation | None = None


@dataclass(frozen=True)
class Conduct:
    """What was done, as the decision words it, with the clauses violated and applied in that case."""

    phrase: str
    violated: tuple[Citation, ...]
    basis: tuple[Citation, ...]
    methods: tuple[str, ...] = ()  # the methods (METH) that it puts into words


@dataclass(frozen=True)
class Violation:
    """A row of the table of penalties, in force from ``effective_from`` to ``effective_to`` (both included)."""

    code: str
    name: Any  # 案由
    conducts: tuple[Conduct, ...]
    components: tuple[Component, ...]
    effective_from: date
    effective_to: date | None = None
    fine: Fine | None = None
    related: tuple[Citation, ...] = ()  # norms that point to the basis without being it
    personal: bool = False  # only a natural person can commit it
    transfer: str = ""  # reason code TR-… where another body punishes

    @property
    def punishable_here(self) -> bool:
        return not self.transfer

    @property
    def violated(self) -> tuple[Citation, ...]:
        return unique(each for conduct in self.conducts for each in conduct.violated)

    @property
    def basis(self) -> tuple[Citation, ...]:
        return unique(each for conduct in self.conducts for each in conduct.basis)

    @property
    def norms(self) -> tuple[Citation, ...]:
        return unique((*self.violated, *self.basis, *self.related))

    def of(self, kind: Kind) -> tuple[Component, ...]:
        return tuple(each for each in self.components if each.kind == kind)

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


class NotInTable(LookupError):
    """No row for this code, or none in force on that day; the message is the sentence to show."""


def unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))


@dataclass(frozen=True)
class Norm:
    """A statute in the version whose numbering is cited, and the day from which that version applies."""

    title: str
    since: date

    def __call__(self, article: str, says: str) -> Citation:
        return Citation(self.title, article, says)


PFPL = Norm(law.PFPL, date(2021, 8, 20))
MATERNAL = Norm("《中华人民共和国母婴保健法》", date(2017, 11, 5))
MATERNAL_MEASURES = Norm(law.CARE, date(2023, 7, 20))
PHYSICIANS = Norm("《中华人民共和国医师法》", date(2022, 3, 1))
HEALTH_PROMOTION = Norm("《中华人民共和国基本医疗卫生与健康促进法》", date(2020, 6, 1))
INSTITUTIONS = Norm("《医疗机构管理条例》", date(2022, 5, 1))
NURSES = Norm("《护士条例》", date(2020, 3, 27))
PRENATAL = Norm("《产前诊断技术管理办法》", date(2019, 2, 28))
ORDER_9 = Norm(law.ORDER_9, date(2016, 5, 1))
DRUGS = Norm(law.DRUGS, date(2019, 12, 1))
ADVERTISING = Norm("《中华人民共和国广告法》", date(2021, 4, 29))


def since(*norms: Norm) -> date:
    return max(norm.since for norm in norms)


PFPL_39 = PFPL(
    "第三十九条",
    "严禁利用超声技术和其他技术手段进行非医学需要的胎儿性别鉴定；严禁非医学需要的选择性别的人工终止妊娠。",
)
_PFPL_40 = (
    "由卫生健康主管部门责令改正，给予警告，没收违法所得；违法所得一万元以上的，处违法所得二倍以上六倍以下的罚款；"
    "没有违法所得或者违法所得不足一万元的，处一万元以上三万元以下的罚款；情节严重的，由原发证机关吊销执业证书。"
)
PFPL_40_1 = PFPL("第四十条第一项", f"非法为他人施行计划生育手术的，{_PFPL_40}")
PFPL_40_2 = PFPL(
    "第四十条第二项",
    f"利用超声技术和其他技术手段为他人进行非医学需要的胎儿性别鉴定或者选择性别的人工终止妊娠的，{_PFPL_40}",
)
PFPL_45 = PFPL(
    "第四十五条",
    "拒绝、阻碍卫生健康主管部门及其工作人员依法执行公务的，由卫生健康主管部门给予批评教育并予以制止；"
    "构成违反治安管理行为的，依法给予治安管理处罚；构成犯罪的，依法追究刑事责任。",
)
ORDER_9_3_1 = ORDER_9("第三条第一款", "禁止任何单位或者个人实施非医学需要的胎儿性别鉴定和选择性别人工终止妊娠。")
ORDER_9_3_2 = ORDER_9(
    "第三条第二款", "禁止任何单位或者个人介绍、组织孕妇实施非医学需要的胎儿性别鉴定和选择性别人工终止妊娠。"
)
ORDER_9_10_2 = ORDER_9(
    "第十条第二款", "实施医学需要的胎儿性别鉴定，应当由三名以上专家集体审核；需要终止妊娠的，出具医学诊断报告并通报。"
)
ORDER_9_11 = ORDER_9("第十一条", "在工作场所设置禁止非医学需要的胎儿性别鉴定和选择性别人工终止妊娠的醒目标志。")
ORDER_9_12 = ORDER_9("第十二条", "施行终止妊娠手术应当登记，术前查验、登记受术者身份信息，并定期报告。")
ORDER_9_14_2 = ORDER_9(
    "第十四条第二款", "终止妊娠药品仅限于供应批发企业或者经批准的手术机构，药品零售企业不得销售终止妊娠药品。"
)
ORDER_9_14_4 = ORDER_9("第十四条第四款", "建立真实、完整的终止妊娠药品购进记录，并为使用者建立完整的用药档案。")
ORDER_9_15 = ORDER_9(
    "第十五条", "销售超声诊断仪、染色体检测专用设备等医疗器械，应当核实购买者资质，不得向无资质者销售。"
)
ORDER_9_17 = ORDER_9("第十七条", "违法发布非医学需要的胎儿性别鉴定、选择性别人工终止妊娠广告的，依照广告法查处。")
ORDER_9_18 = ORDER_9("第十八条", "为他人实施“两非”的，由卫生健康主管部门依据人口与计划生育法等法律法规处理。")
ORDER_9_19 = ORDER_9(
    "第十九条",
    "未取得母婴保健技术许可擅自从事终止妊娠手术的，以及出具虚假的医学需要诊断意见或者证明的，"
    "依据母婴保健法及其实施办法处理。",
)
ORDER_9_20 = ORDER_9(
    "第二十条",
    "未建立真实完整的终止妊娠药品购进记录，或者未按照规定为终止妊娠药品使用者建立完整用药档案的，责令改正；"
    "拒不改正的，给予警告，并可处1万元以上3万元以下罚款。",
)
ORDER_9_21 = ORDER_9("第二十一条", "违法生产、销售终止妊娠药品的，由药品监督管理部门依据药品管理法处理。")
ORDER_9_22 = ORDER_9(
    "第二十二条", "向无购买资质的机构或者个人销售的，由药品监督管理部门责令改正，处1万元以上3万元以下罚款。"
)
ORDER_9_23 = ORDER_9(
    "第二十三条",
    "介绍、组织孕妇实施非医学需要的胎儿性别鉴定或者选择性别人工终止妊娠的，责令改正，给予警告；"
    "情节严重的，没收违法所得，并处5000元以上3万元以下罚款。",
)
MATERNAL_32_1 = MATERNAL(
    "第三十二条第一款",
    "开展产前诊断以及施行终止妊娠手术的，必须符合规定的条件和技术标准，并经县级以上地方人民政府卫生行政部门许可。",
)
MATERNAL_32_2 = MATERNAL("第三十二条第二款", "严禁采用技术手段对胎儿进行性别鉴定，但医学上确有需要的除外。")
MATERNAL_37 = MATERNAL(
    "第三十七条",
    "从事母婴保健工作的人员出具有关虚假医学证明或者进行胎儿性别鉴定的，根据情节给予行政处分；"
    "情节严重的，依法取消执业资格。",
)
MEASURES_23_1 = MATERNAL_MEASURES("第二十三条第一款", "严禁采用技术手段对胎儿进行性别鉴定。")
MEASURES_35_1 = MATERNAL_MEASURES(
    "第三十五条第一款", "从事遗传病诊断、产前诊断的医疗、保健机构和人员，须经省级人民政府卫生行政部门许可。"
)
MEASURES_35_3 = MATERNAL_MEASURES(
    "第三十五条第三款", "从事结扎手术和终止妊娠手术的医疗、保健机构和人员，须经县级人民政府卫生行政部门许可。"
)
MEASURES_40 = MATERNAL_MEASURES(
    "第四十条",
    "未取得母婴保健技术许可，擅自从事产前诊断、终止妊娠手术等的，给予警告，责令停止违法行为，没收违法所得；"
    "违法所得5000元以上的，并处违法所得3倍以上5倍以下的罚款；没有违法所得或者违法所得不足5000元的，"
    "并处5000元以上2万元以下的罚款。",
)
MEASURES_41 = MATERNAL_MEASURES(
    "第四十一条",
    "从事母婴保健技术服务的人员出具虚假医学证明文件的，依法给予行政处分；造成严重后果的，由原发证部门撤销"
    "相应的母婴保健技术执业资格或者医师执业证书。",
)
MEASURES_42 = MATERNAL_MEASURES(
    "第四十二条",
    "违反规定进行胎儿性别鉴定的，给予警告，责令停止违法行为；两次以上的或者以营利为目的的，并由原发证机关撤销"
    "相应的母婴保健技术执业资格或者医师执业证书。",
)
PRENATAL_30 = PRENATAL("第三十条", "未取得产前诊断类母婴保健技术许可擅自从事产前诊断，情节严重的，依法吊销许可证。")
_DOCTOR = (
    "责令改正，给予警告，没收违法所得，并处一万元以上三万元以下的罚款；情节严重的，责令暂停六个月以上一年以下"
    "执业活动直至吊销医师执业证书。"
)
PHYSICIANS_13_4 = PHYSICIANS("第十三条第四款", "未注册取得医师执业证书，不得从事医师执业活动。")
PHYSICIANS_14_1 = PHYSICIANS(
    "第十四条第一款", "医师经注册后，可以在医疗卫生机构中按照注册的执业地点、执业类别、执业范围执业。"
)
PHYSICIANS_23_3 = PHYSICIANS("第二十三条第三项", "尊重、关心、爱护患者，依法保护患者隐私和个人信息。")
PHYSICIANS_24_1 = PHYSICIANS("第二十四条第一款", "不得隐匿、伪造、篡改或者擅自销毁病历等医学文书及有关资料。")
PHYSICIANS_24_2 = PHYSICIANS("第二十四条第二款", "医师不得出具虚假医学证明文件。")
PHYSICIANS_31 = PHYSICIANS("第三十一条", "医师不得利用职务之便，索要、非法收受财物或者牟取其他不正当利益。")
PHYSICIANS_56_1 = PHYSICIANS("第五十六条第一项", f"泄露患者隐私或者个人信息的，{_DOCTOR}")
PHYSICIANS_56_2 = PHYSICIANS("第五十六条第二项", f"出具虚假医学证明文件的，{_DOCTOR}")
PHYSICIANS_56_3 = PHYSICIANS("第五十六条第三项", f"隐匿、伪造、篡改或者擅自销毁病历等医学文书及有关资料的，{_DOCTOR}")
PHYSICIANS_56_5 = PHYSICIANS("第五十六条第五项", f"利用职务之便，索要、非法收受财物或者牟取其他不正当利益的，{_DOCTOR}")
PHYSICIANS_57 = PHYSICIANS("第五十七条", f"医师未按照注册的执业地点、执业类别、执业范围执业的，{_DOCTOR}")
PHYSICIANS_59 = PHYSICIANS(
    "第五十九条",
    "非医师行医的，责令停止非法执业活动，没收违法所得和药品、医疗器械，并处违法所得二倍以上十倍以下的罚款，"
    "违法所得不足一万元的，按一万元计算。",
)
HEALTH_38_2 = HEALTH_PROMOTION(
    "第三十八条第二款", "医疗机构依法取得执业许可证。禁止伪造、变造、买卖、出租、出借医疗机构执业许可证。"
)
HEALTH_99_1 = HEALTH_PROMOTION(
    "第九十九条第一款",
    "未取得医疗机构执业许可证擅自执业的，责令停止执业活动，没收违法所得和药品、医疗器械，并处违法所得五倍以上"
    "二十倍以下的罚款，违法所得不足一万元的，按一万元计算。",
)
HEALTH_99_2 = HEALTH_PROMOTION(
    "第九十九条第二款",
    "伪造、变造、买卖、出租、出借医疗机构执业许可证的，责令改正，没收违法所得，并处违法所得五倍以上十五倍以下的"
    "罚款，违法所得不足一万元的，按一万元计算；情节严重的，吊销医疗机构执业许可证。",
)
INSTITUTIONS_22 = INSTITUTIONS("第二十二条", "《医疗机构执业许可证》不得伪造、涂改、出卖、转让、出借。")
INSTITUTIONS_23 = INSTITUTIONS(
    "第二十三条", "任何单位或者个人，未取得《医疗机构执业许可证》或者未经备案，不得开展诊疗活动。"
)
INSTITUTIONS_26 = INSTITUTIONS("第二十六条", "医疗机构必须按照核准登记或者备案的诊疗科目开展诊疗活动。")
INSTITUTIONS_27 = INSTITUTIONS("第二十七条", "医疗机构不得使用非卫生技术人员从事医疗卫生技术工作。")
INSTITUTIONS_31 = INSTITUTIONS(
    "第三十一条", "未经医师（士）亲自诊查病人，医疗机构不得出具疾病诊断书、健康证明书或者死亡证明书等证明文件。"
)
INSTITUTIONS_43_1 = INSTITUTIONS(
    "第四十三条第一款", "未取得《医疗机构执业许可证》擅自执业的，依照基本医疗卫生与健康促进法的规定予以处罚。"
)
INSTITUTIONS_43_2 = INSTITUTIONS(
    "第四十三条第二款",
    "诊所未经备案执业的，责令其改正，没收违法所得，并处3万元以下罚款；拒不改正的，责令其停止执业活动。",
)
INSTITUTIONS_45 = INSTITUTIONS(
    "第四十五条", "出卖、转让、出借《医疗机构执业许可证》的，依照基本医疗卫生与健康促进法的规定予以处罚。"
)
INSTITUTIONS_46 = INSTITUTIONS(
    "第四十六条",
    "诊疗活动超出登记或者备案范围的，予以警告、责令其改正，没收违法所得，并可以处1万元以上10万元以下罚款；"
    "情节严重的，吊销其《医疗机构执业许可证》或者责令其停止执业活动。",
)
INSTITUTIONS_47 = INSTITUTIONS(
    "第四十七条",
    "使用非卫生技术人员从事医疗卫生技术工作的，责令其限期改正，并可以处以1万元以上10万元以下罚款；"
    "情节严重的，吊销其《医疗机构执业许可证》或者责令其停止执业活动。",
)
INSTITUTIONS_48 = INSTITUTIONS(
    "第四十八条", "出具虚假证明文件的，予以警告；对造成危害后果的，可以处以1万元以上10万元以下罚款。"
)
_NURSE = "责令改正，给予警告；情节严重的，暂停其6个月以上1年以下执业活动，直至由原发证部门吊销其护士执业证书。"
NURSES_17_2 = NURSES("第十七条第二款", "发现医嘱违反法律、法规、规章或者诊疗技术规范规定的，应当及时提出、报告。")
NURSES_18 = NURSES("第十八条", "护士应当尊重、关心、爱护患者，保护患者的隐私。")
NURSES_31_1_2 = NURSES("第三十一条第一款第二项", f"发现违规医嘱，未依照规定提出或者报告的，{_NURSE}")
NURSES_31_1_3 = NURSES("第三十一条第一款第三项", f"泄露患者隐私的，{_NURSE}")
DRUGS_51 = DRUGS("第五十一条第一款", "从事药品零售活动，应当取得药品经营许可证；无药品经营许可证的，不得经营药品。")
DRUGS_115 = DRUGS(
    "第一百一十五条", "未取得药品经营许可证销售药品的，责令关闭，没收违法销售的药品和违法所得，并处罚款。"
)
DRUGS_126 = DRUGS("第一百二十六条", "未遵守药品经营质量管理规范的，责令限期改正，给予警告；逾期不改正的，处以罚款。")
DRUGS_129 = DRUGS(
    "第一百二十九条", "未从药品上市许可持有人或者具有药品生产、经营资格的企业购进药品的，责令改正，没收并处罚款。"
)
ADVERTISING_57 = ADVERTISING(
    "第五十七条", "发布禁止发布的广告的，由市场监督管理部门责令停止发布广告，对广告主处二十万元以上一百万元以下的罚款。"
)
ADVERTISING_58 = ADVERTISING(
    "第五十八条第一款第一项", "违法发布医疗、药品、医疗器械广告的，由市场监督管理部门责令停止发布广告，处以罚款。"
)

ORDER = Component(Kind.ORDER, gettext_noop("责令改正"))
STOP_ACT = Component(Kind.ORDER, gettext_noop("责令停止违法行为"))
STOP_PRACTICE = Component(Kind.ORDER, gettext_noop("责令停止执业活动"))
WARNING = Component(Kind.WARNING, gettext_noop("警告"))
CONFISCATION = Component(Kind.CONFISCATION, gettext_noop("没收违法所得"))
GOODS = Component(Kind.GOODS, gettext_noop("没收药品、医疗器械"))
FINE = Component(Kind.FINE, gettext_noop("罚款"))
MAY_FINE = Component(Kind.FINE, gettext_noop("罚款"), optional=True)


def licence(
    action: Licence, phrase: str, when: Flag = Flag.SERIOUS, body: Body = Body.HEALTH, article: Citation | None = None
) -> Component:
    """One of the ways to deal with a licence; what its issuer imposes is never compulsory in our own decision."""
    return Component(Kind.LICENCE, phrase, when, body is Body.ISSUER, body, action, article)


_DOCTORS_LICENCE = (
    licence(Licence.SUSPEND, gettext_noop("责令暂停{months}执业活动")),
    licence(Licence.REVOKE, gettext_noop("吊销医师执业证书")),
)
_INSTITUTIONS_LICENCE = (
    licence(Licence.REVOKE, gettext_noop("吊销《医疗机构执业许可证》")),
    licence(Licence.STOP, gettext_noop("责令停止执业活动")),
)
_PFPL_COMPONENTS = (
    ORDER,
    WARNING,
    CONFISCATION,
    FINE,
    licence(Licence.REVOKE, gettext_noop("吊销执业证书"), body=Body.ISSUER),
)
_DOCTORS_COMPONENTS = (ORDER, WARNING, CONFISCATION, FINE, *_DOCTORS_LICENCE)

_PFPL_FINE = Fine(
    FineKind.THRESHOLD,
    amount_min=Decimal(10_000),
    amount_max=Decimal(30_000),
    times_min=2,
    times_max=6,
    threshold=Decimal(10_000),
)
_10_TO_30 = Fine(FineKind.ABSOLUTE, amount_min=Decimal(10_000), amount_max=Decimal(30_000))
_10_TO_100 = Fine(FineKind.ABSOLUTE, amount_min=Decimal(10_000), amount_max=Decimal(100_000))


def _floored(times_min: int, times_max: int) -> Fine:
    return Fine(FineKind.MULTIPLE_FLOOR, times_min=times_min, times_max=times_max, floor=Decimal(10_000))


def _one(phrases: Iterable[str], violated: tuple[Citation, ...], basis: tuple[Citation, ...]) -> tuple[Conduct, ...]:
    """Conducts that differ in words only."""
    return tuple(Conduct(phrase, violated, basis) for phrase in phrases)


VIOLATIONS: tuple[Violation, ...] = (
    Violation(
        "P-01",
        _("非医学需要的胎儿性别鉴定案"),
        tuple(
            Conduct(
                f"利用{means}为他人进行非医学需要的胎儿性别鉴定", (PFPL_39, ORDER_9_3_1), (PFPL_40_2,), tuple(methods)
            )
            for means, *methods in (
                ("超声技术", "ultrasound"),
                ("采血检测技术", "blood_dna"),
                ("羊水、绒毛检测技术", "amniotic"),
                ("染色体检测技术", "chromosome"),
                ("其他技术手段", "other"),
            )
        ),
        _PFPL_COMPONENTS,
        since(PFPL, ORDER_9),
        fine=_PFPL_FINE,
        related=(ORDER_9_18,),
    ),
    Violation(
        "P-02",
        _("非医学需要的选择性别人工终止妊娠案"),
        _one(("为他人进行非医学需要的选择性别的人工终止妊娠",), (PFPL_39, ORDER_9_3_1), (PFPL_40_2,)),
        _PFPL_COMPONENTS,
        since(PFPL, ORDER_9),
        fine=_PFPL_FINE,
        related=(ORDER_9_18,),
    ),
    Violation(
        "P-03",
        _("非法施行计划生育手术案"),
        _one(("非法为他人施行计划生育手术",), (PFPL_40_1,), (PFPL_40_1,)),
        _PFPL_COMPONENTS,
        since(PFPL),
        fine=_PFPL_FINE,
    ),
    Violation(
        "P-04",
        _("母婴保健人员违规进行胎儿性别鉴定案"),
        _one(("违反规定进行胎儿性别鉴定",), (MATERNAL_32_2, MEASURES_23_1), (MEASURES_42,)),
        (
            STOP_ACT,
            WARNING,
            licence(Licence.WITHDRAW, gettext_noop("撤销相应的母婴保健技术执业资格"), Flag.REPEATED, Body.ISSUER),
            licence(Licence.REVOKE, gettext_noop("撤销医师执业证书"), Flag.REPEATED, Body.ISSUER),
        ),
        since(MATERNAL, MATERNAL_MEASURES),
        related=(MATERNAL_37,),
        personal=True,
    ),
    Violation(
        "P-05",
        _("未取得母婴保健技术许可擅自从事终止妊娠手术、产前诊断案"),
        (
            Conduct("未取得母婴保健技术许可，擅自从事终止妊娠手术", (MATERNAL_32_1, MEASURES_35_3), (MEASURES_40,)),
            Conduct("未取得母婴保健技术许可，擅自从事产前诊断", (MATERNAL_32_1, MEASURES_35_1), (MEASURES_40,)),
        ),
        (
            STOP_ACT,
            WARNING,
            CONFISCATION,
            FINE,
            Component(
                Kind.LICENCE,
                gettext_noop("吊销《医疗机构执业许可证》"),
                Flag.SERIOUS,
                optional=True,  # for unlicensed prenatal diagnosis only
                licence=Licence.REVOKE,
                article=PRENATAL_30,
            ),
        ),
        since(MATERNAL, MATERNAL_MEASURES, ORDER_9),
        fine=Fine(
            FineKind.THRESHOLD,
            amount_min=Decimal(5_000),
            amount_max=Decimal(20_000),
            times_min=3,
            times_max=5,
            threshold=Decimal(5_000),
        ),
        related=(ORDER_9_19, PRENATAL_30),
    ),
    Violation(
        "P-06a",
        _("医师出具虚假医学需要证明案"),
        _one(("出具虚假的医学需要的人工终止妊娠相关医学证明文件",), (PHYSICIANS_24_2,), (PHYSICIANS_56_2,)),
        _DOCTORS_COMPONENTS,
        since(PHYSICIANS, ORDER_9, MATERNAL_MEASURES),
        fine=_10_TO_30,
        related=(ORDER_9_19, MEASURES_41),
        personal=True,
    ),
    Violation(
        "P-06b",
        _("医疗机构出具虚假证明文件案"),
        _one(("出具虚假证明文件",), (INSTITUTIONS_31,), (INSTITUTIONS_48,)),
        (WARNING, Component(Kind.FINE, gettext_noop("罚款"), Flag.HARM, optional=True)),
        since(INSTITUTIONS),
        fine=_10_TO_100,
    ),
    Violation(
        "P-07",
        _("终止妊娠药品购进记录、用药档案不完整案"),
        _one(
            ("未建立真实、完整的终止妊娠药品购进记录", "未按照规定为终止妊娠药品使用者建立完整用药档案"),
            (ORDER_9_14_4,),
            (ORDER_9_20,),
        ),
        (
            ORDER,
            Component(Kind.WARNING, gettext_noop("警告"), Flag.REFUSED),
            Component(Kind.FINE, gettext_noop("罚款"), Flag.REFUSED, optional=True),
        ),
        since(ORDER_9),
        fine=_10_TO_30,
    ),
    Violation(
        "P-08",
        _("介绍、组织孕妇实施“两非”案"),
        _one(
            (
                "介绍孕妇实施非医学需要的胎儿性别鉴定",
                "组织孕妇实施非医学需要的胎儿性别鉴定",
                "介绍孕妇实施非医学需要的选择性别人工终止妊娠",
                "组织孕妇实施非医学需要的选择性别人工终止妊娠",
            ),
            (ORDER_9_3_2,),
            (ORDER_9_23,),
        ),
        (
            ORDER,
            WARNING,
            Component(Kind.CONFISCATION, gettext_noop("没收违法所得"), Flag.SERIOUS),
            Component(Kind.FINE, gettext_noop("罚款"), Flag.SERIOUS),
        ),
        since(ORDER_9),
        fine=Fine(FineKind.ABSOLUTE, amount_min=Decimal(5_000), amount_max=Decimal(30_000)),
    ),
    Violation(
        "P-09",
        _("未取得医疗机构执业许可证擅自执业案"),
        _one(("未取得《医疗机构执业许可证》擅自执业",), (INSTITUTIONS_23,), (HEALTH_99_1, INSTITUTIONS_43_1)),
        (STOP_PRACTICE, CONFISCATION, GOODS, FINE),
        since(HEALTH_PROMOTION, INSTITUTIONS),
        fine=_floored(5, 20),
    ),
    Violation(
        "P-10",
        _("非医师行医案"),
        _one(("未取得医师执业证书从事医师执业活动",), (PHYSICIANS_13_4,), (PHYSICIANS_59,)),
        (Component(Kind.ORDER, gettext_noop("责令停止非法执业活动")), CONFISCATION, GOODS, FINE),
        since(PHYSICIANS),
        fine=_floored(2, 10),
        personal=True,
    ),
    Violation(
        "P-11",
        _("医师未按照注册的执业地点、执业类别、执业范围执业案"),
        _one(
            ("未按照注册的执业地点执业", "未按照注册的执业类别执业", "未按照注册的执业范围执业"),
            (PHYSICIANS_14_1,),
            (PHYSICIANS_57,),
        ),
        _DOCTORS_COMPONENTS,
        since(PHYSICIANS),
        fine=_10_TO_30,
        personal=True,
    ),
    Violation(
        "P-12",
        _("医疗机构诊疗活动超出登记或者备案范围案"),
        _one(("诊疗活动超出登记范围", "诊疗活动超出备案范围"), (INSTITUTIONS_26,), (INSTITUTIONS_46,)),
        (ORDER, WARNING, CONFISCATION, MAY_FINE, *_INSTITUTIONS_LICENCE),
        since(INSTITUTIONS),
        fine=_10_TO_100,
    ),
    Violation(
        "P-13",
        _("使用非卫生技术人员从事医疗卫生技术工作案"),
        _one(("使用非卫生技术人员从事医疗卫生技术工作",), (INSTITUTIONS_27,), (INSTITUTIONS_47,)),
        (Component(Kind.ORDER, gettext_noop("责令限期改正")), MAY_FINE, *_INSTITUTIONS_LICENCE),
        since(INSTITUTIONS),
        fine=_10_TO_100,
    ),
    Violation(
        "P-14",
        _("诊所未经备案执业案"),
        _one(("开办诊所未经备案执业",), (INSTITUTIONS_23,), (INSTITUTIONS_43_2,)),
        (ORDER, CONFISCATION, FINE, licence(Licence.STOP, gettext_noop("责令停止执业活动"), Flag.REFUSED)),
        since(INSTITUTIONS),
        fine=Fine(FineKind.ABSOLUTE, amount_max=Decimal(30_000)),
    ),
    Violation(
        "P-15",
        _("出租、出借医疗机构执业许可证案"),
        (
            Conduct("出租医疗机构执业许可证", (HEALTH_38_2,), (HEALTH_99_2,)),
            Conduct("出借医疗机构执业许可证", (HEALTH_38_2, INSTITUTIONS_22), (HEALTH_99_2, INSTITUTIONS_45)),
        ),
        (ORDER, CONFISCATION, FINE, licence(Licence.REVOKE, gettext_noop("吊销《医疗机构执业许可证》"))),
        since(HEALTH_PROMOTION, INSTITUTIONS),
        fine=_floored(5, 15),
    ),
    Violation(
        "P-16",
        _("医师泄露患者隐私、隐匿篡改病历、非法收受财物案"),
        (
            Conduct("泄露患者隐私", (PHYSICIANS_23_3,), (PHYSICIANS_56_1,)),
            Conduct("隐匿、伪造、篡改病历等医学文书", (PHYSICIANS_24_1,), (PHYSICIANS_56_3,)),
            Conduct("利用职务之便，索要、非法收受财物", (PHYSICIANS_31,), (PHYSICIANS_56_5,)),
        ),
        _DOCTORS_COMPONENTS,
        since(PHYSICIANS),
        fine=_10_TO_30,
        personal=True,
    ),
    Violation(
        "P-17",
        _("违法销售终止妊娠药品案"),
        _one(("违法销售终止妊娠药品",), (ORDER_9_14_2, DRUGS_51), (ORDER_9_21, DRUGS_115, DRUGS_126, DRUGS_129)),
        (),
        since(ORDER_9, DRUGS),
        transfer="TR-D",
    ),
    Violation(
        "P-18",
        _("向无资质者销售超声、染色体检测设备案"),
        _one(("将超声诊断仪、染色体检测专用设备销售给无购买资质的机构或者个人",), (ORDER_9_15,), (ORDER_9_22,)),
        (
            Component(Kind.ORDER, gettext_noop("责令改正"), body=Body.DRUG),
            Component(Kind.FINE, gettext_noop("罚款"), body=Body.DRUG),
        ),
        since(ORDER_9),
        fine=_10_TO_30,
        transfer="TR-D",
    ),
    Violation(
        "P-19",
        _("违法发布“两非”广告案"),
        _one(("违法发布“两非”广告",), (ORDER_9_17,), (ADVERTISING_57, ADVERTISING_58)),
        (Component(Kind.ORDER, gettext_noop("责令停止发布广告"), body=Body.MARKET),),
        since(ORDER_9, ADVERTISING),
        transfer="TR-A",
    ),
    Violation(
        "P-20",
        _("未设置醒目标志、未登记查验身份、未通报案"),
        (
            Conduct("未在工作场所设置禁止“两非”的醒目标志", (ORDER_9_11,), ()),
            Conduct("施行终止妊娠手术前未查验、登记受术者身份信息", (ORDER_9_12,), ()),
            Conduct("未按照规定通报医学需要的终止妊娠诊断结果", (ORDER_9_10_2,), ()),
        ),
        (Component(Kind.ORDER, gettext_noop("出具卫生监督意见书")),),
        since(ORDER_9),
    ),
    Violation(
        "P-21",
        _("拒绝、阻碍卫生健康主管部门依法执行公务案"),
        _one(("拒绝、阻碍卫生健康主管部门及其工作人员依法执行公务",), (PFPL_45,), (PFPL_45,)),
        (Component(Kind.ORDER, gettext_noop("批评教育并予以制止")),),
        since(PFPL),
        transfer="TR-P",
    ),
    Violation(
        "P-22",
        _("护士违反执业规定案"),
        (
            Conduct("泄露患者隐私", (NURSES_18,), (NURSES_31_1_3,)),
            Conduct("发现医嘱违反规定，未依照规定提出或者报告", (NURSES_17_2,), (NURSES_31_1_2,)),
        ),
        (
            ORDER,
            WARNING,
            licence(Licence.SUSPEND, gettext_noop("暂停{months}执业活动")),
            licence(Licence.REVOKE, gettext_noop("吊销护士执业证书"), body=Body.ISSUER),
        ),
        since(NURSES),
        personal=True,
    ),
)

CODES: tuple[str, ...] = tuple(dict.fromkeys(row.code for row in VIOLATIONS))


def violation(code: str, on: date, table: Iterable[Violation] = VIOLATIONS) -> Violation:
    """The row of ``code`` that holds for an act of that day (APL art. 37). Raises NotInTable."""
    rows = [row for row in table if row.code == code]
    if not rows:
        raise NotInTable(gettext("处罚表中没有编码“%(code)s”。") % {"code": code})
    for row in rows:
        if row.in_force(on):
            return row
    first = min(row.effective_from for row in rows)
    raise NotInTable(
        gettext("编码“%(code)s”在%(day)s没有有效的处罚依据；已登记的依据自%(first)s起适用。")
        % {"code": code, "day": long_day(on), "first": long_day(first)}
    )
