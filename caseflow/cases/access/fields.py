"""What each model of the kernel and of what it rests on is; a model that is not declared stops the start."""

from .vocabulary import reference, scoped, system

system(
    "auth.*", "contenttypes.*", "sessions.*", "account.*", "mfa.*", "socialaccount.*", "usersessions.*", "viewflow.*",
    "outbox.*", "documents.*", "audit.*", "people.*", "operations.*", "vault.*", "custody.*", "errands.*",
)  # fmt: skip
reference("people.Agency", "people.User", "people.Certificate", "cases.ParameterValue", "cases.CalendarDay")
system("cases.StandIn", "cases.Draft")  # a draft is its author's own, a stand-in the house's

FILE = {"open": "id dossier"}
scoped(
    "cases.Dossier",
    "",
    open="id reference procedure agency seq opened_on closed_on next_due matter stage head last_at",
    official="title subject",
    file="words",
)
scoped(
    "cases.Event",
    "dossier",
    open="id dossier seq part transition source target actor role at on token prev hash mac key_id alg skew",
    file="facts papers",
)
scoped(
    "cases.Deadline",
    "dossier",
    open="id dossier",
    official="code item day0 moment0 length nominal_due legal_due safe_due moment_due provisional suspended started_by "
    "stopped_by stopped_on",
)
scoped("cases.Extension", "deadline__dossier", open="id deadline", official="length on event")
scoped("cases.Exclusion", "dossier", open="id dossier", official="code item start end basis started_by ended_by")
scoped("cases.Paper", "dossier", open="id dossier", official="event document kind served_on")
scoped("cases.Assignment", "dossier", open="id dossier", official="user role since ended_on reason")
scoped("cases.CaseProcess", "dossier", open="process_ptr dossier part record_pk")
scoped(
    "cases.Upload",
    "dossier",
    open="id dossier",
    file="sha256 name size mime state why reason scanned copy_sha256 copy_mime by at",
)
scoped("cases.Duty", "dossier", open="id dossier matter", official="person duty item event through")
