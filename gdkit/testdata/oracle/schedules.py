"""Factors of learning-rate schedules, and walks whose rate follows one."""

import math

import jax.numpy as jnp
import optax
import torch
from torch.optim import lr_scheduler as L

N = 50


def _torch(make):
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    sched = make(opt)
    out = []
    for t in range(N):
        out.append(float(opt.param_groups[0]["lr"]))
        opt.step()
        if t + 1 < N:  # OneCycleLR refuses a step beyond its end
            sched.step()
    return out


def _warm_then_cosine(o):
    parts = [L.LinearLR(o, start_factor=0.1, total_iters=9), L.CosineAnnealingWarmRestarts(o, 40)]
    return L.SequentialLR(o, parts, milestones=[10])


# gdkit's name with its arguments, the library's call, whether the factors are the same, and the maker.
TORCH = [
    ("StepDecay(10, 0.5)", "StepLR(step_size=10, gamma=0.5)", True, lambda o: L.StepLR(o, 10, 0.5)),
    ("Exponential(0.93)", "ExponentialLR(gamma=0.93)", True, lambda o: L.ExponentialLR(o, 0.93)),
    ("InverseTime(7)", "LambdaLR(lambda t: 1/(1 + t/7))", True, lambda o: L.LambdaLR(o, lambda t: 1 / (1 + t / 7))),
    ("Cosine(20)", "CosineAnnealingWarmRestarts(T_0=20)", True, lambda o: L.CosineAnnealingWarmRestarts(o, 20)),
    ("Cosine(20)", "CosineAnnealingLR(T_max=20)", False, lambda o: L.CosineAnnealingLR(o, 20)),
    ("OneCycle(50)", "OneCycleLR(max_lr=1, total_steps=50, cycle_momentum=False)", True,
     lambda o: L.OneCycleLR(o, 1.0, total_steps=N, cycle_momentum=False)),
    ("OneCycle(50)", "OneCycleLR(..., anneal_strategy='linear')", False,
     lambda o: L.OneCycleLR(o, 1.0, total_steps=N, cycle_momentum=False, anneal_strategy="linear")),
    ("Warmup(10, nil)", "LinearLR(start_factor=1/10, total_iters=9)", True, lambda o: L.LinearLR(o, 0.1, total_iters=9)),
    ("Warmup(10, nil)", "LinearLR(start_factor=1/3, total_iters=10)", False, lambda o: L.LinearLR(o, total_iters=10, start_factor=1 / 3)),
    ("Warmup(10, Cosine(40))", "SequentialLR of LinearLR(1/10, total_iters=9) and CosineAnnealingWarmRestarts(40), milestones=[10]",
     True, _warm_then_cosine),
]

OPTAX = [
    ("StepDecay(10, 0.5)", "exponential_decay(1, 10, 0.5, staircase=True)", True,
     lambda: optax.exponential_decay(1.0, 10, 0.5, staircase=True)),
    ("Exponential(0.93)", "exponential_decay(1, 1, 0.93)", True, lambda: optax.exponential_decay(1.0, 1, 0.93)),
    ("InverseTime(7)", "a schedule of one's own: lambda t: 1/(1 + t/7)", True, lambda: lambda t: 1 / (1 + t / 7)),
    ("Cosine(50)", "cosine_decay_schedule(1, 50)", True, lambda: optax.cosine_decay_schedule(1.0, 50)),
    ("Cosine(20)", "cosine_decay_schedule(1, 20)", False, lambda: optax.cosine_decay_schedule(1.0, 20)),
    ("OneCycle(50)", "cosine_onecycle_schedule(50, 1)", False, lambda: optax.cosine_onecycle_schedule(50, 1.0)),
    ("Warmup(10, nil)", "linear_schedule(1/10, 1, 9)", True, lambda: optax.linear_schedule(0.1, 1.0, 9)),
    ("Warmup(10, nil)", "warmup_constant_schedule(0, 1, 10)", False, lambda: optax.warmup_constant_schedule(0.0, 1.0, 10)),
]

# Walks with a schedule: which factor belongs to which step, and what momentum keeps when the rate changes.
# A walk with "rate inside" is not gdkit's as soon as the rate changes.
WALKS = [
    ("Momentum", {"Beta": 0.9}, "Exponential(0.93)", True, lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9),
     lambda o: L.ExponentialLR(o, 0.93), "torch: v = beta*v + g, w - lr(t)*v"),
    ("Adam", {"Beta1": 0.9, "Beta2": 0.999, "Eps": 1e-8}, "Warmup(10, Cosine(40))", True,
     lambda p, lr: torch.optim.Adam(p, lr), _warm_then_cosine, "torch: lr(t) multiplies the finished step"),
    ("AdamW", {"Beta1": 0.9, "Beta2": 0.999, "Eps": 1e-8, "Decay": 0.3}, "StepDecay(10, 0.5)", True,
     lambda p, lr: torch.optim.AdamW(p, lr, weight_decay=0.3), lambda o: L.StepLR(o, 10, 0.5), "torch: lr(t) multiplies the decay too"),
]


def rate_inside(rate):
    """v = beta*v - lr(t)*g, w + v, with lr(t) = rate * 0.93^t."""
    return optax.chain(optax.scale_by_schedule(lambda t: -rate * 0.93**t), optax.trace(0.9))


def factors():
    rows = []
    for name, call, same, make in TORCH:
        rows.append({"schedule": name, "library": "torch", "call": "torch.optim.lr_scheduler." + call, "same": same, "factors": _torch(make)})
    for name, call, same, make in OPTAX:
        sched = make()
        values = [float(sched(jnp.asarray(t))) for t in range(N)]
        rows.append({"schedule": name, "library": "optax", "call": call if call.startswith("a ") else "optax." + call, "same": same, "factors": values})
    assert all(math.isfinite(v) for r in rows for v in r["factors"])
    for r in rows:  # the libraries agree where both are said to be gdkit's
        first = next(f for f in rows if f["schedule"] == r["schedule"] and f["same"])
        d = max(abs(a - b) for a, b in zip(r["factors"], first["factors"], strict=True))
        assert d < 1e-14 if r["same"] else d > 1e-3, r["call"]
    return rows
