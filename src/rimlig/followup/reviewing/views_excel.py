"""The whole board of a period as a file to download."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from rimlig.followup.reviewing.boards import ALL, board_of
from rimlig.followup.reviewing.excel import render_answers
from rimlig.followup.reviewing.lists import period_shown, periods_of_plan
from rimlig.followup.views_plan import PlanPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AnswersAsExcel(PlanPage):
    """Every answer of the plan in the period that has been filed, and how far the others have come."""

    permission = "answer.read"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:  # noqa: ARG002
        period = period_shown(periods_of_plan(self.object), request.GET.get("period", ""))
        if period is None:
            raise Http404
        content = render_answers(board_of(request.user, self.object, period, ALL))
        response = HttpResponse(content, content_type=XLSX)
        called = gettext("answers")
        name = f"{called}-{self.object.board.code}-{period.year}-{period.code}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
