"""What is typed for each move of a tip and of a case: one small form a row, registered by the name of the row.

A row that is not named here has no facts; its form asks for the day alone.
"""

from caseflow.cases.moves import FactsForm, register_forms

from ..procedure import CASE, TIP
from . import closing, decision, filing, investigation, performance, rights, service

TIP_FORMS: dict[str, type[FactsForm]] = {
    "register": filing.RegisterForm,
    "take_in": filing.TakeInForm,
    "write_to_reporter": filing.WriteToReporterForm,
    "assign_check": filing.AssignCheckForm,
    "transfer": filing.TransferTipForm,
    "decline": filing.DeclineForm,
    "accept": filing.AcceptTipForm,
    "reply_reporter": filing.ReplyReporterForm,
    "link_duplicate": filing.LinkDuplicateForm,
    "annotate": filing.AnnotateForm,
}

CASE_FORMS: dict[str, type[FactsForm]] = {
    # filing
    "file": filing.FileForm,
    "extend_case_limit": filing.ExtendCaseLimitForm,
    "extend_case_limit_again": filing.ExtendCaseLimitForm,
    "decline": filing.DeclineForm,
    "describe_party": filing.PartyForm,
    "confirm_address": filing.ConfirmAddressForm,
    "replace_officer": filing.ReplaceOfficerForm,
    "reply_reporter": filing.ReplyReporterForm,
    "annotate": filing.AnnotateForm,
    "supervise": filing.SuperviseForm,
    "answer_supervision": filing.AnswerSupervisionForm,
    # investigation
    "inspect": investigation.InspectionForm,
    "interview": investigation.InterviewForm,
    "record_inspection": investigation.InspectionForm,
    "record_interview": investigation.InterviewForm,
    "add_recording": investigation.AddRecordingForm,
    "add_protected_person": investigation.AddProtectedPersonForm,
    "add_evidence": investigation.AddEvidenceForm,
    "verify_evidence": investigation.VerifyEvidenceForm,
    "exclude_evidence": investigation.ExcludeEvidenceForm,
    "record_act": investigation.RecordActForm,
    "strike_act": investigation.StrikeActForm,
    "assess": investigation.AssessForm,
    "issue_supervision_opinion": investigation.SupervisionOpinionForm,
    "request_recusal": investigation.RequestRecusalForm,
    "decide_recusal": investigation.DecideRecusalForm,
    "approve_preservation": investigation.ApprovePreservationForm,
    "preserve_evidence": investigation.PreserveEvidenceForm,
    "dispose_preserved": investigation.DisposePreservedForm,
    "entrust_appraisal": investigation.EntrustAppraisalForm,
    "receive_appraisal": investigation.ReceiveAppraisalForm,
    "suspend": investigation.SuspendForm,
    "resume": investigation.ResumeForm,
    "terminate": investigation.TerminateForm,
    "close_terminated": investigation.CloseTerminatedForm,
    "conclude_investigation": investigation.ConcludeForm,
    "discuss_in_panel": investigation.PanelForm,
    "return_to_investigation": investigation.ReturnForm,
    # the rights of the party
    "propose": rights.ProposeForm,
    "review_legality": rights.ReviewForm,
    "return_to_panel": rights.ReturnReviewForm,
    "return_for_investigation": rights.ReturnReviewForm,
    "approve_notice": rights.ApproveForm,
    "serve_notice": service.ServiceForm,
    "serve_paper": service.ServePaperForm,
    "announce_service": service.AnnounceServiceForm,
    "record_statement": rights.StatementForm,
    "examine_statement": rights.ExamineStatementForm,
    "accept_waiver": rights.WaiverForm,
    "request_hearing": rights.RequestHearingForm,
    "schedule_hearing": rights.ScheduleHearingForm,
    "postpone_hearing": rights.PostponeHearingForm,
    "hold_hearing": rights.HoldHearingForm,
    "end_hearing": rights.EndHearingForm,
    "renotify": rights.RenotifyForm,
    "pass_second_review": rights.ReviewForm,
    # decision
    "return_from_approval": decision.ReturnFromApprovalForm,
    "refer_to_discussion": decision.DiscussionForm,
    "resolve_penalty": decision.ResolvePenaltyForm,
    "resolve_no_penalty": decision.ResolveNoPenaltyForm,
    "return_from_discussion": decision.ResolutionForm,
    "decide_penalty": decision.DecidePenaltyForm,
    "decide_no_penalty": decision.DecideNoPenaltyForm,
    "withdraw": decision.WithdrawForm,
    "transfer": decision.TransferForm,
    "serve_decision": service.ServiceForm,
    # performance
    "approve_plan": performance.PlanForm,
    "issue_demand": performance.DemandForm,
    "serve_demand": service.ServiceForm,
    "apply_to_court": performance.ApplyToCourtForm,
    "record_court_acceptance": performance.CourtAcceptanceForm,
    "record_court_refusal": performance.CourtRefusalForm,
    "complain_of_refusal": performance.ComplaintForm,
    "record_stay": performance.RulingForm,
    "record_resumption": performance.RulingForm,
    "record_payment": performance.PaymentForm,
    "waive_surcharge": performance.WaiveSurchargeForm,
    "record_refund": performance.RefundForm,
    "record_licence_action": performance.LicenceActionForm,
    "complete_performance": performance.CompleteForm,
    "close_by_court": performance.CloseByCourtForm,
    # closing
    "approve_closing": rights.ApproveForm,
    "report_heard_case": closing.ReportHeardCaseForm,
    "archive": closing.ArchiveForm,
    "reopen": closing.ReopenForm,
    "take_up_again": closing.TakeUpAgainForm,
    "close_annulled": closing.CloseAnnulledForm,
}


def register() -> None:
    for procedure, classes in ((TIP, TIP_FORMS), (CASE, CASE_FORMS)):
        register_forms(f"{procedure.app_label}.{procedure.name}", classes)
