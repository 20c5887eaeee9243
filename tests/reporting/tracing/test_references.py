"""The number of a follow-up is given by the database, and is its own in every edition of a year's plan."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from factories import PlanFactory, PlannedFollowUpFactory, WorkingMethodFactory, adopted
from rimlig.lifecycle.revising import begin_revision
from rimlig.organisation.models import User
from rimlig.planning.copying.rows import copy_plan_rows
from rimlig.planning.models import Plan, PlannedFollowUp

pytestmark = pytest.mark.django_db


def numbers(plan: Plan) -> dict[str, int]:
    rows = PlannedFollowUp.objects.filter(working_method__process__plan=plan)
    return dict(rows.values_list("text", "reference"))


def test_follow_ups_are_numbered_as_they_come_within_the_boards_year(plan: Plan) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    made = [PlannedFollowUpFactory(working_method=method) for _ in range(2)]
    other = PlannedFollowUpFactory(working_method__process__plan=plan)
    assert [row.reference for row in (*made, other)] == [1, 2, 3]
    assert PlannedFollowUpFactory(working_method__process__plan=PlanFactory(board=plan.board, year=2027)).reference == 1
    assert PlannedFollowUpFactory().reference == 1


def test_what_is_moved_or_taken_out_around_it_changes_nothing(plan: Plan) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    first, second, third = (PlannedFollowUpFactory(working_method=method, position=n) for n in range(3))
    first.delete()
    second.position, third.position = 9, 8
    second.save()
    third.save()
    assert PlannedFollowUpFactory(working_method=method).reference == 4
    assert numbers(plan) == {second.text: 2, third.text: 3, PlannedFollowUp.objects.latest("pk").text: 4}


def test_many_at_once_are_told_their_numbers(plan: Plan) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    made = PlannedFollowUp.objects.bulk_create(
        PlannedFollowUp(working_method=method, text=str(n), position=n) for n in range(3)
    )
    assert [row.reference for row in made] == [1, 2, 3]


def test_the_number_is_never_changed(plan: Plan) -> None:
    row = PlannedFollowUpFactory(working_method__process__plan=plan)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        PlannedFollowUp.objects.filter(pk=row.pk).update(reference=7)


def test_a_new_edition_keeps_the_numbers_and_goes_on_after_them(plan: Plan, controller: User) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    for text in ("Attest", "Lön", "Inköp"):
        PlannedFollowUpFactory(working_method=method, text=text)
    adopted(plan)
    revision = begin_revision(plan, "Ny lag", by=controller)
    PlannedFollowUp.objects.get(working_method__process__plan=revision, text="Lön").delete()
    PlannedFollowUpFactory(working_method=revision.processes.get().working_methods.get(), text="Jäv")
    assert numbers(revision) == {"Attest": 1, "Inköp": 3, "Jäv": 4}


def test_a_second_copy_of_the_same_row_gets_a_number_of_its_own(plan: Plan, controller: User) -> None:
    row = PlannedFollowUpFactory(working_method__process__plan=plan, text="Attest")
    adopted(plan)
    revision = begin_revision(plan, "Ny lag", by=controller)
    method = revision.processes.get().working_methods.get()
    assert PlannedFollowUpFactory(working_method=method, origin=row).reference == 2


def test_next_years_plan_begins_again(plan: Plan, controller: User) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    gone, kept = (PlannedFollowUpFactory(working_method=method, text=text) for text in ("Attest", "Lön"))
    gone.delete()
    following = PlanFactory(board=plan.board, year=2027)
    copy_plan_rows(plan, following, by=controller)
    assert (kept.reference, numbers(following)) == (2, {"Lön": 1})


def test_what_stood_there_before_there_were_numbers_got_them_by_the_same_rule(plan: Plan, controller: User) -> None:
    method = WorkingMethodFactory(process__plan=plan)
    for position, text in enumerate(("Attest", "Lön")):
        PlannedFollowUpFactory(working_method=method, text=text, position=position)
    adopted(plan)
    revision = begin_revision(plan, "Ny lag", by=controller)
    PlannedFollowUpFactory(working_method=revision.processes.get().working_methods.get(), text="Jäv", position=9)
    migration = import_module("rimlig.planning.migrations.0004_follow_up_reference")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE planning_plannedfollowup DISABLE TRIGGER USER")
        cursor.execute("UPDATE planning_plannedfollowup SET reference = 0")
        cursor.execute(migration.NUMBER_WHAT_IS_THERE)
    assert numbers(plan) == {"Attest": 1, "Lön": 2}
    assert numbers(revision) == {"Attest": 1, "Lön": 2, "Jäv": 3}
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        PlannedFollowUp.objects.filter(text="Jäv").update(reference=7)
