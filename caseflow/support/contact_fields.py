"""What each model of contact is, and how sensitive its fields are. The days to avoid are shown as days, never why."""

from caseflow.cases.access.vocabulary import reference, scoped, system

FAMILY = "household__dossier"

system("support.CalendarRun")
reference("support.ContactTally")
scoped(
    "support.Visit",
    FAMILY,
    open="id household",
    file="occasion began_at minutes channel reached others items observation needs given next_step next_on by_wish "
    "initialled saved_at saved_by counted_on confirmed_by",
    also="on",
)
scoped("support.Visit_visitors", "visit__household__dossier", open="id visit", file="user")
scoped("support.Visit_members", "visit__household__dossier", open="id visit", file="member")
scoped(
    "support.ContactDuty",
    FAMILY,
    open="id household member township",
    official="occasion period opens ends first last alert_township alert_association alert_county status by_wish done_on visit",
    also="title",
)
scoped("support.ContactPlan", FAMILY, open="id area household", file="profile since until basis")
scoped("support.QuietSpan", FAMILY, open="id household", official="first_day last_day", also="span")
scoped("support.Greeting", "member__household__dossier", open="id member", file="since")
