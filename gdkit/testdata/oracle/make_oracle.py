"""Writes the JSON files of this folder: what other libraries compute for the methods that gdkit has.

Run by hand, see requirements-oracle.in; README.md says how the tests use the files.
"""

import functools
import importlib.metadata
import json
import pathlib
import re

import jax
import numpy as np
import optax
import reference
import schedules
import torch
from problems import PROBLEMS
from runs import METHODS

STEPS = 20
HERE = pathlib.Path(__file__).parent

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def torch_walk(problem, make, scheduler=None, nudge=1.0):
    w = torch.tensor([nudge * v for v in PROBLEMS[problem]["start"]], requires_grad=True)
    opt = make([w])
    sched = scheduler(opt) if scheduler else None
    points = [w.tolist()]
    for _ in range(STEPS):
        opt.zero_grad()
        PROBLEMS[problem]["cost"](w).backward()
        opt.step()
        if sched:
            sched.step()
        points.append(w.tolist())
    return points


def optax_walk(problem, opt, nudge=1.0):
    w = jax.numpy.asarray([nudge * v for v in PROBLEMS[problem]["start"]])
    slope = jax.jit(jax.grad(PROBLEMS[problem]["cost"]))
    state = opt.init(w)
    points = [w.tolist()]
    for _ in range(STEPS):
        step, state = opt.update(slope(w), state, w)
        w = optax.apply_updates(w, step)
        assert w.dtype == jax.numpy.float64
        points.append(w.tolist())
    return points


def call(maker, options, rate):
    """The line a user of the library would type."""
    if isinstance(maker, functools.partial):
        maker, options = maker.func, maker.keywords | options
    name = maker.__name__
    if name == "_ema":
        return f"optax.chain(optax.ema({options['decay']}, debias=False), optax.scale({-rate}))"
    if name == "_rate_inside":
        return f"optax.chain(optax.scale({-rate}), optax.trace({options['decay']}))"
    first = f"torch.optim.{name}(w, lr={rate}" if maker.__module__.startswith("torch") else f"optax.{name}({rate}"
    return first + "".join(f", {k}={v}" for k, v in options.items()) + ")"


def distance(a, b):
    """The largest difference of two walks, relative where the numbers are larger than 1."""
    a, b = np.asarray(a), np.asarray(b)
    return float(np.max(np.abs(a - b) / np.maximum(1, np.abs(b))))


def trajectories():
    out = {"torch": [], "optax": []}
    for method, settings, fields, rates, in_torch, in_optax in METHODS:
        for problem, rate in rates.items():
            rows = []
            for library, variants in [("torch", in_torch), ("optax", in_optax)]:
                for maker, options, same, convention in variants:
                    if same is False and (settings, problem) != ("telling", "bowl"):
                        continue
                    alpha = rate
                    if same == "rate/(1-Beta)":
                        alpha, same = rate / (1 - fields["Beta"]), True
                    if library == "torch":
                        walk = functools.partial(torch_walk, problem, lambda p: maker(p, alpha, **options))
                    else:
                        walk = functools.partial(optax_walk, problem, maker(alpha, **options))
                    row = {
                        "method": method,
                        "settings": settings,
                        "fields": fields,
                        "problem": problem,
                        "rate": rate,
                        "same": same,
                        "call": call(maker, options, alpha),
                        "convention": convention,
                        "points": walk(),
                    }
                    calm(row, walk)
                    rows.append(row)
                    out[library].append(row)
            compare(rows)
    return out


def calm(row, walk):
    """Rounding must stay rounding: a start that is 1e-9 off may end at most 1e-6 off. Signs of almost 0 would fail here."""
    d = distance(walk(nudge=1 + 1e-9), row["points"])
    assert d < 1e-6, (row["call"], row["problem"], d)


def compare(rows):
    """Same formula, same walk; another formula, another walk. Else a test against the file would mean nothing."""
    first = next(r for r in rows if r["same"])
    for r in rows:
        d = distance(r["points"], first["points"])
        print(f"{r['method']:12}{r['settings']:8} {r['problem']:11}same={r['same']!s:6}{d:8.1e}  {r['call']}")
        assert d < 1e-12 if r["same"] else d > 1e-4, r["call"]


def twins(runs):
    """Methods that are easily taken for each other must have walks that are not."""
    walk = {}
    for r in runs:
        if r["settings"] == "telling" and r["problem"] == "bowl" and r["same"]:
            walk[r["method"] + " centered" * r["fields"].get("Centered", False)] = r["points"]
    pairs = [("AMSGrad", "Adam"), ("NAdam", "Adam"), ("AdamW", "Adam"), ("RMSprop centered", "RMSprop"), ("Nesterov", "Momentum")]
    for one, other in pairs:
        assert distance(walk[one], walk[other]) > 1e-4, (one, other)


def lookahead(problem, rate, beta):
    """Nesterov's original form, which no library here has: the slope at w - rate*beta*v. Returns the points where it was taken."""
    w = torch.tensor(PROBLEMS[problem]["start"])
    v = torch.zeros_like(w)
    points = []
    for _ in range(STEPS + 1):
        ahead = (w - rate * beta * v).requires_grad_()
        points.append(ahead.tolist())
        (slope,) = torch.autograd.grad(PROBLEMS[problem]["cost"](ahead), ahead)
        v = beta * v + slope
        w = w - rate * v
    return points


def scheduled():
    rows = []
    for method, fields, schedule, same, make, scheduler, convention in schedules.WALKS:
        rate = {"Momentum": 0.1}.get(method, 0.5)
        points = torch_walk("bowl", lambda p: make(p, rate), scheduler)
        rows.append(
            {
                "method": method,
                "fields": fields,
                "schedule": schedule,
                "problem": "bowl",
                "rate": rate,
                "same": same,
                "library": "torch",
                "convention": convention,
                "points": points,
            }
        )
    rows.append(
        {
            "method": "Momentum",
            "fields": {"Beta": 0.9},
            "schedule": "Exponential(0.93)",
            "problem": "bowl",
            "rate": 0.1,
            "same": False,
            "library": "optax",
            "convention": "v = beta*v - lr(t)*g, w + v: another walk when lr changes",
            "points": optax_walk("bowl", schedules.rate_inside(0.1)),
        }
    )
    rows.append(
        {
            "method": "Nesterov",
            "fields": {"Beta": 0.9},
            "schedule": "",
            "problem": "rosenbrock",
            "rate": 0.0005,
            "same": True,
            "library": "torch autograd, loop of our own",
            "convention": "v = beta*v + grad J(w - lr*beta*v), w - lr*v; the points w - lr*beta*v",
            "points": lookahead("rosenbrock", 0.0005, 0.9),
        }
    )
    return rows


def problems():
    """The problems with cost and slope at the start, so that a reader of the file can check its own."""
    out = {}
    for name, p in PROBLEMS.items():
        w = torch.tensor(p["start"], requires_grad=True)
        j = p["cost"](w)
        j.backward()
        out[name] = {k: v for k, v in p.items() if k != "cost"} | {"J": j.item(), "gradient": w.grad.tolist()}
    return out


def write(name, libraries, content):
    content["versions"] = {lib: importlib.metadata.version(lib) for lib in libraries}
    text = json.dumps(content, sort_keys=True, indent=1, allow_nan=False)
    # A list of numbers stands on one line: a point is a line.
    text = re.sub(r"\[\s+([^][{}\"]*?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
    (HERE / name).write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    runs = trajectories()
    twins(runs["torch"])
    write("torch.json", ["torch"], {"problems": problems(), "runs": runs["torch"]})
    write("optax.json", ["optax", "jax", "jaxlib"], {"problems": problems(), "runs": runs["optax"]})
    write("schedules.json", ["torch", "optax", "jax"], {"factors": schedules.factors(), "runs": scheduled()})
    write("optima.json", ["scikit-learn", "scipy", "numpy", "torch"], reference.everything())
