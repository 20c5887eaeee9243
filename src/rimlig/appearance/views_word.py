"""The pages of the municipality's own Word templates."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.appearance.models import WordTemplate
from rimlig.appearance.press import press
from rimlig.appearance.queries import house_style_of
from rimlig.appearance.templates_of_word import Faulty, add_template, use_template
from rimlig.core.errors import RuleBroken
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.documents.document import Kind
from rimlig.organisation.views_municipality import MunicipalityFormUseCase, MunicipalityUseCase
from rimlig.records.files import open_file
from rimlig.records.media_types import WORD
from rimlig.records.serving import file_answer

KINDS = {
    Kind.PLAN: gettext_lazy("Plan"),
    Kind.FOLLOW_UP: gettext_lazy("Follow-up"),
    Kind.ACTION_PLANS: gettext_lazy("Action plans"),
}


class UploadForm(forms.Form):
    """The file with the template."""

    file = forms.FileField(
        label=gettext_lazy("The template"),
        help_text=gettext_lazy("Word (.docx), without macros. It is checked before it is kept."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": gettext_lazy("Choose the template."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )


class UseForm(forms.Form):
    """The kinds of report that are made by the template."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Make these reports by it"),
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class WordTemplates(MunicipalityFormUseCase):
    """The templates there are, which kinds they are used for, and taking in a new one."""

    permission = "appearance.edit"
    form_class = UploadForm
    template_name = "appearance/word_templates.html"
    problems: Sequence[str] = ()

    def context(self) -> Mapping[str, Any]:
        templates = list(self.object.word_templates.select_related("file", "uploaded_by").prefetch_related("uses"))
        shown = [(one, [KINDS[Kind(use.kind)] for use in one.uses.all()]) for one in templates]
        return {**super().context(), "templates": shown, "problems": self.problems}

    def perform(self, data: Mapping[str, Any]) -> None:
        file = data["file"]
        try:
            self.added = add_template(self.object, name=file.name, data=file.read(), by=self.person)
        except Faulty as faulty:
            self.problems = faulty.problems  # stand on the page, below the sentence that the form shows
            raise

    def done(self) -> HttpResponse:
        messages.success(self.request, _("The template is kept. Try it before you take it into use."))
        return redirect("appearance:word-template", self.added.pk)


class _OfTemplate(ObjectUseCase):
    model: ClassVar[Any] = WordTemplate
    permission = "appearance.edit"

    def visible(self) -> Any:
        return super().visible().select_related("municipality", "file", "uploaded_by")

    def asked_about(self) -> Any:
        return self.object.municipality

    def guard(self) -> None:
        super().guard()
        self.here = f"municipality-{self.object.municipality_id}"  # type: ignore[misc]  # marks the way that led here


class UseTemplate(_OfTemplate, FormUseCase):
    """Try the template, and choose which reports are made by it."""

    form_class = UseForm
    template_name = "appearance/word_template.html"

    def initial(self) -> dict[str, Any]:
        return {"kinds": [use.kind for use in self.object.uses.all()]}

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "template": self.object,
            "municipality": self.object.municipality,
            "kinds": [(kind.value, name) for kind, name in KINDS.items()],
        }

    def perform(self, data: Mapping[str, Any]) -> None:
        use_template(self.object, [Kind(kind) for kind in data["kinds"]], by=self.person)

    def done(self) -> HttpResponse:
        messages.success(
            self.request, _("Saved. Word reports are made by the template from now on where you chose it.")
        )
        return redirect("appearance:word-templates", self.object.municipality_id)


class TryTemplate(_OfTemplate):
    """The municipality's latest report of a kind, by the template: nothing is taken into use."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        if self.kwargs["kind"] not in [kind.value for kind in Kind]:
            raise Http404
        kind = Kind(self.kwargs["kind"])
        try:
            content, name = press().trial(open_file(self.object.file), self.object.municipality_id, kind)
        except RuleBroken as refused:
            messages.error(request, str(refused))
            return redirect("appearance:word-template", self.object.pk)
        return word_answer(content, f"prov-{slugify(name)}.docx")


class TemplateFile(_OfTemplate):
    """The template itself, as it came."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        try:
            return file_answer(self.object.file, f"mall-{self.object.pk}.docx")
        except RuleBroken as lost:
            messages.error(request, str(lost))
            return redirect("appearance:word-template", self.object.pk)


class Fields(MunicipalityUseCase):
    """The fields that a template may name, each with an example."""

    permission = "appearance.edit"
    template_name = "appearance/word_fields.html"

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "lines": press().fields()}


class Starter(MunicipalityUseCase):
    """A template to begin with, that Word opens and keeps as it is."""

    permission = "appearance.edit"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return word_answer(press().starter(house_style_of(self.object)), "mall.docx")


def word_answer(content: bytes, name: str) -> HttpResponse:
    """Answer with a Word file to keep."""
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response
