from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register
from rimlig.core.refusals import describe_refusal
from rimlig.planning.municipality import offers as municipality
from rimlig.planning.outline import ways as outline_ways


class PlanningConfig(AppConfig):
    name = "rimlig.planning"
    label = "planning"

    def ready(self) -> None:
        from rimlig.planning import person_work, unit_work  # noqa: PLC0415  # models can be imported only now

        unit_work.register()
        person_work.register()
        municipality.describe()
        outline_ways.offer()
        register(
            "plan", Entry("risks", _("Risks"), "plan.read", lambda plan: reverse("planning:risks", args=[plan.pk]), 20)
        )
        describe_operation("planning.assess_risk", _("Valued on the risk's page"))
        describe_operation("planning.conclude", _("Concluded at a workshop"))
        describe_operation("planning.add_risk", _("Added on the risks' page"))
        describe_operation("planning.take_scale_into_use", _("The municipality's scale taken into use"))
        describe_operation("planning.open_workshop", _("Workshop opened"))
        describe_operation("planning.open_workshop_again", _("Workshop opened again"))
        describe_operation("planning.close_workshop", _("Workshop closed"))
        describe_operation("planning.give_values", _("Own values given at a workshop"))
        describe_refusal(
            "workshop_is_closed",
            _(
                "The workshop was closed while you were writing, so these values are not stored. Ask the controller to open it again."
            ),
        )
        describe_refusal("workshop_assesses_its_plan", _("The risk belongs to another plan than the workshop."))
        describe_operation("planning.make_standard_scale", _("Made when it was first needed"))
        describe_refusal(
            "plan_is_locked",
            _("The plan was proposed or decided while you were writing. Nothing has been changed in it."),
        )
        describe_refusal(
            "plan_is_replaced",
            _("A new edition of the plan was adopted while you were writing. Open it and write there instead."),
        )
        describe_refusal("follow_up_reviewed_by_another", _("Who performs the follow-up cannot review it too."))
        describe_refusal("plan_undecided_once", _("There is a draft for this year already. Open it instead."))
        describe_refusal("plan_in_force_once", _("The board has adopted a plan for this year already."))
        describe_refusal(
            "event_values_within_scale",
            _("The value is higher than the steps of the plan's scale. Choose another one."),
        )
        describe_refusal(
            "plan_scale_holds_its_values",
            _("A risk of the plan has a value that the scale does not have. Assess that risk again first."),
        )
        describe_refusal(
            "follow_up_at_own_units",
            _("Only units of the plan's board that exist during the plan's year can answer. Choose among those."),
        )
        describe_refusal(
            "unit_stays_for_its_follow_ups",
            _(
                "A plan says that the unit answers in a year when it would not exist. Choose a unit that takes over,"
                " or change the plan first."
            ),
        )
        describe_refusal(
            "scale_in_use_stays",
            _("A plan uses these scales, so they stay as they are. Your change becomes a new edition instead."),
        )
