"""The index that is searched in: one row for each thing that can be found, written by the database itself."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from rimlig.search.kinds import Kind
from rimlig.search.visible import boards_of, condition_of_visible


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, user: Any) -> "SearchEntryQuerySet":
        """Keep the entries of what the person may know of: never more than `visible_to` of each thing's own model."""
        return self.filter(condition_of_visible(user, boards_of(user)))


class SearchEntry(models.Model):
    """The words of one thing, and where it belongs. Written by triggers on the things' own tables, by nothing else.

    The numbers are ids of other rooms' rows without being foreign keys: the index follows the rows, and holds nobody
    back from changing them. `result` is the answer that one must be allowed to read, `plan` the edition that the row
    stands in. `reference` is the thing's number in lower case and without spaces, to jump to it.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    object_id = models.BigIntegerField()
    municipality = models.BigIntegerField(null=True)
    board = models.BigIntegerField(null=True)
    plan = models.BigIntegerField(null=True)
    result = models.BigIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    vector = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_by_words"),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="search_entry_by_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
