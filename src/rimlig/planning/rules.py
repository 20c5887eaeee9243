"""What this room lets people do."""

from rimlig.organisation.abilities import permit

permit("plan.read", "plan.edit", "plan.assess", "plan.accept", "plan.propose", "plan.adopt")
permit("goals.read", "goals.edit", "scales.read", "scales.edit", "common.read", "common.edit")
