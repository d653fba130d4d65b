"""C5 and C7: the file for the bank, made anew from the sealed numbers whenever it is needed, and known by its hash."""

import csv
import hashlib
import io
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from caseflow.cases.transitions import Refused
from caseflow.vault import keeping

from ..codes_money import ItemState
from ..models.money import EntitlementItem
from ..models.money_batch import BankFile
from ..rules.accounts import account_problem
from ..rules.money import Yuan
from . import checking, sums

HEAD = ("文件编号", "序号", "户名", "账号", "开户银行", "金额", "用途")
PURPOSE = "补助"  # neutral: whoever reads an account learns nothing
READ_AT_ONCE = 2_000


def lines_of(batch: Any, issue: int) -> Any:
    """The lines of a bank file, in its order."""
    found = EntitlementItem.objects.filter(batch=batch, issue=issue).order_by("pk")
    return found.select_related("member", "account")


def content_of(batch: Any, issue: int, number: str, *, actor: Any) -> bytes:
    """The file, in GB 18030 as banks read it; one line of the audit says who had the numbers opened.

    Raises Refused for a card that cannot be: nothing is then sent.
    """
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEAD)
    wrong: list[str] = []
    rows = lines_of(batch, issue)
    items = rows.iterator(chunk_size=READ_AT_ONCE)
    for at, (item, card) in enumerate(_with_cards(items, batch, number, actor), start=1):
        account: Any = item.account
        if problem := account_problem(card, account.kind, account.bank):
            wrong.append(_("第%(n)d行：%(problem)s") % {"n": at, "problem": problem})
        table.writerow((number, at, item.member.name, card, account.bank, Yuan(item.amount_fen).figures, PURPOSE))
    if wrong:
        raise Refused({"cards": "\n".join(wrong)})
    return out.getvalue().encode("gb18030")


def _with_cards(items: Any, batch: Any, number: str, actor: Any) -> Iterator[tuple[EntitlementItem, str]]:
    keeping.record_work(actor=actor, object=batch.dossier.reference, columns=["card"], file=number)
    for item in items:
        yield item, keeping.opened_for_work(item.account, "card")


def make(batch: Any, items: Any, state: ItemState, *, on: Any, by: Any) -> BankFile:
    """Fix the accounts of ``items``, put them in the next file, and keep what the file is known by."""
    issue = int(BankFile.objects.filter(batch=batch).aggregate(last=Max("issue"))["last"] or 0) + 1
    mine = checking.confirmed_accounts().filter(member=OuterRef("member")).order_by("-pk").values("pk")[:1]
    items.update(account=Subquery(mine), issue=issue, state=state)
    here = EntitlementItem.objects.filter(batch=batch, issue=issue)
    if here.filter(account=None).exists():
        raise Refused({"accounts": _("有人的收款账户已经停用，请退回编制，重新比对。")})
    number = f"{batch.dossier.reference}-{issue}"
    lines, split = sums.of(here)
    made = content_of(batch, issue, number, actor=by.pk)
    return BankFile.objects.create(
        batch=batch,
        issue=issue,
        number=number,
        sha256=hashlib.sha256(made).hexdigest(),
        lines=lines,
        amount_fen=split.total,
        made_on=on,
        made_by=by,
    )


def again(file: BankFile, *, actor: int) -> bytes:
    """The content of a file as it was given to the bank. Raises Refused where it would not be the same."""
    with transaction.atomic():
        made = content_of(file.batch, file.issue, file.number, actor=actor)
    if hashlib.sha256(made).hexdigest() != file.sha256:
        raise Refused({"changed": _("重新制作的文件与送交银行的不一致，没有提供下载。请联系管理员查明。")})
    return made
