"""What each model of requests and reviews is, and how sensitive each of its fields is."""

from caseflow.cases.access.vocabulary import scoped

scoped(
    "support.Ticket",
    "dossier",
    open="id dossier state",
    official="household category priority watch result satisfaction reopened",
    file="words who channel heard_at owner owner_role raised answered_at answered_in_time waits_for waits_until late "
    "conclusion offer evidence agreed_on agreed_by confirmed_how main",
)
scoped(
    "support.TicketLine",
    "ticket__dossier",
    open="id ticket",
    file="kind step signer at who text by",
    also="called",
)
scoped(
    "support.Referral",
    "ticket__dossier",
    open="id ticket state",
    file="member organ basis asked facts_sent reply_by ground ground_text consent sent_on contact accepted_on reminded_on "
    "result ended_on",
    also="is_open",
)
scoped(
    "support.Representative",
    "member__household__dossier",
    open="id member",
    file="kind name phone document scope since until recorded_by",
)
scoped(
    "support.Judgement",
    "application__dossier",
    open="id application key",
    opinion="on by outcome reasons policy settings",
    sealed="inputs",
    also="recommended lines in_words",
)
scoped(
    "support.Review",
    "dossier",
    open="id dossier state",
    official="household year told_on",
    file="attempts township_opinion township_by township_on county_opinion county_by county_on told_how statement",
)
scoped(
    "support.ReviewFinding",
    "review__dossier",
    open="id review member",
    file="seen_on by way found text result reasons",
    personal="matched compared_by event_on events",
)
