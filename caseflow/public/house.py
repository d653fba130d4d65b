"""Which authority the public speaks to, and whether it can take anything in now."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases.models import Dossier, Upload
from caseflow.people.models import Agency
from caseflow.receipts.models import Message, Receipt


def house() -> Agency | None:
    """The authority of the pages; None where there is none yet."""
    found = Agency.objects.order_by("pk")
    return found.filter(key=settings.PUBLIC_AGENCY).first() if settings.PUBLIC_AGENCY else found.first()


def full(agency: Agency) -> str:
    """Why no tip can be taken now, as a sentence that says what to do instead; empty where it can."""
    if _disk_is_short():
        return _call(agency, _("系统存储空间不足，暂时不能在网上提交。"))
    if Receipt.objects.filter(given_on=timezone.localdate()).count() >= settings.PUBLIC_TIPS_A_DAY:
        return _call(agency, _("今天网上收到的举报太多，暂时不能提交，您填写的内容还在，请明天再提交。"))
    return ""


def no_more_files(agency: Agency, files: list[Any]) -> str:
    """Why these files cannot be taken today; without them the rest can."""
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Upload.objects.filter(by=None, at__gte=since).aggregate(sum=Sum("size"))["sum"] or 0
    if files and sent + sum(each.size for each in files) > settings.PUBLIC_MB_A_DAY * 1024**2:
        return _("今天网上收到的文件太多。请先提交文字，明天凭收据号补交文件。")
    return ""


def heard_enough(dossier: Dossier) -> str:
    """Why nothing can be added by way of this receipt for now."""
    since = timezone.now() - timedelta(days=1)
    if Message.objects.filter(dossier=dossier, inward=True, at__gte=since).count() >= settings.PUBLIC_ADDITIONS_A_DAY:
        return _("一天里已经补充了很多次，请明天再补充，尽量一次写全。")
    return ""


def _call(agency: Agency, sentence: str) -> str:
    if not agency.phone:
        return sentence
    return sentence + _("急需举报的，请打电话：%(phone)s。") % {"phone": agency.phone}


def _disk_is_short() -> bool:
    """Whether less is free than what stays for the work of the house, on any disk that a tip would fill."""
    for place in {Path(settings.VAR_DIR), Path(settings.UPLOADS_DIR), Path(settings.DOCUMENTS_DIR)}:
        while not os.path.exists(place):
            place = place.parent
        usage = shutil.disk_usage(place)
        if usage.free * 100 < usage.total * settings.PUBLIC_DISK_RESERVE:
            return True
    return False
