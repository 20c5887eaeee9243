"""The board's assessment, what is said about a report in work, and the criteria: of a follow-up, and of the assessment."""

from importlib import import_module

from django.db import migrations, models

from rimlig.search.kinds import Kind

before = import_module("rimlig.search.migrations.0002_kept_by_triggers")

NEW = {
    "report_comment": (
        "reportwork_sectioncomment",
        "report_id, text",
        before._OF_PLAN,
        "r.text",
        "''",
        "''",
        "JOIN followup_boardreport br ON br.id = r.report_id " + before._PLAN.format("br.plan_id"),
        "TRUE",
    ),
    "assessment": (
        "reportwork_boardassessment",
        "board_id, year, reasons, criterion",
        "NULL::bigint, r.board_id, NULL::bigint, NULL::bigint, r.year::int",
        "''",
        before._joined("reasons", "criterion"),
        "''",
        "",
        "TRUE",
    ),
    "criterion": (
        "reportwork_assessmentcriterion",
        "municipality_id, level, text",
        "r.municipality_id, NULL::bigint, NULL::bigint, NULL::bigint, NULL::int",
        "''",
        "r.text",
        "''",
        "",
        "TRUE",
    ),
}
_CRITERIA = ("criterion_none", "criterion_minor", "criterion_major")
_WAS = before.SOURCES["follow_up"]
CHANGED = {
    "follow_up": (
        _WAS[0],
        ", ".join((_WAS[1], *_CRITERIA)),
        *_WAS[2:4],
        before._joined("method", "examination_note", *_CRITERIA),
        *_WAS[5:],
    )
}


def _replaced(sql):
    """Return the functions in place of those there are; a trigger that is there is left."""
    return sql.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def _changed(name, source):
    """Let the entries of a kind be made in another way, and make those there are anew."""
    return "".join(
        [
            _replaced(before._source(name, source)),
            _replaced(before._follow(name, source)),
            f"DELETE FROM search_searchentry WHERE kind IN ({before._quoted(name)});",
            f"SELECT search_write_{name}(ARRAY(SELECT id FROM {source[0]}));",
        ]
    )


def _whole(sources):
    return _replaced(before._plan_anew(sources)) + _replaced(before._everything(sources))


def _install():
    return "".join(
        [
            *(before._source(name, source) + before._follow(name, source) for name, source in NEW.items()),
            *(f"SELECT search_write_{name}(ARRAY(SELECT id FROM {source[0]}));" for name, source in NEW.items()),
            *(_changed(name, source) for name, source in CHANGED.items()),
            _whole(before.SOURCES | CHANGED | NEW),
        ]
    )


def _remove():
    return "".join(
        [
            _whole(before.SOURCES),
            *(_changed(name, before.SOURCES[name]) for name in CHANGED),
            *(
                f"DROP FUNCTION search_follow_{name}() CASCADE;"
                f"DROP FUNCTION search_write_{name}(bigint[]);DROP FUNCTION search_{name}(bigint[]);"
                f"DELETE FROM search_searchentry WHERE kind = '{name}';"
                for name in NEW
            ),
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0002_kept_by_triggers"), ("reportwork", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="searchentry", name="kind", field=models.CharField(max_length=20, choices=Kind.choices)
        ),
        migrations.RunSQL(_install(), _remove()),
    ]
