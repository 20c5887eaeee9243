"""What the one who answers does: saves while writing, starts from last period's answer, files, takes back."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded, versions_of
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Deviation
from rimlig.followup.models import CONTENT, GIVEN, UNDER_WAY, AnswerState, FollowUpResult
from rimlig.organisation.models import User
from rimlig.planning.models import PlanState

COPIED: Final = ("deviation", "result", "measures", "root_cause", "no_action_reason")
"""What is taken over from last period's answer: what was counted then has to be counted again."""


class Missing(RuleBroken):
    """The answer lacks something before it can be filed. `lacking`: the column → a sentence, in the order of the page."""

    def __init__(self, lacking: Mapping[str, str]) -> None:
        super().__init__(next(iter(lacking.values())))
        self.lacking = lacking


def save_answer(result: FollowUpResult, changes: Mapping[str, Any], *, version: int, by: User) -> FollowUpResult:
    """Store what the person has changed in the answer since `version`, and return it as it is then.

    `changes` has columns of CONTENT only. What two people write in different
    columns is joined. Where both wrote in the same one nothing is stored, and
    Outdated tells what the other wrote. Raises RuleBroken when the answer has
    been filed meanwhile, when its period is closed, or when the numbers of a
    sample do not agree.
    """
    unknown = set(changes) - set(CONTENT)
    if unknown:
        raise ValueError(f"not written in an answer: {sorted(unknown)}")
    with refusals_in_words(), transaction.atomic(), recorded("followup.save_answer", by):
        row = locked_answer(result)
        must_be_writable(row)
        new = {name: value for name, value in changes.items() if getattr(row, name) != value}
        if not new:
            return row
        if row.version != version and (clash := _changed_since(row, version) & set(new)):
            raise Outdated(_clash_in_words(row, clash), row)
        for name, value in new.items():
            setattr(row, name, value)
        _store(row, [*new], by)
    return row


def start_from_last_period(result: FollowUpResult, *, version: int, by: User) -> FollowUpResult:
    """Take over the words of the last answer before this one, and remember that they are copied. What was counted stays away.

    Raises Outdated when somebody has changed the answer since `version`, and
    RuleBroken when there is no earlier answer.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.start_from_last_period", by):
        row = locked_answer(result)
        must_be_writable(row)
        if row.version != version:
            raise Outdated(_("Somebody else has written in this answer meanwhile. Nothing has been overwritten."), row)
        earlier = last_answer_before(row)
        if earlier is None:
            raise RuleBroken(_("There is no earlier answer to start from."))
        for name in COPIED:
            setattr(row, name, getattr(earlier, name))
        row.copied_from = earlier
        _store(row, [*COPIED, "copied_from"], by)
    return row


def save_and_file(result: FollowUpResult, written: Mapping[str, Any], *, version: int, by: User) -> FollowUpResult:
    """Store what the person has written on the page, and file it when nothing is missing.

    Two operations after each other: where filing is refused, what was written
    is stored. `written` is what the page held: when the answer holds the same
    now, the person has read what they file, whatever its version. Otherwise
    somebody else has written in it, and Outdated tells. Raises Missing
    with what is missing.
    """
    present = FollowUpResult.objects.get(pk=result.pk)
    if present.state == AnswerState.FILED and present.filed_by_id == by.pk and _holds(present, written):
        return present  # the same press twice
    row = save_answer(result, own_changes(result, written, version=version), version=version, by=by)
    return file_answer(row, version=row.version if _holds(row, written) else version, by=by)


def own_changes(result: FollowUpResult, written: Mapping[str, Any], *, version: int) -> dict[str, Any]:
    """Return what of a whole form the person has changed: what differs from what stood there in the version they opened."""
    seen = versions_of(result).filter(version=version).order_by("-pgh_id").first()
    return {name: value for name, value in written.items() if seen is None or getattr(seen, name) != value}


def _holds(row: FollowUpResult, written: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in written.items())


def file_answer(result: FollowUpResult, *, version: int, by: User) -> FollowUpResult:
    """File the answer: from now on nobody changes it unless it is sent back. It waits for its first review.

    Filed twice by the same press, it is filed once. Raises Outdated when
    somebody has changed the answer since `version`: one files what one has
    read. Raises Missing with what is missing, and RuleBroken while a control
    test is being run: what it finds would come too late.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.file_answer", by):
        row = locked_answer(result)
        if row.state == AnswerState.FILED and row.filed_by_id == by.pk and row.version == version + 1:
            return row
        must_be_writable(row)
        if row.version != version:
            raise Outdated(
                _("Somebody else has written in this answer since you opened it. Read it, and file it then."), row
            )
        if lacking := missing_in(row):
            raise Missing(lacking)
        if row.runs.filter(state__in=UNDER_WAY).exists():
            raise RuleBroken(
                _(
                    "A control test is still being run for the answer. Wait until it has ended, or stop it, and file then."
                )
            )
        row.move_to(AnswerState.FILED)
        row.step, row.filed_by, row.filed_at = 1, by, timezone.now()
        row.version += 1
        row.save(update_fields=["state", "step", "filed_by", "filed_at", "version"])
    return row


def take_back_answer(result: FollowUpResult, *, version: int, by: User) -> FollowUpResult:
    """Take a filed answer back to write on in it, while nobody has reviewed it. Only who filed it may.

    Raises RuleBroken when somebody else filed it, or it has been reviewed.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.take_back_answer", by):
        row = locked_answer(result)
        must_be_open(row)
        if row.version != version or row.step != 1:
            raise Outdated(_("The answer has been reviewed meanwhile, so it cannot be taken back."), row)
        if row.filed_by_id != by.pk:
            raise RuleBroken(_("Only who filed the answer can take it back. Ask the reviewer to send it back instead."))
        row.move_to(AnswerState.OPEN)
        row.step, row.filed_by, row.filed_at = 0, None, None
        row.version += 1
        # In two statements: what a filed answer says of its filing stays, until it is open again.
        row.save(update_fields=["state", "step", "version"])
        row.save(update_fields=["filed_by", "filed_at"])
    return row


def missing_in(row: FollowUpResult) -> dict[str, str]:
    """Return what the answer lacks before it can be filed: the column → a sentence, in the order of the page."""
    lacking = {}
    if not row.deviation:
        lacking["deviation"] = _("Choose how it went.")
    if not row.result.strip():
        lacking["result"] = (
            _("Tell why it was not done.")
            if row.deviation == Deviation.NOT_DONE
            else _("Tell what the follow-up showed.")
        )
    if row.deviation in {Deviation.MINOR, Deviation.MAJOR} and not row.measures.strip():
        lacking["measures"] = _("Tell what you have done about the deviation, or what you are going to do.")
    if row.follow_up.examination == "sample" and row.deviation and row.deviation != Deviation.NOT_DONE:
        lacking |= {
            name: sentence
            for name, sentence in (
                ("population", _("Say how many there were to choose from.")),
                ("sample_size", _("Say how many you examined.")),
                ("errors_found", _("Say how many of them had errors; 0 when there were none.")),
            )
            if getattr(row, name) is None
        }
    return lacking


def last_answer_before(row: FollowUpResult) -> FollowUpResult | None:
    """Return the same unit's latest given answer to the same follow-up in an earlier period, this year or (through the
    follow-up that this one was copied from) the year before.
    """
    same = FollowUpResult.objects.filter(unit=row.unit_id, state__in=GIVEN).exclude(pk=row.pk)
    ways = [row.follow_up_id, row.follow_up.origin_id]
    earlier = same.filter(follow_up__in=[way for way in ways if way], period__ends__lt=row.period.ends)
    return earlier.select_related("period").order_by("-period__ends", "-period__starts", "-pk").first()


def locked_answer(result: FollowUpResult) -> FollowUpResult:
    """Lock the answer's row until the transaction ends, and return it as it is then with its place in plan, time and tree."""
    # Two statements: one that has waited for the row sees it as it is now, but what it joins as it was before.
    FollowUpResult.objects.select_for_update(no_key=True).get(pk=result.pk)
    return FollowUpResult.objects.with_plan().select_related("period", "unit__board").get(pk=result.pk)


def must_be_open(row: FollowUpResult) -> None:
    """Raise RuleBroken when the answer's period takes no answers and no reviews today, or the plan's year has been closed."""
    if row.in_plan.state == PlanState.CLOSED:
        raise RuleBroken(_("The plan is closed, so its answers stay as they are."))
    if not row.period.takes_answers:
        raise RuleBroken(
            _(
                "%(period)s closed on %(day)s, so its answers stay as they are. Ask the controller if it should open again."
            )
            % {"period": row.period, "day": date_format(row.period.closes, "j F Y")}
        )


def must_be_writable(row: FollowUpResult) -> None:
    """Raise RuleBroken when the answer is filed, or its period is closed: what is in it stays as it is."""
    if not row.is_writable:
        raise RuleBroken(
            _("The answer is %(state)s, so it cannot be changed. Nothing has been overwritten.")
            % {"state": row.get_state_display()}
        )
    must_be_open(row)


def _store(row: FollowUpResult, names: list[str], by: User) -> None:
    row.version += 1
    row.saved_by, row.saved_at = by, timezone.now()
    row.save(update_fields=[*names, "version", "saved_by", "saved_at"])


def _changed_since(row: FollowUpResult, version: int) -> set[str]:
    """Return the columns in which the answer differs from how it was in that version; all, when history has no such version."""
    then = versions_of(row).filter(version=version).order_by("-pgh_id").first()
    if then is None:
        return set(CONTENT)
    return {name for name in CONTENT if getattr(then, name) != getattr(row, name)}


def _clash_in_words(row: FollowUpResult, clash: set[str]) -> str:
    field = row._meta.get_field(next(name for name in CONTENT if name in clash))  # noqa: SLF001
    return _("%(name)s has changed “%(field)s” while you were writing. Nothing has been overwritten.") % {
        "name": row.saved_by or _("Somebody else"),
        "field": str(getattr(field, "verbose_name", field.name)),
    }
