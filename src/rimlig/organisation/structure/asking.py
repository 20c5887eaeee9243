"""Asking before doing: what would happen is found out by doing it, and undoing all of it at once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, ClassVar

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.core.views import FormUseCase


@contextmanager
def only_tried() -> Iterator[None]:
    """Do what stands inside with all its rules, deferred ones too, and undo it. RuleBroken as if it were done."""
    with refusals_in_words(), transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.set_rollback(True)


class AskFirst(FormUseCase):
    """Something that is shown before it is done: the form, then what it will lead to, then “do so”.

    `perform` leaves what it did in `self.effects`; the template shows it in its
    part that asks, with the form's values hidden.
    """

    effects: Any = None
    doer: ClassVar[str] = "gor"
    """The name of the button that does it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.doer in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.form(request.POST)
        if not form.is_valid() or "tillbaka" in request.POST:
            status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
            return self.page(status=status, form=form)
        try:
            with only_tried():
                self.perform(form.cleaned_data)
        except Outdated as outdated:
            return self.outdated(form, outdated)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form, refusal=broken)
        return self.page(form=form, asked=True, effects=self.effects)

    def perform(self, data: Mapping[str, Any]) -> None:
        raise NotImplementedError
