"""All control tests, by their codes. They are loaded, and Ibis with them, when somebody asks."""

from functools import cache
from importlib import import_module
from typing import Final

from django.utils.translation import gettext as _

from rimlig.controltests.definition import ControlTest
from rimlig.core.errors import Unreadable

MODULES: Final = ("attest", "payments", "purchases", "accounts", "cases", "sick_leave", "informed")


@cache
def all_tests() -> dict[str, ControlTest]:
    """Return the tests in the order in which they are offered."""
    tests = [import_module(f"rimlig.controltests.catalogue.{name}").TEST for name in MODULES]
    return {test.code: test for test in tests}


def control_test(code: str) -> ControlTest:
    """Return the test. Raises Unreadable when there is none, with the codes there are."""
    test = all_tests().get(code)
    if test is None:
        raise Unreadable(
            _("There is no control test %(code)s. There are: %(codes)s.")
            % {"code": code, "codes": ", ".join(all_tests())}
        )
    return test
