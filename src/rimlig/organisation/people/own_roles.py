"""A person's own roles in whatever municipality, with substitutes, for the pages about oneself."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from rimlig.organisation.models import RoleAssignment, Substitution


def own_lasting_roles(person: Any) -> QuerySet[RoleAssignment]:
    """Return the person's own roles of today and later, each with its `substitutes` of today and later."""
    today = timezone.localdate()
    substitutes = Substitution.objects.filter(ends__gte=today).select_related("substitute").order_by("starts", "pk")
    return (
        RoleAssignment.objects.filter(Q(ends=None) | Q(ends__gte=today), user_id=person.pk)
        .select_related("user", "municipality", "board", "unit__board")
        .prefetch_related(Prefetch("substitutions", substitutes, to_attr="substitutes"))
        .order_by("municipality__name", "role", "pk")
    )


def standing_in_for(person: Any) -> QuerySet[Substitution]:
    """Return what the person holds for others, today and later, while those roles last."""
    today = timezone.localdate()
    return (
        Substitution.objects.filter(
            Q(assignment__ends=None) | Q(assignment__ends__gte=today), ends__gte=today, substitute_id=person.pk
        )
        .select_related("assignment__user", "assignment__municipality", "assignment__board", "assignment__unit__board")
        .order_by("starts", "pk")
    )
