"""Reads a compose file as the Compose specification wants it, and checks what the specification leaves open.

Compose first puts variables in; here each takes the default that the file gives: ${PORT:-8888} becomes 8888.
"""

import re
import sys
from pathlib import Path

from compose_spec import PyCompose


def faults(text: str) -> list[str]:
    text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
    if left := re.findall(r"\$\{?\w+", text):
        return [f"{left[0]} has no default"]
    try:
        known = PyCompose.from_yaml(text).to_dict()
    except ValueError as err:
        return [str(err)]
    found = []
    for name, service in known["services"].items():
        if ":" not in service["image"] or service["image"].endswith(":latest"):
            found.append(f"{name}: image {service['image']} has no exact tag")
        for port in service["ports"]:
            if not str(port if isinstance(port, str) else port.get("host_ip", "")).startswith("127.0.0.1"):
                found.append(f"{name}: port {port} is open to other computers")
        for volume in service["volumes"]:
            source = volume.split(":")[0] if isinstance(volume, str) else volume.get("source")
            if source not in known["volumes"]:
                found.append(f"{name}: volume {source} is declared nowhere")
    return found


if __name__ == "__main__":
    wrong = faults(Path(sys.argv[1]).read_text("utf-8"))
    for fault in wrong:
        print(f"{sys.argv[1]}: {fault}", file=sys.stderr)
    sys.exit(bool(wrong))
