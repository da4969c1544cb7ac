"""nbgrader's collect for a class whose members share one inbox.

nbgrader takes the newest submission with a student's name on it and only warns when it belongs to somebody else; and it
follows links that lie in it, with the instructor's rights. Here a submission counts for the account that owns it.
"""

import os
import pwd
import shutil
from datetime import datetime
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from .copying import Refused, copy_owned


class CollectOwned(ExchangeCollect):
    def _path_to_record(self, path: str) -> dict:
        """What does not count gets no user's name. A name that cannot be read stops nobody else's collecting."""
        nobody = {"username": "", "filename": os.path.basename(path), "timestamp": datetime.min}
        try:
            record = super()._path_to_record(path)
            owner = pwd.getpwuid(os.lstat(path).st_uid).pw_name
        except (ExchangeError, KeyError, OSError, ValueError) as err:
            self.log.warning("A submission with an impossible name or owner does not count: %s (%s)", path, err)
            return nobody
        if owner != record["username"]:
            self.log.warning('A submission as "%s" belongs to "%s" and does not count: %s', record["username"], owner, path)
            return nobody
        return record

    def init_src(self) -> None:
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]

    def do_copy(self, src: str, dest: str, log=None) -> None:
        target = Path(dest)
        try:
            copy_owned(src, target, os.lstat(src).st_uid)
        except Refused as refused:
            shutil.rmtree(target, ignore_errors=True)
            self.log.error("A submission is left out: %s", refused)
