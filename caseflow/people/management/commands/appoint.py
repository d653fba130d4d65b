"""Appoint an administrator from the machine itself: the first ones, or after the last one has left."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from caseflow.people import offices, setup
from caseflow.people.models import Agency, User


class Command(BaseCommand):
    """The account is made where it is missing; the code that is printed sets its password."""

    help = "任命系统管理员、安全管理员或审计管理员，打印一次性的设置码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="账号")
        parser.add_argument("office", choices=list(offices.ADMINISTRATORS), help="哪一类管理员")
        parser.add_argument("--name", default="", help="姓名")
        parser.add_argument("--agency", default="", help="机关的标识；只有一个机关时可以不写")
        parser.add_argument("--agency-name", default="", help="机关全称；还没有这个机关时，连同标识建立")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first() or User.objects.create(
            username=options["username"], name=options["name"], agency=self.agency(**options)
        )
        try:
            offices.appoint(person, options["office"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        code = setup.give(person, None)
        words = {"person": person, "office": options["office"], "code": code}
        self.stdout.write(_("已任命%(person)s为%(office)s。设置码：%(code)s（三天内有效，在“设置密码”页使用）") % words)

    def agency(self, agency: str, agency_name: str, **options: Any) -> Agency:
        """The authority the person belongs to; the rest of its data are entered in the pages."""
        if agency and agency_name:
            return Agency.objects.get_or_create(key=agency, defaults={"name": agency_name})[0]
        found = Agency.objects.filter(key=agency) if agency else Agency.objects.all()
        if found.count() != 1:
            raise CommandError(_("请用 --agency 和 --agency-name 写明是哪个机关。"))
        return found.get()
