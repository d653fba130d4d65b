"""The time limits of enforcement: the master table of the reference (2.3), row by row.

Where the reference states several lengths in one row, the first is the row of that code and the others follow with a
letter (DL-34: judgment, DL-34a: ruling). Rows without a class there (DL-22, DL-48, DL-52) are facts the agency watches
like duties of its own; no day off moves them.
"""

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Citation, Duty, TimeLimit, Unit

from . import citations as law

# What is not counted: the name of the interval, and the article

EXCLUSIONS: dict[str, tuple[object, Citation]] = {
    "EX1": (_("检测、鉴定期间"), law.TIME_NOT_COUNTED),
    "EX2": (_("中止调查期间"), law.TIME_NOT_COUNTED),
    "EX3": (_("听证期间"), law.TIME_NOT_COUNTED),
    "EX4": (_("移送公安机关期间"), law.CRIME),
    "EX5": (_("公告送达期间"), law.TIME_NOT_COUNTED),
}

# Tips and filing

TELL_TIPSTER = TimeLimit(
    "DL-01",
    _("告知实名举报人是否受理"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.TELL_REPORTER,
    effect=_("逾期未告知的，报请监督；姓名、住址不清而无法告知的，记录在案。"),
    trigger=_("收到举报之日"),
)
OBJECT_TO_TRANSFER = TimeLimit(
    "DL-02",
    _("对转送的信访事项提出异议"),
    5,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.OBJECT,
    effect=_("逾期未提出异议的，视为由本机关办理。"),
    trigger=_("收到转送的信访事项之日"),
)
PETITION_CLOSING = TimeLimit(
    "DL-03",
    _("信访事项办结"),
    60,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.PETITION,
    effect=_("逾期未办结的，报请监督；经负责人批准可以延长三十日，并告知信访人。"),
    trigger=_("受理之日"),
)
VERIFY_CLUE = TimeLimit(
    "DL-04",
    _("线索核查"),
    15,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.VERIFICATION,
    parameter="enforcement.verify_clue_days",
    effect=_("逾期未核查的，向上级报告；符合立案标准而不及时立案的，依法追究责任。"),
    verified=False,
    trigger=_("收到线索或者材料之日"),
)
FILE_CASE = TimeLimit(
    "DL-05",
    _("立案"),
    7,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.FILING,
    parameter="enforcement.filing_days",
    effect=_("逾期未立案的，向上级报告。"),
    verified=False,
    trigger=_("符合立案条件之日"),
)
TELL_FILING = TimeLimit(
    "DL-06",
    _("告知实名举报人是否立案"),
    5,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.TELL_REPORTER_FILING,
    parameter="enforcement.tell_reporter_filing_days",
    effect=_("逾期未告知的，提醒承办人。"),
    verified=False,
    trigger=_("决定立案或者不予立案之日"),
)
# Investigation

PRESERVATION = TimeLimit(
    "DL-07",
    _("先行登记保存的处理"),
    7,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.EVIDENCE_PRESERVED,
    on_expiry="lapse_preservation",
    effect=_("逾期未作出处理决定的，先行登记保存措施自动解除，应当退还物品并记录原因。"),
    repeated=True,
    trigger=_("先行登记保存之日"),
)
EMERGENCY_PRESERVATION = TimeLimit(
    "DL-08",
    _("紧急保存的报告和补批"),
    24,
    Unit.HOURS,
    Duty.AGENCY_DUTY,
    law.EMERGENCY,
    effect=_("逾期未补办批准手续的，不得采取后续措施。"),
    verified=False,
    repeated=True,
    trigger=_("紧急保存之时"),
)
SEALING = TimeLimit(
    "DL-09",
    _("查封、扣押"),
    30,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.SEAL,
    effect=_("期限届满应当立即解除查封、扣押，退还财物。"),
    exclusions=("EX1",),
    repeated=True,
    trigger=_("查封、扣押决定之日"),
)
DRUG_SEALING = TimeLimit(
    "DL-10",
    _("药品监督管理部门对查封、扣押药品的处理"),
    7,
    Unit.CALENDAR_DAYS,
    Duty.EXTERNAL,
    law.DRUG_SEAL,
    effect=_("仅供参考：药品需要检验的，自检验报告书发出之日起十五日。"),
    trigger=_("药品监督管理部门查封、扣押之日"),
)
RECORDINGS_UPLOAD = TimeLimit(
    "DL-11",
    _("音像记录上传"),
    24,
    Unit.HOURS,
    Duty.AGENCY_DUTY,
    law.RECORDINGS,
    parameter="enforcement.recordings_hours",
    effect=_("逾期未上传的，提醒承办人。"),
    verified=False,
    repeated=True,
    trigger=_("现场执法结束之时"),
)
# Statement, hearing, decision

STATEMENT = TimeLimit(
    "DL-12",
    _("陈述申辩期限"),
    5,
    Unit.WORKING_DAYS,
    Duty.PARTY_RIGHT,
    law.STATEMENT_IN_TIME,
    parameter="enforcement.statement_days",
    on_expiry="lapse_statement",
    effect=_("逾期未陈述、申辩的，视为放弃；届满以前，除当事人书面放弃外，不得作出处罚决定。"),
    verified=False,
    trigger=_("送达之日"),
)
HEARING_REQUEST = TimeLimit(
    "DL-13",
    _("听证申请期限"),
    5,
    Unit.WORKING_DAYS,
    Duty.PARTY_RIGHT,
    law.HEARING_REQUESTED,
    on_expiry="lapse_statement",
    effect=_("逾期未申请的，丧失要求听证的权利；逾期提出的，通知不予受理。"),
    trigger=_("送达之日"),
)
HEARING_DATE = TimeLimit(
    "DL-14",
    _("确定听证日期"),
    2,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.HEARING_ARRANGED,
    parameter="enforcement.hearing_fix_days",
    effect=_("逾期未确定的，提醒听证主持人。"),
    verified=False,
    trigger=_("收到听证申请之日"),
)
HEARING_NOTICE = TimeLimit(
    "DL-15",
    _("听证通知送达"),
    7,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.HEARING_ANNOUNCED,
    effect=_("通知送达不足七个工作日的，不得举行听证，应当另定日期重新通知。"),
    backwards=True,
    trigger=_("听证之日"),
)
LEGAL_REVIEW_LIMIT = TimeLimit(
    "DL-16",
    _("法制审核"),
    5,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.LEGAL_REVIEW_IN_TIME,
    parameter="enforcement.legal_review_days",
    effect=_("逾期未审核的，向负责人报告；未经审核不得作出决定。"),
    verified=False,
    trigger=_("收到送审材料之日"),
)
CASE = TimeLimit(
    "DL-17",
    _("办案期限"),
    90,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.CASE_IN_TIME,
    effect=_("逾期未作出决定的，程序违法，决定可能被确认违法或者撤销；报法制机构，作出决定时须说明理由。"),
    exclusions=("EX1", "EX2", "EX3", "EX4", "EX5"),
    trigger=_("立案之日"),
)
CASE_EXTENSION = TimeLimit(
    "DL-17x",
    _("办案期限的延长"),
    30,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.CASE_EXTENDED,
    parameter="enforcement.case_extension_days",
    effect=_("届满以后批准的延长无效。"),
    verified=False,
    trigger=_("办案期限届满之日"),
)
DELIVERY = TimeLimit(
    "DL-18",
    _("决定书送达"),
    7,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.SERVICE_IN_TIME,
    effect=_("逾期未送达的，提醒承办人；仍可送达。"),
    trigger=_("作出决定之日"),
)
ON_THE_SPOT_REPORT = TimeLimit(
    "DL-19",
    _("当场处罚决定备案"),
    7,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.ON_THE_SPOT,
    parameter="enforcement.on_the_spot_filing_days",
    effect=_("逾期未备案的，提醒承办人。"),
    verified=False,
    trigger=_("当场作出决定之日"),
)
# Payment and publication

CASH_DELIVERY = TimeLimit(
    "DL-20",
    _("当场收缴罚款的交缴"),
    2,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.CASH,
    effect=_("逾期未交缴的，依法给予处分。"),
    trigger=_("当场收缴（本机关收到）之日"),
)
PAYMENT = TimeLimit(
    "DL-21",
    _("缴纳罚款、没收款期限"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.PAYMENT_IN_TIME,
    on_expiry="default",
    effect=_("逾期未缴纳罚款的，自届满次日起每日可以按罚款数额的百分之三加处罚款。"),
    trigger=_("收到决定书之日"),
)
SURCHARGE_CAP = TimeLimit(
    "DL-22",
    _("加处罚款达到上限"),
    33,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.SURCHARGE,
    effect=_("逾期第三十四日，加处罚款达到罚款数额，不再增加；不因休息日顺延。"),
    rolls=False,
    trigger=_("逾期第一日"),
)
PUBLISH_DECISION = TimeLimit(
    "DL-23",
    _("公开行政处罚决定"),
    7,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.PUBLISHED_IN_TIME,
    effect=_("逾期未公开的，提醒；仍应公开。"),
    trigger=_("作出决定之日"),
)
PUBLISH_RESULT = TimeLimit(
    "DL-24",
    _("公布其他执法结果"),
    20,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.PUBLISHED_IN_TIME,
    effect=_("逾期未公布的，提醒。"),
    trigger=_("作出决定之日"),
)
WITHDRAW_PUBLICATION = TimeLimit(
    "DL-25",
    _("撤回公开的决定并说明理由"),
    3,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.WITHDRAWAL,
    effect=_("逾期未撤回的，立即撤回并报法制机构。"),
    trigger=_("决定被变更、撤销、确认违法或者无效之日"),
)
# Remedies

REVIEW_APPLICATION = TimeLimit(
    "DL-26",
    _("申请行政复议期限"),
    60,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.REVIEW_APPLIED,
    effect=_("逾期未申请的，丧失申请权；因不可抗力等正当理由耽误的除外。未告知权利和期限的，最长不超过一年。"),
    trigger=_("知道决定（送达）之日"),
)
SUIT_FILING = TimeLimit(
    "DL-27",
    _("提起行政诉讼期限"),
    6,
    Unit.MONTHS,
    Duty.PARTY_RIGHT,
    law.SUIT,
    effect=_("逾期未起诉的，丧失起诉权；未告知起诉期限的，最长不超过一年。"),
    trigger=_("知道决定（送达）之日"),
)
SUIT_AFTER_REVIEW_FILING = TimeLimit(
    "DL-28",
    _("不服复议决定的起诉期限"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.SUIT_AFTER_REVIEW,
    effect=_("逾期未起诉的，决定发生法律效力。"),
    trigger=_("收到复议决定（复议期满）之日"),
)
LONGEST_REMEDY = TimeLimit(
    "DL-29",
    _("复议、诉讼的最长期限"),
    5,
    Unit.YEARS,
    Duty.PARTY_RIGHT,
    law.REVIEW_LATEST,
    effect=_("超过五年的，复议机关和人民法院不予受理。"),
    trigger=_("作出决定之日"),
)
REVIEW_ANSWER = TimeLimit(
    "DL-30",
    _("复议答复（普通程序）"),
    10,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.REVIEW_ANSWERED,
    effect=_("逾期未答复并提交证据的，视为没有证据、依据，决定将被撤销。"),
    trigger=_("收到复议申请书副本之日"),
)
REVIEW_ANSWER_SIMPLE = TimeLimit(
    "DL-31",
    _("复议答复（简易程序）"),
    5,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.REVIEW_ANSWERED_SIMPLY,
    effect=_("逾期未答复并提交证据的，视为没有证据、依据，决定将被撤销。"),
    trigger=_("收到复议申请书副本之日"),
)
REVIEW_DECISION = TimeLimit(
    "DL-32",
    _("复议机关作出决定（普通程序）"),
    60,
    Unit.CALENDAR_DAYS,
    Duty.EXTERNAL,
    law.REVIEW_DECIDED,
    effect=_("逾期未决定的，申请人可以自期满之日起十五日内起诉；情况复杂的可以延长三十日。"),
    trigger=_("复议机关受理之日"),
)
REVIEW_DECISION_SIMPLE = TimeLimit(
    "DL-32a",
    _("复议机关作出决定（简易程序）"),
    30,
    Unit.CALENDAR_DAYS,
    Duty.EXTERNAL,
    law.REVIEW_DECIDED,
    effect=_("逾期未决定的，申请人可以自期满之日起十五日内起诉。"),
    trigger=_("复议机关受理之日"),
)
SUIT_ANSWER = TimeLimit(
    "DL-33",
    _("提交答辩状和证据"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.SUIT_ANSWERED,
    effect=_("逾期未提交证据的，视为没有相应证据。"),
    trigger=_("收到起诉状副本之日"),
)
APPEAL_JUDGMENT = TimeLimit(
    "DL-34",
    _("对判决上诉"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.APPEAL,
    effect=_("逾期未上诉的，判决发生法律效力。"),
    trigger=_("判决书送达之日"),
)
APPEAL_RULING = TimeLimit(
    "DL-34a",
    _("对裁定上诉"),
    10,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.APPEAL,
    effect=_("逾期未上诉的，裁定发生法律效力。"),
    trigger=_("裁定书送达之日"),
)
# Enforcement by the court

DEMAND = TimeLimit(
    "DL-35",
    _("催告期限"),
    10,
    Unit.WORKING_DAYS,
    Duty.PARTY_RIGHT,
    law.DEMAND_SERVED,
    effect=_("届满仍未履行的，可以申请人民法院强制执行；届满以前不得申请。"),
    trigger=_("催告书送达之日"),
)
COURT_APPLICATION = TimeLimit(
    "DL-36",
    _("申请法院强制执行"),
    3,
    Unit.MONTHS,
    Duty.AGENCY_DUTY,
    law.COURT_ASKED,
    effect=_("逾期未申请的，人民法院不予受理，罚款无法执行，依法追究责任。"),
    trigger=_("起诉期限届满（判决生效、分期期满）之日"),
)
COURT_ACCEPTANCE = TimeLimit(
    "DL-37",
    _("法院受理强制执行申请"),
    5,
    Unit.WORKING_DAYS,
    Duty.EXTERNAL,
    law.COURT_ACCEPTS,
    effect=_("法院裁定不予受理的，可以在十五日内向上一级人民法院申请复议。"),
    trigger=_("提出申请之日"),
)
ACCEPTANCE_COMPLAINT = TimeLimit(
    "DL-37a",
    _("对不予受理裁定申请复议"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.COURT_ACCEPTS,
    effect=_("逾期未申请的，不予受理裁定生效。"),
    trigger=_("收到不予受理裁定之日"),
)
ACCEPTANCE_REVIEW = TimeLimit(
    "DL-37b",
    _("上一级法院裁定是否受理"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.EXTERNAL,
    law.COURT_ACCEPTS,
    effect=_("仅供参考。"),
    trigger=_("上一级法院收到复议申请之日"),
)
COURT_RULING = TimeLimit(
    "DL-38",
    _("法院作出执行裁定"),
    7,
    Unit.WORKING_DAYS,
    Duty.EXTERNAL,
    law.COURT_RULES,
    effect=_("仅供参考；有明显违法情形的，为三十日。"),
    trigger=_("法院受理之日"),
)
COURT_RULING_IN_DOUBT = TimeLimit(
    "DL-38a",
    _("法院作出是否执行的裁定（存疑的）"),
    30,
    Unit.CALENDAR_DAYS,
    Duty.EXTERNAL,
    law.COURT_DOUBTS,
    effect=_("仅供参考。"),
    trigger=_("法院受理之日"),
)
REFUSAL_COMPLAINT = TimeLimit(
    "DL-39",
    _("对不予执行裁定申请复议"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.COURT_REFUSES,
    effect=_("逾期未申请的，不予执行裁定生效。"),
    trigger=_("收到不予执行裁定之日"),
)
# Transfer to the police

TRANSFER_APPROVAL = TimeLimit(
    "DL-40",
    _("决定是否移送公安机关"),
    3,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.TRANSFER_DECISION,
    effect=_("逾期未决定的，依法给予处分。"),
    trigger=_("接到专案组书面报告之日"),
)
TRANSFER_DELIVERY = TimeLimit(
    "DL-41",
    _("向公安机关移送"),
    24,
    Unit.HOURS,
    Duty.AGENCY_DUTY,
    law.TRANSFER_DECISION,
    effect=_("逾期未移送的，依法给予处分。"),
    trigger=_("批准移送之时"),
)
POLICE_ASK = TimeLimit(
    "DL-42",
    _("公安机关通知补正材料"),
    24,
    Unit.HOURS,
    Duty.EXTERNAL,
    law.POLICE_SUPPLEMENT,
    effect=_("公安机关不得以材料不全为由不接受移送。"),
    trigger=_("公安机关接受案件之时"),
)
SUPPLEMENT_MATERIAL = TimeLimit(
    "DL-42a",
    _("补正移送材料"),
    3,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.POLICE_SUPPLEMENT,
    effect=_("逾期未补正的，报负责人。"),
    trigger=_("收到补正通知之日"),
)
POLICE_FILING = TimeLimit(
    "DL-43",
    _("公安机关决定是否立案"),
    3,
    Unit.CALENDAR_DAYS,
    Duty.EXTERNAL,
    law.POLICE_DECISION,
    effect=_("逾期未决定的，可以报告人民检察院。"),
    trigger=_("公安机关接受案件之日"),
)
POLICE_RECONSIDERATION_REQUEST = TimeLimit(
    "DL-44",
    _("提请公安机关复议"),
    3,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.POLICE_REFUSAL,
    effect=_("逾期未提请的，可以建议人民检察院立案监督。"),
    trigger=_("收到不予立案通知书之日"),
)
POLICE_RECONSIDERATION = TimeLimit(
    "DL-45",
    _("公安机关作出复议决定"),
    3,
    Unit.CALENDAR_DAYS,
    Duty.EXTERNAL,
    law.POLICE_REVIEW,
    effect=_("逾期未决定的，可以建议人民检察院立案监督。"),
    trigger=_("公安机关收到复议文件之日"),
)
PROCURATORATE_REQUEST = TimeLimit(
    "DL-46",
    _("建议检察院立案监督"),
    3,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.POLICE_REVIEW,
    effect=_("逾期未建议的，报负责人。"),
    trigger=_("收到复议决定通知书之日"),
)
GOODS_HANDOVER = TimeLimit(
    "DL-47",
    _("向公安机关移交物品和材料"),
    3,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.POLICE_HANDOVER,
    effect=_("逾期未移交的，依法给予处分。"),
    trigger=_("收到立案通知书之日"),
)
# Limitation, closing and other

LIMITATION_OF_PUNISHMENT = TimeLimit(
    "DL-48",
    _("行政处罚追究时效"),
    2,
    Unit.YEARS,
    Duty.AGENCY_DUTY,
    law.LIMITATION,
    effect=_("超过时效才发现的，不再给予行政处罚；不因休息日顺延。"),
    rolls=False,
    trigger=_("违法行为终了之日"),
)
LIMITATION_OF_PUNISHMENT_LIFE = TimeLimit(
    "DL-48a",
    _("行政处罚追究时效（涉及生命健康安全、金融安全且有危害后果）"),
    5,
    Unit.YEARS,
    Duty.AGENCY_DUTY,
    law.LIMITATION,
    effect=_("超过时效才发现的，不再给予行政处罚；不因休息日顺延。"),
    rolls=False,
    trigger=_("违法行为终了之日"),
)
CLOSING_REPORT = TimeLimit(
    "DL-49",
    _("结案审批"),
    15,
    Unit.WORKING_DAYS,
    Duty.AGENCY_DUTY,
    law.CLOSING_IN_TIME,
    parameter="enforcement.closing_report_days",
    effect=_("逾期未结案的，提醒承办人。"),
    verified=False,
    trigger=_("符合结案条件之日"),
)
HEARD_CASE_REPORT = TimeLimit(
    "DL-50",
    _("听证案件报上级备案"),
    1,
    Unit.MONTHS,
    Duty.AGENCY_DUTY,
    law.HEARD_CASES_REPORTED,
    parameter="enforcement.heard_report_months",
    effect=_("逾期未报备的，提醒承办人。"),
    verified=False,
    trigger=_("结案之日"),
)
ANNUAL_STATISTICS = TimeLimit(
    "DL-51",
    _("公开年度行政执法数据"),
    1,
    Unit.MONTHS,
    Duty.AGENCY_DUTY,
    law.STATISTICS,
    effect=_("逾期未公开的，提醒。"),
    trigger=_("上年度十二月三十一日"),
)
STANDSTILL_END = TimeLimit(
    "DL-52",
    _("中止执行的最长期间"),
    3,
    Unit.YEARS,
    Duty.AGENCY_DUTY,
    law.STANDSTILL,
    effect=_("满三年未恢复执行的，没有明显社会危害、当事人确无能力履行的，不再执行，予以结案。"),
    rolls=False,
    trigger=_("裁定中止执行之日"),
)
TECHNICAL_OPINION = TimeLimit(
    "DL-53",
    _("申请医学技术鉴定"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.OPINION_ON_TECHNIQUE,
    effect=_("仅供参考：逾期未申请的，以原结果为准。"),
    trigger=_("收到检查、诊断结果之日"),
)
TECHNICAL_OPINION_GIVEN = TimeLimit(
    "DL-53a",
    _("作出医学技术鉴定意见"),
    30,
    Unit.CALENDAR_DAYS,
    Duty.EXTERNAL,
    law.OPINION_ON_TECHNIQUE,
    effect=_("仅供参考。"),
    trigger=_("接到鉴定申请之日"),
)
TECHNICAL_OPINION_AGAIN = TimeLimit(
    "DL-53b",
    _("申请再次医学技术鉴定"),
    15,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.OPINION_ON_TECHNIQUE,
    effect=_("仅供参考：逾期未申请的，以原鉴定意见为准。"),
    trigger=_("收到鉴定意见通知之日"),
)
# Supervision: no row of the table, but the day that the supervising authority has set (SP1)

SUPERVISION_REPLY = TimeLimit(
    "SP1",
    _("督办回复"),
    0,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.SUPERVISION,
    effect=_("逾期未回复的，由督办机关催办。"),
    rolls=False,
    trigger=_("督办要求的回复日期"),
)

LIMITS: dict[str, TimeLimit] = {
    limit.code: limit
    for limit in (
        TELL_TIPSTER,
        OBJECT_TO_TRANSFER,
        PETITION_CLOSING,
        VERIFY_CLUE,
        FILE_CASE,
        TELL_FILING,
        PRESERVATION,
        EMERGENCY_PRESERVATION,
        SEALING,
        DRUG_SEALING,
        RECORDINGS_UPLOAD,
        STATEMENT,
        HEARING_REQUEST,
        HEARING_DATE,
        HEARING_NOTICE,
        LEGAL_REVIEW_LIMIT,
        CASE,
        CASE_EXTENSION,
        DELIVERY,
        ON_THE_SPOT_REPORT,
        CASH_DELIVERY,
        PAYMENT,
        SURCHARGE_CAP,
        PUBLISH_DECISION,
        PUBLISH_RESULT,
        WITHDRAW_PUBLICATION,
        REVIEW_APPLICATION,
        SUIT_FILING,
        SUIT_AFTER_REVIEW_FILING,
        LONGEST_REMEDY,
        REVIEW_ANSWER,
        REVIEW_ANSWER_SIMPLE,
        REVIEW_DECISION,
        REVIEW_DECISION_SIMPLE,
        SUIT_ANSWER,
        APPEAL_JUDGMENT,
        APPEAL_RULING,
        DEMAND,
        COURT_APPLICATION,
        COURT_ACCEPTANCE,
        ACCEPTANCE_COMPLAINT,
        ACCEPTANCE_REVIEW,
        COURT_RULING,
        COURT_RULING_IN_DOUBT,
        REFUSAL_COMPLAINT,
        TRANSFER_APPROVAL,
        TRANSFER_DELIVERY,
        POLICE_ASK,
        SUPPLEMENT_MATERIAL,
        POLICE_FILING,
        POLICE_RECONSIDERATION_REQUEST,
        POLICE_RECONSIDERATION,
        PROCURATORATE_REQUEST,
        GOODS_HANDOVER,
        LIMITATION_OF_PUNISHMENT,
        LIMITATION_OF_PUNISHMENT_LIFE,
        CLOSING_REPORT,
        HEARD_CASE_REPORT,
        ANNUAL_STATISTICS,
        STANDSTILL_END,
        TECHNICAL_OPINION,
        TECHNICAL_OPINION_GIVEN,
        TECHNICAL_OPINION_AGAIN,
        SUPERVISION_REPLY,
    )
}
