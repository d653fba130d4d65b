"""The register of forms (reference 5.2) that this course issues, with their numbers, seals and copies. Titles are neutral."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.kinds import DocumentKind, Series, register


def _sheet(name: str, code: str, title: Any, **more: Any) -> DocumentKind:
    """A numbered form that stays in the file, or of which the family gets a copy."""
    return _kind(name, code, title, Series.form(), "sheet", **more)


def _letter(name: str, code: str, title: Any, nature: str, **more: Any) -> DocumentKind:
    """A letter to the family, under a 文号 and the seal of the bureau."""
    options = {"seal": True, "outgoing": True, "copies": 2, **more}
    return _kind(name, code, title, Series.official(nature), "letter", **options)


def _slip(name: str, code: str, title: Any, **more: Any) -> DocumentKind:
    """A letter or notice of a township or a village: a place for their seal, and the number of a form."""
    return _kind(name, code, title, Series.form(), "slip", **{"outgoing": True, "copies": 2, **more})


def _kind(name: str, code: str, title: Any, series: Series, template: str, **more: Any) -> DocumentKind:
    path = f"documents/support/{template}.html"
    return register(DocumentKind(name=f"support_{name}", code=code, title=title, template=path, series=series, **more))


CATALOGUE = (
    _sheet("application", "F-01", _("关怀帮扶申请表"), copies=3),
    _slip("receipt", "F-01a", _("受理回执")),
    _slip("acceptance", "F-01a", _("受理通知")),
    _sheet("intake", "F-02", _("接案登记表")),
    _sheet("family", "F-03", _("家庭情况登记表")),
    _sheet("consent", "F-04", _("告知与同意书"), outgoing=True, copies=2),
    _slip("correction", "F-05", _("补正通知书")),
    _sheet("check", "F-06", _("入户调查核查记录")),
    _sheet("deliberation", "F-08", _("评议记录")),
    _slip("notice", "F-09", _("公示")),
    _sheet("objection", "F-09b", _("异议登记表")),
    _slip("objection_result", "F-09c", _("异议复核结果")),
    _sheet("approval", "F-10", _("关怀帮扶审批表"), copies=3),
    _letter("grant", "F-10", _("准予关怀帮扶决定书"), "发"),
    _letter("refusal", "F-10", _("不予关怀帮扶决定书"), "发"),
    _sheet("township_review", "F-10a", _("调查审核记录表")),
    _sheet("visit", "F-17", _("走访记录")),
    _kind("roster", "F-20", _("备案名册"), Series.official("函"), "roster", seal=True, outgoing=True, copies=2),
    _letter("hearing", "F-23", _("拟撤销告知书"), "发"),
    _letter("revocation", "F-23", _("撤销决定书"), "发"),
    _kind("card", "F-11", _("“4+1”连心卡"), Series.form(), "card", outgoing=True),
    _sheet("handover", "F-12", _("联系人交接单")),
    _sheet("agreement", "F-13", _("帮扶协议"), outgoing=True, copies=2),
    _sheet("assessment", "F-14", _("需求评估表")),
    _sheet("plan", "F-16", _("帮扶计划"), outgoing=True, copies=2),
    _letter("transfer", "F-22", _("档案移交函"), "函"),
    _sheet("review", "F-25", _("阶段评估表")),
    _sheet("suspension", "F-26", _("暂停说明")),
    _sheet("pledge", "F-30", _("志愿者登记与保密承诺")),
    _sheet("reopening", "F-02", _("接案登记表（续办）")),
    _sheet("closing", "F-27", _("结案报告")),
)
