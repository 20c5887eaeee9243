"""Invariants of the tree and its people over several rows, which only the database can keep against every writer."""

from typing import Final

import pgtrigger

_DAYS = "daterange({0}.starts, {0}.ends, '[]')"


def _refused(name: str, func: str, *, declare: list[tuple[str, str]] | None = None) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        declare=declare,
        func=func,
    )


PLACEMENT_IN_ITS_TREE: Final = _refused(
    "placement_in_its_tree",
    f"""
        IF NEW.starts > NEW.ends THEN RETURN NEW; END IF;  -- placement_ends_after_start refuses it
        SELECT board_id INTO place FROM organisation_orgunit WHERE id = NEW.unit_id;
        -- Two halves of a circle may be written at once: one board's tree has one writer at a time.
        PERFORM 1 FROM organisation_board WHERE id = place FOR NO KEY UPDATE;
        IF NOT (SELECT {_DAYS.format("u")} @> {_DAYS.format("NEW")} FROM organisation_orgunit u WHERE id = NEW.unit_id)
        THEN
            RAISE EXCEPTION 'a unit can only stand in the tree while it exists'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_while_unit_exists';
        END IF;
        IF NEW.parent_id IS NOT NULL THEN
            IF (SELECT board_id FROM organisation_orgunit WHERE id = NEW.parent_id) <> place THEN
                RAISE EXCEPTION 'a unit stands under a unit of its own board'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_in_own_board';
            END IF;
            IF NOT (SELECT {_DAYS.format("u")} @> {_DAYS.format("NEW")}
                    FROM organisation_orgunit u WHERE id = NEW.parent_id)
            THEN
                RAISE EXCEPTION 'a unit can only stand under a unit that exists all that time'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_while_parent_exists';
            END IF;
            IF EXISTS (
                WITH RECURSIVE above(id, days) AS (
                    SELECT NEW.parent_id, {_DAYS.format("NEW")}
                    UNION
                    SELECT p.parent_id, above.days * {_DAYS.format("p")}
                    FROM above JOIN organisation_placement p ON p.unit_id = above.id
                    WHERE p.parent_id IS NOT NULL AND p.id <> NEW.id AND above.days && {_DAYS.format("p")}
                )
                SELECT 1 FROM above WHERE id = NEW.unit_id)
            THEN
                RAISE EXCEPTION 'a unit cannot stand below itself'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_not_below_itself';
            END IF;
        END IF;
        RETURN NEW;
    """,  # noqa: S608  (the SQL is ours, no data is put into it)
    declare=[("place", "bigint")],
)
"""A placement lies within the days of its unit and its parent, in one board, and closes no circle on any day."""

UNIT_COVERS_ITS_PLACEMENTS: Final = pgtrigger.Trigger(
    name="unit_covers_its_placements",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    func=f"""
        -- Somebody may be placing a unit under this one right now: wait until they are done, then look.
        PERFORM 1 FROM organisation_board WHERE id = NEW.board_id FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT 1 FROM organisation_placement p JOIN organisation_orgunit u ON u.id = NEW.id
            WHERE NEW.id IN (p.unit_id, p.parent_id) AND NOT {_DAYS.format("u")} @> {_DAYS.format("p")})
        THEN
            RAISE EXCEPTION 'a unit exists as long as it, or a unit below it, stands in the tree'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_covers_its_placements';
        END IF;
        RETURN NULL;
    """,  # noqa: S608
)
"""A unit cannot end while it still stands in the tree, or while a unit still stands under it."""

UNIT_NAMED_ONCE_AT_A_TIME: Final = pgtrigger.Trigger(
    name="unit_named_once_at_a_time",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("board_id", "name", "code", "starts", "ends"),  # type: ignore[no-untyped-call]
    when=pgtrigger.Before,
    func=f"""
        IF NEW.starts > NEW.ends THEN
            RETURN NEW;  -- a check constraint refuses it; there is no range of such days to look at
        END IF;
        -- Two people may give the same name at once: one board's tree has one writer at a time.
        PERFORM 1 FROM organisation_board WHERE id = NEW.board_id FOR NO KEY UPDATE;
        IF NOT (SELECT {_DAYS.format("b")} @> {_DAYS.format("NEW")} FROM organisation_board b WHERE id = NEW.board_id)
        THEN
            RAISE EXCEPTION 'a unit exists only while its board does'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_while_board_exists';
        END IF;
        IF EXISTS (
            SELECT 1 FROM organisation_orgunit u
            WHERE u.board_id = NEW.board_id AND u.name = NEW.name AND u.id <> NEW.id
                AND {_DAYS.format("u")} && {_DAYS.format("NEW")})
        THEN
            RAISE EXCEPTION 'two units of a board have one name on the same day'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'unit_name_once_in_board';
        END IF;
        IF NEW.code <> '' AND EXISTS (
            SELECT 1 FROM organisation_orgunit u
            WHERE u.board_id = NEW.board_id AND u.code = NEW.code AND u.id <> NEW.id
                AND {_DAYS.format("u")} && {_DAYS.format("NEW")})
        THEN
            RAISE EXCEPTION 'two units of a board have one code on the same day'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'unit_code_once_in_board';
        END IF;
        RETURN NEW;
    """,  # noqa: S608
)
"""What the unique constraints say of units without an end holds for every day: a unit that is yet to end has its name still."""

BOARD_COVERS_ITS_UNITS: Final = pgtrigger.Trigger(
    name="board_covers_its_units",
    operation=pgtrigger.UpdateOf("starts", "ends"),  # type: ignore[no-untyped-call]
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    func=f"""
        -- Who adds a unit holds this row's lock, as who changes it does.
        IF EXISTS (
            SELECT 1 FROM organisation_orgunit u JOIN organisation_board b ON b.id = u.board_id
            WHERE b.id = NEW.id AND NOT {_DAYS.format("b")} @> {_DAYS.format("u")})
        THEN
            RAISE EXCEPTION 'a board exists as long as one of its units'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'board_covers_its_units';
        END IF;
        RETURN NULL;
    """,  # noqa: S608
)
"""A board cannot end while one of its units goes on."""

ROLE_STAYS_IN_ITS_MUNICIPALITY: Final = _refused(
    "role_stays_in_its_municipality",
    """
        IF (NEW.board_id IS NOT NULL AND NEW.municipality_id IS DISTINCT FROM
                (SELECT municipality_id FROM organisation_board WHERE id = NEW.board_id))
            OR (NEW.unit_id IS NOT NULL AND NEW.board_id IS DISTINCT FROM
                (SELECT board_id FROM organisation_orgunit WHERE id = NEW.unit_id))
        THEN
            RAISE EXCEPTION 'a role names the board of its unit and the municipality of its board'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'role_stays_in_its_municipality';
        END IF;
        RETURN NEW;
    """,
)

NOBODY_STANDS_IN_FOR_THEMSELVES: Final = _refused(
    "nobody_stands_in_for_themselves",
    """
        IF NEW.substitute_id = (SELECT user_id FROM organisation_roleassignment WHERE id = NEW.assignment_id)
        THEN
            RAISE EXCEPTION 'nobody stands in for themselves'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_stands_in_for_themselves';
        END IF;
        RETURN NEW;
    """,
)

SUBSTITUTE_BELONGS_TO_THE_MUNICIPALITY: Final = _refused(
    "substitute_belongs_to_the_municipality",
    """
        IF NOT EXISTS (
            SELECT 1 FROM organisation_roleassignment own JOIN organisation_roleassignment a
                ON a.municipality_id = own.municipality_id
            WHERE own.user_id = NEW.substitute_id AND a.id = NEW.assignment_id)
        THEN
            RAISE EXCEPTION 'a substitute has, or has had, a role of their own in the municipality'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'substitute_belongs_to_the_municipality';
        END IF;
        RETURN NEW;
    """,
)
"""Nobody gets into a municipality by standing in for somebody: one is let in by a role of one's own."""
