"""What this room lets people do; which roles give it stands in organisation/abilities.py."""

from rimlig.organisation.abilities import permit

permit("phrases.read", "phrases.edit")
