"""What this room lets people do."""

import rules

rules.add_perm("site.use", rules.is_authenticated)  # type: ignore[attr-defined,no-untyped-call]
