"""Pages that belong to no room of the domain."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class AccessibilityStatement(TemplateView):
    """What the law asks us to say about how accessible the product is; anyone may read it."""

    template_name = "core/accessibility.html"
