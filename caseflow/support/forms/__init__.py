"""What is typed for each move of a family's file and of an application, registered by the name of the row.

A row that is not named here has no facts; its form asks for the day alone.
"""

from caseflow.cases.moves import FactsForm, register_forms

from ..procedure.leaving import RESUMED
from . import accompanying, application, care, contact, family, needs, team

FAMILY_FORMS: dict[str, type[FactsForm]] = {
    "register": family.RegisterForm,
    "add_member": family.MemberForm,
    "describe": family.DescribeForm,
    "record_child": family.ChildForm,
    "verify_child": family.VerifyChildForm,
    "record_account": family.AccountForm,
    "confirm_account": family.ConfirmAccountForm,
    "record_consent": family.ConsentForm,
    "withdraw_consent": family.WithdrawConsentForm,
    "declare_closeness": family.ClosenessForm,
    "begin_review": family.BeginReviewForm,
    "start_application": family.StartApplicationForm,
    "propose_without_application": family.FastForm,
    "help_without_money": family.NeedForm,
    "decline": family.ReasonForm,
    "review_again": family.NewFactsForm,
    "appoint_helper": team.AppointForm,
    "end_helper": team.EndHelperForm,
    "leave_team": team.LeaveForm,
    "refuse_helper": team.RefuseHelperForm,
    "hand_over": team.HandOverForm,
    "name_primary": team.PrimaryForm,
    "record_doctor": team.DoctorForm,
    "record_proof": team.ProofForm,
    "take_pledge": team.PledgeForm,
    "waive_for_doctor": team.WaiverForm,
    "assess_needs": accompanying.AssessForm,
    "submit_plan": accompanying.PlanForm,
    "approve_plan": accompanying.OpinionForm,
    "approve_plan_in_county": accompanying.OpinionForm,
    "return_plan": accompanying.ReturnPlanForm,
    "call_review": accompanying.CallReviewForm,
    "score_goals": accompanying.ScoreForm,
    "conclude_review": accompanying.OpinionForm,
    "propose_closing": accompanying.CloseForm,
    "propose_closing_after_review": accompanying.CloseAfterReviewForm,
    "propose_closing_of_help": accompanying.CloseHelpForm,
    "finish": accompanying.FinishForm,
    "suspend": accompanying.SuspendForm,
    "recheck_pause": accompanying.FoundForm,
    **dict.fromkeys(RESUMED, accompanying.FoundForm),
    "send_transfer": accompanying.TransferForm,
    "decline_transfer": accompanying.AnswerForm,
    "record_refusal": accompanying.AnswerForm,
    "record_acceptance": accompanying.AnswerForm,
    "accept_transfer": accompanying.AnswerForm,
    "greet": accompanying.GreetForm,
    "stop_greetings": accompanying.StopGreetingsForm,
    "reopen": accompanying.ReopenForm,
    "reopen_intake": accompanying.ReopenForm,
    "annotate": family.AnnotateForm,
}
APPLICATION_FORMS: dict[str, type[FactsForm]] = {
    "submit": application.SubmitForm,
    "ask_for_papers": application.AskForPapersForm,
    "supplement": application.SupplementForm,
    "extend_supplement": application.ExtendSupplementForm,
    "withdraw": application.WithdrawForm,
    "extend_whole": application.ExtendWholeForm,
    "wait_for_others": application.WaitForm,
    "record_answer": application.AnswerForm,
    "check_home": application.CheckHomeForm,
    "check_claim": application.CheckClaimForm,
    "deliberate": application.DeliberateForm,
    "publish": application.PublishForm,
    "object": application.ObjectForm,
    "object_in_township": application.ObjectForm,
    "uphold": application.UpholdForm,
    "dismiss": application.DismissForm,
    "dismiss_in_township": application.DismissInTownshipForm,
    "give_opinion": application.OpinionForm,
    "give_opinion_at_once": application.OpinionForm,
    "review_in_township": application.ReviewForm,
    "publish_in_township": application.PublishInTownshipForm,
    "propose_decision": application.ProposeForm,
    "endorse": application.SignForm,
    "approve": application.SignForm,
    "reject": application.SignForm,
    "send_back": application.SendBackForm,
    "tell": application.TellForm,
    "file_roster": application.RosterForm,
    "hear_first": application.HearForm,
    "record_statement": application.StatementForm,
    "revoke": application.RevokeForm,
    "annotate": family.AnnotateForm,
}


def register() -> None:
    register_forms("support.family", FAMILY_FORMS)
    register_forms("support.family", contact.CONTACT_FORMS)
    register_forms("support.application", APPLICATION_FORMS)
    register_forms("support.family", {"register_need": needs.RegisterNeedForm, **care.CARE_FORMS})
    register_forms("support.ticket", {**needs.TICKET_FORMS, "annotate": family.AnnotateForm})
    register_forms("support.review", {**care.REVIEW_FORMS, "annotate": family.AnnotateForm})
