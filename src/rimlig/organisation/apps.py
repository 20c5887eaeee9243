from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rimlig.core.refusals import describe_refusal


class OrganisationConfig(AppConfig):
    name = "rimlig.organisation"
    label = "organisation"

    def ready(self) -> None:
        describe_refusal(
            "placement_not_below_itself",
            _("A unit cannot stand below itself. Choose a place that is not one of the units under it."),
        )
        describe_refusal("placement_in_own_board", _("A unit can only stand under a unit of its own board."))
        describe_refusal(
            "placement_while_unit_exists",
            _("The unit does not exist during all of these days. Check its first and last day."),
        )
        describe_refusal(
            "placement_while_parent_exists",
            _("The unit above does not exist during all of these days. Choose another place or other days."),
        )
        describe_refusal(
            "unit_covers_its_placements",
            _("Other units stand under this one on those days. Move or end them first."),
        )
        describe_refusal(
            "unit_stands_at_one_place_at_a_time",
            _("The unit already has a place in the tree during some of these days."),
        )
        describe_refusal(
            "role_assigned_once_at_a_time", _("The person already has this role there during some of these days.")
        )
        describe_refusal(
            "role_stays_in_its_municipality",
            _("The unit and the board of a role must belong together. Choose the place again."),
        )
        describe_refusal(
            "nobody_stands_in_for_themselves", _("Nobody can stand in for themselves. Choose somebody else.")
        )
        describe_refusal(
            "substitute_named_once_at_a_time",
            _("The person is already a substitute for this role during some of these days."),
        )
        from rimlig.organisation.people.offers import offer_people  # noqa: PLC0415  # it needs the models, which are ready now
        from rimlig.organisation.structure.offers import offer_structure  # noqa: PLC0415

        offer_people()
        offer_structure()
