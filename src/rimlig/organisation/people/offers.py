"""What the room offers others about people: its ways, its notices, and the words of its operations. Called when Django starts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register, register_notices, register_ways
from rimlig.core.refusals import describe_refusal
from rimlig.organisation.people.frame import notices_of_standing_in, ways_to_administer


def offer_people() -> None:
    """Register the ways to the people and the roles of a municipality, and give their operations words."""
    register(
        "municipality",
        Entry(
            "people",
            _("People and roles"),
            "people.read",
            lambda municipality: reverse("organisation:people", args=[municipality.pk]),
            20,
            hint=_("Let people in, give and end roles, name substitutes."),
        ),
    )
    register(
        "municipality",
        Entry(
            "roles",
            _("What each role may do"),
            "organisation.read",
            lambda municipality: reverse("organisation:roles", args=[municipality.pk]),
            90,
            hint=_("The roles and their rights in one table."),
        ),
    )
    register_ways(ways_to_administer)
    register_notices("person", notices_of_standing_in)
    describe_refusal(
        "substitute_belongs_to_the_municipality",
        _("The substitute has no role in the municipality. Choose somebody who has one."),
    )
    for name, words in {
        "add_person": _("Let in on the page"),
        "change_person": _("Changed on the page"),
        "change_own_name": _("Changed by the person"),
        "close_out": _("Closed out on the page"),
        "let_in_again": _("Let in again on the page"),
        "give_role": _("Role given on the page"),
        "end_role": _("Role ended on the page"),
        "take_back_role": _("Role taken back on the page"),
        "name_substitute": _("Substitute named on the page"),
        "end_substitution": _("Substitute ended on the page"),
    }.items():
        describe_operation(f"organisation.{name}", words)
    describe_operation("createadmin", _("Let in by the command createadmin"))
