"""Proves the class on one server: a hub on loopback, two students, an instructor, one lesson, one assignment.

    sudo make hub-test        the last line counts: N passed, N failed

Accounts, groups and files that are made here begin with gdhubt and are gone at the end, also after a failure. What takes
long to install stays in /var/cache/gdlab-hub for the next time. The checks of a class build on each other, in their order.
"""

import pytest
from testing import checks, install, room


@pytest.fixture(scope="class")
def members():
    """The class: a hub that runs, and who is there."""
    install.need_root()
    port = room.free_port()
    with install.installed(port), room.Room(port, ["anna", "bert"], ["clara"], strangers=["dora"]) as class_room:
        yield checks.Class(class_room)


class TestClass:
    @pytest.mark.parametrize("check", checks.CHECKS, ids=checks.title)
    def test_class(self, check, members, record_property):
        if said := check(members):
            record_property("said", said)


def test_nothing_is_left():
    """No account, group, process or file of this test, when the class is over."""
    install.need_root()
    checks.no_traces()
