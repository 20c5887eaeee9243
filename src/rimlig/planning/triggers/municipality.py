"""Invariants of what a municipality decides for all its boards, which only the database can keep against every writer."""

from typing import Final

import pgtrigger

SCALES_HANG_TOGETHER: Final = "scales_hang_together"


def scales_hang_together(scale_of_row: str) -> pgtrigger.Trigger:
    """Return the trigger that asks, when the transaction ends, whether an edition of the scales hangs together.

    Its steps are those of its sizes, its bands begin at 1 and within what a
    risk can have. `scale_of_row` is SQL for the edition's id. An edition that
    is gone, or has no rows yet, is nobody's concern.
    """
    return pgtrigger.Trigger(
        name=SCALES_HANG_TOGETHER,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("edition", "planning_riskscale%ROWTYPE")],
        func=f"""
            SELECT * INTO edition FROM planning_riskscale WHERE id = {scale_of_row};
            IF edition.id IS NULL
                OR (NOT EXISTS (SELECT 1 FROM planning_scalestep WHERE scale_id = edition.id)
                    AND NOT EXISTS (SELECT 1 FROM planning_riskband WHERE scale_id = edition.id))
            THEN
                RETURN NULL;
            END IF;
            IF (SELECT COALESCE(array_agg(value ORDER BY value), '{{}}') FROM planning_scalestep
                    WHERE scale_id = edition.id AND axis = 'likelihood')
                    IS DISTINCT FROM (SELECT array_agg(n::smallint) FROM generate_series(1, edition.likelihood_size) n)
                OR (SELECT COALESCE(array_agg(value ORDER BY value), '{{}}') FROM planning_scalestep
                    WHERE scale_id = edition.id AND axis = 'consequence')
                    IS DISTINCT FROM (SELECT array_agg(n::smallint) FROM generate_series(1, edition.consequence_size) n)
                OR NOT EXISTS (SELECT 1 FROM planning_riskband WHERE scale_id = edition.id AND from_value = 1)
                OR EXISTS (SELECT 1 FROM planning_riskband WHERE scale_id = edition.id
                    AND (from_value < 1 OR from_value > edition.likelihood_size * edition.consequence_size))
            THEN
                RAISE EXCEPTION 'the steps are those of the sizes, and the bands begin at 1 and end within the matrix'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{SCALES_HANG_TOGETHER}';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  (the SQL is ours, no data is put into it)
    )


AN_IRREGULARITY_REMAINS: Final = pgtrigger.Trigger(
    name="an_irregularity_remains",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    func="""
        IF OLD.irregularity AND OLD.in_use THEN
            -- Two people may take one of the last two each: the second waits here, and then sees none left.
            PERFORM 1 FROM organisation_municipality WHERE id = OLD.municipality_id FOR NO KEY UPDATE;
            IF NOT EXISTS (SELECT 1 FROM planning_riskcategory
                WHERE municipality_id = OLD.municipality_id AND irregularity AND in_use)
            THEN
                RAISE EXCEPTION 'a category of irregularities stays in use'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'an_irregularity_remains';
            END IF;
        END IF;
        RETURN NULL;
    """,
)
"""The law asks that internal control prevents irregularities, so risks of that kind can always be told apart."""

GOAL_BELOW_OWN_ORIENTATION: Final = pgtrigger.Trigger(
    name="goal_below_own_orientation",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF NEW.orientation_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM planning_orientationgoal o
            WHERE o.id = NEW.orientation_id AND o.municipality_id = NEW.municipality_id AND o.year = NEW.year)
        THEN
            RAISE EXCEPTION 'a goal stands below an orientation goal of its own municipality and year'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'goal_below_own_orientation';
        END IF;
        RETURN NEW;
    """,
)

SENT_RISK_STAYS: Final = pgtrigger.Trigger(
    name="sent_risk_stays",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF OLD.sent_at IS NOT NULL AND (TG_OP = 'DELETE'
            OR to_jsonb(OLD) - '{withdrawn_at,version,origin_id}'::text[]
                <> to_jsonb(NEW) - '{withdrawn_at,version,origin_id}'::text[]
            OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at))
        THEN
            RAISE EXCEPTION 'a common risk that has been sent stays as it was sent'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'sent_risk_stays';
        END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)
"""What the boards have been asked is not reworded under them; the risk can only be withdrawn, once."""

ONLY_RECOMMENDED_IS_REFUSED: Final = pgtrigger.Trigger(
    name="only_recommended_is_refused",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM planning_commonrisk r JOIN organisation_board b ON b.municipality_id = r.municipality_id
            WHERE r.id = NEW.common_risk_id AND b.id = NEW.board_id AND NOT r.required AND r.sent_at IS NOT NULL)
        THEN
            RAISE EXCEPTION 'a board refuses only what has been sent to it as recommended'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'only_recommended_is_refused';
        END IF;
        RETURN NEW;
    """,
)
