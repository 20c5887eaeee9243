from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register
from rimlig.core.refusals import describe_refusal
from rimlig.followup.periods import offers
from rimlig.followup.reminding import offers as of_reminders


class FollowupConfig(AppConfig):
    name = "rimlig.followup"
    label = "followup"

    def ready(self) -> None:
        # The table names this room's models, which are not there when apps are only being listed.
        from rimlig.followup import beside_plan, unit_work  # noqa: PLC0415
        from rimlig.followup.actions import offers as of_actions  # noqa: PLC0415

        beside_plan.register()
        unit_work.register()
        offers.describe()
        of_actions.register()
        of_reminders.register()
        register(
            "plan",
            Entry(
                "follow-up",
                _("Follow-up"),
                "answer.read",
                lambda plan: reverse("followup:matrix", args=[plan.pk]),
                30,
            ),
        )
        register(
            "process",
            Entry(
                "results",
                _("Results and actions"),
                "plan.read",
                lambda process: reverse("followup:process", args=[process.pk]),
                10,
            ),
        )
        describe_refusals()
        describe_operation("followup.ask_for_answers", _("Asked for when the period opened"))
        describe_operation("followup.save_answer", _("Written in the answer"))
        describe_operation("followup.start_from_last_period", _("Taken over from the last answer"))
        describe_operation("followup.add_evidence", _("Evidence added"))
        describe_operation("followup.remove_evidence", _("Evidence removed"))
        describe_operation("followup.begin_run", _("Control test asked for"))
        describe_operation("followup.start_run", _("Control test begun"))
        describe_operation("followup.finish_run", _("Control test run"))
        describe_operation("followup.fail_run", _("Control test failed"))
        describe_operation("followup.stop_run", _("Control test stopped"))
        describe_operation("followup.run_again", _("Control test asked for again"))
        describe_operation("followup.forget_data", _("Data files forgotten"))
        describe_operation("followup.file_answer", _("Filed"))
        describe_operation("followup.take_back_answer", _("Taken back"))
        describe_operation("followup.approve", _("Approved"))
        describe_operation("followup.approve_many", _("Approved together with others"))
        describe_operation("followup.send_back", _("Sent back"))
        describe_operation("followup.comment", _("Commented"))
        describe_operation("followup.change", _("Changed on the page"))
        describe_operation("followup.conclude", _("Written on the page"))
        describe_operation("followup.begin_texts", _("Begun on the page"))
        describe_operation("followup.begin_plan_texts", _("Begun on the page"))
        describe_operation("followup.begin_action_plan_texts", _("Begun on the page"))
        describe_operation("followup.add_goals", _("Goals added to the report"))


def describe_refusals() -> None:
    """Give what the database refuses about answers its sentences."""
    describe_refusal(
        "filed_answer_stays",
        _(
            "The answer is filed, so it cannot be changed. Send it back first: then it is written again by those who answer."
        ),
    )
    describe_refusal(
        "deviation_has_its_action",
        _("The deviation has no action yet, and no reason why none is needed. Add one of them, and approve it then."),
    )
    describe_refusal("result_sample_within_population", _("The sample cannot be larger than what it was drawn from."))
    describe_refusal("result_errors_within_sample", _("There cannot be more errors than examined items."))
    describe_refusal("review_once_per_version", _("Somebody else has just reviewed this answer."))
    describe_refusal("evidence_file_once", _("The file is there already."))
    describe_refusal("done_run_stays", _("A control test that has been run stays as it is. Run it anew instead."))
