"""JupyterLab as `make lab` starts it, run by .venv's Python: quiet, and stopped by one Ctrl-C.

What it may do is said in config/jupyter_server_config.py. Here is only what a terminal sees of it.
"""

import os
import signal
import sys

signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the server can stop in good order, Ctrl-C ends it at once

try:
    from jupyter_server.serverapp import ServerApp
    from jupyterlab.labapp import LabApp
except ImportError as err:
    sys.exit(f"JupyterLab in .venv is damaged ({err}); remove the folder .venv, then run make lab again.")


class Server(ServerApp):
    def init_signal(self):
        """Ctrl-C and a closed terminal stop the server as SIGTERM does, kernels included, with no question asked."""
        super().init_signal()
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.getsignal(signal.SIGTERM))

    def start_app(self):
        # Jupyter's own list of addresses is logged at every level; announce says it better.
        self.log.addFilter(lambda record: "Or copy and paste one of these URLs" not in record.getMessage())
        super().start_app()
        self.io_loop.add_callback(self.announce)  # the port is opened by a callback too, an earlier one

    def announce(self):
        address = self.public_url if self.custom_display_url else self.connect_url  # a container knows neither its host nor port
        print(f"The lab is open (Ctrl-C closes it):  {address}", flush=True)


def main(log: str) -> None:
    # Standard error, that of the kernels included, goes to the log: standard output is for people. "-": a container shows both.
    if log != "-":
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), sys.stderr.fileno())
    LabApp.serverapp_class = Server
    try:
        LabApp.launch_instance()
    except SystemExit as end:
        if end.code:
            print(f"JupyterLab stopped with an error; the reason is {'above' if log == '-' else f'at the end of {log}'}")
        raise


if __name__ == "__main__":
    main(os.environ.pop("GDLAB_LOG"))
