"""What the database keeps of a workshop: values are given while it is open, for the plan's own risks, on the plan's scale."""

from typing import Final

import pgtrigger

ASSESSED_AT_AN_OPEN_WORKSHOP: Final = pgtrigger.Trigger(
    name="assessed_at_an_open_workshop",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    declare=[("held", "record"), ("scale", "record")],
    func="""
        -- For share: who closes the workshop waits for those who are giving their values, who all go on at once.
        SELECT is_open, plan_id INTO held FROM planning_workshop WHERE id = NEW.workshop_id FOR SHARE;
        IF NOT held.is_open THEN
            RAISE EXCEPTION 'the workshop is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'workshop_is_closed';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM planning_undesiredevent e JOIN planning_workingmethod m ON m.id = e.working_method_id
            JOIN planning_process p ON p.id = m.process_id WHERE e.id = NEW.event_id AND p.plan_id = held.plan_id)
        THEN
            RAISE EXCEPTION 'the risk belongs to another plan than the workshop'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'workshop_assesses_its_plan';
        END IF;
        SELECT s.likelihood_size, s.consequence_size INTO scale
            FROM planning_plan l JOIN planning_riskscale s ON s.id = l.scale_id WHERE l.id = held.plan_id;
        IF FOUND AND (NEW.likelihood > scale.likelihood_size OR NEW.consequence > scale.consequence_size) THEN
            RAISE EXCEPTION 'a value lies above the steps of the plan''s scale'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'event_values_within_scale';
        END IF;
        RETURN NEW;
    """,
)
