"""pytest's plugin that counts in a tally and prints a line for each test when it ends."""

import pytest

from .tally import Tally


class Reporter:
    def __init__(self, tally: Tally):
        self.tally = tally

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config):
        config.pluginmanager.unregister(name="terminalreporter")  # pytest's own lines

    def pytest_runtest_logreport(self, report):
        file, _, test = report.nodeid.partition("::")
        name = f"{file.removeprefix('jupyter/tests/').removesuffix('.py')}: {test}"
        self.tally.spend(file, report.duration)
        if report.failed:
            self.tally.failed(name if report.when == "call" else f"{name} ({report.when})", report.longreprtext, report.duration)
        elif report.skipped:
            self.tally.skipped(name, report.longrepr[2].removeprefix("Skipped: "))
        elif report.when == "call":
            said = dict(report.user_properties).get("said")
            self.tally.passed(f"{name}: {said}" if said else name, report.duration)
        elif report.when == "setup" and report.duration >= 5:
            self.tally.line("", f"{name}: preparation", report.duration)

    def pytest_collectreport(self, report):
        if report.failed:
            self.tally.failed(f"{report.nodeid} (reading the tests)", report.longreprtext)
