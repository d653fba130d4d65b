"""The articles relied on, with their substance in the words of the law (reference 0.3, 6.1)."""

from caseflow.procedure import Citation

PFPL = "《中华人民共和国人口与计划生育法》"  # 2021
PIPL = "《中华人民共和国个人信息保护法》"  # 2021
CIVIL = "《中华人民共和国民法典》"  # 2020
AID = "《社会救助暂行办法》"  # 2019
ARL = "《中华人民共和国行政复议法》"  # 2023
ALL = "《中华人民共和国行政诉讼法》"  # 2017
ARCHIVES = "《中华人民共和国档案法》"  # 2020
LOCAL_AID = "参照最低生活保障审核确认办法"  # an analogue, not law for this scheme
OFFICE = "本机关关怀帮扶办理规程（待核定）"  # what a county confirms before it works with it

DUTY_TO_HELP = Citation(
    PFPL, "第三十二条", "县级以上各级人民政府建立健全全方位帮扶保障制度，在生活、养老、医疗、精神慰藉等方面给予帮扶。"
)
FUNDS = Citation(PFPL, "第十五条", "任何单位和个人不得截留、克扣、挪用人口与计划生育工作费用。")
APPLY = Citation(
    AID,
    "第十一条",
    "由申请人向乡镇人民政府、街道办事处提出书面申请；有困难的，可以委托村民委员会、居民委员会代为提出。",
)
CHECK = Citation(AID, "第十一条", "通过入户调查、邻里访问、信函索证、群众评议、信息核查等方式调查核实。")
DECIDE = Citation(AID, "第十一条", "经审查，对符合条件的予以批准；对不符合条件的不予批准，并书面向申请人说明理由。")
URGENT_HELP = Citation(AID, "第四十八条", "情况紧急的，可以按照规定简化审批手续。")
FALSE_MATERIAL = Citation(AID, "第六十八条", "采取虚报、隐瞒、伪造等手段骗取的，由有关部门决定停止，责令退回。")
SECRECY_OF_AID = Citation(AID, "第六十一条", "对公民的个人信息，除按照规定应当公示的以外，应当予以保密。")
CONSENT = Citation(PIPL, "第二十九条", "处理敏感个人信息应当取得个人的单独同意。")
TELL = Citation(PIPL, "第十七条", "在处理个人信息前，应当以显著方式、清晰易懂的语言真实、准确、完整地告知。")
WITHDRAW = Citation(
    PIPL, "第十五条", "个人有权撤回其同意，应当提供便捷的撤回同意的方式；撤回同意不影响撤回前的处理活动的效力。"
)
NO_PUBLICATION = Citation(PIPL, "第二十五条", "不得公开其处理的个人信息，取得个人单独同意的除外。")
SENSITIVE = Citation(
    PIPL, "第二十八条", "只有在具有特定的目的和充分的必要性，并采取严格保护措施的情形下，方可处理敏感个人信息。"
)
HUMAN_DECISION = Citation(PIPL, "第二十四条", "个人有权拒绝仅通过自动化决策的方式作出决定。")
SECRECY = Citation(CIVIL, "第一千零三十九条", "国家机关及其工作人员对履行职责中知悉的隐私和个人信息，应当予以保密。")
NEAR_RELATIVES = Citation(
    CIVIL, "第一千零四十五条", "配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女为近亲属。"
)
DAYS = Citation(CIVIL, "第二百零一条", "按照日计算期间的，开始的当日不计入，自下一日开始计算。")
REVIEW = Citation(ARL, "第二十条", "可以自知道或者应当知道该行政行为之日起六十日内提出行政复议申请。")
LAWSUIT = Citation(ALL, "第四十六条", "应当自知道或者应当知道作出行政行为之日起六个月内提出。")
RECORDS = Citation(ARCHIVES, "第十四条", "应当归档的材料，按照国家有关规定定期向本单位档案机构或者档案工作人员移交。")
PUBLICITY = Citation(LOCAL_AID, "公示", "公示期为七日；有异议的，重新调查核实以后再公示。")
SIGNING = Citation(LOCAL_AID, "公示以后", "公示期满无异议的，三个工作日内上报。")
COUNTY = Citation(LOCAL_AID, "审核确认", "收到材料之日起十个工作日内作出决定。")
PANEL = Citation(LOCAL_AID, "民主评议", "应到人员三分之二以上到会，到会人员三分之二以上同意。")
INTAKE = Citation(OFFICE, "接案登记")
ACCEPTANCE = Citation(OFFICE, "受理")
CLAIMS = Citation(OFFICE, "单项待遇")
NO_APPLICATION = Citation(OFFICE, "免申即享")
OBJECTIONS = Citation(OFFICE, "异议处理")
TOWNSHIP = Citation(OFFICE, "乡镇审核")
FILING = Citation(OFFICE, "备案")
REVOCATION = Citation(OFFICE, "撤销")
RECHECK = Citation(OFFICE, "复核")
CLOSING = Citation(OFFICE, "结案")
AREAS = Citation(OFFICE, "辖区分工")
CONTACTS = Citation(
    "国卫办家庭发〔2016〕33号", "联系人制度", "每个家庭确定两名固定联系人，联系人有变动的，做好交接并告知家庭。"
)
TEAMS = Citation(OFFICE, "“4+1”帮扶联系小组")
CONFLICTS = Citation(OFFICE, "帮扶人员回避")
HANDOVER = Citation(OFFICE, "联系人交接")
COVERAGE = Citation("国卫办人口函〔2020〕549号", "三个全覆盖", "联系人、家庭医生签约、就医绿色通道全覆盖。")
PLANS = Citation(OFFICE, "需求评估和帮扶计划")
STAGES = Citation(OFFICE, "阶段评估")
SUSPENSION = Citation(OFFICE, "暂停和恢复")
TRANSFER = Citation(PIPL, "第二十三条", "向其他个人信息处理者提供其处理的个人信息的，应当取得个人的单独同意。")
REOPENING = Citation(OFFICE, "恢复帮扶")
AFTER_CARE = Citation(OFFICE, "结案以后的问候")
SEPARATION = Citation(OFFICE, "不相容岗位")
