# NOT RUN: a hub that gives each student a container on one Docker host. What was checked is said in ../README.md.
#   docker build -f docker/Dockerfile --build-arg FOR=class -t gdlab:class .
#   pip install jupyterhub==6.1.1 dockerspawner==14.0.0      (and the proxy, see ../package.json)
#   GDLAB_CLASS_PASSWORD=… jupyterhub -f docker/hub/cluster/dockerspawner_config.py
import os

c = get_config()

# One password for a workshop. Whoever knows it can be anybody: for anything that counts, take an authenticator that knows
# people (OAuthenticator, LTI), and set its allowed users.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = os.environ["GDLAB_CLASS_PASSWORD"]
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = "docker"
c.DockerSpawner.image = os.environ.get("GDLAB_IMAGE", "gdlab:class")
c.DockerSpawner.pull_policy = "ifnotpresent"
c.DockerSpawner.cmd = ["jupyterhub-singleuser"]  # the image's entry point gives the lessons first
c.DockerSpawner.default_url = "/lab/tree/README.md"
c.DockerSpawner.remove = True  # what a student has made lies in the volume
c.DockerSpawner.prefix = "gdlab"
c.DockerSpawner.volumes = {"gdlab-home-{username}": "/home/learner"}

# Containers see the hub and the hub sees them on a network of their own, which leads nowhere else.
c.DockerSpawner.network_name = os.environ.get("GDLAB_NETWORK", "gdlab")  # docker network create --internal gdlab
c.DockerSpawner.use_internal_ip = True
c.JupyterHub.hub_ip = "0.0.0.0"  # of the hub's own container or host, on that network
c.JupyterHub.hub_connect_ip = os.environ.get("GDLAB_HUB_NAME", "hub")

# Measured for one student: 0.37 GB at the most in the lessons; a cell of one's own may want more.
c.DockerSpawner.mem_limit = "2G"
c.DockerSpawner.cpu_limit = 2
c.DockerSpawner.extra_host_config = {
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges"],
    "read_only": True,
    "pids_limit": 512,
    "tmpfs": {"/tmp": "rw,exec,nosuid,nodev,size=1g,mode=1777"},  # programs of cells are started from here
}

c.JupyterHub.services = [{"name": "idle-culler", "command": ["python3", "-m", "jupyterhub_idle_culler", "--timeout=3600"]}]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
