"""What this room lets people do; who may stands in organisation/abilities.py."""

from rimlig.organisation.abilities import permit

permit("report.draft", "report.comment", "report.write", "report.approve")
permit("assessment.read", "assessment.edit", "assessment.criteria")
