"""The one place that answers who may do what: for pages, services, exports, jobs and the page that says so itself."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, Expression, F, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import BaseExpression
from django.http import Http404
from django.utils.translation import gettext as _

from caseflow.procedure import Citation

from .. import registry
from .offices import Office, offices_of
from .relations import MATTER, condition, left, recused, relations_of
from .vocabulary import READ, SCOPED, Policy, Relation, declared, policies, policy_of

APPOINTED = frozenset({Relation.APPOINTED})
decided: ContextVar[list[tuple[str, bool]] | None] = ContextVar("caseflow_decided", default=None)


class UnscopedAccess(Exception):
    """Rows of a file were asked for without saying for whom, or by whoever may not be asked for."""


@dataclass(frozen=True)
class Decision:
    """Whether, and the sentence and the code of why not; ``office`` is the one in which it is allowed."""

    ok: bool
    why: str = ""
    code: str = ""
    office: Office | None = None
    basis: Citation | None = None

    def __bool__(self) -> bool:
        return self.ok


def note(action: str, ok: bool) -> None:
    """Remember that this answer was decided on: a page that decides nothing is not shown."""
    record = decided.get()
    if record is not None:
        record.append((action, ok))


def _known(user: Any) -> bool:
    return bool(user is not None and user.is_authenticated and user.is_active)


def _states_of(policy: Policy, action: str, role: str) -> dict[frozenset[str], set[str]]:
    """The states in which an office may do ``action``, by the relations it needs there."""
    found: dict[frozenset[str], set[str]] = {}
    for state, relations in policy.allowed.get((action, role), {}).items():
        found.setdefault(relations, set()).add(state)
    return found


def procedures_of(user: Any) -> list[str]:
    """The labels of the procedures some of whose files an office of ``user`` may read, in the order of registration."""
    if not _known(user):
        return []
    known, held = policies(), offices_of(user)
    found = [
        label
        for label in registry.record_classes()
        if label in known and any((READ, role) in known[label].allowed for role in _roles(known[label], held))
    ]
    note("file.list", bool(found))
    return found


def _roles(policy: Policy, held: Iterable[str]) -> list[str]:
    """The roles of a procedure among permissions."""
    start = f"{policy.app_label}."
    return [each.removeprefix(start) for each in held if each.startswith(start)]


def scope(user: Any, model: type[Model]) -> QuerySet[Any]:
    """The rows of a scoped model that ``user`` may read. Raises UnscopedAccess for any other model."""
    from ..models import Dossier

    if model is Dossier:
        return _files(user)
    known = declared(model)
    if known is None or known.kind != SCOPED:
        raise UnscopedAccess(f"{model._meta.label} is not declared as belonging to a file.")
    return model._default_manager.filter(readable(user, known.path))


class Readable(Expression):
    """Whether a file may be read: true where ``file``, the key of one, is that of one that the condition holds of.

    The condition is put into words once for each person fetched, and is not put together anew in every question of a
    page. It is asked of one file after the other: the files of a whole house are too many to be listed first.
    """

    conditional = True

    def __init__(self, file: BaseExpression | F, condition: tuple[str, tuple[Any, ...]]):
        super().__init__(output_field=BooleanField())
        self.file: Any = file
        self.condition, self.params = condition

    def get_source_expressions(self) -> list[Any]:
        return [self.file]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.file,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        file, params = compiler.compile(self.file)
        table, key = (connection.ops.quote_name(name) for name in ("cases_dossier", "id"))
        if file.startswith(f"{table}."):  # inside, it would be read as the file that the condition is about
            raise UnscopedAccess("Files themselves are asked for by dossiers_visible_to().")
        # PostgreSQL would otherwise begin with the files and list all that somebody may read
        fence = " OFFSET 0" if connection.vendor == "postgresql" else ""
        return f"EXISTS ({self.condition} AND {table}.{key} = {file}{fence})", (*self.params, *params)


def readable(user: Any, file: str | BaseExpression) -> Q:
    """The rows whose file ``user`` may read; ``file`` leads to it from a row, or is its key."""
    files = _files(user)
    memo = user.__dict__.get("_readable_files") if _known(user) else None
    if memo is None or files.query.is_empty():
        return Q(pk__in=[])
    if memo.condition is None:
        memo.condition = files.order_by().values("pk").query.sql_with_params()
    return Q(Readable(F(file) if isinstance(file, str) else file, memo.condition))


@dataclass
class _Memo:
    """What was found out about the files of a person while they held these offices."""

    offices: Mapping[str, Any]
    files: QuerySet[Any]
    condition: tuple[str, tuple[Any, ...]] | None = None


def _files(user: Any) -> QuerySet[Any]:
    from ..models import Dossier

    note(READ, True)
    if not _known(user) or user.agency_id is None:
        return Dossier.objects.none()
    offices = offices_of(user)
    known = user.__dict__.get("_readable_files")
    if known is None or known.offices is not offices:  # a page asks several times, and the question is long
        known = user.__dict__["_readable_files"] = _Memo(offices, _in_offices(user, offices))
    return known.files.all()


def _in_offices(user: Any, offices: Mapping[str, Any]) -> QuerySet[Any]:
    """The files that somebody with these offices may read. Nothing of it is asked of the database yet."""
    from ..models import Dossier

    readable = [
        part
        for label in registry.record_classes()
        if label in policies()
        for role in _roles(policy_of(label), offices)
        for part in _readable(user, policy_of(label), role)
    ]
    if not readable:
        return Dossier.objects.none()
    any_of = readable[0]
    for each in readable[1:]:
        any_of |= each
    files = Dossier.objects.alias(key_of_matter=MATTER)  # type: ignore[no-redef]  # a name in the query alone
    return files.filter(any_of, agency=user.agency_id).exclude(recused(user))


def _readable(user: Any, policy: Policy, role: str) -> Iterable[Q]:
    """The files of one procedure that one office may read, a part for each set of relations."""
    model: Any = registry.record_class(policy.label)
    every = set(model.procedure.states.values)
    by_relations = _states_of(policy, READ, role)
    always = frozenset.intersection(*by_relations) if set().union(*by_relations.values()) == every else frozenset()
    if always:  # what suffices in every state is asked without the state
        by_relations = {always: every, **{each: states for each, states in by_relations.items() if each != always}}
    for relations, states in by_relations.items():
        files = Q(procedure=policy.label)
        if states != every:
            there = model._default_manager.filter(dossier=OuterRef("pk"), state__in=sorted(states))
            files &= Q(Exists(there))
        needed = condition(user, role, relations)
        files &= needed if needed is not None else Q()
        # whoever must be appointed now, has not left; in every other relation one may have
        may_have_left = role in model.procedure.per_case and relations != APPOINTED
        yield files & ~left(user, role) if may_have_left else files


def can(user: Any, action: str, obj: Any) -> Decision:
    """Whether ``user`` may do ``action`` with ``obj``: a record, or a file."""
    decision = _decide(user, action, obj)
    note(action, decision.ok)
    return decision


def _decide(user: Any, action: str, obj: Any) -> Decision:
    record = obj if hasattr(obj, "dossier") else registry.root_of(obj)
    label = record.label()
    if not _known(user) or label not in policies():
        return Decision(False, _("没有登录，或者账号已经停用。"), "unknown")
    why = Decision(False, _("%(person)s 的岗位不办理这件事。") % {"person": user}, "no_office")
    for role, leader in offices_of(user).items():
        office = Office(role.removeprefix(f"{policy_of(label).app_label}."), leader)
        if (
            role != f"{policy_of(label).app_label}.{office.role}"
            or (action, office.role) not in policy_of(label).allowed
        ):
            continue
        answer = as_office(user, action, record, office)
        if answer.ok:
            return answer
        why = answer
    return why


def as_office(user: Any, action: str, record: Any, office: Office) -> Decision:
    """Whether ``user`` may do ``action`` in one office; who is stood in for must be free to do it as well."""
    policy, state = policy_of(record.label()), str(record.state)
    for person in filter(None, (user, office.leader)):
        enough = policy.relations_for(action, office.role, state) | policy.relations_for(READ, office.role, state)
        relations = relations_of(person, office.role, record.dossier, enough)
        if not any(policy.allows(action, office.role, state, relation) for relation in relations):
            return _refused(person, policy, action, office.role, state, relations)
    return Decision(True, office=office, basis=policy.basis.get((action, office.role)))


def _refused(person: Any, policy: Policy, action: str, role: str, state: str, relations: frozenset[str]) -> Decision:
    if Relation.STRANGER in relations:
        return Decision(False, _("不是本机关的案卷。"), "stranger")
    if Relation.RECUSED in relations:
        return Decision(False, _("%(person)s 已被决定在本案中回避，不得再参与办理。") % {"person": person}, "recused")
    if not policy.relations_for(action, role, state) and policy.relations_for(READ, role, state):
        return Decision(False, _("案卷现在的环节不办理这件事。"), "not_in_state")
    return Decision(
        False, _("%(person)s 不是本案的办理人员，现在也不由该岗位办理。") % {"person": person}, "no_relation"
    )


def dossiers_visible_to(user: Any) -> QuerySet[Any]:
    """The files that ``user`` may read: every list, search and picker begins here."""
    return _files(user)


def record_for(user: Any, reference: str) -> Any:
    """The record that the file ``reference`` is about. Raises Http404 where ``user`` does not see it."""
    dossier = _files(user).select_related("agency").filter(reference=reference).first()
    if dossier is None:
        note(READ, False)
        raise Http404
    record = registry.root_of(dossier)
    record.dossier = dossier
    return record


def permits(action: str) -> Any:
    """The rule of a kind of job: whoever asked for it may still do ``action`` with the file named in its payload."""

    def still(actor: int | None, payload: dict[str, Any]) -> bool:
        from django.contrib.auth import get_user_model

        from ..models import Dossier

        key = payload.get("dossier")
        if actor is None or key is None:
            return False
        person = get_user_model()._default_manager.filter(pk=actor, is_active=True).first()
        dossier = Dossier.objects.filter(pk=key).first()
        return person is not None and dossier is not None and can(person, action, dossier).ok

    return still
