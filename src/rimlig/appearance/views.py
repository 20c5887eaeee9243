"""The page on which a municipality decides how its documents look, with the look before it is decided; and its parts."""

import base64
import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from rimlig.appearance.colours import LEAST_CONTRAST, WHITE, contrast
from rimlig.appearance.css import css_of
from rimlig.appearance.forms import COLUMNS, AppearanceForm, as_initial
from rimlig.appearance.house_style import HouseStyle, Logo
from rimlig.appearance.logo import safe_logo
from rimlig.appearance.models import Appearance
from rimlig.appearance.operations import change_appearance, must_be_possible
from rimlig.appearance.press import press
from rimlig.appearance.queries import appearance_of, changes_of, house_style
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.views_municipality import MunicipalityFormUseCase, MunicipalityUseCase
from rimlig.records.files import open_file
from rimlig.records.models import StoredFile

_A_YEAR = 365 * 24 * 3600


class ChangeAppearance(MunicipalityFormUseCase):
    """Decide how documents look. The button “Show” shows what is chosen, and saves nothing."""

    permission = "appearance.edit"
    form_class = AppearanceForm
    template_name = "appearance/appearance.html"
    part = "preview"

    @cached_property
    def present(self) -> Appearance:
        """The look as it is decided now."""
        return appearance_of(self.object)

    def initial(self) -> dict[str, Any]:
        return as_initial(self.present)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return self.page(form=self.form(), **self._preview(house_style(self.present)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "show" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        try:
            wanted = self._wanted(form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form, problem=str(broken))
        return self.page(form=form, is_shown=True, **self._preview(wanted))

    def context(self) -> Mapping[str, Any]:
        labels = {name: field.label for name, field in AppearanceForm.base_fields.items()} | {"logo_id": _("Logo")}
        return {
            **super().context(),
            "present": self.present,
            "changes": [
                (
                    change,
                    [(labels[name], _("changed") if name == "logo_id" else value) for name, value in change.fields],
                )
                for change in changes_of(self.present)
            ],
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        wanted = self._wanted(data)
        press().page(self.object.name, wanted)  # what cannot be printed is not decided
        change_appearance(
            self.object,
            {name: data[name] for name in COLUMNS},
            logo=_sent(data),
            remove_logo=data["remove_logo"],
            version=data["version"],
            by=self.person,
        )
        messages.success(self.request, _("The look is saved. Documents made from now on have it."))

    def done(self) -> HttpResponse:
        return redirect("appearance:appearance", self.object.pk)

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:
        """Show what the other wrote beside mine. Saved once more, the form goes over what is there now."""
        sent = self.request.POST.copy()
        sent["version"] = str(outdated.current.version)
        conflict = [
            (bound.label, getattr(outdated.current, bound.name) or "–", form.cleaned_data[bound.name] or "–")
            for bound in form.visible_fields()
            if bound.name in COLUMNS and getattr(outdated.current, bound.name) != form.cleaned_data[bound.name]
        ]
        return self.page(status=HTTPStatus.CONFLICT, form=self.form(sent), message=str(outdated), conflict=conflict)

    def _wanted(self, data: Mapping[str, Any]) -> HouseStyle:
        """Return the look that the form asks for, with the logo that was sent or the one there is."""
        must_be_possible(data)
        logo = None if data["remove_logo"] else house_style(self.present).logo
        if (picture := _sent(data)) is not None:
            safe, media_type = safe_logo(picture)
            logo = Logo(media_type, data["logo_alt"], hashlib.sha256(safe).hexdigest(), lambda: safe)
        elif logo is not None:
            logo = Logo(logo.media_type, data["logo_alt"], logo.sha256, logo.read)
        return HouseStyle(data["accent"], data["family"], data["header"], data["footer"], data["registry_label"], logo)

    def _preview(self, look: HouseStyle) -> dict[str, Any]:
        """Return the look as it will be: the cover as a picture, and what the web page shows."""
        shown: dict[str, Any] = {"look": look, "contrast": f"{int(contrast(look.accent, WHITE) * 10) / 10}"}
        try:
            if look.logo is not None:
                shown["logo_address"] = _inside(look.logo.media_type, look.logo.read())
            return shown | {"picture": _inside("image/png", press().page(self.object.name, look))}
        except RuleBroken as broken:
            return shown | {"problem": str(broken)}


def _sent(data: Mapping[str, Any]) -> bytes | None:
    """Return the bytes of the picture that was sent with the form, if any."""
    if not data["logo"]:
        return None
    data["logo"].seek(0)
    read: bytes = data["logo"].read()
    return read


def _inside(media_type: str, data: bytes) -> str:
    """Return the picture as an address that holds it."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


class Sample(MunicipalityUseCase):
    """An example report as PDF, in the look that is decided."""

    permission = "appearance.edit"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        try:
            content = press().document(self.object.name, house_style(appearance_of(self.object)))
        except RuleBroken as refused:
            messages.error(request, str(refused))
            return redirect("appearance:appearance", self.object.pk)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="exempel.pdf"'
        patch_cache_control(response, private=True, no_store=True)
        return response


class LogoPicture(MunicipalityUseCase):
    """The municipality's logo, for the pages on which its documents are shown."""

    permission = "appearance.read"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        logo = appearance_of(self.object).logo
        if logo is None or logo.sha256 != self.kwargs["sha256"]:
            raise Http404
        response = logo_answer(logo)
        patch_cache_control(response, private=True, max_age=_A_YEAR, immutable=True)
        return response


def logo_answer(logo: StoredFile) -> HttpResponse:
    """Answer with the picture. Opened alone, a drawing can still run nothing and fetch nothing."""
    response = HttpResponse(open_file(logo), content_type=logo.media_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{logo.sha256}"'
    return response


@method_decorator(login_not_required, name="dispatch")
class Colours(View):
    """The stylesheet of a colour: counted from the address alone, so it tells nothing about anybody."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, accent: str) -> HttpResponse:  # noqa: ARG002
        colour = f"#{accent}"
        if contrast(colour, WHITE) < LEAST_CONTRAST:
            raise Http404
        response = HttpResponse(css_of(colour), content_type="text/css; charset=utf-8")
        patch_cache_control(response, public=True, max_age=_A_YEAR, immutable=True)
        return response
