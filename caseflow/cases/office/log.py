"""The log of the system as auditors read it, below the result of the last verification. Nothing is changed here."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from caseflow.audit import keys
from caseflow.audit.models import Checkpoint, Entry
from caseflow.people.models import User
from caseflow.people.offices import ADMINISTRATORS, AUDIT

from ..fields import CleanCharField, IsoDateField
from ..forms import CleanForm
from ..models import Dossier
from ..reads import looked_at
from ..text import comparable

PERMISSION = f"people.{ADMINISTRATORS[AUDIT]}"
PAGE = 50
GROUPS: Mapping[str, tuple[Any, tuple[str, ...]]] = {  # what one asks for, and the beginnings of actions
    "people": (_("账号和岗位"), ("account.", "role.", "factor.", "password.", "directory.", "stand_in.")),
    "login": (_("登录"), ("login.", "logout", "sessions.")),
    "seen": (_("查阅"), ("personal.", "paper.opened", "paper.previewed", "upload.", "search.")),
    "sealed": (_("封存身份"), ("identity.", "key.")),
    "export": (_("导出"), ("export.",)),
    "settings": (_("设置"), ("agency.", "parameter.", "calendar.", "job.")),
    "work": (_("分办"), ("task.", "paper.voided")),
    "audit": (_("审计"), ("audit.", "log.")),
}
ACTIONS: Mapping[str, Any] = {
    "account.made": _("建立账号"),
    "account.changed": _("修改账号"),
    "role.asked": _("提出岗位"),
    "role.granted": _("授予岗位"),
    "role.refused": _("不同意岗位"),
    "role.taken": _("收回岗位"),
    "password.set": _("设置密码"),
    "password.changed": _("更换密码"),
    "password.reset": _("重置密码"),
    "login.succeeded": _("登录"),
    "login.failed": _("登录失败"),
    "login.proved_again": _("再次验证身份"),
    "logout": _("退出登录"),
    "sessions.ended": _("结束会话"),
    "directory.matched": _("对应统一身份认证账号"),
    "personal.read": _("查看个人信息"),
    "paper.opened": _("打开文书"),
    "paper.previewed": _("预览文书草稿"),
    "paper.voided": _("作废文书"),
    "upload.opened": _("下载材料"),
    "search.made": _("检索"),
    "identity.unsealed": _("查看封存身份"),
    "key.rotated": _("更换主密钥"),
    "key.destroyed": _("销毁密钥"),
    "export.asked": _("申请导出"),
    "export.made": _("导出"),
    "export.downloaded": _("下载导出文件"),
    "agency.changed": _("修改机关资料"),
    "parameter.set": _("设置参数"),
    "calendar.entered": _("录入节假日"),
    "calendar.deleted": _("删除节假日"),
    "job.retried": _("重办后台事项"),
    "job.given_up": _("放弃后台事项"),
    "task.claimed": _("领取工作"),
    "task.released": _("退回工作"),
    "task.handed_over": _("移交工作"),
    "audit.verified": _("核验"),
    "log.read": _("查看审计记录"),
}
NAMES: Mapping[str, Any] = {  # of what entries say
    "asked": _("条件"),
    "asked_by": _("提出人"),
    "basis": _("依据"),
    "changed": _("修改"),
    "chains": _("链数"),
    "checkpoint": _("检查点"),
    "columns": _("栏目"),
    "count": _("数目"),
    "damages": _("问题数"),
    "days": _("日期"),
    "factor": _("验证方式"),
    "fields": _("字段"),
    "first": _("首条序号"),
    "found": _("问题"),
    "hits": _("找到"),
    "kind": _("种类"),
    "limits": _("改变的期限"),
    "links": _("记录数"),
    "method": _("验证方式"),
    "number": _("文号"),
    "paper": _("文书"),
    "role": _("岗位"),
    "saved": _("另存"),
    "sha256": _("校验值"),
    "source": _("文件依据"),
    "task": _("工作"),
    "to": _("交给"),
    "upload": _("材料"),
    "valid_from": _("自何日起"),
    "value": _("取值"),
    "what": _("格式"),
    "whole": _("全部"),
    "words": _("检索词校验值"),
}
KINDS: Mapping[str, Any] = {  # of damage
    "altered": _("内容被改动"),
    "missing": _("记录缺失"),
    "unlinked": _("与前一条不衔接"),
    "forged": _("不是由本系统写入"),
    "unknown_key": _("写入所用的密钥不在本机"),
    "head": _("案卷所记的末条与记录不符"),
    "orphan": _("记录不属于任何案卷"),
    "state": _("状态与记录不符"),
    "rewritten": _("与检查点见到的不同"),
    "checkpoint": _("检查点本身不成立"),
}


class Filters(CleanForm):
    """What the log may be narrowed to; what makes no sense is left aside."""

    kind = forms.ChoiceField(
        label=_("类别"), choices=[("", _("全部")), *((k, v[0]) for k, v in GROUPS.items())], required=False
    )
    who = CleanCharField(label=_("操作人"), max_length=50, required=False, help_text=_("姓名或者账号"))
    object = CleanCharField(label=_("对象"), max_length=120, required=False, help_text=_("案卷编号等"))
    words = CleanCharField(
        label=_("检索词"), max_length=60, required=False, help_text=_("谁检索过这个词；记录里只有它的校验值")
    )
    since = IsoDateField(label=_("自"), required=False)
    until = IsoDateField(label=_("至"), required=False)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One page of the log, newest first. That it was read is in it as well."""
    user: Any = request.user
    if PERMISSION not in user.roles:
        raise PermissionDenied(_("审计记录由审计管理员查看。"))
    filters = Filters(request.GET)
    chosen = filters.chosen()
    found = _narrowed(chosen)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 16:
        found = found.filter(seq__lt=int(before))
    entries = list(found.order_by("-seq")[: PAGE + 1])
    shown = entries[:PAGE]
    people = User.objects.in_bulk({each.actor for each in shown if each.actor})
    said = Dossier.objects.filter(reference__in={each.object for each in shown}, agency=user.agency_id)
    files = set(said.values_list("reference", flat=True))
    query = request.GET.copy()
    query["before"] = str(shown[-1].seq) if shown else ""
    asked = {name: str(value) for name, value in chosen.items() if name != "words"}
    looked_at(user, "log.read", "", first=shown[0].seq if shown else 0, asked=asked)
    context = {
        "section": "audit",
        "filters": filters,
        "rows": [_row(each, people, files) for each in shown],
        "earlier": query.urlencode() if len(entries) > PAGE else "",
        "result": _result(),
        "checkpoint": Checkpoint.objects.order_by("-number").first(),
        "outside": bool(settings.CHECKPOINTS),
    }
    return render(request, "cases/office/log.html", context)


def _narrowed(chosen: Mapping[str, Any]) -> QuerySet[Entry]:
    found = Entry.objects.all()
    if group := chosen.get("kind"):
        any_of = found.none()
        for start in GROUPS[group][1]:
            any_of = any_of | found.filter(action__startswith=start)
        found = any_of
    if who := chosen.get("who"):
        people = User.objects.filter(name=who) | User.objects.filter(username=who)
        found = found.filter(actor__in=people.values("pk"))
    if about := chosen.get("object"):
        found = found.filter(object__startswith=about)
    if words := chosen.get("words"):
        found = found.filter(action="search.made")
        said = [f'"words":"{each}"' for each in keys.fingerprints(comparable(words))]
        of_words = found.none()
        for each in said:
            of_words = of_words | found.filter(body__contains=each)
        found = of_words
    since: date | None = chosen.get("since")
    until: date | None = chosen.get("until")
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lt=until + timedelta(days=1))
    return found


def _row(entry: Entry, people: Mapping[int, User], files: set[str]) -> dict[str, Any]:
    return {
        "entry": entry,
        "file": entry.object in files,
        "title": ACTIONS.get(entry.action, entry.action),
        "who": people.get(entry.actor, f"#{entry.actor}") if entry.actor else "",
        "said": [
            (NAMES.get(name, name), _words(value))
            for name, value in entry.data.items()
            if value not in ("", [], {}, None)
        ],
    }


def _words(value: Any) -> str:
    match value:
        case bool():
            return _t("是") if value else _t("否")
        case list():
            return _t("、").join(_words(each) for each in value)
        case dict():
            return _t("；").join(f"{name} {_words(each)}" for name, each in value.items())
    return str(value)


def _result() -> dict[str, Any] | None:
    """The last time that everything was verified, and what was found."""
    last = Entry.objects.filter(action="audit.verified", body__contains='"whole":true').order_by("-seq").first()
    if last is None:
        return None
    said = last.data
    found = [{"kind": KINDS.get(kind, kind), "chain": chain, "seq": seq} for kind, chain, seq, _n in said["found"]]
    return {"at": last.at, **said, "found": found}
