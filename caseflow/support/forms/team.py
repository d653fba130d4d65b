"""What is typed for the moves of a family's team."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import IsoDateField, PhoneField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import RecordField

from ..codes import DoctorContract, HelperCode
from ..procedure import Role
from . import questions as ask

HELPING = (Role.HELPER, Role.DOCTOR, Role.VOLUNTEER)
APPOINTED = [(each.value, each.label) for each in HelperCode if each != HelperCode.STAND_IN]


def helper(label: Any, **options: Any) -> RecordField:
    """Somebody who serves the family now."""
    return RecordField(lambda family: family.helpers.filter(until=None).select_related("user"), label=label, **options)


class AppointForm(FactsForm):
    """安排联系人 (3.2, 3.3)."""

    on_label = _("自何日起")
    sections = (
        (_("谁，担任什么"), ("on", "person", "code", "dual", "works_phone")),
        (_("问过家里"), ("asked",)),
        (_("有关系或者超出户数的"), ("declared", "over_cap")),
    )
    person = ask.person(_("人员"), *HELPING)
    code = ask.choose(_("角色"), APPOINTED)
    dual = ask.tick(
        _("同时是双岗联系人"), help_text=_("乡镇（街道）干部是乡镇领导的，村（社区）计生专干是村委会成员的，勾选。")
    )
    works_phone = PhoneField(
        label=_("工作电话"), required=False, help_text=_("印在连心卡上；不填的，用本人登记的电话。")
    )
    asked = ask.line(_("怎样征求家庭意见"), help_text=_("例如：何女士说愿意。"))
    declared = ask.line(_("书面声明的关系"), required=False)
    over_cap = ask.line(_("超出联系户数的理由"), required=False)


class EndHelperForm(FactsForm):
    on_label = _("自何日起")
    helper = helper(_("联系人"))
    note = ask.line(_("说明"), required=False)


class LeaveForm(FactsForm):
    on_label = _("自何日起")
    note = ask.line(_("说明"), required=False)


class RefuseHelperForm(FactsForm):
    """家庭要求换人 (T-9): no reason is asked for."""

    on_label = _("提出日期")
    helper = helper(_("联系人"))
    how = ask.line(_("怎样提出"), most=100, help_text=_("例如：电话告诉村专干。不问理由。"))
    talk = ask.line(_("谈的情况"), required=False, help_text=_("第一次不用填；以后再换的，先谈一谈再填。"))


class HandOverForm(FactsForm):
    """联系人交接单 (F-12)."""

    on_label = _("交接日期")
    helper = helper(_("接手的联系人"))
    needs = ask.text(_("没有办完的事"), rows=3, most=1000)
    promises = ask.text(_("答应过的事"), rows=2, most=1000)
    avoid = ask.line(_("不打扰的日子"), most=120, required=False, help_text=_("只写日子，不写缘由。"))
    held = ask.line(_("移交的物品"), required=False, help_text=_("钥匙、药箱等；不交接任何密码。"))
    witness = ask.line(_("家庭成员或者见证人"), most=60)

    def defaults(self) -> dict[str, Any]:
        return {"avoid": self.record.dates_to_avoid} if self.record else {}


class PrimaryForm(FactsForm):
    on_label = _("确定日期")
    member = ask.member(_("成员"))
    helper = helper(_("主要联系人"))


class DoctorForm(FactsForm):
    """家庭医生签约 (T-5)."""

    on_label = _("登记日期")
    member = ask.member(_("成员"))
    status = ask.choose(_("签约情况"), DoctorContract)
    signed_on = IsoDateField(label=_("签约或者表示不签的日期"), past=True, required=False)


class ProofForm(FactsForm):
    """优先就医凭证 (3.6)."""

    on_label = _("登记日期")
    member = ask.member(_("成员"))
    until = IsoDateField(label=_("有效期至"))


class PledgeForm(FactsForm):
    """志愿者登记与保密承诺 (F-30), of everybody who helps."""

    on_label = _("承诺日期")
    person = ask.person(_("人员"), *HELPING)
    trained_on = IsoDateField(label=_("最近一次培训"), past=True)
    explained = ask.tick(_("已说明保密、分寸和不收受财物的要求，本人签名"))
    in_scheme = ask.tick(_("本人是同一项目的帮扶对象"))
    insured = ask.tick(_("有志愿服务保险"))


class WaiverForm(FactsForm):
    """同意唯一的医生担任签约医生 (3.3)."""

    on_label = _("决定日期")
    person = ask.person(_("医生"), Role.DOCTOR)
    reason = ask.reason(_("理由"), help_text=_("写明本村只有一名医生；这名医生不参与这家的评议、审核、审批和款项。"))
