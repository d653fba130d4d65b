"""The catalogue of papers (reference 4.2) that the main course issues, with their numbers, seals and copies."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.kinds import DocumentKind, Series, register


def _form(name: str, code: str, title: Any, **more: Any) -> DocumentKind:
    """A numbered form that stays in the file."""
    return _kind(name, code, title, Series.form(), **more)


def _letter(name: str, code: str, title: Any, nature: str, **more: Any) -> DocumentKind:
    """A paper that goes out under a 文号 and the seal."""
    return _kind(name, code, title, Series.letter(nature), **{"seal": True, "outgoing": True, "copies": 2, **more})


def _kind(name: str, code: str, title: Any, series: Series | None, **more: Any) -> DocumentKind:
    template = f"documents/enforcement/{name}.html"
    return register(DocumentKind(name=name, code=code, title=title, template=template, series=series, **more))


CATALOGUE = (
    _form("tip_register", "D01", _("线索（举报）登记表")),
    _kind("reporter_sheet", "D01", _("举报人信息登记表（密封件）"), None, sealed=True),
    _form("check_assignment", "D01a", _("线索核查任务单")),
    _form("acceptance_record", "D02", _("案件受理记录")),
    _form("filing_report", "D03", _("立案报告")),
    _form("no_filing_approval", "D04", _("不予立案审批表")),
    _form("inspection_record", "D05", _("现场笔录")),
    _form("interview_record", "D06", _("询问笔录")),
    _letter("supervision_opinion", "D07", _("卫生监督意见书"), "监"),
    _letter("preservation_decision", "D08", _("证据先行登记保存决定书"), "保"),
    _letter("preservation_disposal", "D09", _("证据先行登记保存处理决定书"), "保处"),
    _form("product_sampling_record", "D10", _("产品样品采样记录"), seal=True, outgoing=True, copies=2),
    _form("other_sampling_record", "D11", _("非产品样品采样记录"), seal=True, outgoing=True, copies=2),
    _letter("appraisal_commission", "D13", _("技术鉴定委托书"), "鉴"),
    _kind("item_list", "D17", _("物品清单"), None, seal=True, outgoing=True, copies=2, attached=True),
    _letter("case_transfer", "D20", _("案件移送书"), "移"),
    _kind(
        "tip_transfer_letter",
        "D20a",
        _("线索移送函"),
        Series.official("函"),
        seal=True,
        outgoing=True,
        copies=2,
    ),
    _form("investigation_report", "D22", _("案件调查终结报告")),
    _form("panel_record", "D23", _("合议记录")),
    _form("approval_sheet", "D24", _("卫生行政执法事项审批表")),
    _form("legal_review_opinion", "D25", _("法制审核意见书"), copies=2),
    _letter("prior_notice", "D26", _("行政处罚事先告知书"), "罚告"),
    _form("statement_record", "D27", _("陈述和申辩笔录")),
    _form("waiver_of_rights", "D27a", _("放弃陈述申辩、听证权利声明")),
    _form("statement_review", "D28", _("陈述和申辩复核意见书")),
    _letter("hearing_rights_notice", "D29", _("行政处罚听证告知书"), "听告"),
    _form("hearing_request_register", "D29a", _("听证申请登记表")),
    _letter("hearing_notice", "D30", _("行政处罚听证通知书"), "听通"),
    _letter("hearing_postponement", "D30a", _("听证延期通知书"), "听延"),
    _form("hearing_record", "D31", _("听证笔录")),
    _form("hearing_termination_record", "D31a", _("终止听证记录")),
    _form("hearing_opinion", "D32", _("听证意见书")),
    _form("discussion_record", "D33", _("集体讨论记录")),
    _form("discussion_notice", "D33a", _("集体讨论通知")),
    _letter("penalty_decision", "D34", _("行政处罚决定书"), "罚", copies=3),
    _letter("no_penalty_decision", "D36", _("不予行政处罚决定书"), "不罚"),
    _letter("withdrawal_decision", "D37", _("撤销案件决定书"), "撤"),
    _letter("termination_decision", "D37", _("终止调查决定书"), "终"),
    _letter("suspension_decision", "D37", _("中止调查决定书"), "中"),
    _letter("resumption_decision", "D37", _("恢复调查决定书"), "恢"),
    _kind("service_receipt", "D38", _("送达回执"), None, outgoing=True),
    _form("address_confirmation", "D39", _("送达地址（电子送达）确认书")),
    _letter("public_service_notice", "D40", _("公告送达公告"), "公告"),
    _form("instalment_approval", "D41", _("延期（分期）缴纳罚款审批表")),
    _letter("instalment_notice", "D41", _("延期（分期）缴纳罚款通知书"), "分期"),
    _letter("demand", "D42", _("催告书"), "催"),
    _letter("enforcement_application", "D43", _("强制执行申请书"), "强", copies=3),
    _form("closing_report", "D44", _("结案报告")),
    _form("closing_approval", "D44", _("结案审批表")),
    _form("recusal_request", "D45", _("回避申请书")),
    _form("recusal_decision", "D45", _("回避决定书"), seal=True, outgoing=True, copies=2),
    _letter("reporter_reply", "D46", _("举报处理结果告知书"), "答"),
    _kind("supervision_notice", "D51", _("督办通知书"), Series.official("督"), seal=True, outgoing=True, copies=2),
    _kind("supervision_reply", "D51", _("督办回复"), Series.official("督复"), seal=True, outgoing=True, copies=2),
    _kind("archive_cover", "D53", _("卷宗封面"), None),
    _kind("archive_index", "D53", _("卷内目录"), None),
    _kind("archive_note", "D53", _("备考表"), None),
)
