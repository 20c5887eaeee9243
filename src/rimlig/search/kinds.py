"""What can be found."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What can be found, in the order in which the page counts it."""

    PLAN = "plan", pgettext_lazy("found", "Plan")
    DECISION = "decision", pgettext_lazy("found", "Decision")
    GOAL = "goal", pgettext_lazy("found", "Goal")
    PROCESS = "process", pgettext_lazy("found", "Process")
    METHOD = "method", pgettext_lazy("found", "Working method")
    CONTROL = "control", pgettext_lazy("found", "Ongoing control")
    EVENT = "event", pgettext_lazy("found", "Undesired event")
    FOLLOW_UP = "follow_up", pgettext_lazy("found", "Follow-up")
    ANSWER = "answer", pgettext_lazy("found", "Answer")
    CONCLUSION = "conclusion", pgettext_lazy("found", "Conclusion")
    COMMENT = "comment", pgettext_lazy("found", "Comment")
    EVIDENCE = "evidence", pgettext_lazy("found", "Evidence")
    ACTION = "action", pgettext_lazy("found", "Action")
    ACTION_PLAN = "action_plan", pgettext_lazy("found", "Action plan")
    NOTE = "note", pgettext_lazy("found", "Note")
    REPORT = "report", pgettext_lazy("found", "Text of a report")
    ANALYSIS = "analysis", pgettext_lazy("found", "Summary analysis")
    REPORT_COMMENT = "report_comment", pgettext_lazy("found", "Comment on a report")
    ASSESSMENT = "assessment", pgettext_lazy("found", "The board's assessment")
    CRITERION = "criterion", pgettext_lazy("found", "Level of the assessment")
    SECTION = "section", pgettext_lazy("found", "System of internal control")
    ATTACHMENT = "attachment", pgettext_lazy("found", "Attachment")
    COUNCIL_GOAL = "council_goal", pgettext_lazy("found", "Goal of the council")
    COMMON_RISK = "common_risk", pgettext_lazy("found", "Common risk")
    BOARD = "board", pgettext_lazy("found", "Board")
    UNIT = "unit", pgettext_lazy("found", "Unit")
    PERSON = "person", pgettext_lazy("found", "Person")
