"""Goals from a file or pasted text: read, shown line by line, stored when somebody says so."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.core.errors import RuleBroken, Unreadable
from rimlig.planning.municipality.council_goals import store_goals
from rimlig.planning.municipality.forms_council import ImportGoalsForm
from rimlig.planning.municipality.goal_import import read_lines, text_of_file, to_store
from rimlig.planning.municipality.views_council import GoalDecision


class ImportGoals(GoalDecision):
    """Show what the lines would become; the same form, sent with "store", stores them all or none."""

    form_class = ImportGoalsForm
    template_name = "planning/council_import.html"
    title = gettext_lazy("Read in goals")
    intro = gettext_lazy(
        "Choose a file or paste the goals as they stand in the council's budget. You see what becomes of each line"
        " before anything is stored."
    )

    def post(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = ImportGoalsForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            return self._answer(form.cleaned_data)
        except (RuleBroken, Unreadable) as problem:
            form.add_error(None, str(problem))
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)

    def _answer(self, data: Mapping[str, Any]) -> HttpResponse:
        file = data["file"]
        text = text_of_file(file.read()) if file else data["text"]
        lines = read_lines(text, self.municipality, self.year)
        if "store" not in self.request.POST or any(line.is_wrong for line in lines):
            wrong = sum(line.is_wrong for line in lines)
            new = sum(line.is_new for line in lines)
            shown = ImportGoalsForm(initial={"text": text})
            return self.page(form=shown, lines=lines, wrong=wrong, new=new)
        above, goals = store_goals(self.municipality, self.year, *to_store(lines), by=self.person)
        if above:
            sentence = _("Stored: %(goals)d goals and %(above)d orientation goals.")
        else:
            sentence = _("Stored: %(goals)d goals.")
        messages.success(self.request, sentence % {"goals": goals, "above": above})
        return self.done()
