"""The closed lists of the money of support (reference 4.6, 4.9, 7.7, 7.8)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .rules.periods import Ending


class EntitlementState(TextChoices):
    PENDING_START = "PENDING_START", _("尚未起发")
    ACTIVE = "ACTIVE", _("发放中")
    SUSPENDED = "SUSPENDED", _("暂缓")
    ENDED = "ENDED", _("已停发")


class ItemState(TextChoices):
    PLANNED = "PLANNED", _("计划中")
    DUE = "DUE", _("待发放")
    IN_BATCH = "IN_BATCH", _("在批次中")
    PAID = "PAID", _("已发放")
    RETURNED = "RETURNED", _("银行退回")
    REISSUED = "REISSUED", _("重新发放中")
    CANCELLED = "CANCELLED", _("已取消")
    RECOVERY_DUE = "RECOVERY_DUE", _("待退回")
    RECOVERED = "RECOVERED", _("已退回")
    OFFSET = "OFFSET", _("已抵扣")
    WAIVED = "WAIVED", _("已免退")


UNPAID = (ItemState.PLANNED, ItemState.DUE, ItemState.IN_BATCH)


class Problem(TextChoices):
    """What the automatic checks of C2 find in a line."""

    DEPARTED = "DEPARTED", _("比对：登记为已离世")
    MOVED = "MOVED", _("比对：户籍登记为迁出")
    CLOSED = "CLOSED", _("所属月份在停发以后")
    HELD = "HELD", _("已经暂缓")
    ENDED = "ENDED", _("待遇已经结束")
    UNDER_HEARING = "UNDER_HEARING", _("正在听取拟撤销的意见")
    NO_ACCOUNT = "NO_ACCOUNT", _("没有核对过的收款账户")
    HOLDER = "HOLDER", _("账户户名与本人不一致")
    CARD_NUMBER = "CARD_NUMBER", _("卡号没有通过校验位核对")
    SAME_CARD = "SAME_CARD", _("另一个家庭的成员登记了同一张卡")
    RATE = "RATE", _("标准在编制以后有变化")
    CAP = "CAP", _("超过一年的天数上限")


MAY_BE_EXPLAINED = (Problem.DEPARTED, Problem.MOVED, Problem.SAME_CARD)  # a match of registers may be mistaken


class Outcome(TextChoices):
    """What became of an exception."""

    REMOVED = "REMOVED", _("移出批次")
    EXPLAINED = "EXPLAINED", _("核实后照发")
    MENDED = "MENDED", _("问题已经消除")


class ReturnReason(TextChoices):
    HOLDER = "HOLDER", _("户名不符")
    NUMBER = "NUMBER", _("账号错误")
    CLOSED = "CLOSED", _("销户")
    FROZEN = "FROZEN", _("冻结")
    LIMIT = "LIMIT", _("限额")
    OTHER = "OTHER", _("其他")


class Entry(TextChoices):
    """The kinds of entries of the budget ledger."""

    APPROPRIATE = "APPROPRIATE", _("拨入")
    COMMIT = "COMMIT", _("列支")
    RELEASE = "RELEASE", _("撤销列支")
    PAY = "PAY", _("发放")
    GIVE_BACK = "GIVE_BACK", _("退回")


class Register(TextChoices):
    """Lists of other departments that payments are compared with."""

    DEPARTED = "DEPARTED", _("已离世人员名单")
    MOVED = "MOVED", _("户籍迁出名单")


CHANGES = tuple(
    (each.value, each.label) for each in Ending if each not in (Ending.CHILD_DIED, Ending.VOID)
)  # what may be recorded in a family's file; a void decision is revoked (B19)


class Hold(TextChoices):
    """Why payment waits (SUSP-1)."""

    REVIEW = "SUSP_REVIEW", _("年度核对还没有做")
    ACCOUNT = "SUSP_ACCOUNT", _("账户暂时不能用")
    MATCH = "SUSP_MATCH", _("比对信息正在核实")
