"""The page where an administrator sees what the background could not do, and decides what becomes of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from caseflow import audit
from caseflow.cases.fields import CleanTextField
from caseflow.cases.office import administrators_only
from caseflow.people.models import User
from outbox import runner
from outbox.models import Job

from .alarms import alarms, last_sweep, outbox_age

PAGE = 50
REASON = CleanTextField(label=_("放弃的原因"), min_length=4, max_length=400)
TITLES = {
    "documents.render": _("制作文书文件"),
    "documents.tidy": _("清理没有写完的文件"),
    "outbox.tidy": _("清理办完的后台事项"),
    "cases.sweep": _("期限巡查"),
    "support.batch.build": _("编制发放批次"),
    "support.calendar": _("办理年历事项"),
    "support.teams": _("整理帮扶联系小组"),
    "errands.export": _("准备导出文件"),
    "errands.digest": _("发送每日提醒"),
    "errands.digests": _("安排每日提醒"),
    "errands.tidy": _("清理过期的导出文件"),
    "audit.checkpoint": _("签署审计链检查点"),
    "audit.ship": _("把检查点送到外部存放处"),
    "custody.sweep": _("结束到期的身份查阅"),
    "vault.settle": _("清除已销毁的密钥"),
    "uploads.tidy": _("清理没有用上的上传文件"),
    "operations.verify": _("核验审计链和文书"),
}
ERRORS = {  # what the class of an error means to somebody who is no programmer
    "abandoned": _("办理它的进程每次都中途停止"),
    "RenderingFailed": _("排版程序没有完成"),
    "OSError": _("磁盘或者网络出错"),
    "ConnectionRefusedError": _("对方服务器没有应答"),
    "TimeoutError": _("对方服务器没有及时应答"),
    "SMTPException": _("邮件服务器拒收"),
    "OperationalError": _("数据库当时不可用"),
    "KeyError": _("这个版本的程序不认识这种事项"),
    "DoesNotExist": _("所指的记录不存在"),
}


@require_safe
@administrators_only
def listing(request: HttpRequest) -> HttpResponse:
    """What is parked, with why it failed, and how the background does."""
    now = timezone.now()
    page = Paginator(Job.objects.parked().order_by("parked_at", "pk"), PAGE).get_page(request.GET.get("page"))
    people = User.objects.in_bulk({job.actor for job in page if job.actor})
    rows = [
        {
            "job": job,
            "title": TITLES.get(job.kind, job.kind),
            "why": ERRORS.get(job.why, _("程序出错")),
            "person": people.get(job.actor) if job.actor else None,
        }
        for job in page
    ]
    context: dict[str, Any] = {
        "section": "office",
        "tab": "jobs",
        "rows": rows,
        "page": page,
        "open": Job.objects.open().count(),
        "wait": int(outbox_age(now).total_seconds() // 60),
        "swept": last_sweep(),
        "alarms": alarms(now),
    }
    return render(request, "operations/jobs.html", context)


@require_POST
@administrators_only
@transaction.atomic
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a parked job tried anew."""
    job = get_object_or_404(Job, pk=pk)
    if runner.retry(job):
        audit.record("job.retried", actor=request.user.pk, object=f"job:{job.pk}", kind=job.kind, error=job.why)
        messages.success(request, _t("已重新安排，稍后办理。"))
    else:
        messages.warning(request, _t("这一项已经不在搁置中。"))
    return redirect("jobs")


@require_POST
@administrators_only
@transaction.atomic
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """End a parked job undone, with the reason."""
    job = get_object_or_404(Job, pk=pk)
    try:
        reason = REASON.clean(request.POST.get("reason", ""))
    except ValidationError as refusal:
        messages.error(request, _t("没有放弃：请写明原因。") + "".join(refusal.messages))
        return redirect("jobs")
    if runner.give_up(job):
        audit.record(
            "job.given_up", actor=request.user.pk, object=f"job:{job.pk}", kind=job.kind, error=job.why, reason=reason
        )
        messages.success(request, _t("已放弃这一项，并记入审计。"))
    else:
        messages.warning(request, _t("这一项已经不在搁置中。"))
    return redirect("jobs")
