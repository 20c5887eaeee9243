"""What people are told in Rimlig when something happens with their answers and actions. Called by the operations that do it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.followup.answering.queries import responsible_for
from rimlig.followup.models import Action, ActionPlan, AnswerComment, FollowUpResult, Review
from rimlig.followup.reminding.waiting import short
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan
from rimlig.reminders.notices import Told, notify_each


def tell_sent_back(row: FollowUpResult, review: Review, *, by: User) -> None:
    """Tell those who answer that the answer came back with a question."""
    people = [*responsible_for([row])[row.pk], *_writers(row)]
    _tell(people, row, f"returned:{review.pk}", lambda what: _("Sent back to you: %(what)s") % {"what": what}, by)


def tell_approved(rows: Iterable[FollowUpResult], *, by: User) -> None:
    """Tell those who filed the answers that they are approved for good."""
    told = [
        Told(
            row.filed_by,
            f"approved:{row.pk}:{row.version}",
            "answer",
            partial(_approved, _about(row)),
            reverse("followup:answer", args=[row.pk]),
        )
        for row in rows
        if row.filed_by is not None and row.state == "approved"
    ]
    notify_each(told, by=by)


def tell_commented(row: FollowUpResult, comment: AnswerComment, *, by: User) -> None:
    """Tell those who write the answer, and those who have taken part in talking about it, that somebody said something."""
    others = User.objects.filter(pk__in=row.comments.values("by"), is_active=True)
    people = [*responsible_for([row])[row.pk], *_writers(row), *others]
    _tell(
        people,
        row,
        f"comment:{comment.pk}",
        lambda what: _("%(name)s has commented: %(what)s") % {"name": by, "what": what},
        by,
    )


def tell_left_behind(rows: Iterable[FollowUpResult], revision: Plan) -> None:
    """Tell those who have begun answers that the revised plan no longer asks for: what they wrote stays with the old one."""
    told = [
        Told(
            row.saved_by,
            f"left-behind:{row.pk}:{revision.pk}",
            "answer",
            partial(_left_behind, _about(row)),
            reverse("followup:answer", args=[row.pk]),
        )
        for row in rows
        if row.saved_by is not None
    ]
    notify_each(told, by=None)


def tell_assigned(action: Action, *, by: User | None) -> None:
    """Tell the person that they are responsible for an action."""
    if action.responsible is None:
        return
    text = short(action.text)
    told = Told(
        action.responsible,
        f"assigned:{action.pk}:{action.version}",
        "action",
        lambda: _("You are responsible for an action: %(what)s") % {"what": text},
        reverse("followup:action", args=[action.pk]),
    )
    notify_each([told], by=by)


def tell_passed_on(rows: Sequence[Action | ActionPlan], *, giver: User, to: User, board: Board, by: User) -> None:
    """Tell the person, once for all of them, that they are responsible for what was somebody else's."""
    if not rows:
        return
    first = rows[0]
    kind = "action" if isinstance(first, Action) else "action-plan"
    told = Told(
        to,
        f"passed-on:{giver.pk}:{kind}:{first.pk}:{first.version}",
        "action",
        lambda: (
            ngettext(
                "You have taken over %(number)d action from %(name)s in %(board)s.",
                "You have taken over %(number)d actions from %(name)s in %(board)s.",
                len(rows),
            )
            % {"number": len(rows), "name": giver, "board": board}
        ),
        reverse("followup:actions"),
    )
    notify_each([told], by=by)


def _left_behind(what: str) -> str:
    return _("The revised plan no longer asks for what you had begun to answer: %(what)s") % {"what": what}


def _approved(what: str) -> str:
    return _("Approved: %(what)s") % {"what": what}


def _tell(people: Iterable[User], row: FollowUpResult, key: str, words: Callable[[str], str], by: User) -> None:
    what, url = _about(row), reverse("followup:answer", args=[row.pk])
    notify_each([Told(person, key, "answer", partial(words, what), url) for person in people], by=by)


def _writers(row: FollowUpResult) -> list[User]:
    return [person for person in (row.filed_by, row.saved_by) if person is not None]


def _about(row: FollowUpResult) -> str:
    what = short(row.follow_up.text)
    return what if row.unit is None else f"{what} – {row.unit}"
