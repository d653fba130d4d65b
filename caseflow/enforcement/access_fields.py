"""What each model of enforcement is, and how sensitive each of its fields is. A field that is not here is shown to nobody."""

from caseflow.cases.access.vocabulary import reference, scoped

reference("enforcement.Institution", "enforcement.Practitioner", "enforcement.Device")

scoped(
    "enforcement.Tip",
    "dossier",
    open="id dossier state",
    official="channel source case duplicate_of",
    file="received_at real_name wants_reply wants_reward institution practitioner about_name about_citizen about_address "
    "violation act_from act_to act_place summary urgent result replied_on reporter from_public taken_in_on",
    also="subject_name answerable",
)
scoped("enforcement.Reporter", "tip__dossier", open="id key", file="code", sealed="name phone id_no address")
scoped("enforcement.ProtectedPerson", "case__dossier", open="id case key", file="pseudonym", sealed="identity")
scoped(
    "enforcement.EnforcementCase",
    "dossier",
    open="id dossier state",
    official="party source violation accepted_on filed_on closing not_filed redo supervision_due",
    file="summary act_place act_region designation act_from act_to discovered_on life_and_harm serious refused_to_correct "
    "harm repeated findings circumstances party_opinion crime_suspected crime_reason complex_case hearing_offered",
)
scoped(
    "enforcement.Party",
    "case__dossier",
    open="id type institution practitioner",
    official="name credit_code licence_no legal_rep is_protected",
    file="address accepts_electronic confirmed_on service_address",
    personal="id_no sex born phone service_phone service_email",
    also="is_citizen",
)
scoped(
    "enforcement.Proposal",
    "case__dossier",
    open="id case",
    opinion="on by tier reasons mitigation warning income confiscation goods fine licence months correction computation",
)
scoped(
    "enforcement.LegalReview",
    "case__dossier",
    open="id case",
    opinion="second on by items conclusion opinion proposal",
)
scoped(
    "enforcement.Statement",
    "case__dossier",
    open="id case",
    file="on speaker waiver content evidence adopted opinion",
)
scoped(
    "enforcement.Hearing",
    "case__dossier",
    open="id case",
    file="requested_on requested_by way grounds scheduled_at place is_open closed_reason host members clerk "
    "notice_served_on postponed held_on ended_how participants record",
    opinion="opinion",
)
scoped(
    "enforcement.Decision",
    "case__dossier",
    open="id case",
    official="kind on served_on annulled_on resolved_together",
    file="ground education",
    opinion="reasons proposal",
)
scoped(
    "enforcement.Service",
    "case__dossier",
    open="id case",
    file="method recipient receiver relation place at server1 server2 witness refusal tracking_no announced_where served_on",
    also="papers media",
)
scoped("enforcement.Service_papers", "service__case__dossier", open="id service paper")
scoped("enforcement.Service_media", "service__case__dossier", open="id service upload")
scoped(
    "enforcement.Recusal",
    "case__dossier",
    open="id case",
    file="person asked_by ground requested_on decided_on granted reasons",
)
scoped("enforcement.MoneyItem", "case__dossier", open="id case decision", money="kind amount")
scoped("enforcement.Payment", "case__dossier", open="id case", money="slip_no bank paid_on amount")
scoped("enforcement.Instalment", "case__dossier", open="id case", money="due_on amount ended_on")
scoped("enforcement.Waiver", "case__dossier", open="id case", money="on amount reason")
scoped("enforcement.Refund", "case__dossier", open="id case", money="on slip_no amount")
scoped(
    "enforcement.Inspection",
    "case__dossier",
    open="id case",
    file="officer1 officer2 started_at ended_at place companion findings checklist recorder_no",
)
scoped(
    "enforcement.Interview",
    "case__dossier",
    open="id case protected",
    file="officer1 officer2 started_at ended_at place role name unit recorder content",
    personal="sex id_no phone",
)
scoped(
    "enforcement.Evidence",
    "case__dossier",
    open="id case number",
    file="kind name proves source collected_on place collector1 collector2 provider original upload contains_protected status "
    "verification excluded_reason",
)
scoped(
    "enforcement.IllegalAct",
    "case__dossier",
    open="id case",
    file="on place actor method conveyed fee refunded evidence struck protected",
)
scoped(
    "enforcement.Preservation",
    "case__dossier",
    open="id case",
    file="reason place keeping keeper approved_by approved_at done_at",
)
scoped(
    "enforcement.PreservedItem",
    "preservation__case__dossier",
    open="id preservation",
    file="name model serial_no maker quantity unit condition seal_no outcome outcome_on outcome_reason",
)
scoped(
    "enforcement.Appraisal",
    "case__dossier",
    open="id case",
    file="body qualification matters materials due_on entrusted_on received_on result",
)
