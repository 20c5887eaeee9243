"""Invariants over several tables, which only the database can keep against every writer."""

import pgtrigger


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
