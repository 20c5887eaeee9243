"""What the pages about a municipality's own decisions share: where they ask for permission, and one form page for all."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.organisation.models import Municipality
from rimlig.planning.models import EARLIEST_YEAR, LATEST_YEAR


class MunicipalityPage(ObjectUseCase):
    """A page about something that the municipality decides: the permission is asked on the municipality."""

    model: ClassVar[Any] = Municipality

    def asked_about(self) -> Municipality:
        return self.municipality

    @property
    def municipality(self) -> Municipality:
        """The municipality that the page is about."""
        found: Municipality = self.object
        return found

    @property
    def year(self) -> int:
        """The year in the address; 404 for one that cannot be."""
        year = int(self.kwargs["year"])
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise Http404
        return year

    def guard(self) -> None:
        super().guard()
        self.here = f"municipality-{self.municipality.pk}"  # type: ignore[misc]  # marks the way that led here
        if "year" in self.kwargs:
            _checked = self.year

    def may(self, permission: str) -> bool:
        """Say whether the person has the permission on the municipality."""
        return bool(self.request.user.has_perm(permission, self.municipality))

    def context(self) -> Mapping[str, Any]:
        municipality = self.municipality
        return {
            "object": self.object,
            "municipality": municipality,
            "administration_url": reverse("organisation:municipality", args=[municipality.pk]),
        }


class RowPage(MunicipalityPage):
    """A page about one row that belongs to a municipality."""

    def visible(self) -> Any:
        return super().visible().select_related("municipality")

    @property
    def municipality(self) -> Municipality:
        found: Municipality = self.object.municipality
        return found


class EmptyForm(forms.Form):
    """Nothing to fill in: the button says it all."""


class DecisionForm(MunicipalityPage, FormUseCase):
    """A form page: its title, what it is for in a sentence or two, where it leads back to, and what its button says."""

    template_name = "planning/decide.html"
    form_class: ClassVar[type[forms.Form]] = EmptyForm
    title: ClassVar[Any] = ""
    intro: ClassVar[Any] = ""
    save: ClassVar[Any] = ""
    look: ClassVar[str] = "primary"

    def way_back(self) -> str:
        """Return the address of the page that the form was opened from."""
        raise NotImplementedError

    def way_back_words(self) -> str:
        """Return what that page is called."""
        raise NotImplementedError

    def about(self) -> str:
        """Return the text of the row that the form is about, when there is one."""
        return ""

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "title": self.title,
            "intro": self.intro,
            "save": self.save or _("Save"),
            "look": self.look,
            "about": self.about(),
            "way_back": self.way_back(),
            "way_back_words": self.way_back_words(),
        }

    def done(self) -> HttpResponse:
        return redirect(self.way_back())

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what the other wrote beside mine. Saved once more, the form goes over what is there now."""
        sent = self.request.POST.copy()
        sent["version"] = str(outdated.current.version)
        mine = form.cleaned_data
        conflict = [
            (bound.label, _shown(getattr(outdated.current, bound.name, None)), _shown(mine[bound.name]))
            for bound in form.visible_fields()
            if getattr(outdated.current, bound.name, None) != mine[bound.name]
        ]
        return self.page(status=HTTPStatus.CONFLICT, form=self.form(sent), message=str(outdated), conflict=conflict)


class RowForm(RowPage, DecisionForm):
    """A form page about one row."""


def _shown(value: Any) -> str:
    """Return a value of a form as people read it."""
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    return "–" if value in (None, "") else str(value)
