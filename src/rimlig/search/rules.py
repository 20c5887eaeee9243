"""Searching is for everybody who has a role anywhere; what is found is what each of the things lets them see."""

from typing import Any

import rules

from rimlig.organisation.held import held_today


@rules.predicate("has a role anywhere")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
def has_a_role(user: Any) -> bool:
    return bool(held_today(user))


rules.add_perm("search.use", has_a_role)  # type: ignore[attr-defined,no-untyped-call]
