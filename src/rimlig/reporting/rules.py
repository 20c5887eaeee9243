"""What this room lets people do; who may stands in organisation/abilities.py."""

from rimlig.organisation.abilities import permit

permit("audit.file", "report.read")
