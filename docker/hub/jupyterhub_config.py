# The hub of a class on one server. ./install makes what is named here; the settings are in /srv/gdlab/hub.env.
import pathlib
import sys
from urllib.parse import urlsplit

from gdhub import limits, places
from gdhub.spawner import ClassSpawner

c = get_config()

# Students reach one address; the hub and the proxy's own interface are for this computer only.
port = urlsplit(places.URL).port or 8000
c.JupyterHub.bind_url = places.URL
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{port + 81}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 1}"
c.ConfigurableHTTPProxy.command = [str(places.NODE), str(places.PROXY)]
c.ConfigurableHTTPProxy.pid_file = str(places.STATE / "proxy.pid")

# What nobody but root may read.
c.JupyterHub.cookie_secret_file = str(places.STATE / "cookie_secret")
c.JupyterHub.db_url = f"sqlite:///{places.STATE / 'jupyterhub.sqlite'}"

# Accounts are those of the server: name and password as for any other log-in, for members of two Unix groups only.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {places.STUDENTS, places.INSTRUCTORS}
c.PAMAuthenticator.service = "gdlab-hub"

# A user's server: that user's process, in that user's home.
ClassSpawner.own = limits.divide(found) if (found := limits.own_group(pathlib.Path("/proc/self/cgroup").read_text())) else None
c.JupyterHub.spawner_class = ClassSpawner
c.Spawner.cmd = [str(places.LAB_PYTHON), "-I", str(places.REPO / "docker" / "hub" / "gdhub" / "server.py")]
c.Spawner.notebook_dir = "~/gdlab"
c.Spawner.default_url = "/lab/tree/README.md"
c.Spawner.env_keep = ["LANG", "LC_ALL"]
c.Spawner.http_timeout = 300  # a whole class comes at the same minute
c.Spawner.start_timeout = 300
c.JupyterHub.concurrent_spawn_limit = 0  # one that waits is better than one that is sent away

# A server that nobody has used for an hour stops, kernels included; what computes counts as used.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600", "--cull-every=300"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    },
    # Instructors see who is there and can stop a server that hangs. They cannot enter it, and nobody is the hub's admin.
    {
        "name": "instructor",
        "scopes": ["admin-ui", "list:users", "read:users:activity", "read:servers", "delete:servers"],
        "users": sorted(places.members(places.INSTRUCTORS)),
    },
]
