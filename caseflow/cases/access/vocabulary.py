"""The words of the policy: how somebody stands to a file, how sensitive a datum is, who may do what. No query, no model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Citation

READ, EXPORT, WHO, VOID = "file.read", "file.export", "file.who", "paper.void"


class Relation(TextChoices):
    """How somebody stands to a file; computed from tables, never typed in."""

    STRANGER = "stranger", _("其他机关的人员")
    RECUSED = "recused", _("已经回避")
    LEFT = "left", _("曾被指派，已经调离")
    COLLEAGUE = "colleague", _("本机关人员")
    ENTERED = "entered", _("登记线索的人")
    TOOK_PART = "took_part", _("办理过本案的人")
    JOINED = "joined", _("有关联案卷的承办人")
    APPOINTED = "appointed", _("本案现任人员")


HOUSE = frozenset({Relation.COLLEAGUE, Relation.ENTERED, Relation.TOOK_PART, Relation.JOINED, Relation.APPOINTED})
NEVER = frozenset({Relation.STRANGER, Relation.RECUSED})


class FieldClass(TextChoices):
    """How sensitive a datum is: S0 to S4 of the classification, S2 with the two kinds of deliberation apart."""

    OPEN = "S0", _("公开")
    OFFICIAL = "S1", _("文号和处理结果")
    FILE = "S2", _("案卷内容")
    OPINION = "S2o", _("合议和法制审核意见")
    VOTE = "S2v", _("集体讨论发言和表决")
    MONEY = "S2m", _("款项")
    PERSONAL = "S3", _("个人信息")
    SEALED = "S4", _("封存的身份")


class Shown(TextChoices):
    VISIBLE = "visible", _("可见")
    MASKED = "masked", _("隐去部分")
    HIDDEN = "hidden", _("不可见")
    GRANT = "grant", _("经批准可见")


@dataclass(frozen=True)
class Rule:
    """An office may do ``action`` with files in ``states`` to which its holder stands in one of ``relations``."""

    action: str
    role: str
    states: frozenset[str]
    relations: frozenset[str]
    basis: Citation


@dataclass(frozen=True)
class Sight:
    """How data of a class look to an office that reads the file and stands to it in one of ``relations``."""

    kind: FieldClass
    role: str
    relations: frozenset[str]
    shown: Shown
    basis: Citation


@dataclass(frozen=True)
class Policy:
    """All that is allowed with the files of one procedure; what no row allows is not allowed.

    ``papers`` gives the class of kinds of paper, ``facts`` of facts of rows (row, fact), ``columns`` of what is exported.
    """

    label: str
    app_label: str
    rules: tuple[Rule, ...]
    sights: tuple[Sight, ...]
    papers: Mapping[str, FieldClass] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], FieldClass] = field(default_factory=dict)
    columns: Mapping[str, FieldClass] = field(default_factory=dict)

    @cached_property
    def allowed(self) -> Mapping[tuple[str, str], Mapping[str, frozenset[str]]]:
        """By action and office: in which state which relations."""
        found: dict[tuple[str, str], dict[str, frozenset[str]]] = {}
        for rule in self.rules:
            states = found.setdefault((rule.action, rule.role), {})
            for state in rule.states:
                states[state] = states.get(state, frozenset()) | rule.relations
        return found

    @cached_property
    def sight(self) -> Mapping[tuple[str, str, str], Shown]:
        return {(each.kind, each.role, relation): each.shown for each in self.sights for relation in each.relations}

    @cached_property
    def basis(self) -> Mapping[tuple[str, str], Citation]:
        return {(rule.action, rule.role): rule.basis for rule in reversed(self.rules)}

    @cached_property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.action for rule in self.rules))

    def relations_for(self, action: str, role: str, state: str) -> frozenset[str]:
        return self.allowed.get((action, role), {}).get(state, frozenset())

    def allows(self, action: str, role: str, state: str, relation: str) -> bool:
        """One cell. Nothing is done with a file that one does not read."""
        if relation in NEVER or relation not in self.relations_for(action, role, state):
            return False
        return action in (READ, WHO) or relation in self.relations_for(READ, role, state)

    def shows(self, kind: FieldClass, role: str, relation: str) -> Shown:
        """How a datum of ``kind`` looks to one office; hidden where nothing is said."""
        return Shown.HIDDEN if relation in NEVER else self.sight.get((kind, role, relation), Shown.HIDDEN)


_policies: dict[str, Policy] = {}


def register_policy(policy: Policy) -> None:
    """From now on this is what is allowed with the files of its procedure."""
    _policies[policy.label] = policy


def policy_of(label: str) -> Policy:
    """Raises LookupError for a procedure without a policy: with its files nothing is allowed."""
    return _policies[label]


def policies() -> Mapping[str, Policy]:
    return dict(_policies)


# --- what a model is

SCOPED, REFERENCE, SYSTEM = "scoped", "reference", "system"


@dataclass(frozen=True)
class Declared:
    """What a model is: of a file (``path`` leads to its dossier), common knowledge of the house, or the machine's own."""

    kind: str
    path: str = ""
    fields: Mapping[str, FieldClass] = field(default_factory=dict)
    also: frozenset[str] = frozenset()  # properties and methods that show nothing the fields do not


_declared: dict[str, Declared] = {}


def scoped(label: str, path: str, *, also: str = "", **fields: str) -> None:
    """Declare a model whose rows belong to a file: ``path`` is the way to it, ``fields`` the names in each class."""
    known = {name: FieldClass[kind.upper()] for kind, names in fields.items() for name in names.split()}
    _declared[label.lower()] = Declared(SCOPED, path, known, frozenset(also.split()))


def reference(*labels: str) -> None:
    """Declare models that everybody of the house may look up."""
    _declared.update({label.lower(): Declared(REFERENCE) for label in labels})


def system(*labels: str) -> None:
    """Declare models that no page shows but those of the office, the account and the auditors."""
    _declared.update({label.lower(): Declared(SYSTEM) for label in labels})


def declared(model: Any) -> Declared | None:
    """What ``model`` was declared as; a whole app is declared by ``app.*``."""
    meta = model._meta
    return _declared.get(meta.label_lower) or _declared.get(f"{meta.app_label}.*")
