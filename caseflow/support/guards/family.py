"""Whether a family may be registered, its people recorded, its file moved on (A1–A3, A11, A12; 7.10)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Attempt, guard

from .. import duplicates, placing
from ..codes import FROM_ANYWHERE, Purpose
from ..lookup import digest


@guard(lazy("这个村（社区）不在您的辖区，请由辖区的人登记。"), of_facts=True)
def own_area(household: Any, attempt: Attempt) -> bool:
    from ..models import Post

    village = attempt.facts.get("village")
    posts = Post.objects.held(attempt.on).over(village) if village else Post.objects.none()
    return posts.filter(user=attempt.by, role=attempt.role).exists()


@guard(lazy("请选择村（社区），不是乡镇（街道）。"), of_facts=True)
def is_village(household: Any, attempt: Attempt) -> bool:
    village = attempt.facts.get("village")
    return village is None or village.is_village


@guard(lazy("这个人已经在另一个家庭里登记。"), ref="7.10", of_facts=True)
def not_registered_already(household: Any, attempt: Attempt) -> bool | str:
    known = duplicates.same_number(attempt.facts.get("id_number", ""), household)
    if known is None:
        return True
    return _("这个号码已经登记在 %(reference)s 里，请在那里办理；迁来的，请那边移交。") % {
        "reference": known.household.dossier.reference
    }


@guard(lazy("有姓名相近的家庭，请先核对是不是同一个人。"), ref="7.10", of_facts=True)
def near_match_answered(household: Any, attempt: Attempt) -> bool | str:
    facts = attempt.facts
    if facts.get("not_the_same") or not facts.get("name"):
        return True
    near = duplicates.near(facts["name"], facts["sex"], facts["birth_date"], household)
    if not near:
        return True
    found = "、".join(each.household.dossier.reference for each in near[:3])
    return _("出生日期、性别相同而姓名相近的已有：%(found)s。请核对；不是同一个人的，在“核对情况”里写明。") % {
        "found": found
    }


@guard(lazy("出生日期与身份证号码里的不一致，请核对。"), ref="7.2", of_facts=True)
def born_as_the_number_says(household: Any, attempt: Attempt) -> bool:
    number, born = attempt.facts.get("id_number", ""), attempt.facts.get("birth_date")
    return not number or born is None or number[6:14] == f"{born:%Y%m%d}"


@guard(lazy("一个家庭登记父母两人；其他亲属请写在备注里。"))
def room_for_a_member(household: Any, attempt: Attempt) -> bool:
    return household.members.count() < 2


@guard(lazy("同一名子女已经登记，材料不用再交。"), ref="7.3", of_facts=True)
def child_not_recorded(household: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    if not facts.get("name"):
        return True
    text = facts.get("id_number") or "|".join((facts["name"], str(facts["birth_date"]), facts["sex"]))
    return not household.children.filter(key_hmac=digest("child", text)).exists()


@guard(lazy("子女信息已经核验，不用再登记。"), ref="7.3")
def not_locked(household: Any, attempt: Attempt) -> bool:
    return not household.children.exclude(verified_on=None).exists()


@guard(lazy("还没有待核验的子女信息。"))
def child_to_verify(household: Any, attempt: Attempt) -> bool:
    return household.children.filter(verified_on=None).exists()


@guard(lazy("登记的人不核验自己登记的内容，请由另一个人核验。"), ref="4.7")
def not_own_record(household: Any, attempt: Attempt) -> bool:
    return attempt.by is None or not household.children.filter(verified_on=None, recorded_by=attempt.by).exists()


@guard(lazy("这张卡已经登记在另一个家庭的成员名下，请核对。"), ref="7.10", of_facts=True)
def card_of_nobody_else(household: Any, attempt: Attempt) -> bool:
    from ..models import Account

    card = attempt.facts.get("card", "")
    others = Account.objects.filter(card_hmac=digest("card", card), ended_on=None).exclude(household=household)
    return not card or not others.exists()


@guard(lazy("还没有待核对的收款账户。"))
def account_to_confirm(household: Any, attempt: Attempt) -> bool:
    return household.accounts.filter(confirmed_on=None, ended_on=None).exists()


@guard(lazy("登记账户的人不核对同一个账户，请由另一个人回拨核对。"), ref="4.7", of_facts=True)
def not_own_account(household: Any, attempt: Attempt) -> bool:
    account = attempt.facts.get("account")
    return account is None or attempt.by is None or account.entered_by_id != attempt.by.pk


@guard(lazy("请先逐项说明，再登记本人的意见。"), ref="6.3", of_facts=True)
def explained_first(household: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("explained"))


@guard(lazy("提供给志愿者、社会组织的，须写明接收方。"), ref="6.3", of_facts=True)
def recipients_named(household: Any, attempt: Attempt) -> bool:
    return Purpose.D not in attempt.facts.get("agreed", ()) or bool(attempt.facts.get("recipients"))


@guard(lazy("没有可以撤回的同意。"), ref="6.3", of_facts=True)
def consent_to_withdraw(household: Any, attempt: Attempt) -> bool:
    member, purposes = attempt.facts.get("member"), attempt.facts.get("purposes", ())
    return household.consents.filter(member=member, purpose__in=purposes, given=True, withdrawn_on=None).exists()


@guard(lazy("还没有向本人作过告知（F-04），请先办理“告知与同意”。"), ref="A2", mend="consents")
def consent_offered(household: Any, attempt: Attempt) -> bool:
    return household.consents.filter(purpose=Purpose.A, withdrawn_on=None).exists()


@guard(lazy("上一件资格申请还没有办完。"))
def no_application_open(household: Any, attempt: Attempt) -> bool:
    return not household.open_applications


@guard(lazy("资格还没有确认，先办理资格确认；单项待遇随后办理。"), ref="4.2", of_facts=True)
def track_fits(household: Any, attempt: Attempt) -> bool:
    full = attempt.facts.get("track", "full") == "full"
    return full or household.status in ("CONFIRMED", "CONFIRMED_FUTURE") or attempt.facts.get("track") == "urgent"


@guard(lazy("急难先办的，请写明已经提供了什么帮助。"), ref="4.2", of_facts=True)
def help_told(record: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("track") != "urgent" or bool(attempt.facts.get("helped_first"))


@guard(lazy("资格申请还没有批准。"), ref="A3")
def is_qualified(household: Any, attempt: Attempt) -> bool:
    return household.qualified()


@guard(lazy("资格申请没有“不予批准”或者“撤销”的结果，还不能这样处理。"), ref="A3'")
def was_refused(household: Any, attempt: Attempt) -> bool:
    return household.refused_last()


@guard(
    lazy("这个结案原因须在评估以后提出；现在可以选：全体成员离世、本人要求、失联核销、并案、误建。"),
    ref="A11",
    of_facts=True,
)
def may_close_from_here(household: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("reason") in (*FROM_ANYWHERE, None)


@guard(lazy("还有没办完的申请，不能结案。"), ref="A12", mend="applications")
def applications_over(household: Any, attempt: Attempt) -> bool:
    return not household.open_applications


@guard(lazy("提出结案的人不审核同一件结案。"), ref="4.7")
def not_own_proposal(household: Any, attempt: Attempt) -> bool:
    proposed = household.dossier.events.filter(transition__startswith="propose_closing").order_by("seq").last()
    return attempt.by is None or proposed is None or proposed.actor_id != attempt.by.pk


@guard(lazy("辖区岗位没有变动。"))
def hands_change(record: Any, attempt: Attempt) -> bool:
    village = record.village if hasattr(record, "village") else record.household.village
    return placing.due(record.dossier, village, attempt.on)


@guard(lazy("请选择这个家庭的成员。"), of_facts=True)
def of_this_family(household: Any, attempt: Attempt) -> bool:
    member = attempt.facts.get("member") or attempt.facts.get("applicant")
    return member is None or member.household_id == household.pk
