"""The addresses of the site."""

from django.urls import include, path, register_converter
from django.views.generic import RedirectView
from django.views.i18n import set_language

from caseflow import headers
from caseflow.cases import acts, calculator, papers, views
from caseflow.cases.access import who as access
from caseflow.cases.office import agency, calendar_days, log, parameters, people, security, stand_ins
from caseflow.enforcement import calculator as penalties
from caseflow.enforcement import subjects
from caseflow.errands import views as errands
from caseflow.operations import jobs
from caseflow.support import calculator as benefits
from caseflow.support import coverage, judging
from caseflow.support import views as support
from caseflow.support import views_money as support_money


class Reference:
    """The reference of a file; anything else is no address."""

    regex = "[A-Za-z0-9-]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Key:
    """The key of a row; what no column can hold is no address."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Reference, "reference")
register_converter(Key, "key")

handler500 = "caseflow.operations.unavailable.answer"
urlpatterns = [
    path("", views.desk, name="inbox"),
    path("", include("caseflow.people.urls")),
    path("policy-report/", headers.report, name="policy-report"),
    path("tasks/<key:pk>/claim/", views.claim, name="claim"),
    path("tasks/<key:pk>/hand-over/", views.hand_over, name="hand-over"),
    path("language/", set_language, name="set_language"),
    path("search/", views.search, name="search"),
    path("day/", views.day, name="day"),
    # lists and files
    path("tips/", views.listing, {"label": "enforcement.tip"}, name="tips"),
    path("cases/", views.listing, {"label": "enforcement.case"}, name="cases"),
    path("families/", views.listing, {"label": "support.family"}, name="families"),
    path("applications/", views.listing, {"label": "support.application"}, name="applications"),
    path("tickets/", views.listing, {"label": "support.ticket"}, name="tickets"),
    path("reviews/", views.listing, {"label": "support.review"}, name="reviews"),
    path("families/coverages/", coverage.coverages, name="coverages"),
    path("batches/", views.listing, {"label": "support.batch"}, name="batches"),
    path("funds/", views.listing, {"label": "support.budget"}, name="budgets"),
    path("batches/<reference:reference>/lines/", support_money.lines, name="batch-lines"),
    path("batches/files/<key:pk>/", support_money.bank_file, name="bank-file"),
    path("families/<reference:reference>/sealed/", support.look, name="sealed-look"),
    path("families/looks/<key:pk>/review/", support.review, name="sealed-review"),
    path("applications/<reference:reference>/rules/", judging.ask_rules, name="ask-rules"),
    path("helper/", include("caseflow.support.urls")),
    path("subjects/", subjects.subjects, name="subjects"),
    path("new/<slug:procedure>/<slug:name>/", acts.opening, name="opening"),
    path("new/<slug:procedure>/<slug:name>/draft/", acts.opening_draft, name="opening-draft"),
    path("tips/<reference:reference>/", RedirectView.as_view(pattern_name="dossier"), name="tip"),
    path("cases/<reference:reference>.json", views.as_json, name="dossier-json"),
    path("cases/<reference:reference>/", views.dossier, name="dossier"),
    path("cases/<reference:reference>/papers/", papers.papers_of, name="papers"),
    path("cases/<reference:reference>/who/", access.who, name="who"),
    path("cases/<reference:reference>/next/", views.next_step, name="next"),
    path("cases/<reference:reference>/<slug:row>/", acts.move, name="move"),
    path("cases/<reference:reference>/<slug:row>/preview/", acts.preview, name="move-preview"),
    path("cases/<reference:reference>/<slug:row>/effects/", acts.effects_of, name="move-effects"),
    path("cases/<reference:reference>/<slug:row>/draft/", acts.draft, name="move-draft"),
    # papers
    path("papers/<key:pk>.pdf", papers.paper, name="paper"),
    path("papers/<key:pk>/void/", papers.void, name="void"),
    path("papers/register/", papers.register, name="register"),
    path("uploads/<key:pk>/", papers.upload, name="upload"),
    path("uploads/<key:pk>/copy/", papers.upload_copy, name="upload-copy"),
    # what is prepared for one person
    path("exports/", errands.listing, name="exports"),
    path("exports/<key:pk>/", errands.download, name="export"),
    path("exports/list/<str:label>/", errands.export_list, name="export-list"),
    path("exports/case/<reference:reference>/", errands.export_case, name="export-case"),
    path("reminders/", errands.reminders, name="reminders"),
    # sealed identities, retention
    path("custody/", include("caseflow.custody.urls")),
    # calculators
    path("calculators/deadlines/", calculator.deadlines, name="calc-due"),
    path("calculators/penalties/", penalties.penalties, name="calc-penalty"),
    path("calculators/benefits/", benefits.benefits, name="calc-benefit"),
    # what an administrator sets
    path("admin/", people.listing, name="office"),
    path("admin/people/new/", people.create, name="person-new"),
    path("admin/people/<key:pk>/", people.edit, name="person"),
    path("admin/people/<key:pk>/reset/", people.reset, name="person-reset"),
    path("admin/people/<key:pk>/offices/<key:group>/take/", people.take, name="office-take"),
    path("admin/offices/", people.requests, name="office-requests"),
    path("admin/offices/<key:pk>/", people.settle, name="office-settle"),
    path("admin/reports/", security.reports, name="policy-reports"),
    path("audit/", log.listing, name="audit"),
    path("stand-ins/", stand_ins.listing, name="stand-ins"),
    path("stand-ins/<key:pk>/end/", stand_ins.end, name="stand-in-end"),
    path("admin/agency/", agency.edit, name="agency"),
    path("admin/jobs/", jobs.listing, name="jobs"),
    path("admin/jobs/<key:pk>/retry/", jobs.retry, name="job-retry"),
    path("admin/jobs/<key:pk>/give-up/", jobs.give_up, name="job-give-up"),
    path("admin/parameters/", parameters.listing, name="parameters"),
    path("admin/parameters/<str:key>/", parameters.edit, name="parameter"),
    path("admin/holidays/", calendar_days.listing, name="holidays"),
    path("admin/holidays/<key:pk>/delete/", calendar_days.delete, name="holiday-delete"),
]

handler404 = "caseflow.cases.access.routes.not_found"
