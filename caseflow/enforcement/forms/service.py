"""The service of papers: one form, whatever is served (reference 2.5)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases.columns import ClockField
from caseflow.cases.fields import EvidenceFileField
from caseflow.cases.moves import FactsForm, Sections

from ..codes import ServiceMethod
from ..models import Service
from .questions import choose, line, note, officer, reason, tick, two_officers, unserved, words

DESCRIBED = {
    ServiceMethod.SV1: _("当场宣告决定，交给当事人签收"),
    ServiceMethod.SV2: _("交给本人、同住成年家属，或者单位的法定代表人、收件人员"),
    ServiceMethod.SV3: _("拒绝签收：邀请见证人并记明理由和日期，或者拍照、录像后留在住所"),
    ServiceMethod.SV4: _("委托就近的卫生健康主管部门代送，以签收日期为送达日期"),
    ServiceMethod.SV5: _("以回执上的收件日期为送达日期"),
    ServiceMethod.SV6: _("当事人签过《送达地址确认书》并同意电子送达"),
    ServiceMethod.SV7: _("当事人是军人、被监禁或者被强制措施的，由所在单位转交"),
    ServiceMethod.SV8: _("公告期满后登记；公告以前须用两种方式试过未果"),
    ServiceMethod.SV9: _("通知到机关领取；到场拒绝签收的，由两名执法人员注明情况"),
}


class ServiceForm(FactsForm):
    """送达回执 (D38)."""

    on_label = _("送达日期")
    sections: ClassVar[Sections] = (
        (_("怎样送达"), ("method", "on", "delivered_at", "place")),
        (_("谁收下的"), ("receiver", "relation", "refusal", "witness", "tracking_no")),
        (_("谁去送的"), ("server1", "server2")),
        (_("记录"), ("media", "note")),
    )

    method = choose(
        _("送达方式"),
        ServiceMethod,
        described=DESCRIBED,
        help_text=_("先试直接送达；前一种送不到，才用后一种。"),
    )
    delivered_at = ClockField(label=_("送达时间"), required=False, help_text=_("例如 10:30。"))
    place = words(Service, "place", required=False, help_text=_("留置送达须在住所或者确认的送达地址。"))
    receiver = words(Service, "receiver", required=False)
    relation = words(
        Service, "relation", required=False, help_text=_("本人、同住成年家属、法定代表人、收发人员、代理人等。")
    )
    refusal = reason(_("拒收理由、未送达原因"), required=False)
    witness = words(Service, "witness", required=False, help_text=_("基层组织或者所在单位的代表：姓名、单位和职务。"))
    tracking_no = words(Service, "tracking_no", required=False)
    server1 = officer(_("送达人一"), of_case=True, required=False)
    server2 = officer(_("送达人二"), of_case=True, required=False)
    media = EvidenceFileField(  # type: ignore[assignment]  # the media of a form are no field
        label=_("照片或录像"), multiple=True, required=False, help_text=_("上传后自动记录校验值和时间。")
    )
    note = note()

    def defaults(self) -> dict[str, Any]:
        case: Any = self.record
        if case is None:
            return {}
        place = case.party.service_address or case.party.address
        return {"place": place, **two_officers(self, "server1", "server2")}

    def clean(self) -> None:
        """The time belongs to the day of service, and is not ahead of now."""
        at, on = self.cleaned_data.get("delivered_at"), self.cleaned_data.get("on")
        if isinstance(at, time):
            at = timezone.make_aware(datetime.combine(on or timezone.localdate(), at))
            self.cleaned_data["delivered_at"] = at
        if at is None:
            return
        if on and timezone.localdate(at) != on:
            self.add_error("delivered_at", _("“送达时间”和“送达日期”不是同一天，请核对。"))
        elif at > timezone.now():
            self.add_error("delivered_at", _("“送达时间”不能晚于现在。"))


class ServePaperForm(ServiceForm):
    """Other papers, and attempts that failed."""

    sections = ((_("送什么"), ("papers", "served")), *ServiceForm.sections)

    papers = unserved()
    served = tick(_("已经送达（没有送达的，去掉勾选并写明原因）"), initial=True)


class AnnounceServiceForm(FactsForm):
    """公告送达公告 (D40)."""

    on_label = _("公告日期")
    papers = unserved(_("公告送达的文书"))
    reason = reason(_("公告送达的原因"))
    announced_where = words(
        Service,
        "announced_where",
        lines=True,
        help_text=_("公告栏、受送达人住所、报纸或者网站；张贴在几处的，都写。"),
    )
    certificate = line(
        _("下落不明的证明"),
        required=False,
        help_text=_("没有两种方式的送达未果记录的，写明公安机关或者村（居）委会证明的名称和文号。"),
    )
