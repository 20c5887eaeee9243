"""Invariants over several tables, which only the database can keep against every writer."""

from typing import Final

import pgtrigger

OF_PLAN: Final = "{0}.plan_id"
OF_PROCESS: Final = "(SELECT plan_id FROM planning_process WHERE id = {0}.process_id)"
OF_METHOD: Final = (
    "(SELECT p.plan_id FROM planning_workingmethod m JOIN planning_process p ON p.id = m.process_id"
    " WHERE m.id = {0}.working_method_id)"
)
OF_FOLLOW_UP: Final = (
    "(SELECT p.plan_id FROM planning_plannedfollowup f JOIN planning_workingmethod m ON m.id = f.working_method_id"
    " JOIN planning_process p ON p.id = m.process_id WHERE f.id = {0}.follow_up_id)"
)
OF_EVENT: Final = (
    "(SELECT p.plan_id FROM planning_undesiredevent e JOIN planning_workingmethod m ON m.id = e.working_method_id"
    " JOIN planning_process p ON p.id = m.process_id WHERE e.id = {0}.event_id)"
)
OF_PLACEMENT: Final = (
    "(SELECT p.plan_id FROM planning_processgoal g JOIN planning_process p ON p.id = g.process_id"
    " WHERE g.id = {0}.placement_id)"
)
"""The id of the plan in which the row {0}, NEW or OLD, stands."""


def locked_with_its_plan(plan_of_row: str, condition: str = "TRUE") -> pgtrigger.Trigger:
    """Return the trigger that lets nobody write, change or delete the row unless its plan is a draft.

    `plan_of_row` is one of the expressions above; `condition` is SQL on {0} that says which rows belong to the plan.
    The plan's row is locked for share: who adopts waits for those who are writing, and those who come after see it
    adopted. What a row was copied from may be forgotten, since the other plan may be deleted.
    """
    check = """
        IF {condition} THEN
            SELECT state INTO state_of_plan FROM planning_plan WHERE id = {plan} FOR SHARE;
            IF state_of_plan <> 'draft' THEN
                RAISE EXCEPTION 'the plan is %, so its rows stay as they are', state_of_plan
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_locked';
            END IF;
        END IF;
    """
    old, new = (check.format(condition=condition.format(row), plan=plan_of_row.format(row)) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="locked_with_its_plan",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("state_of_plan", "text")],
        func=f"""
            IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'origin_id' = to_jsonb(NEW) - 'origin_id' THEN
                RETURN NEW;
            END IF;
            IF TG_OP <> 'INSERT' THEN {old} END IF;
            IF TG_OP <> 'DELETE' THEN {new} RETURN NEW; END IF;
            RETURN OLD;
        """,
    )


PLAN_STATE_MACHINE: Final = pgtrigger.FSM(
    name="plan_state_machine",
    field="state",
    transitions=[
        ("draft", "proposed"),
        ("proposed", "draft"),
        ("proposed", "adopted"),
        ("adopted", "closed"),
        ("adopted", "replaced"),
    ],
)

DECIDED_PLAN_STAYS: Final = pgtrigger.Trigger(
    name="decided_plan_stays",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'DELETE' THEN
            IF OLD.state <> 'draft' THEN
                RAISE EXCEPTION 'a plan that is % is kept', OLD.state
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_locked';
            END IF;
            RETURN OLD;
        END IF;
        IF OLD.state <> 'draft' AND (
            (NEW.board_id, NEW.year, NEW.edition, NEW.scale_id, NEW.revises_id, NEW.revision_reason)
                IS DISTINCT FROM (OLD.board_id, OLD.year, OLD.edition, OLD.scale_id, OLD.revises_id, OLD.revision_reason)
            OR (OLD.decision_id IS NOT NULL AND NEW.decision_id IS DISTINCT FROM OLD.decision_id))
        THEN
            RAISE EXCEPTION 'a plan that is % stays as it is', OLD.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_locked';
        END IF;
        RETURN NEW;
    """,
)
"""Beside its rows, what a plan is about stays as it was proposed, and a decision is never exchanged."""

_TOO_HIGH = """
    GREATEST({e}.likelihood, {e}.likelihood_after) > s.likelihood_size
    OR GREATEST({e}.consequence, {e}.consequence_after) > s.consequence_size
"""

EVENT_VALUES_WITHIN_SCALE: Final = pgtrigger.Trigger(
    name="event_values_within_scale",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func=f"""
        IF EXISTS (
            SELECT 1 FROM planning_workingmethod m JOIN planning_process p ON p.id = m.process_id
            JOIN planning_plan l ON l.id = p.plan_id JOIN planning_riskscale s ON s.id = l.scale_id
            WHERE m.id = NEW.working_method_id AND ({_TOO_HIGH.format(e="NEW")}))
        THEN
            RAISE EXCEPTION 'a value lies above the steps of the plan''s scale'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'event_values_within_scale';
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)

PLAN_SCALE_HOLDS_ITS_VALUES: Final = pgtrigger.Trigger(
    name="plan_scale_holds_its_values",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func=f"""
        IF NEW.scale_id IS DISTINCT FROM OLD.scale_id AND EXISTS (
            SELECT 1 FROM planning_undesiredevent e JOIN planning_workingmethod m ON m.id = e.working_method_id
            JOIN planning_process p ON p.id = m.process_id, planning_riskscale s
            WHERE p.plan_id = NEW.id AND s.id = NEW.scale_id AND ({_TOO_HIGH.format(e="e")}))
        THEN
            RAISE EXCEPTION 'a risk of the plan has a value that the scale does not have'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_scale_holds_its_values';
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)

FOLLOW_UP_AT_OWN_UNITS: Final = pgtrigger.Trigger(
    name="follow_up_at_own_units",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        -- Somebody may be ending the unit right now: wait until they are done, then look.
        PERFORM 1 FROM organisation_orgunit WHERE id = NEW.unit_id FOR SHARE;
        IF NOT EXISTS (
            SELECT 1 FROM planning_plannedfollowup f JOIN planning_workingmethod m ON m.id = f.working_method_id
            JOIN planning_process p ON p.id = m.process_id JOIN planning_plan l ON l.id = p.plan_id
            JOIN organisation_orgunit u ON u.board_id = l.board_id
            WHERE f.id = NEW.follow_up_id AND u.id = NEW.unit_id
                AND daterange(u.starts, u.ends, '[]') && daterange(make_date(l.year, 1, 1), make_date(l.year, 12, 31), '[]'))
        THEN
            RAISE EXCEPTION 'a unit that answers belongs to the plan''s board and exists during the plan''s year'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'follow_up_at_own_units';
        END IF;
        RETURN NEW;
    """,
)

UNIT_STAYS_FOR_ITS_FOLLOW_UPS: Final = pgtrigger.Trigger(
    name="unit_stays_for_its_follow_ups",
    operation=pgtrigger.UpdateOf("starts", "ends", "merged_into_id"),  # type: ignore[no-untyped-call]
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    func="""
        IF EXISTS (
            SELECT 1 FROM organisation_orgunit u
            JOIN planning_followupunit c ON c.unit_id = u.id
            JOIN planning_plannedfollowup f ON f.id = c.follow_up_id
            JOIN planning_workingmethod m ON m.id = f.working_method_id
            JOIN planning_process p ON p.id = m.process_id JOIN planning_plan l ON l.id = p.plan_id
            WHERE u.id = NEW.id AND l.state IN ('draft', 'proposed', 'adopted')
                AND (l.state = 'draft' OR u.merged_into_id IS NULL)
                AND NOT daterange(u.starts, u.ends, '[]')
                    && daterange(make_date(l.year, 1, 1), make_date(l.year, 12, 31), '[]'))
        THEN
            RAISE EXCEPTION 'a plan says that the unit answers in a year in which it would not exist'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_stays_for_its_follow_ups';
        END IF;
        RETURN NULL;
    """,
)
"""A unit's days do not leave a plan's year in which it is to answer, unless it has gone into one that answers for it.

What a board has decided, or is about to, cannot name another unit; a draft can, and has to.
"""


FOLLOW_UP_IS_NUMBERED: Final = pgtrigger.Trigger(
    name="follow_up_is_numbered",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    declare=[("plan_of_row", "planning_plan")],
    func="""
        IF TG_OP = 'UPDATE' THEN
            IF NEW.reference <> OLD.reference THEN
                RAISE EXCEPTION 'the number by which reports call a follow-up stays'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'follow_up_is_numbered';
            END IF;
            RETURN NEW;
        END IF;
        SELECT l.* INTO plan_of_row FROM planning_plan l JOIN planning_process p ON p.plan_id = l.id
            JOIN planning_workingmethod m ON m.process_id = p.id WHERE m.id = NEW.working_method_id;
        -- Two who write in the same board's plans of a year at once wait for each other, or both would get one number.
        PERFORM pg_advisory_xact_lock(plan_of_row.board_id::int, plan_of_row.year::int);
        NEW.reference := (
            SELECT o.reference FROM planning_plannedfollowup o JOIN planning_workingmethod m ON m.id = o.working_method_id
            JOIN planning_process p ON p.id = m.process_id JOIN planning_plan l ON l.id = p.plan_id
            WHERE o.id = NEW.origin_id AND l.id <> plan_of_row.id
                AND (l.board_id, l.year) = (plan_of_row.board_id, plan_of_row.year)
                AND NOT EXISTS (
                    SELECT 1 FROM planning_plannedfollowup f
                    JOIN planning_workingmethod fm ON fm.id = f.working_method_id
                    JOIN planning_process fp ON fp.id = fm.process_id
                    WHERE fp.plan_id = plan_of_row.id AND f.reference = o.reference));
        IF NEW.reference IS NULL THEN
            NEW.reference := 1 + COALESCE((
                SELECT max(f.reference) FROM planning_plan l JOIN planning_process p ON p.plan_id = l.id
                JOIN planning_workingmethod m ON m.process_id = p.id
                JOIN planning_plannedfollowup f ON f.working_method_id = m.id
                WHERE (l.board_id, l.year) = (plan_of_row.board_id, plan_of_row.year)), 0);
        END IF;
        RETURN NEW;
    """,
)
"""Each follow-up has a number of its own among all editions of its board's plan of a year, which its copy in the next
edition keeps: U12 in a report to the board is U12 for ever, whatever is moved, taken out or added around it."""


def scale_in_use_stays(scale_of_row: str, *, on_insert: bool = False) -> pgtrigger.Trigger:
    """Return the trigger that refuses to change an edition of the scales, or a row of it, when a plan uses it.

    `scale_of_row` is SQL for the edition's id.
    """
    operation = pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(
        name="scale_in_use_stays",
        operation=operation | pgtrigger.Insert if on_insert else operation,
        when=pgtrigger.Before,
        func=f"""
            -- Whoever takes the edition into use holds a key share on its row: wait for them, then look.
            PERFORM 1 FROM planning_riskscale WHERE id = {scale_of_row} FOR UPDATE;
            IF EXISTS (SELECT 1 FROM planning_plan WHERE scale_id = {scale_of_row}) THEN
                RAISE EXCEPTION 'an edition of the scales that a plan uses stays as it is'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'scale_in_use_stays';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,  # noqa: S608
    )


def limit_stays_in_its_process(process_of_row: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses a limit to a goal which the row's own process does not serve.

    `process_of_row` is SQL that gives the id of the process to which the row in NEW belongs.
    """
    return pgtrigger.Trigger(
        name="limit_stays_in_its_process",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"""
            IF (SELECT process_id FROM planning_processgoal WHERE id = NEW.placement_id) IS DISTINCT FROM
               {process_of_row}
            THEN
                RAISE EXCEPTION 'a row can only be limited to a goal that its process serves'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  (the SQL is ours, no data is put into it)
    )


def knows_its_plan(*plans: str) -> pgtrigger.Trigger:
    """Return the trigger that writes in the row's `plan_id` the plan in which it stands.

    `plans` are expressions as above on {0}, of which one gives the plan.
    """
    plan = "COALESCE(" + ", ".join(one.format("NEW") for one in plans) + ")"
    return pgtrigger.Trigger(
        name="knows_its_plan",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"NEW.plan_id := {plan}; RETURN NEW;",
    )


def not_under_a_replaced_plan(*plans: str) -> pgtrigger.Trigger:
    """Return the trigger that lets nothing be written under an edition that another one has taken the place of.

    `plans` are expressions as above on {0}, of which one gives the plan. Whoever saves an answer just as a revision is
    adopted waits for the adoption, and is then told, instead of answering to rows that nobody reads any more.
    """
    plan = "COALESCE(" + ", ".join(one.format("NEW") for one in plans) + ")"
    return pgtrigger.Trigger(
        name="not_under_a_replaced_plan",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        declare=[("state_of_plan", "text")],
        func=f"""
            SELECT state INTO state_of_plan FROM planning_plan WHERE id = {plan} FOR SHARE;
            IF state_of_plan = 'replaced' THEN
                RAISE EXCEPTION 'another edition has taken the place of this plan'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_replaced';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  (the SQL is ours, no data is put into it)
    )
