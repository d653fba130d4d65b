"""Who may do what with tips and cases, and see what of them: the rows of enforcement, each with the article it rests on.

The moves follow from the table: its offices and states. What is said here besides is who reads a file, in which states
and in which relation to it, and how its data look to each office.
"""

from collections.abc import Iterable, Iterator

from caseflow.cases.access.vocabulary import (
    EXPORT,
    HOUSE,
    READ,
    VOID,
    WHO,
    FieldClass,
    Policy,
    Relation,
    Rule,
    Shown,
    Sight,
    register_policy,
)
from caseflow.procedure import NOBODY, Citation, Procedure

from . import law
from .procedure import CASE, TIP, CaseState, Role, TipState
from .procedure.words import between

EVERY_CASE, EVERY_TIP = tuple(CaseState), tuple(TipState)
INVOLVED = frozenset({Relation.TOOK_PART, Relation.ENTERED})
HERE, NEAR = frozenset({Relation.APPOINTED}), frozenset({Relation.APPOINTED, Relation.JOINED})
OWN_INTAKE = frozenset({Relation.ENTERED, Relation.TOOK_PART})

UNDECIDED = between(CaseState.FILED, CaseState.IN_DISCUSSION)
MONEY_STATES = (*between(CaseState.SERVED, CaseState.CLOSED), CaseState.ARCHIVED, CaseState.REOPENED)


def rule(action: str, role: Role, states: Iterable[str], relations: frozenset[Relation], basis: Citation) -> Rule:
    return Rule(action, role.value, frozenset(map(str, states)), frozenset(relations), basis)


# --- who reads a file

CASE_READERS = (
    rule(READ, Role.HEAD, EVERY_CASE, HOUSE, law.DECISION),
    rule(READ, Role.PRINCIPAL, EVERY_CASE, HOUSE, law.DECISION),
    rule(READ, Role.UNIT_HEAD, EVERY_CASE, HOUSE, law.TWO_OFFICERS),
    rule(READ, Role.OFFICER, EVERY_CASE, HERE, law.TWO_OFFICERS),
    rule(READ, Role.HOST, EVERY_CASE, HERE, law.HEARING),
    rule(READ, Role.REVIEWER, (CaseState.IN_PANEL,), HOUSE, law.LEGAL_REVIEW),
    rule(READ, Role.REVIEWER, EVERY_CASE, INVOLVED, law.LEGAL_REVIEW),
    rule(READ, Role.LEGAL, (CaseState.IN_LEGAL_REVIEW, CaseState.RE_EXAMINED), HOUSE, law.LEGAL_REVIEW),
    rule(READ, Role.LEGAL, EVERY_CASE, INVOLVED, law.LEGAL_REVIEW),
    rule(READ, Role.COUNCIL, UNDECIDED, HOUSE, law.COLLECTIVE_DISCUSSION),
    rule(READ, Role.COUNCIL, EVERY_CASE, INVOLVED, law.COLLECTIVE_DISCUSSION),
    rule(READ, Role.INTAKE, (CaseState.NOTICE_SERVED, CaseState.IN_HEARING), HOUSE, law.HEARING),
    rule(READ, Role.INTAKE, EVERY_CASE, OWN_INTAKE, law.TELL_REPORTER),
    rule(READ, Role.FINANCE, MONEY_STATES, HOUSE, law.SEPARATE_COLLECTION),
    rule(READ, Role.FINANCE, EVERY_CASE, INVOLVED, law.SEPARATE_COLLECTION),
    rule(READ, Role.ARCHIVIST, (CaseState.CLOSED, CaseState.ARCHIVED), HOUSE, law.RECORDS),
    rule(READ, Role.ARCHIVIST, EVERY_CASE, INVOLVED, law.RECORDS),
    rule(READ, Role.SUPERVISOR, EVERY_CASE, HOUSE, law.SUPERVISION),
)
TIP_READERS = (
    rule(READ, Role.INTAKE, EVERY_TIP, HOUSE, law.TIPS),
    rule(READ, Role.UNIT_HEAD, EVERY_TIP, HOUSE, law.VERIFICATION),
    rule(READ, Role.HEAD, EVERY_TIP, HOUSE, law.FILING),
    rule(READ, Role.OFFICER, EVERY_TIP, NEAR, law.VERIFICATION),
)


def about_files(states: tuple[str, ...], readers: tuple[Rule, ...]) -> Iterator[Rule]:
    """What is done with a file besides moving it."""
    for each in readers:
        if each.role not in (Role.FINANCE, Role.SUPERVISOR):
            yield Rule(EXPORT, each.role, each.states, each.relations, each.basis)
    for role in (Role.HEAD, Role.PRINCIPAL):
        yield rule(WHO, role, states, HOUSE, law.SECRECY)
    for role in (Role.HEAD, Role.PRINCIPAL, Role.ARCHIVIST):
        yield rule(VOID, role, states, HOUSE, law.FULL_RECORD)


# --- who moves it

ONLY_THE_APPOINTED = {Role.OFFICER: HERE, Role.HOST: HERE}


def moves(procedure: Procedure) -> Iterator[Rule]:
    """The rows of the table as rows of the policy; the law of the row is the law of the permission."""
    for row in procedure:
        for role in row.by:
            if role not in NOBODY and row.source:
                relations = ONLY_THE_APPOINTED.get(Role(role), HOUSE)
                yield rule(f"move.{row.name}", Role(role), row.source, relations, row.basis)


# --- what they see of it

INSIDE = (Role.OFFICER, Role.UNIT_HEAD, Role.REVIEWER, Role.LEGAL, Role.HEAD, Role.PRINCIPAL, Role.COUNCIL, Role.HOST)


def sights(kind: FieldClass, roles: Iterable[Role], shown: Shown, basis: Citation) -> Iterator[Sight]:
    for role in roles:
        yield Sight(kind, role.value, HOUSE, shown, basis)


def seen() -> Iterator[Sight]:
    yield from sights(FieldClass.OPEN, Role, Shown.VISIBLE, law.FULL_RECORD)
    yield from sights(FieldClass.OFFICIAL, Role, Shown.VISIBLE, law.FULL_RECORD)
    yield from sights(
        FieldClass.FILE, (*INSIDE, Role.ARCHIVIST, Role.INTAKE, Role.SUPERVISOR), Shown.VISIBLE, law.SECRECY
    )
    yield from sights(
        FieldClass.OPINION,
        (
            Role.OFFICER,
            Role.UNIT_HEAD,
            Role.REVIEWER,
            Role.LEGAL,
            Role.HEAD,
            Role.PRINCIPAL,
            Role.COUNCIL,
            Role.ARCHIVIST,
        ),
        Shown.VISIBLE,
        law.LEGAL_REVIEW,
    )
    yield from sights(
        FieldClass.VOTE,
        (Role.HEAD, Role.PRINCIPAL, Role.COUNCIL, Role.LEGAL, Role.ARCHIVIST),
        Shown.VISIBLE,
        law.COLLECTIVE_DISCUSSION,
    )
    yield from sights(FieldClass.MONEY, (*INSIDE, Role.FINANCE, Role.ARCHIVIST), Shown.VISIBLE, law.SEPARATE_COLLECTION)
    yield from sights(FieldClass.PERSONAL, (*INSIDE, Role.ARCHIVIST), Shown.MASKED, law.SECRECY)
    for role, relations in (
        (Role.INTAKE, frozenset({Relation.ENTERED})),
        (Role.OFFICER, NEAR),
        (Role.UNIT_HEAD, HOUSE),
        (Role.HEAD, HOUSE),
    ):
        yield Sight(FieldClass.SEALED, role.value, relations, Shown.GRANT, law.SECRECY)


PAPERS = {
    "reporter_sheet": FieldClass.SEALED,
    "reporter_reply": FieldClass.PERSONAL,
    "panel_record": FieldClass.OPINION,
    "legal_review_opinion": FieldClass.OPINION,
    "investigation_report": FieldClass.OPINION,
    "hearing_opinion": FieldClass.OPINION,
    "approval_sheet": FieldClass.OPINION,
    "discussion_record": FieldClass.VOTE,
    "discussion_notice": FieldClass.OPINION,
    "filing_report": FieldClass.OPINION,
    "closing_approval": FieldClass.OPINION,
    "penalty_decision": FieldClass.OFFICIAL,
    "no_penalty_decision": FieldClass.OFFICIAL,
    "withdrawal_decision": FieldClass.OFFICIAL,
    "supervision_notice": FieldClass.OFFICIAL,
    "supervision_reply": FieldClass.OFFICIAL,
    "instalment_notice": FieldClass.MONEY,
    "instalment_approval": FieldClass.MONEY,
    "demand": FieldClass.MONEY,
    "enforcement_application": FieldClass.MONEY,
}  # every other kind is of the class FILE

FACTS = {
    ("describe_party", "id_no"): FieldClass.PERSONAL,
    ("describe_party", "sex"): FieldClass.PERSONAL,
    ("describe_party", "born"): FieldClass.PERSONAL,
    ("describe_party", "phone"): FieldClass.PERSONAL,
    ("confirm_address", "service_phone"): FieldClass.PERSONAL,
    ("confirm_address", "service_email"): FieldClass.PERSONAL,
    ("record_interview", "id_no"): FieldClass.PERSONAL,
    ("record_interview", "sex"): FieldClass.PERSONAL,
    ("record_interview", "phone"): FieldClass.PERSONAL,
    ("resolve_penalty", "speeches"): FieldClass.VOTE,
    ("resolve_penalty", "against"): FieldClass.VOTE,
    ("resolve_penalty", "abstained"): FieldClass.VOTE,
    ("resolve_no_penalty", "speeches"): FieldClass.VOTE,
    ("resolve_no_penalty", "against"): FieldClass.VOTE,
    ("resolve_no_penalty", "abstained"): FieldClass.VOTE,
    ("return_from_discussion", "speeches"): FieldClass.VOTE,
    ("return_from_discussion", "against"): FieldClass.VOTE,
    ("return_from_discussion", "abstained"): FieldClass.VOTE,
    ("discuss_in_panel", "opinions"): FieldClass.OPINION,
    ("discuss_in_panel", "conclusion"): FieldClass.OPINION,
    ("review_legality", "opinion"): FieldClass.OPINION,
    ("review_legality", "items"): FieldClass.OPINION,
    ("pass_second_review", "opinion"): FieldClass.OPINION,
    ("pass_second_review", "items"): FieldClass.OPINION,
    ("return_to_panel", "opinion"): FieldClass.OPINION,
    ("return_to_panel", "items"): FieldClass.OPINION,
    ("return_for_investigation", "opinion"): FieldClass.OPINION,
    ("return_for_investigation", "items"): FieldClass.OPINION,
    ("propose", "reasons"): FieldClass.OPINION,
    ("record_payment", "amount"): FieldClass.MONEY,
    ("record_payment", "slip_no"): FieldClass.MONEY,
    ("record_refund", "amount"): FieldClass.MONEY,
    ("record_refund", "slip_no"): FieldClass.MONEY,
    ("apply_to_court", "court"): FieldClass.MONEY,
}  # every other fact of a row is of the class FILE

SHARED_COLUMNS = {
    "OPEN": "reference procedure state opened_on closed_on version next_due",
    "OFFICIAL": "title subject deadlines tasks team documents papers events",
}
TIP_COLUMNS = {
    **SHARED_COLUMNS,
    "FILE": "source channel received_at about violation summary act_from act_to act_place urgent answerable replied_on "
    "result duplicate_of case",
    "PERSONAL": "reporter",
}
CASE_COLUMNS = {
    **SHARED_COLUMNS,
    "OFFICIAL": SHARED_COLUMNS["OFFICIAL"]
    + " source violation accepted_on filed_on officers decision closing not_filed "
    "redo",
    "FILE": "summary act_place act_from act_to discovered_on flags tips protected evidence preserved acts crime_suspected "
    "statements hearing_offered hearing services recusals party",
    "OPINION": "proposal fine confiscation reviews range",
    "MONEY": "income money",
}


def columns(by_class: dict[str, str]) -> dict[str, FieldClass]:
    return {name: FieldClass[kind] for kind, names in by_class.items() for name in names.split()}


def policy(procedure: Procedure, readers: tuple[Rule, ...], shown: dict[str, str]) -> Policy:
    states = tuple(procedure.states.values)
    rules = (*readers, *about_files(states, readers), *moves(procedure))
    label = f"{procedure.app_label}.{procedure.name}"
    return Policy(label, procedure.app_label, rules, tuple(seen()), PAPERS, FACTS, columns(shown))


def register() -> None:
    """Bring the rows into the one policy, and say what each model of this app is."""
    register_policy(policy(TIP, TIP_READERS, TIP_COLUMNS))
    register_policy(policy(CASE, CASE_READERS, CASE_COLUMNS))
    from . import access_fields  # noqa: F401  # declares the models
