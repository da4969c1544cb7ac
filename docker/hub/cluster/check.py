"""Checks the configurations for containers as far as that goes without an engine. See ../README.md for how to call it.

    python check.py [--chart FOLDER] [--helm PROGRAM]

FOLDER is the chart zero-to-jupyterhub, unpacked; with it values.yaml is judged by the chart's own schema. With helm too,
the chart is rendered with these values and every manifest is validated against Kubernetes' schemas.
"""

import argparse
import importlib
import os
import subprocess
import sys
from pathlib import Path

import yaml
from traitlets import TraitError
from traitlets.config import PyFileConfigLoader

HERE = Path(__file__).resolve().parent
CLASSES = {
    "JupyterHub": "jupyterhub.app",
    "Authenticator": "jupyterhub.auth",
    "SharedPasswordAuthenticator": "jupyterhub.authenticators.shared",
    "DockerSpawner": "dockerspawner",
}


def traits() -> list[str]:
    """Settings that their class does not have, or does not take with this value."""
    os.environ.setdefault("GDLAB_CLASS_PASSWORD", "twelve letters at least")
    wrong = []
    config = PyFileConfigLoader("dockerspawner_config.py", path=str(HERE)).load_config()
    for section, settings in config.items():
        owner = getattr(importlib.import_module(CLASSES[section]), section)
        known = owner.class_traits(config=True)
        for name, value in settings.items():
            if name not in known:
                wrong.append(f"{section} has no setting {name}")
                continue
            try:
                known[name].validate(owner.__new__(owner), value)
            except (TraitError, TypeError, ValueError) as err:
                wrong.append(f"{section}.{name} does not take {value!r}: {err}")
    return wrong


def merged(base: dict, ours: dict) -> dict:
    """Ours over the chart's own values, as helm does it."""
    return base | {k: merged(base[k], v) if isinstance(v, dict) and isinstance(base.get(k), dict) else v for k, v in ours.items()}


def values(chart: Path) -> list[str]:
    """What the chart's schema says of values.yaml."""
    import jsonschema

    schema = yaml.safe_load((chart / "values.schema.yaml").read_text("utf-8"))
    base, ours = (yaml.safe_load(path.read_text("utf-8")) for path in (chart / "values.yaml", HERE / "values.yaml"))
    found = jsonschema.Draft7Validator(schema).iter_errors(merged(base, ours))
    return [f"{'.'.join(map(str, err.absolute_path))}: {err.message}" for err in found]


def manifests(chart: Path, helm: str) -> tuple[int, list[str]]:
    """How many manifests the chart gives with these values, and what is wrong with them."""
    import kubernetes_validate

    version = kubernetes_validate.latest_version()
    argv = [helm, "template", "gdlab", str(chart), "--values", str(HERE / "values.yaml"), "--kube-version", version]
    done = subprocess.run(argv, capture_output=True, text=True)
    if done.returncode != 0:
        return 0, [done.stderr.strip()]
    found, wrong = [m for m in yaml.safe_load_all(done.stdout) if m], []
    for manifest in found:
        try:
            kubernetes_validate.validate(manifest, version, strict=True)
        except Exception as err:
            wrong.append(f"{manifest.get('kind')} {manifest.get('metadata', {}).get('name')}: {err}")
    return len(found), wrong


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks the configurations for containers without running them.")
    parser.add_argument("--chart", type=Path)
    parser.add_argument("--helm", default="")
    args = parser.parse_args()
    failed = report("dockerspawner_config.py: every setting exists and takes its value", traits())
    if args.chart:
        failed += report("values.yaml: fits the chart's schema", values(args.chart))
    else:
        print("not checked: values.yaml against the chart's schema (--chart FOLDER)")
    if args.chart and args.helm:
        count, wrong = manifests(args.chart, args.helm)
        failed += report(f"the chart with values.yaml: {count} manifests fit Kubernetes' schemas", wrong)
    else:
        print("not checked: the rendered manifests (--chart FOLDER --helm PROGRAM)")
    return 1 if failed else 0


def report(what: str, wrong: list[str]) -> int:
    print("FAIL" if wrong else "ok  ", what)
    for line in wrong:
        print("     ", line)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
