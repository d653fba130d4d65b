"""Closing, archive and reopening."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caseflow.cases.moves import FactsForm

from ..codes import RedoGround
from .questions import choose, line, note, reason, text

RETENTION = (("永久", _("永久")), ("30年", _("30年")), ("10年", _("10年")))  # as the cover says it


class ReportHeardCaseForm(FactsForm):
    """听证案件报上级备案."""

    on_label = _("报送日期")
    note = note(_("报送情况"))


class ArchiveForm(FactsForm):
    """卷宗封面、目录和备考表 (4.8)."""

    on_label = _("归档日期")
    retention = choose(_("保管期限"), RETENTION, initial="30年", help_text=_("重要的案卷永久保管，一般的保管三十年。"))
    archive_no = line(_("档号"), most=60, required=False)
    note = note(_("备考"))


class ReopenForm(FactsForm):
    """重新办理 (T46)."""

    on_label = _("决定日期")
    ground = choose(_("重新办理原因"), RedoGround)
    document = line(_("依据的文书"), most=120, help_text=_("复议决定、判决或者监督文书的名称和文号。"))
    reason = reason(_("重新办理的理由"))


class TakeUpAgainForm(FactsForm):
    """恢复调查（重新办理）."""

    on_label = _("恢复日期")
    note = note()


class CloseAnnulledForm(FactsForm):
    """不再重新作出，报请结案 (D44)."""

    on_label = _("报请日期")
    summary = text(_("结案情况"))
