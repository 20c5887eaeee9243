"""The public pages of open data, and the page on which it is decided about them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from rimlig.appearance.queries import house_style_of
from rimlig.appearance.views import logo_answer
from rimlig.core.errors import Outdated
from rimlig.core.views import FormUseCase
from rimlig.opendata.catalogue import LICENCES, Addresses, as_json_ld, as_rdf_xml, catalogue
from rimlig.opendata.forms import COLUMNS, OpenDataForm
from rimlig.opendata.models import Licence, OpenData
from rimlig.opendata.operations import decide, decided_about
from rimlig.opendata.published import Published, open_data_of, published
from rimlig.organisation.views_municipality import MunicipalityFormUseCase
from rimlig.records.files import NotTheSameBytes, open_file

AN_HOUR = 3600
_WRITERS = {"rdf": ("application/rdf+xml", as_rdf_xml), "jsonld": ("application/ld+json", as_json_ld)}


@method_decorator(login_not_required, name="dispatch")
class OpenView(View):
    """Something that anybody may read: 404 for every municipality that has not decided that its data is open."""

    http_method_names = ["get", "head", "options"]

    decision: OpenData

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = open_data_of(kwargs["code"])
        if found is None:
            raise Http404
        self.decision = found
        return super().dispatch(request, *args, **kwargs)

    def where(self) -> Addresses:
        """Return where the listing is, as the world sees it."""
        path = reverse("opendata:listing", args=[self.decision.municipality.code])
        return Addresses(self.request.build_absolute_uri(path))

    def one(self) -> Published:
        """Return the document that the address names, or 404: only what is decided is ever found here."""
        found = next((one for one in published(self.decision) if one.key == self.kwargs["key"]), None)
        if found is None:
            raise Http404
        return found


class Listing(OpenView):
    """The list of what is open, for people."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG002
        documents = published(self.decision)
        years = sorted({one.year for one in documents}, reverse=True)
        context = {
            "decision": self.decision,
            "municipality": self.decision.municipality,
            "licence_url": LICENCES[Licence(self.decision.licence)],
            "years": [(year, [one for one in documents if one.year == year]) for year in years],
            "look": house_style_of(self.decision.municipality),
        }
        response = render(request, "opendata/listing.html", context)
        patch_cache_control(
            response, private=True, max_age=0
        )  # in the reader's language, with their name when signed in
        return response


class Catalogue(OpenView):
    """The list of what is open, for the national data portal and other programs."""

    def get(self, request: HttpRequest, code: str, form: str) -> HttpResponse:  # noqa: ARG002
        media_type, write = _WRITERS[form]
        nodes = catalogue(self.decision, published(self.decision), self.where())
        return kept_answer(request, write(nodes), f"{media_type}; charset=utf-8")


class Data(OpenView):
    """A document as data, without the names of persons."""

    def get(self, request: HttpRequest, code: str, key: str) -> HttpResponse:  # noqa: ARG002
        one = self.one()
        if one.open_json is None:
            raise Http404
        return kept_answer(request, one.open_json, "application/json; charset=utf-8", f"{one.file_name}.json")


class DocumentFile(OpenView):
    """A document as it was decided: the very bytes that were stored, or none."""

    def get(self, request: HttpRequest, code: str, key: str) -> HttpResponse:  # noqa: ARG002
        if not self.decision.with_documents:
            raise Http404
        one = self.one()
        try:
            data = open_file(one.document)
        except NotTheSameBytes as lost:
            raise Http404 from lost
        return kept_answer(request, data, one.document.media_type, f"{one.file_name}.pdf", tag=one.document.sha256)


class OpenLogo(OpenView):
    """The municipality's logo, for the public list."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG002
        look = getattr(self.decision.municipality, "appearance", None)
        if look is None or look.logo is None:
            raise Http404
        response = logo_answer(look.logo)
        patch_cache_control(response, public=True, max_age=AN_HOUR)
        return response


def kept_answer(request: HttpRequest, data: bytes, media_type: str, name: str = "", tag: str = "") -> HttpResponse:
    """Answer with something that anybody may keep for an hour, or that it is still the same."""
    etag = f'"{tag or salted_hmac("opendata", data).hexdigest()}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(data, content_type=media_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        if name:
            response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"  # open to programs in anybody's browser; no cookie goes along
    patch_cache_control(response, public=True, max_age=AN_HOUR)
    return response


class Decide(MunicipalityFormUseCase, FormUseCase):
    """Decide whether plans and reports are open to anybody."""

    permission = "opendata.edit"
    form_class = OpenDataForm
    template_name = "opendata/decide.html"

    def initial(self) -> dict[str, Any]:
        now = decided_about(self.object)
        return {name: getattr(now, name) for name in (*COLUMNS, "version")}

    def context(self) -> Mapping[str, Any]:
        now = decided_about(self.object)
        listing = reverse("opendata:listing", args=[self.object.code])
        return {**super().context(), "now": now, "listing": self.request.build_absolute_uri(listing)}

    def perform(self, data: Mapping[str, Any]) -> None:
        decide(self.object, {name: data[name] for name in COLUMNS}, version=data["version"], by=self.person)
        messages.success(self.request, _("Saved. It holds from now on."))

    def done(self) -> HttpResponse:
        return redirect("opendata:decide", self.object.pk)

    def outdated(self, form: forms.Form, outdated: Outdated) -> HttpResponse:  # noqa: ARG002  # as it was sent
        sent = self.request.POST.copy()
        sent["version"] = str(outdated.current.version)
        again = self.form(sent)
        again.is_valid()
        again.add_error(None, str(outdated))
        return self.page(status=409, form=again)
