"""Choose how often the families of a township are met, from a day on."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from caseflow.support.models import Area, ContactPlan
from caseflow.support.rules.contact import Profile


class Command(BaseCommand):
    help = "设定一个乡镇（街道）的联系频次；以前的到前一天为止，家庭自己另有规定的不变。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="乡镇（街道）的区划代码，9位")
        parser.add_argument(
            "profile", choices=Profile.values, help="；".join(f"{each.value} {each.label}" for each in Profile)
        )
        parser.add_argument("--since", required=True, help="自何日起，例如 2027-01-01")
        parser.add_argument("--basis", required=True, help="依据的文件")

    def handle(self, *args: Any, **options: Any) -> None:
        area = Area.objects.filter(code=options["code"], parent=None).first()
        if area is None:
            raise CommandError(f"没有代码是 {options['code']} 的乡镇（街道）。")
        try:
            since = date.fromisoformat(options["since"])
        except ValueError:
            raise CommandError("日期请写成 2027-01-01 这样。") from None
        with transaction.atomic():
            ContactPlan.choose(options["profile"], since, options["basis"], area=area)
        self.stdout.write(f"{area}：自 {since} 起，{Profile(options['profile']).label}。")
