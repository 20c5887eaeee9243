"""What this room lets people do."""

from rimlig.organisation.abilities import permit

permit("opendata.edit")
