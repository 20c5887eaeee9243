"""What makes the index follow the tables: for each kind a function that says what its entries are, and a trigger that
writes them whenever a row is written, by whatever way.

The sources are functions and not views: a view would hinder later migrations from changing the columns that it reads.
Whoever changes such a column writes a migration here with the function anew; `search_source` then says what the index
should hold, and tests compare.
"""

from django.db import migrations

FUNCTIONS = r"""
CREATE FUNCTION search_lower(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- A database with the locale C lowers only a to z.
    SELECT translate(lower($1), 'ÅÄÖÆØÉÈÊËÁÀÂÍÌÎÏÓÒÔÚÙÛÜÝÇÑ', 'åäöæøéèêëáàâíìîïóòôúùûüýçñ')
$$;
CREATE FUNCTION search_reference(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(search_lower($1), '\s+', '', 'g')
$$;
CREATE FUNCTION search_vector(title text, text text, code text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('pg_catalog.simple', search_lower($3)), 'A')
        || setweight(to_tsvector('pg_catalog.swedish', search_lower($1)), 'A')
        || setweight(to_tsvector('pg_catalog.swedish', search_lower($2)), 'C')
$$;
"""

_OF_PLAN = "NULL::bigint, p.board_id, p.id, NULL::bigint, p.year::int"
_PLAN = "JOIN planning_plan p ON p.id = {}"
_PROCESS = "JOIN planning_process pr ON pr.id = {} " + _PLAN.format("pr.plan_id")
_METHOD = "JOIN planning_workingmethod m ON m.id = {} " + _PROCESS.format("m.process_id")
_FOLLOW_UP = "JOIN planning_plannedfollowup f ON f.id = {} " + _METHOD.format("f.working_method_id")
_RESULT = "JOIN followup_followupresult a ON a.id = r.result_id " + _FOLLOW_UP.format("a.follow_up_id")
_OF_RESULT = "NULL::bigint, p.board_id, NULL::bigint, a.id, p.year::int"
_ABOVE_ACTION = (
    "LEFT JOIN planning_undesiredevent e ON e.id = {0}.event_id LEFT JOIN planning_plannedfollowup f ON f.id = {0}.follow_up_id "
    + _METHOD.format("COALESCE(e.working_method_id, f.working_method_id)")
)

_PLAN_OF_METHOD = (
    "(SELECT pr.plan_id FROM planning_workingmethod m JOIN planning_process pr ON pr.id = m.process_id"
    " WHERE m.id = {row}.working_method_id)"
)


def _joined(*columns):
    return "concat_ws(E'\\n\\n', " + ", ".join(f"NULLIF(r.{column}, '')" for column in columns) + ")"


# kind: its table, the columns that its entry is made of, where it belongs, its title, text and code, the joins, a condition
SOURCES = {
    "plan": (
        "planning_plan",
        "board_id, year, revision_reason, decision_id",
        "NULL::bigint, r.board_id, r.id, NULL::bigint, r.year::int",
        "'Plan internkontrollplan ' || r.year || ' ' || b.name",
        "r.revision_reason",
        "COALESCE(d.registry_number, '')",
        "JOIN organisation_board b ON b.id = r.board_id LEFT JOIN records_decision d ON d.id = r.decision_id",
        "TRUE",
    ),
    "decision": (
        "records_decision",
        "board_id, meeting_date, paragraph, registry_number",
        "NULL::bigint, r.board_id, NULL::bigint, NULL::bigint, EXTRACT(YEAR FROM r.meeting_date)::int",
        "'§ ' || r.paragraph",
        "to_char(r.meeting_date, 'YYYY-MM-DD')",
        "r.registry_number",
        "",
        "TRUE",
    ),
    "goal": (
        "planning_goal",
        "plan_id, number, title",
        _OF_PLAN,
        "r.title",
        "''",
        "r.number",
        _PLAN.format("r.plan_id"),
        "TRUE",
    ),
    "process": (
        "planning_process",
        "plan_id, name, reason",
        _OF_PLAN,
        "r.name",
        "r.reason",
        "''",
        _PLAN.format("r.plan_id"),
        "TRUE",
    ),
    "method": (
        "planning_workingmethod",
        "process_id, name",
        _OF_PLAN,
        "r.name",
        "''",
        "''",
        _PROCESS.format("r.process_id"),
        "TRUE",
    ),
    "control": (
        "planning_ongoingcontrol",
        "working_method_id, text",
        _OF_PLAN,
        "r.text",
        "''",
        "''",
        _METHOD.format("r.working_method_id"),
        "TRUE",
    ),
    "event": (
        "planning_undesiredevent",
        "working_method_id, text, likelihood_reason, consequence_reason, treatment_reason",
        _OF_PLAN,
        "r.text",
        _joined("likelihood_reason", "consequence_reason", "treatment_reason"),
        "''",
        _METHOD.format("r.working_method_id"),
        "TRUE",
    ),
    "follow_up": (
        "planning_plannedfollowup",
        "working_method_id, text, method, examination_note",
        _OF_PLAN,
        "r.text",
        _joined("method", "examination_note"),
        "''",
        _METHOD.format("r.working_method_id"),
        "TRUE",
    ),
    "answer": (
        "followup_followupresult",
        "follow_up_id, state, result, measures, root_cause, no_action_reason",
        "NULL::bigint, p.board_id, p.id, r.id, p.year::int",
        "''",
        _joined("result", "measures", "root_cause", "no_action_reason"),
        "''",
        _FOLLOW_UP.format("r.follow_up_id"),
        "TRUE",
    ),
    "comment": ("followup_answercomment", "result_id, text", _OF_RESULT, "''", "r.text", "''", _RESULT, "TRUE"),
    "evidence": (
        "followup_evidence",
        "result_id, name, link",
        _OF_RESULT,
        "r.name",
        "r.link",
        "''",
        _RESULT,
        "TRUE",
    ),
    "action": (
        "followup_action",
        "event_id, follow_up_id, text, analysis, hold_reason, effect",
        _OF_PLAN,
        "r.text",
        _joined("analysis", "hold_reason", "effect"),
        "''",
        _ABOVE_ACTION.format("r"),
        "TRUE",
    ),
    "action_plan": (
        "followup_actionplan",
        "plan_id, heading, finding, measures, hold_reason, effect",
        _OF_PLAN,
        "r.heading",
        _joined("finding", "measures", "hold_reason", "effect"),
        "''",
        _PLAN.format("r.plan_id"),
        "TRUE",
    ),
    "note": (
        "followup_actionnote",
        "action_id, action_plan_id, text",
        "NULL::bigint, p.board_id, NULL::bigint, NULL::bigint, p.year::int",
        "''",
        "r.text",
        "''",
        "LEFT JOIN followup_action n ON n.id = r.action_id LEFT JOIN followup_actionplan np ON np.id = r.action_plan_id"
        " LEFT JOIN planning_undesiredevent e ON e.id = n.event_id"
        " LEFT JOIN planning_plannedfollowup f ON f.id = n.follow_up_id"
        " LEFT JOIN planning_workingmethod m ON m.id = COALESCE(e.working_method_id, f.working_method_id)"
        " LEFT JOIN planning_process pr ON pr.id = m.process_id"
        " JOIN planning_plan p ON p.id = COALESCE(np.plan_id, pr.plan_id)",
        "TRUE",
    ),
    "report": (
        "followup_boardreport",
        "plan_id, title, introduction, approach, summary",
        _OF_PLAN,
        "r.title",
        _joined("introduction", "approach", "summary"),
        "''",
        _PLAN.format("r.plan_id"),
        "TRUE",
    ),
    "analysis": (
        "followup_summaryanalysis",
        "report_id, goal_number, goal_title, text",
        _OF_PLAN,
        "r.goal_title",
        "r.text",
        "r.goal_number",
        "JOIN followup_boardreport br ON br.id = r.report_id " + _PLAN.format("br.plan_id"),
        "r.text <> ''",
    ),
    "section": (
        "controlsystem_section",
        "system_id, heading, text",
        "NULL::bigint, s.board_id, NULL::bigint, NULL::bigint, NULL::int",
        "r.heading",
        "r.text",
        "''",
        "JOIN controlsystem_controlsystem s ON s.id = r.system_id",
        "TRUE",
    ),
    "attachment": (
        "controlsystem_attachment",
        "system_id, name",
        "NULL::bigint, s.board_id, NULL::bigint, NULL::bigint, NULL::int",
        "r.name",
        "''",
        "''",
        "JOIN controlsystem_controlsystem s ON s.id = r.system_id",
        "TRUE",
    ),
    "council_goal": (
        "planning_councilgoal",
        "municipality_id, year, number, title",
        "r.municipality_id, NULL::bigint, NULL::bigint, NULL::bigint, r.year::int",
        "r.title",
        "''",
        "r.number",
        "",
        "TRUE",
    ),
    "common_risk": (
        "planning_commonrisk",
        "municipality_id, year, text, reason, control, follow_up",
        "r.municipality_id, NULL::bigint, NULL::bigint, NULL::bigint, r.year::int",
        "r.text",
        _joined("reason", "control", "follow_up"),
        "''",
        "",
        "TRUE",
    ),
    "board": (
        "organisation_board",
        "name, code",
        "NULL::bigint, r.id, NULL::bigint, NULL::bigint, NULL::int",
        "r.name",
        "''",
        "r.code",
        "",
        "TRUE",
    ),
    "unit": (
        "organisation_orgunit",
        "board_id, name, code",
        "NULL::bigint, r.board_id, NULL::bigint, NULL::bigint, NULL::int",
        "r.name",
        "''",
        "r.code",
        "",
        "TRUE",
    ),
    "person": (
        "organisation_user",
        "name, email",
        "NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::int",
        "r.name",
        "''",
        "r.email",
        "",
        "TRUE",
    ),
}

KINDS = {"answer": ("answer", "conclusion")}
"""The kinds that a source gives, where they are not its own name alone."""

KIND_OF_ROW = {"answer": "CASE r.state WHEN 'concluded' THEN 'conclusion' ELSE 'answer' END"}

PLAN_OF = {
    "process": "{row}.plan_id",
    "method": "(SELECT pr.plan_id FROM planning_process pr WHERE pr.id = {row}.process_id)",
    "event": _PLAN_OF_METHOD,
    "follow_up": _PLAN_OF_METHOD,
}
"""Rows that others stand under: when one comes to stand in another plan, that plan's entries are written anew.

Answers and actions come to stand in another edition of the same board and year; what stands under them tells no edition.
"""

ENTRY = (
    "kind text, object_id bigint, municipality bigint, board bigint, plan bigint, result bigint, year int,"
    " title text, text text, code text"
)

SOURCE = """
CREATE FUNCTION search_{name}(ids bigint[]) RETURNS TABLE ({entry}) LANGUAGE sql STABLE AS $$
    SELECT {kind}, r.id, {place}, {title}, {text}, {code} FROM {table} r {joins}
    WHERE r.id = ANY(ids) AND {condition} AND ({title}) || ({text}) || ({code}) <> ''
$$;
-- A plan made once: made anew for each row, as PostgreSQL would choose, it takes four times as long as the writing.
CREATE FUNCTION search_write_{name}(ids bigint[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    INSERT INTO search_searchentry
        (kind, object_id, municipality, board, plan, result, year, title, text, reference, vector)
    SELECT s.kind, s.object_id, s.municipality, s.board, s.plan, s.result, s.year, s.title, s.text,
        search_reference(s.code), search_vector(s.title, s.text, s.code)
    FROM search_{name}(ids) s;
END $$;
"""
FOLLOW = """
CREATE FUNCTION search_follow_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND ({old}) IS NOT DISTINCT FROM ({new}) THEN RETURN NULL; END IF;
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM search_searchentry WHERE kind IN ({kinds}) AND object_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM search_write_{name}(ARRAY[NEW.id]); END IF;
    {more}
    RETURN NULL;
END $$;
CREATE TRIGGER search_follow_{name} AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION search_follow_{name}();
"""
PLAN_ANEW = """
CREATE FUNCTION search_plan_anew(of_plan bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found bigint[];
BEGIN
    {each}
END $$;
"""
ONE_ANEW = """
    found := ARRAY(SELECT r.id FROM {table} r {joins} WHERE p.id = of_plan);
    DELETE FROM search_searchentry WHERE kind IN ({kinds}) AND object_id = ANY(found);
    PERFORM search_write_{name}(found);
"""
OF_BOARD = """
    IF TG_OP = 'UPDATE' THEN
        found := ARRAY(SELECT id FROM planning_plan WHERE board_id = NEW.id);
        DELETE FROM search_searchentry WHERE kind = 'plan' AND object_id = ANY(found);
        PERFORM search_write_plan(found);
    END IF;
"""
OF_PLAN_ITSELF = """
    IF TG_OP = 'UPDATE' AND (OLD.board_id, OLD.year) IS DISTINCT FROM (NEW.board_id, NEW.year) THEN
        PERFORM search_plan_anew(NEW.id);
    END IF;
"""
OF_ANOTHER_PLAN = """
    IF TG_OP = 'UPDATE' AND {old} IS DISTINCT FROM {new} THEN PERFORM search_plan_anew({new}); END IF;
"""
EVERYTHING = """
CREATE FUNCTION search_source() RETURNS TABLE ({entry}) LANGUAGE sql STABLE AS $$
    {each}
$$;
"""


def _quoted(name):
    return ", ".join(f"'{kind}'" for kind in KINDS.get(name, (name,)))


def _columns(row, columns):
    return ", ".join(f"{row}.{column.strip()}" for column in columns.split(","))


def _more(name):
    if name == "board":
        return OF_BOARD
    if name == "plan":
        return OF_PLAN_ITSELF
    if name in PLAN_OF:
        return OF_ANOTHER_PLAN.format(old=PLAN_OF[name].format(row="OLD"), new=PLAN_OF[name].format(row="NEW"))
    return ""


def _follow(name, source=None):
    table, columns, *_rest = source or SOURCES[name]
    made = FOLLOW.format(
        name=name,
        table=table,
        kinds=_quoted(name),
        old=_columns("OLD", columns),
        new=_columns("NEW", columns),
        more=_more(name),
    )
    return made.replace("BEGIN", "DECLARE found bigint[];\nBEGIN", 1) if name == "board" else made


def _source(name, source=None):
    table, _columns_, place, title, text, code, joins, condition = source or SOURCES[name]
    return SOURCE.format(
        entry=ENTRY,
        name=name,
        kind=KIND_OF_ROW.get(name, f"'{name}'"),
        table=table,
        place=place,
        title=title,
        text=text,
        code=code,
        joins=joins,
        condition=condition,
    )


def _plan_anew(sources):
    anew = [
        ONE_ANEW.format(name=name, table=source[0], joins=source[6], kinds=_quoted(name))
        for name, source in sources.items()
        if "planning_plan p " in source[6]
    ]
    return PLAN_ANEW.format(each="".join(anew))


def _everything(sources):
    everything = [f"SELECT * FROM search_{name}(ARRAY(SELECT id FROM {source[0]}))" for name, source in sources.items()]
    return EVERYTHING.format(entry=ENTRY, each="\n    UNION ALL ".join(everything))


def _install():
    return "".join(
        [
            FUNCTIONS,
            *map(_source, SOURCES),
            _plan_anew(SOURCES),
            *map(_follow, SOURCES),
            _everything(SOURCES),
            *(f"SELECT search_write_{name}(ARRAY(SELECT id FROM {source[0]}));" for name, source in SOURCES.items()),
        ]
    )


def _remove():
    return "".join(
        [
            "DROP FUNCTION search_source();DROP FUNCTION search_plan_anew(bigint);",
            *(f"DROP FUNCTION search_follow_{name}() CASCADE;" for name in SOURCES),
            *(
                f"DROP FUNCTION search_write_{name}(bigint[]);DROP FUNCTION search_{name}(bigint[]);"
                for name in SOURCES
            ),
            "DROP FUNCTION search_vector(text, text, text);DROP FUNCTION search_reference(text);",
            "DROP FUNCTION search_lower(text);DELETE FROM search_searchentry;",
        ]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("organisation", "0002_large_tables"),
        ("records", "0001_initial"),
        ("planning", "0002_initial"),
        ("followup", "0002_evidence_stays"),
        ("controlsystem", "0002_initial"),
    ]

    operations = [migrations.RunSQL(_install(), _remove())]
