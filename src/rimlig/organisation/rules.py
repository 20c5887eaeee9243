"""What this room lets people do."""

import rules

from rimlig.organisation.abilities import permit

rules.add_perm("site.use", rules.is_authenticated)  # type: ignore[attr-defined,no-untyped-call]
permit("organisation.read", "organisation.edit", "people.read", "people.edit")
