"""People and files with something to do at every address that changes something, and one lawful way through each."""

import re
import uuid
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from caseflow.cases.duties import StandIn
from caseflow.cases.models import CalendarDay
from caseflow.custody import kinds, retention, unsealing
from caseflow.people import setup
from caseflow.support.models import Look
from outbox.models import Job
from tests import walk
from tests.custody.conftest import REASON, REPORTER, make
from tests.identity.conftest import PASSWORD, code_of
from tests.kernel import at, open_task
from tests.pages.conftest import Desk, address
from tests.support import money as support_money
from tests.support import walk as support

DAY = date(2026, 3, 30)  # after everything that has happened in the files
BETTER = "青岚的山与水在2026年"


class World:
    """``recipes()`` gives a way through each route: a function that sends the form and returns the answer."""

    def __init__(self, people, agency):
        self.people = people
        for name, group in (
            ("protector", "保护专员"),
            ("auditor", "审计管理员"),
            ("admin", "系统管理员"),
            ("guard", "安全管理员"),
        ):
            setattr(people, name, make(agency, name, group))
        tip = walk.open_tip(people, **REPORTER)
        self.case = walk.bring_to(people, "in_legal_review", tip=tip)
        self.tip = tip
        folk = support.make_people(agency)
        self.family = support.family_in_review(folk)
        self.judged = support.bring_to(folk, "township_review", support.apply(folk, self.family))
        paid = support.family_in_review(folk, name="葛玉珍", birth_date=date(1962, 5, 9), phone="13893600003")
        batch = support_money.bring_to(folk, "at_bank", support_money.ready(folk, paid))
        self.bank_file = batch.files.get()
        for name in ("zou", "jin", "tian", "zhou"):
            setattr(people, name, getattr(folk, name))
        people.cashier = folk.qian
        self.paper = self.case.dossier.papers.first()
        with at(walk.moment(DAY, 9)):
            self._prepare(agency)

    def _prepare(self, agency):
        people, (identity,) = self.people, kinds.identities_of(self.tip)
        self.day = CalendarDay.objects.create(date=date(2027, 5, 1), kind="holiday", source="x")
        self.change = people.li.role_changes.create(group=Group.objects.get(name="档案管理员"), asked_by=people.admin)
        self.stand_in = StandIn.objects.create(
            leader=people.head,
            deputy=people.unit_head,
            named_by=people.head,
            role="enforcement.head",
            since=DAY,
            until=DAY + timedelta(days=3),
            basis="外出",
        )
        self.job = Job.objects.create(
            kind="tests.parked",
            key="tests.parked",
            error="OSError",
            **dict.fromkeys(("created_at", "not_before", "parked_at"), timezone.now()),
        )
        wanted = {"ground": "inquiry", "reason": REASON, "minutes": 30}
        self.asked, granted, over = (
            unsealing.ask(who, self.tip, identity, **wanted)
            for who in (people.intake, people.unit_head, people.unit_head)
        )
        self.granted = unsealing.decide(people.protector, granted.pk, grant=True)
        self.over = unsealing.decide(people.protector, over.pk, grant=True)
        unsealing.close(people.unit_head, self.over.pk)
        self.disposal = retention.propose_erasure(people.archivist, [(self.tip.dossier, identity)], "本人要求")
        self.held = retention.hold(people.head, self.case.dossier, "诉讼未结")
        self.identity = f"{self.tip.dossier.reference}/{identity.what}/{identity.row.pk}/"
        self.look = Look.take(self.family, people.zou, "eligibility", REASON)
        self.code = setup.give(people.wu, people.admin)
        self._factors()
        everybody = [person for person in vars(people).values() if hasattr(person, "username")]
        self.sessions = {person.pk: Desk(person).client.session.session_key for person in everybody}

    def _factors(self):
        """One who has an application and a key; one who has none yet."""
        self.secret = generate_totp_secret()
        TOTP.activate(self.people.zhao, self.secret)
        RecoveryCodes.activate(self.people.zhao)
        kind = Authenticator.Type.WEBAUTHN
        self.key = Authenticator.objects.create(
            user=self.people.zhao, type=kind, data={"name": "钥匙", "credential": {}}
        )

    def desk(self, who):
        """With the session of the beginning: what one way did to it is taken back before the next."""
        desk = Desk.__new__(Desk)
        desk.client = Client(raise_request_exception=False)
        desk.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[getattr(self.people, who).pk]
        return desk

    def post(self, who, where, /, **values):
        return self.desk(who).client.post(where, values)

    def edited(self, who, where, /, **values):
        """The form as the browser has it, with something changed."""
        return self.post(who, where, **{**self.desk(who).form(where), **values, "token": uuid.uuid4().hex})

    # one way through each route

    def recipes(self):
        return {**self._work(), **self._of_administrators(), **self._custody(), **self._support(), **self._account()}

    def _work(self):
        case, task = f"/cases/{self.case.dossier.reference}/", open_task(self.case)
        tip = {"source": "tip_off", "channel": "phone", "about_name": "某诊所", "summary": "称可付费鉴定胎儿性别"}
        tip |= {"act_place": "东关街17号"}
        stand_in = {"deputy": self.people.reviewer.pk, "role": "enforcement.head", "since": "2026-04-10"}
        return {
            "claim": lambda: self.post("legal", f"/tasks/{task.pk}/claim/"),
            "hand-over": lambda: self.post("legal", f"/tasks/{task.pk}/hand-over/", to=self.people.legal2.pk),
            "opening": lambda: self.edited("intake", "/new/tip/register/", **tip),
            "move": lambda: self.edited("li", address(self.case, "annotate"), note="已电话联系。"),
            "void": lambda: self.post("head", f"/papers/{self.paper.pk}/void/", reason="填写有误，另行制作。"),
            "export-case": lambda: self.post("li", f"/exports/case/{self.case.dossier.reference}/"),
            "export-list": lambda: self.post("li", "/exports/list/enforcement.case/", query="done=no"),
            "reminders": lambda: self.post("li", "/reminders/", email="li@example.gov.cn", wanted="on"),
            "stand-ins": lambda: self.post("head", "/stand-ins/", **stand_in, until="2026-04-12", basis="外出"),
            "stand-in-end": lambda: self.post("head", f"/stand-ins/{self.stand_in.pk}/end/"),
            "move-preview": lambda: self.desk("legal").client.post(f"{case}review_legality/preview/", self._review()),
        }

    def _review(self):
        return {**{f"items-{name}": "pass" for name in walk.PASS}, "opinion": "同意。"}

    def _of_administrators(self):
        people = self.people
        host = {"username": "host", "name": "顾承运", "is_active": "on"}
        host |= {"certificate-TOTAL_FORMS": 0, "certificate-INITIAL_FORMS": 0}
        days = {"value": 3, "valid_from": "2026-04-01", "basis": "文件"}
        newcomer = {"username": "newcomer", "name": "新同事", "is_active": "on"}
        holidays = {"source": "国办发明电〔2026〕9号", "days": "2027-01-01 放假 元旦"}
        office = f"/admin/people/{people.host.pk}/offices/{people.host.groups.get().pk}/take/"
        return {
            "agency": lambda: self.edited("admin", "/admin/agency/", phone="0936-7654321"),
            "parameter": lambda: self.post("admin", "/admin/parameters/enforcement.statement_days/", **days),
            "holidays": lambda: self.post("admin", "/admin/holidays/", **holidays),
            "holiday-delete": lambda: self.post("admin", f"/admin/holidays/{self.day.pk}/delete/"),
            "person-new": lambda: self.post("admin", "/admin/people/new/", **newcomer),
            "person": lambda: self.post("admin", f"/admin/people/{people.host.pk}/", **host),
            "person-reset": lambda: self.post("admin", f"/admin/people/{people.host.pk}/reset/"),
            "office-take": lambda: self.post("admin", office),
            "office-settle": lambda: self.post("guard", f"/admin/offices/{self.change.pk}/", grant="1"),
            "job-retry": lambda: self.post("admin", f"/admin/jobs/{self.job.pk}/retry/"),
            "job-give-up": lambda: self.post("admin", f"/admin/jobs/{self.job.pk}/give-up/", reason="不再需要。"),
        }

    def _custody(self):
        at_ = "/custody/{}/{}/".format
        ask = {"ground": "answer", "reason": REASON, "minutes": "20"}
        return {
            "unsealing-ask": lambda: self.post("head", f"/custody/ask/{self.identity}", **ask),
            "unsealing-decide": lambda: self.post("protector", at_(self.asked.pk, "decide"), grant="1"),
            "unsealing-look": lambda: self.post("unit_head", at_(self.granted.pk, "look")),
            "unsealing-close": lambda: self.post("unit_head", at_(self.granted.pk, "close")),
            "unsealing-review": lambda: self.post("head", at_(self.over.pk, "review"), proper="1", answer="正当。"),
            "erase": lambda: self.post("head", f"/custody/erase/{self.identity}", reason="本人要求删除"),
            "disposal-review": lambda: self.post(
                "protector", f"/custody/retention/{self.disposal.pk}/review/", approve="1"
            ),
            "hold": lambda: self.post(
                "head", "/custody/retention/hold/", reference=self.tip.dossier.reference, reason="复议未结"
            ),
            "hold-lift": lambda: self.post("head", f"/custody/retention/holds/{self.held.pk}/lift/"),
        }

    def _support(self):
        sealed = f"/families/{self.family.dossier.reference}/sealed/"
        look = {"purpose": "eligibility", "reason": REASON}
        return {
            "bank-file": lambda: self.post("cashier", f"/batches/files/{self.bank_file.pk}/"),
            "sealed-look": lambda: self.post("zou", sealed, **look),
            "ask-rules": lambda: self.post("tian", f"/applications/{self.judged.dossier.reference}/rules/"),
            "helper-visit": self._visit,
            "sealed-review": lambda: self.post("jin", f"/families/looks/{self.look.pk}/review/", finding="必要。"),
        }

    def _visit(self):
        where = f"/helper/visits/{self.family.dossier.reference}/"
        member = self.family.members.first()
        said = {"channel": "PHONE", "minutes": "5", "clock": "0:10", "members": str(member.pk), "items": "health"}
        return self.edited("zhou", where, **said, next_step="下月再打电话")

    def _account(self):
        password = {"old_password": PASSWORD, "new_password1": BETTER, "new_password2": BETTER}
        code = {"login": "wu", "code": self.code, "password1": BETTER, "password2": BETTER}
        factors = "/account/factors/"
        return {
            "end-sessions": lambda: self.post("li", "/account/sessions/", which="others"),
            "password": lambda: self.post("li", "/account/password/", **password),
            "set-up": lambda: Client(raise_request_exception=False).post("/set-up/", code),
            "account_login": lambda: Client(raise_request_exception=False).post(
                "/login/", {"login": "head", "password": PASSWORD}
            ),
            "account_logout": lambda: self.post("li", "/logout/"),
            "account_reauthenticate": lambda: self.post("li", "/prove/", password=PASSWORD),
            "mfa_authenticate": self._second_step,
            "mfa_reauthenticate": lambda: self.post("zhao", "/prove/code/", code=code_of(self.secret)),
            "mfa_activate_totp": self._activate,
            "mfa_deactivate_totp": lambda: self.post("zhao", f"{factors}app/remove/"),
            "mfa_remove_webauthn": lambda: self.post("zhao", f"{factors}keys/{self.key.pk}/remove/"),
            "mfa_generate_recovery_codes": lambda: self.post("zhao", f"{factors}codes/new/"),
        }

    def _second_step(self):
        client = Client(raise_request_exception=False)
        client.post("/login/", {"login": "zhao", "password": PASSWORD})
        return client.post("/login/code/", {"code": code_of(self.secret)})

    def _activate(self):
        page = self.desk("li").get("/account/factors/app/").content.decode()
        secret = re.search(r'<code class="anywhere">(\w+)</code>', page).group(1)
        return self.post("li", "/account/factors/app/", code=code_of(secret))
