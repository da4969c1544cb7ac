"""Writes plateau.json: walks with torch's ReduceLROnPlateau. By hand, as make_oracle.py; see requirements-oracle.in."""

import torch
from make_oracle import distance, write
from problems import PROBLEMS
from torch.optim.lr_scheduler import ReduceLROnPlateau

STEPS = 60

# gdkit's method with its fields, the rate, OnPlateau's fields, further options of torch, a constant added to the cost, and whether
# the walk is gdkit's.
RUNS = [
    ("Plain", {}, "bowl", 0.5, {"Factor": 0.5, "Patience": 3, "Eps": 1e-4, "Min": 0}, {}, 0, True),  # the second parameter swings for ever
    ("Plain", {}, "bowl", 0.5, {"Factor": 0.5, "Patience": 0, "Eps": 1e-4, "Min": 0.2}, {}, 0, True),
    ("Momentum", {"Beta": 0.9}, "bowl", 0.4, {"Factor": 0.1, "Patience": 10, "Eps": 1e-4, "Min": 0}, {}, 0, True),
    ("Momentum", {"Beta": 0.9}, "rosenbrock", 0.001, {"Factor": 0.7, "Patience": 2, "Eps": 0.01, "Min": 1e-5}, {}, 0, True),
    ("Adam", {"Beta1": 0.9, "Beta2": 0.999, "Eps": 1e-8}, "bowl", 1.0, {"Factor": 0.3, "Patience": 1, "Eps": 0, "Min": 0.05}, {}, 0, True),
    (
        "Adam",
        {"Beta1": 0.9, "Beta2": 0.999, "Eps": 1e-8},
        "houses",
        100.0,
        {"Factor": 0.5, "Patience": 4, "Eps": 0.001, "Min": 0},
        {},
        0,
        True,
    ),
    ("Plain", {}, "bowl", 0.4, {"Factor": 0.5, "Patience": 2, "Eps": 0.01, "Min": 0}, {}, 1, True),  # a cost that stays at 1
    ("Plain", {}, "bowl", 0.4, {"Factor": 0.5, "Patience": 2, "Eps": 0.01, "Min": 0}, {}, -1, False),  # a negative one
    ("Plain", {}, "bowl", 0.4, {"Factor": 0.5, "Patience": 2, "Eps": 0.01, "Min": 0}, {"threshold_mode": "abs"}, 0, False),
    ("Plain", {}, "bowl", 0.4, {"Factor": 0.5, "Patience": 2, "Eps": 0.01, "Min": 0}, {"cooldown": 5}, 1, False),
]

TORCH = {
    "Plain": lambda w, rate, f: torch.optim.SGD(w, rate),
    "Momentum": lambda w, rate, f: torch.optim.SGD(w, rate, momentum=f["Beta"]),
    "Adam": lambda w, rate, f: torch.optim.Adam(w, rate, betas=(f["Beta1"], f["Beta2"]), eps=f["Eps"]),
}


def walk(method, fields, problem, rate, plateau, options, plus, nudge=1.0):
    w = torch.tensor([nudge * v for v in PROBLEMS[problem]["start"]], requires_grad=True)
    opt = TORCH[method]([w], rate, fields)
    sched = ReduceLROnPlateau(
        opt, factor=plateau["Factor"], patience=plateau["Patience"], threshold=plateau["Eps"], min_lr=plateau["Min"], eps=0, **options
    )
    points, rates = [w.tolist()], []
    for _ in range(STEPS):
        opt.zero_grad()
        cost = PROBLEMS[problem]["cost"](w) + plus
        cost.backward()
        sched.step(cost.item())  # before the step, so the cost of this point counts for it
        rates.append(float(opt.param_groups[0]["lr"]))
        opt.step()
        points.append(w.tolist())
    return points, rates


def main():
    rows = []
    for method, fields, problem, rate, plateau, options, plus, same in RUNS:
        points, rates = walk(method, fields, problem, rate, plateau, options, plus)
        moved, _ = walk(method, fields, problem, rate, plateau, options, plus, nudge=1 + 1e-9)
        assert distance(moved, points) < 1e-6, (method, problem)  # no comparison hangs on rounding
        assert not same or len(set(rates)) > 1, (method, problem, "the rate never changes")
        more = "".join(f", {k}={v!r}" for k, v in options.items())
        rows.append(
            {
                "method": method,
                "fields": fields,
                "problem": problem,
                "rate": rate,
                "plateau": plateau,
                "plus": plus,
                "same": same,
                "call": f"ReduceLROnPlateau(factor={plateau['Factor']}, patience={plateau['Patience']}, threshold={plateau['Eps']}, "
                f"min_lr={plateau['Min']}, eps=0{more})",
                "rates": rates,
                "points": points,
            }
        )
        print(method, problem, plus, options, sorted(set(rates), reverse=True)[:6])
    write("plateau.json", ["torch"], {"runs": rows})


if __name__ == "__main__":
    main()
