"""Two invented tips from outside for the demonstration: one that waits for a clerk, one with a message and an answer."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from caseflow.acting import for_the_system
from caseflow.cases.models import Event
from caseflow.cases.transitions import perform
from caseflow.enforcement.models import Tip
from caseflow.people.models import User
from caseflow.receipts.models import Receipt

from ... import receiving, tokens
from ...forms import ANONYMOUS, NAMED
from ...house import house

NOTHING: dict[str, Any] = {
    "kinds": [],
    "about_citizen": False,
    "happened": "",
    "attached": [],
    "contact": ANONYMOUS,
    "name": "",
    "phone": "",
    "address": "",
    "wants_reply": False,
    "wants_reward": False,
}
WAITING = {
    "kinds": ["test", "broker"],
    "about_name": "惠康理疗",
    "about_address": "城关镇东关街，邮局往北第三家，二楼",
    "happened": "国庆假期里，晚上七八点",
    "summary": "楼下有人带着上去，说抽血六千，三天出结果。微信收钱，不开票。",
}
ANSWERED = {
    "kinds": ["goods"],
    "about_name": "群里叫“药师小马”的人",
    "about_citizen": True,
    "about_address": "微信群“青岚妈妈帮”",
    "summary": "在群里卖终止妊娠的药，六百一盒，快递送。",
    "contact": NAMED,
    "name": "演示举报人",
    "phone": "13800000000",
    "wants_reply": True,
}


class Command(BaseCommand):
    """Doing it again adds only what is missing."""

    help = "演示：公众在网上提交的两条线索；说明公众网页的网址和一个收据号。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="打印的网址里的端口")

    @for_the_system
    def handle(self, *args: Any, **options: Any) -> None:
        agency = house()
        if not settings.DEMONSTRATION or agency is None:
            raise CommandError(_("请先建立演示数据：CASEFLOW_DEMONSTRATION=1 manage.py demo。"), returncode=2)
        receiving.take(agency, NOTHING | WAITING, "demonstration 1")
        given = receiving.take(agency, NOTHING | ANSWERED, "demonstration 2")
        self.answer(given)
        self.stdout.write(_("公众网页：%(address)s") % {"address": f"http://{settings.PUBLIC_HOST}:{options['port']}"})
        self.stdout.write(_("可以试用的收据号：%(receipt)s") % {"receipt": given})

    def answer(self, given: str) -> None:
        clerk = User.objects.filter(username="wang").first()
        receipt = Receipt.objects.get(locator=given[:5])
        tip: Any = Tip.objects.select_related("dossier").get(dossier=receipt.dossier_id)  # type: ignore[misc]
        if clerk is None or Event.objects.filter(dossier=tip.dossier, transition="take_in").exists():
            return
        perform(tip, "take_in", by=clerk)
        perform(tip, "write_to_reporter", by=clerk, text="您说的群，群主是谁？最近一次卖药是什么时候？")
        receiving.add(tip.dossier, {"text": "群主就是他本人，上周三晚上还在卖。", "attached": []}, tokens.new())
