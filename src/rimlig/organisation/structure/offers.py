"""What the room offers others about boards and units: its ways, and the words of its operations. Called when Django starts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register
from rimlig.core.refusals import describe_refusal


def offer_structure() -> None:
    """Register the ways to boards and their trees, and give their operations and refusals words."""
    register(
        "board",
        Entry(
            "organisation",
            _("Organisation"),
            "organisation.read",
            lambda board: reverse("organisation:tree", args=[board.pk]),
            50,
        ),
    )
    register(
        "municipality",
        Entry(
            "organisation",
            _("Boards and units"),
            "organisation.read",
            lambda municipality: reverse("organisation:organisation", args=[municipality.pk]),
            10,
            hint=_("The boards with their trees of units; units and people from tables."),
        ),
    )
    _describe_refusals()
    for name, words in {
        "add_unit": _("Added to the tree"),
        "change_unit": _("Changed in the tree"),
        "move_unit": _("Moved in the tree"),
        "end_units": _("Ended in the tree"),
        "take_back_move": _("A planned move taken back"),
        "take_back_ending": _("A planned ending taken back"),
        "take_back_unit": _("A planned unit taken back"),
        "add_board": _("Board added on the page"),
        "change_board": _("Board changed on the page"),
        "end_board": _("Board ended on the page"),
        "take_back_ending_of_board": _("A board's planned ending taken back"),
        "take_in_table": _("Table taken in"),
        "carry_out": _("From a table"),
        "ask_to_carry_out": _("A large table asked to be carried out"),
        "begin_table": _("A large table begun"),
        "give_back_table": _("A large table not carried out"),
        "put_table_aside": _("Table put aside"),
    }.items():
        describe_operation(f"organisation.{name}", words)


def _describe_refusals() -> None:
    for constraint, sentence in {
        "unit_name_once_in_board": _("The board has a unit with this name on some of these days. Choose another name."),
        "unit_code_once_in_board": _("The board has a unit with this code on some of these days. Choose another code."),
        "unit_while_board_exists": _("The board does not exist during all of these days. Choose days when it does."),
        "board_covers_its_units": _("A unit of the board goes on after that day. End the units first, then the board."),
        "board_code_once_in_municipality": _("The municipality has a board with this code. Choose another code."),
        "board_name_once_in_municipality": _("The municipality has a board with this name. Choose another name."),
        "board_ends_after_start": _("The last day is before the first day. Check the two days."),
        "unit_ends_after_start": _("The last day is before the first day. Check the two days."),
        "placement_ends_after_start": _("The last day is before the first day. Check the two days."),
        "unit_goes_into_another_when_it_ends": _("A unit goes into another one when it ends, and never into itself."),
    }.items():
        describe_refusal(constraint, sentence)
