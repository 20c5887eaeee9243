"""The autumn of the demo's year: next year's plans on their way, at each board somewhere else between draft and decision.

The district board has rolled its plan over and held a workshop; its draft
still lacks a few things. The technical board's plan is proposed. The education
board has not begun. Goals and a common risk have come from the municipality,
and the district board has adopted its system of internal control.
"""

from datetime import date
from typing import Final

from rimlig.controlsystem.operations import adopt_system, begin_from_template
from rimlig.demo.weighing import holder
from rimlig.lifecycle.operations import propose
from rimlig.lifecycle.rolling import roll_over
from rimlig.organisation.models import Board, Municipality, Role, User
from rimlig.planning.models import Plan, RiskCategory, UndesiredEvent
from rimlig.planning.municipality.common_risks import CommonRiskText, add_common_risk, send_common_risk
from rimlig.planning.municipality.council_goals import copy_goals
from rimlig.planning.risks.operations import assess_risk
from rimlig.planning.risks.workshops import NOT_GIVEN, give_values, open_workshop

GIVEN: Final = {
    "Kompetensen fördelas ojämnt mellan grupperna": (
        (Role.CONTROLLER, 3, 4, "Sjövik är löst, Granen har en tjänst kvar."),
        (Role.HEAD_OF_ADMINISTRATION, 2, 4, "Läget är bättre än på flera år."),
        (Role.DEPARTMENT_MANAGER, 4, 4, "Tre går i pension under våren."),
        (Role.UNIT_MANAGER, 4, 3, "Vikarierna blir färre."),
    ),
    "Den som har slutat kommer fortfarande åt uppgifter om enskilda": (
        (Role.CONTROLLER, 2, 4, "Kopplingen till personalsystemet är snart klar."),
        (Role.HEAD_OF_ADMINISTRATION, 2, 5, ""),
        (Role.UNIT_MANAGER, 3, 4, "Timvikarier avslutas sällan i systemet."),
    ),
}
"""What people gave at the workshop: risk → role, likelihood, consequence, motivation."""


def begin_next_year(municipality: Municipality, year: int) -> None:
    """Take the boards into the autumn of the year, towards the next."""
    coming = year + 1
    central = User.objects.get(assignments__municipality=municipality, assignments__role=Role.CENTRAL_CONTROLLER)
    copy_goals(municipality, coming, by=central)
    _send_common_risk(municipality, coming, central)
    boards = {board.code: board for board in municipality.boards.all()}
    _describe_system(boards["lindhaga"], year)
    _hold_workshop(_rolled_over(boards["lindhaga"], year))
    _propose(_rolled_over(boards["teknik"], year))


def _send_common_risk(municipality: Municipality, year: int, central: User) -> None:
    category = RiskCategory.objects.get(municipality=municipality, name="Jäv och intressekonflikter")
    says = CommonRiskText(
        text="Bisysslor som kan skada förtroendet anmäls inte",
        reason="Revisorerna fann under året att var tredje nämnd saknar en samlad bild av bisysslor.",
        category=category,
        control="Bisysslor tas upp i varje medarbetarsamtal.",
        follow_up="Andelen medarbetare som har lämnat uppgift om bisysslor",
        required=False,
    )
    send_common_risk(add_common_risk(municipality, year, says, by=central), by=central)


def _describe_system(board: Board, year: int) -> None:
    controller = holder(board, Role.CONTROLLER)
    system = begin_from_template(board, by=controller)
    adopt_system(
        system,
        meeting_date=date(year, 2, 18),
        paragraph="14",
        registry_number=f"LIN {year}/14",
        version=system.version,
        by=controller,
    )


def _rolled_over(board: Board, year: int) -> Plan:
    plan = Plan.objects.of_the_year().get(board=board, year=year)
    return roll_over(plan, (), by=holder(board, Role.CONTROLLER)).target


def _hold_workshop(plan: Plan) -> None:
    controller = holder(plan.board, Role.CONTROLLER)
    workshop = open_workshop(
        plan, name="Riskverkstad med ledningsgruppen", day=date(plan.year - 1, 10, 14), by=controller
    )
    for text, given in GIVEN.items():
        event = UndesiredEvent.objects.get(working_method__process__plan=plan, text=text)
        for role, likelihood, consequence, motivation in given:
            give_values(
                workshop,
                event,
                likelihood=likelihood,
                consequence=consequence,
                motivation=motivation,
                version=NOT_GIVEN,
                by=holder(plan.board, role),
            )


def _propose(plan: Plan) -> None:
    controller = holder(plan.board, Role.CONTROLLER)
    for event in UndesiredEvent.objects.filter(working_method__process__plan=plan):
        assess_risk(
            event,
            {"likelihood_reason": f"{event.likelihood_reason} Bedömningen är densamma i år."},
            version=event.version,
            by=controller,
        )
    plan.refresh_from_db()
    propose(plan, version=plan.version, by=holder(plan.board, Role.HEAD_OF_ADMINISTRATION))
