"""Who may do what with families and applications, and see what of them: the rows of support, each with its article.

Offices of a village or a township act in the files of their area alone: those they were appointed to. The county acts in
all. A dated appointment to an area is a ``Post``; ``placing`` keeps the files with whoever holds it.
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
from caseflow.procedure import SYSTEM, Citation, Procedure

from . import law
from .procedure import APPLICATION, FAMILY, REVIEW, TICKET, FamilyState, Role, State
from .procedure.words import OF_AREA, OF_COUNTY, OF_OFFICE, OF_TEAM, OF_TOWNSHIP

HERE = frozenset({Relation.APPOINTED})
SEALED_LOOK, LOOKS_REVIEW = "sealed.look", "sealed.review"
RULES_ASK = "rules.ask"
MEETING = (State.CHECKED, State.DELIBERATED, State.PUBLICITY_1, State.OBJECTION_HOLD)
LOCAL = tuple(role for role in OF_AREA if role != Role.PANEL)
APPOINTED = frozenset((*OF_AREA, *OF_TEAM, Role.RECEIVER))  # read the files they were appointed to, and no other
BESIDE = (*OF_TEAM, Role.ASSOCIATION, Role.RECEIVER)  # read of a family alone, and none of its applications
LEAST = (Role.DOCTOR, Role.VOLUNTEER)  # how to reach the family, and nothing that stands in its file (6.2)


def rule(action: str, role: Role, states: Iterable[str], relations: frozenset[Relation], basis: Citation) -> Rule:
    return Rule(action, role.value, frozenset(map(str, states)), frozenset(relations), basis)


def relations_of(role: Role) -> frozenset[Relation]:
    return HERE if role in APPOINTED else HOUSE


def readers(states: tuple[str, ...], roles: Iterable[Role]) -> Iterator[Rule]:
    for role in roles:
        yield rule(READ, role, states, relations_of(role), law.SECRECY)


def about_files(states: tuple[str, ...]) -> Iterator[Rule]:
    """What is done with a file besides moving it."""
    for role in (Role.COUNTY_OFFICER, Role.SECTION_HEAD):
        yield rule(EXPORT, role, states, HOUSE, law.SECRECY_OF_AID)
    for role in (Role.SECTION_HEAD, Role.LEADER):
        yield rule(WHO, role, states, HOUSE, law.SECRECY)
        yield rule(VOID, role, states, HOUSE, law.RECORDS)


def looks() -> Iterator[Rule]:
    """Who may open what is sealed in a family, for a purpose, and who looks back at it."""
    open_family = tuple(state for state in FamilyState if state != FamilyState.CLOSED)
    for role in (*OF_TOWNSHIP, *OF_COUNTY):
        yield rule(SEALED_LOOK, role, open_family, relations_of(role), law.SENSITIVE)
    yield rule(LOOKS_REVIEW, Role.SECTION_HEAD, tuple(FamilyState), HOUSE, law.SENSITIVE)
    yield rule(LOOKS_REVIEW, Role.LEADER, tuple(FamilyState), HOUSE, law.SENSITIVE)


def rules_asked() -> Iterator[Rule]:
    """Who may have the rules asked about an application: whoever reviews or decides it, while they do."""
    for role in OF_TOWNSHIP:
        yield rule(RULES_ASK, role, (State.TOWNSHIP_REVIEW,), HERE, law.SENSITIVE)
    for role in OF_COUNTY:
        yield rule(RULES_ASK, role, (State.COUNTY_REVIEW,), HOUSE, law.SENSITIVE)


def moves(procedure: Procedure) -> Iterator[Rule]:
    """The rows of the table as rows of the policy; the law of the row is the law of the permission."""
    for row in procedure:
        for role in row.by:
            if role != SYSTEM and row.source:
                yield rule(f"move.{row.name}", Role(role), row.source, relations_of(Role(role)), row.basis)


def sights(kind: FieldClass, roles: Iterable[Role], shown: Shown, basis: Citation) -> Iterator[Sight]:
    for role in roles:
        yield Sight(kind, role.value, relations_of(role), shown, basis)


def seen() -> Iterator[Sight]:
    everybody = tuple(Role)
    without_panel = tuple(role for role in OF_OFFICE if role != Role.PANEL)
    yield from sights(FieldClass.OPEN, everybody, Shown.VISIBLE, law.RECORDS)
    yield from sights(FieldClass.OFFICIAL, everybody, Shown.VISIBLE, law.RECORDS)
    yield from sights(FieldClass.FILE, [role for role in Role if role not in LEAST], Shown.VISIBLE, law.SECRECY)
    yield from sights(FieldClass.OPINION, (*OF_TOWNSHIP, *OF_COUNTY), Shown.VISIBLE, law.DECIDE)
    yield from sights(FieldClass.VOTE, without_panel, Shown.VISIBLE, law.PANEL)
    yield from sights(FieldClass.VOTE, (Role.PANEL,), Shown.VISIBLE, law.PANEL)
    yield from sights(FieldClass.MONEY, (*OF_TOWNSHIP, *OF_COUNTY), Shown.VISIBLE, law.FUNDS)
    yield from sights(FieldClass.PERSONAL, OF_COUNTY, Shown.VISIBLE, law.SENSITIVE)
    yield from sights(FieldClass.SEALED, (*OF_TOWNSHIP, *OF_COUNTY), Shown.GRANT, law.SENSITIVE)


PAPERS = {
    "support_approval": FieldClass.OPINION,
    "support_township_review": FieldClass.OPINION,
    "support_deliberation": FieldClass.VOTE,
    "support_roster": FieldClass.OPINION,
    "support_card": FieldClass.OFFICIAL,  # what the family has in its hands
}  # every other kind is of the class FILE
FACTS = {
    ("deliberate", "against"): FieldClass.VOTE,
    ("deliberate", "abstained"): FieldClass.VOTE,
    ("deliberate", "dissent"): FieldClass.VOTE,
    ("uphold", "against"): FieldClass.VOTE,
    ("uphold", "abstained"): FieldClass.VOTE,
    ("uphold", "dissent"): FieldClass.VOTE,
    ("review_in_township", "matched"): FieldClass.OPINION,
    ("review_in_township", "solved"): FieldClass.OPINION,
    ("review_in_township", "opinion"): FieldClass.OPINION,
    ("propose_decision", "amount"): FieldClass.MONEY,
    ("propose_decision", "explanation"): FieldClass.OPINION,
    ("propose_decision", "deviation"): FieldClass.OPINION,
    ("endorse", "opinion"): FieldClass.OPINION,
    ("approve", "opinion"): FieldClass.OPINION,
    ("reject", "opinion"): FieldClass.OPINION,
}
SHARED = {
    "OPEN": "reference procedure state opened_on closed_on version next_due",
    "OFFICIAL": "title subject deadlines tasks team documents papers events",
}
FAMILY_COLUMNS = {
    **SHARED,
    "OFFICIAL": SHARED["OFFICIAL"]
    + " village contact_preference number team_state team_filled dual_covered helpers card aftercare",
    "FILE": "status found members consents children accounts applications closing risk_level plan paused transfer "
    "duties visits",
    "PERSONAL": "family_type",
}
APPLICATION_COLUMNS = {
    **SHARED,
    "OFFICIAL": SHARED["OFFICIAL"] + " family track benefit told_on",
    "FILE": "applicant mode check rounds objections returned",
    "VOTE": "vote",
    "OPINION": "review decision",
}
TICKET_COLUMNS = {
    **SHARED,
    "OFFICIAL": SHARED["OFFICIAL"] + " family category priority watch result satisfaction reopened",
    "FILE": "owner raised answered_in_time late referral steps",
}
REVIEW_COLUMNS = {**SHARED, "OFFICIAL": SHARED["OFFICIAL"] + " family year told_on", "FILE": "results"}


def columns(by_class: dict[str, str]) -> dict[str, FieldClass]:
    return {name: FieldClass[kind] for kind, names in by_class.items() for name in names.split()}


def policy(procedure: Procedure, more: Iterable[Rule], shown: dict[str, str], roles: Iterable[Role] = ()) -> Policy:
    states = tuple(procedure.states.values)
    rules = (*readers(states, (*LOCAL, *OF_COUNTY, *roles)), *more, *about_files(states), *moves(procedure))
    label = f"{procedure.app_label}.{procedure.name}"
    return Policy(label, procedure.app_label, rules, tuple(seen()), PAPERS, FACTS, columns(shown))


def register() -> None:
    """Bring the rows into the one policy, and say what each model of this app is."""
    meeting = (rule(READ, Role.PANEL, MEETING, HERE, law.PANEL),)
    register_policy(policy(FAMILY, looks(), FAMILY_COLUMNS, BESIDE))
    register_policy(policy(APPLICATION, (*meeting, *rules_asked()), APPLICATION_COLUMNS))
    register_policy(policy(TICKET, (), TICKET_COLUMNS))
    register_policy(policy(REVIEW, (), REVIEW_COLUMNS))
    from . import access_fields, need_access_fields  # noqa: F401  # declares the models
