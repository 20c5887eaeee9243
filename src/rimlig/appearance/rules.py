"""What this room lets people do."""

from rimlig.organisation.abilities import permit

permit("appearance.read", "appearance.edit")
