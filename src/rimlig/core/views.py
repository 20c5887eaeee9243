"""Views that cannot forget to ask: may this person know of it, and may they do this to it?

A page is a class with the name of a permission. The object is only ever
fetched through `visible_to` (else 404), the permission is asked on the
object's board (else 403), and both happen before any method of the view runs.
What a rule of the field refuses is shown as a form error. Every page works as
a whole page; for htmx the same template gives its named part.
"""

from collections.abc import Mapping
from http import HTTPStatus
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views import View

from rimlig.core.errors import Outdated, RuleBroken


class UseCase(View):
    """A page that is about no one object: it needs `permission` and `template_name`."""

    permission: ClassVar[str] = ""
    template_name: ClassVar[str] = ""
    part: str = ""
    """The named part (partialdef) of the template that htmx gets instead of the whole page."""
    here: ClassVar[str] = ""
    """The key of the navigation entry to mark as the present one."""

    workplace: Any = None
    """What the page is about as the frame shows it, a plan for example; see core/navigation.py."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Return the view function, with the permission written on it for the test that walks over all routes."""
        if not cls.permission:
            raise ImproperlyConfigured(f"{cls.__qualname__} names no permission, so nobody could be refused.")
        view = super().as_view(**initkwargs)
        view.permission = cls.permission  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.guard()
        response = super().dispatch(request, *args, **kwargs)
        if isinstance(response, HttpResponse):
            # The same address answers with a page or with a part of it; a cache must not mix them up.
            patch_vary_headers(response, ["HX-Request"])
        return response

    def guard(self) -> None:
        """Refuse with 404 or 403, or return."""
        if not self.request.user.has_perm(self.permission, self.asked_about()):
            raise PermissionDenied

    @property
    def person(self) -> Any:
        """The person who asks: what operations take as `by`."""
        return self.request.user

    def asked_about(self) -> Any:
        """Return what the permission is asked on: nothing, for a page about no one object."""
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002  # Django gives them
        return self.page()

    def context(self) -> Mapping[str, Any]:
        """Return what the template needs beside `view`."""
        return {}

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        """Answer with the page, or with its part when htmx asks."""
        is_part = bool(self.part) and self.request.headers.get("HX-Request") == "true"
        name = f"{self.template_name}#{self.part}" if is_part else self.template_name
        context = {"view": self, "is_part": is_part, **self.context(), **more}
        return render(self.request, name, context, status=status)


class ObjectUseCase(UseCase):
    """A page about one object: `model`, and `board`, the dotted way from the object to what the permission is asked on."""

    model: ClassVar[Any] = None
    board: ClassVar[str] = "board"
    object: Any = None

    def visible(self) -> Any:
        """Return the objects that the person may know of, with what the page needs fetched."""
        return self.model.objects.visible_to(self.request.user)

    def guard(self) -> None:
        self.object = get_object_or_404(self.visible(), pk=self.kwargs["pk"])
        super().guard()

    def asked_about(self) -> Any:
        return attrgetter(self.board)(self.object)

    def context(self) -> Mapping[str, Any]:
        return {"object": self.object}


class FormUseCase(ObjectUseCase):
    """One thing that a person does to an object: a form, an operation, an answer.

    GET shows the form and changes nothing. `perform` gets clean data and calls
    one operation; `done` answers when it went well.
    """

    form_class: ClassVar[type[forms.Form]]

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form, filled with what was sent when something was."""
        return self.form_class(data, files, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        """Return what the form shows before anybody has written in it."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return self.page(form=self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            self.perform(form.cleaned_data)
        except Outdated as outdated:
            return self.outdated(form, outdated)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        return self.done()

    def perform(self, data: Mapping[str, Any]) -> None:
        """Call the operation with clean data, and with `by=self.person`."""
        raise NotImplementedError

    def done(self) -> HttpResponse:
        """Answer after the operation: a redirect, or for htmx a part."""
        raise NotImplementedError

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Answer when somebody else changed the row meanwhile: nothing is saved, and the person sees it."""
        form.add_error(None, str(outdated))
        return self.page(status=HTTPStatus.CONFLICT, form=form, current=outdated.current)
