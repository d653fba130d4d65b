"""What each model of support is, and how sensitive each of its fields is. A field that is not here is shown to nobody."""

from caseflow.cases.access.vocabulary import reference, scoped, system

from . import contact_fields  # noqa: F401  # what contact and visits are

reference("support.Area", "support.Post")
system("support.HelperProfile")  # the guards judge by it; what they find is a sentence

scoped(
    "support.Household",
    "dossier",
    open="id dossier state",
    official="village address contact_preference dates_to_avoid team_state team_filled dual_covered aftercare reopened",
    file="risk_level status found reason urgent_risk trusted_person hukou_kind publicity_mode confirmed_on confirmed_from "
    "accompanied_since closed_to end_code closing",
    personal="family_type lineage_key",
)
scoped(
    "support.Member",
    "household__dossier",
    open="id household key",
    official="name sex phone safe_to_call language_needs primary_helper",
    file="birth_date id_last4 marital_status marital_changed_on hukou_in_date doctor doctor_on proof_until closed_to "
    "end_code",
    personal="id_hmac",
    sealed="id_number",
    also="addressed lives",
)
scoped(
    "support.Helper",
    "household__dossier",
    open="id household",
    official="user code stands_for dual works_phone since until",
    file="ended asked declared over_cap refused_on blocked handed_over_on",
    also="title role phone",
)
scoped("support.ContactCard", "household__dossier", open="id household", official="version delivered_on void_on names")
scoped(
    "support.Child",
    "household__dossier",
    open="id household key recorded_on verified_on",
    file="recorded_by verified_by",
    personal="key_hmac",
    sealed="name sex birth_date id_number parentage status event_date confirm_unit certificate",
    also="locked",
)
scoped(
    "support.Account",
    "household__dossier",
    open="id household key member",
    file="kind entered_by entered_on confirmed_by confirmed_on ended_on bank last4 holder number_checked",
    personal="card_hmac",
    sealed="card",
)
scoped(
    "support.Closeness",
    "household__dossier",
    open="id household",
    file="person kinship text declared_on waived_by waived_on",
    also="bars",
)
scoped(
    "support.Consent",
    "household__dossier",
    open="id household member",
    file="purpose given text_version explained_by read_aloud recipients on withdrawn_on withdrawn_how",
    also="holds",
)
scoped(
    "support.Look",
    "household__dossier",
    open="id household",
    file="by purpose reason at until reviewed_by reviewed_on finding",
)
scoped(
    "support.Assessment",
    "household__dossier",
    open="id household",
    file="on by visited scores needs health mind_consent risk",
    also="open_domains",
)
scoped(
    "support.Plan",
    "household__dossier",
    open="id household",
    file="version drafted_by drafted_on review_on family_words approved_by approved_on comments",
    also="goals",
)
scoped(
    "support.Goal",
    "plan__household__dossier",
    open="id plan",
    file="domain goal action who by_day source by_wish score",
)
scoped(
    "support.StageReview",
    "household__dossier",
    open="id household",
    file="cause called_on scored_on scored_by words summary risk confirmed_by confirmed_on",
)
scoped(
    "support.Suspension",
    "household__dossier",
    open="id household",
    file="reason explanation agreed was since checked_on ended_on",
)
scoped(
    "support.Transfer",
    "household__dossier",
    open="id household",
    file="to_area to_office reason consented sent_on sent_by accepted answer answered_on answered_by",
)
scoped(
    "support.Application",
    "dossier",
    open="id dossier state",
    official="household track benefit told_on",
    file="applicant agent helped_by wishes helped_first missing correction_asked supplement_extended mode returned "
    "village_opinion heard_on heard",
)
scoped(
    "support.CheckRecord",
    "application__dossier",
    open="id application",
    file="on by second met seen answers doubts words",
    also="recommended failing",
)
scoped(
    "support.Deliberation",
    "application__dossier",
    open="id application",
    file="on place chair due passed",
    vote="recused against abstained voters facts dissent",
    also="in_favour present",
)
scoped("support.Deliberation_present", "deliberation__application__dossier", open="id deliberation", vote="user")
scoped(
    "support.Publicity",
    "application__dossier",
    open="id application",
    file="level mode text posted_on last_day ended_on outcome",
)
scoped(
    "support.Objection",
    "application__dossier",
    open="id application key round",
    file="code named kind content channel on received_by upheld acts conclusion closed_on",
    sealed="objector contact",
)
scoped(
    "support.TownshipReview",
    "application__dossier",
    open="id application",
    opinion="on by met matched solved opinion agreed judgement",
)
scoped(
    "support.Decision",
    "application__dossier",
    open="id application",
    opinion="grants proposed_on proposed_by reasons explanation deviation inputs policy endorsed_by endorsed_on decided_by "
    "decided_on judgement",
    money="amount start_month split",
)
