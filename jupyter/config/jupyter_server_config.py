# What JupyterLab reads in this project. Set-up links this file into .venv/etc/jupyter, so it holds for
# `make lab` and for a plain `.venv/bin/jupyter lab` alike.
import pathlib

from jupyter_core.paths import jupyter_runtime_dir

c = get_config()
repo = pathlib.Path(__file__).resolve().parents[2]

# Only this computer may connect, only with the token of this start (random, printed in the URL).
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.root_dir = str(repo / "notebooks")
c.ServerApp.allow_root = True  # a container's only user is often root; set-up itself never asks for it

# The lesson list comes first, shown as a page (see overrides.json) and not as its source.
c.LabApp.default_url = "/lab/tree/README.md"

# Nothing asks the network: no news, no update check, no catalogue of extensions.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"

# The Go kernel brings its own completion; the language-server extension would only warn that it found no server.
c.ServerApp.jpserver_extensions = {"jupyter_lsp": False}

# Go is the only language offered.
c.KernelSpecManager.allowed_kernelspecs = {"gonb"}
c.KernelSpecManager.ensure_native_kernel = False
c.MultiKernelManager.default_kernel_name = "gonb"

# A kernel left alone for six hours ends; one that computes does not.
c.MappingKernelManager.cull_idle_timeout = 6 * 60 * 60
c.MappingKernelManager.cull_interval = 5 * 60
c.MappingKernelManager.cull_connected = True
c.MappingKernelManager.cull_busy = False

# Kernels talk over sockets in a private folder rather than TCP ports that any user of this computer can write to.
# A socket's path ends at about 100 bytes, of which "/kernel-<36 characters>-ipc-5" takes 50.
if len(jupyter_runtime_dir().encode()) <= 50:
    c.KernelManager.transport = "ipc"
