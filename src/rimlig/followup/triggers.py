"""What only the database can keep against every writer: what is filed, sent or frozen stays, and states go one way."""

from typing import Final

import pgtrigger

ANSWER_STATE_MACHINE: Final = pgtrigger.FSM(
    name="answer_state_machine",
    field="state",
    transitions=[
        ("open", "filed"),
        ("filed", "open"),
        ("filed", "returned"),
        ("filed", "approved"),
        ("returned", "filed"),
        ("approved", "returned"),
    ],
)

FILED_ANSWER_STAYS: Final = pgtrigger.Trigger(
    name="filed_answer_stays",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'DELETE' THEN
            IF OLD.state NOT IN ('open', 'concluded') OR (OLD.state = 'open' AND OLD.saved_at IS NOT NULL) THEN
                RAISE EXCEPTION 'an answer that somebody has written is kept'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'filed_answer_stays';
            END IF;
            RETURN OLD;
        END IF;
        -- The follow-up may change: a new edition of the plan takes its answers over.
        IF (NEW.period_id, NEW.unit_id) IS DISTINCT FROM (OLD.period_id, OLD.unit_id)
            OR (OLD.state IN ('filed', 'approved') AND (
                NEW.deviation, NEW.result, NEW.measures, NEW.root_cause, NEW.no_action_reason, NEW.population,
                NEW.sample_size, NEW.errors_found, NEW.filed_by_id, NEW.filed_at, NEW.copied_from_id
            ) IS DISTINCT FROM (
                OLD.deviation, OLD.result, OLD.measures, OLD.root_cause, OLD.no_action_reason, OLD.population,
                OLD.sample_size, OLD.errors_found, OLD.filed_by_id, OLD.filed_at, OLD.copied_from_id
            ))
        THEN
            RAISE EXCEPTION 'an answer that is % stays as it is', OLD.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'filed_answer_stays';
        END IF;
        RETURN NEW;
    """,
)
"""Nothing in a filed answer changes; sent back it can be written again, and filed once more by a name and a time of its own."""

APPROVED_DEVIATION_HAS_ITS_ACTION: Final = pgtrigger.Trigger(
    name="approved_deviation_has_its_action",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'approved'"),
    declare=[("demanded_from", "text")],
    func="""
        IF NEW.deviation NOT IN ('minor', 'major') OR NEW.no_action_reason <> '' THEN
            RETURN NEW;
        END IF;
        -- What is approved already was approved by the rules of that day: a new edition of the plan may still take it over.
        IF TG_OP = 'UPDATE' AND OLD.state = 'approved' THEN
            RETURN NEW;
        END IF;
        SELECT r.action_from INTO demanded_from FROM followup_period p
            JOIN followup_followuprules r ON r.municipality_id = p.municipality_id WHERE p.id = NEW.period_id;
        demanded_from := COALESCE(demanded_from, 'minor');
        IF demanded_from = '' OR (demanded_from = 'major' AND NEW.deviation = 'minor') THEN
            RETURN NEW;
        END IF;
        IF NOT EXISTS (SELECT 1 FROM followup_action WHERE result_id = NEW.id) THEN
            RAISE EXCEPTION 'a deviation is approved with an action, or with a reason for none'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'deviation_has_its_action';
        END IF;
        RETURN NEW;
    """,
)
"""The municipality's limit decides which deviations (FollowUpRules.action_from); without a decision every one does."""

EVIDENCE_STAYS_WITH_A_FILED_ANSWER: Final = pgtrigger.Trigger(
    name="evidence_stays_with_a_filed_answer",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("state_of_answer", "text")],
    func="""
        SELECT state INTO state_of_answer FROM followup_followupresult
            WHERE id = COALESCE(NEW.result_id, OLD.result_id) FOR SHARE;
        IF state_of_answer IN ('filed', 'approved') THEN
            RAISE EXCEPTION 'the evidence of an answer that is % stays as it is', state_of_answer
                USING ERRCODE = 'check_violation', CONSTRAINT = 'filed_answer_stays';
        END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)
"""What a reviewer has seen beside an answer is what stays there."""

DONE_RUN_STAYS: Final = pgtrigger.Trigger(
    name="done_run_stays",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        -- Only the data files, which are not kept, may be forgotten afterwards.
        IF OLD.state = 'done' AND (TG_OP = 'DELETE' OR
            (NEW.result_id, NEW.test, NEW.parameters, NEW.state, NEW.outcome_id, NEW.population, NEW.exceptions)
            IS DISTINCT FROM
            (OLD.result_id, OLD.test, OLD.parameters, OLD.state, OLD.outcome_id, OLD.population, OLD.exceptions))
        THEN
            RAISE EXCEPTION 'a run that is done stays as it is'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'done_run_stays';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)
"""What a control test found is what it found: it is run anew instead."""

REPORT_STATE_MACHINE: Final = pgtrigger.FSM(
    name="report_state_machine",
    field="state",
    transitions=[("draft", "sent"), ("sent", "draft"), ("sent", "frozen"), ("frozen", "draft")],
)

SENT_REPORT_STAYS: Final = pgtrigger.Trigger(
    name="sent_report_stays",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        -- The plan may change: a new edition of it takes its reports over.
        IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR
            (NEW.kind, NEW.period_id, NEW.title, NEW.introduction, NEW.approach, NEW.summary)
            IS DISTINCT FROM (OLD.kind, OLD.period_id, OLD.title, OLD.introduction, OLD.approach, OLD.summary))
        THEN
            RAISE EXCEPTION 'a report that is % stays as it is', OLD.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_is_locked';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)
"""What the head of administration reads and approves is what was sent: it is sent back before it is written again."""

ANALYSIS_STAYS_WITH_ITS_REPORT: Final = pgtrigger.Trigger(
    name="analysis_stays_with_its_report",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("state_of_report", "text")],
    func="""
        SELECT state INTO state_of_report FROM followup_boardreport
            WHERE id = COALESCE(NEW.report_id, OLD.report_id) FOR SHARE;
        IF state_of_report <> 'draft' THEN
            RAISE EXCEPTION 'the report is %, so its analyses stay as they are', state_of_report
                USING ERRCODE = 'check_violation', CONSTRAINT = 'report_is_locked';
        END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)
"""The report's row is locked for share: who sends it waits for those who are writing in it."""
