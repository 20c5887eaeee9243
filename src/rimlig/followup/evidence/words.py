"""What a piece of evidence is called, and where it is read: the same on every page and in every document."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.controltests.registry import all_tests
from rimlig.followup.models import ControlTestRun, Evidence


def said_of(evidence: Evidence) -> str:
    """Return its name; of a control test also how much it examined and how many exceptions it found."""
    run = evidence.run
    if run is None or run.population is None or run.exceptions is None:
        return evidence.name
    return _("%(test)s, %(population)s %(counts)s, %(exceptions)s") % {
        "test": name_of(run),
        "population": counted(run.population),
        "counts": all_tests()[run.test].counts if run.test in all_tests() else _("rows"),
        "exceptions": exceptions_in_words(run.exceptions),
    }


def address_of(evidence: Evidence) -> str:
    """Return where it is read."""
    if evidence.run_id is not None:
        return reverse("followup:run", args=[evidence.run_id])
    return evidence.link or reverse("followup:evidence-file", args=[evidence.pk])


def name_of(run: ControlTestRun) -> str:
    """Return what the test is called in the reader's language; its code when there is no such test any more."""
    test = all_tests().get(run.test)
    return str(test.name) if test else run.test


def exceptions_in_words(number: int) -> str:
    """Return how many exceptions there are: “7 exceptions”."""
    return ngettext("%(number)s exception", "%(number)s exceptions", number) % {"number": counted(number)}


def counted(number: int) -> str:
    """Return a number as people read it: “1 204”."""
    return number_format(number, use_l10n=True, force_grouping=True)
