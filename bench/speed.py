"""How fast is gdkit beside NumPy, scikit-learn and optax? The same work on the same data, in turn.

    python3 bench/speed.py [ROUNDS] [WORD …]

ROUNDS is how many times each side is measured (7 unless said, at least 5), WORD picks the rows whose name contains it.
Before a row is timed both sides must find the same numbers to 1e-9, or the run ends. bench/README.md says how to read the table.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from environment import BENCH, in_own_environment
from gdcommon.places import GO, REPO

TURN = 0.12  # seconds that one measurement should take
PAUSE = 0.4  # between turns: OpenBLAS threads wait actively for more work that long, and would take a core from the other side


@dataclass
class Row:
    """A line of the table: a task for both sides, who the peer is, and the ratio that gdkit should reach."""

    name: str
    work: str  # eval, loop, sgd, adam
    m: int
    n: int
    target: float
    peer: str = "NumPy"
    loss: str = "squared"
    rate: float = 1e-3
    steps: int = 500  # of the loop

    @property
    def units(self) -> int:
        """What one call's time is divided by: examples for SGD, steps for Adam."""
        return {"sgd": self.m, "adam": self.m // 32}.get(self.work, 1)

    @property
    def of_memory(self) -> bool:
        """Whether the data are larger than a core's own cache and each pass reads all of them in order."""
        return self.work == "eval" and self.m * self.n >= 2_000_000

    @property
    def numbers(self) -> int:
        """How many there are in X and y."""
        return self.m * (self.n + 1)

    @property
    def threads(self) -> tuple[int, ...]:
        """With how many threads the peer is measured; the faster one counts."""
        return (1, 2) if self.peer == "NumPy" else (1,)


ROWS = [
    Row("tutorial's loop, 100×3, 500 steps", "loop", 100, 3, 18, rate=0.1),
    Row("J and ∇J, squared, 10 000×3", "eval", 10_000, 3, 1.8),
    Row("J and ∇J, squared, 1 000 000×2", "eval", 1_000_000, 2, 1.6),
    Row("J and ∇J, squared, 1 000 000×16", "eval", 1_000_000, 16, 1.7),
    Row("J and ∇J, squared, 200 000×100", "eval", 200_000, 100, 1.3),
    Row("J and ∇J, squared, 20 000×1000", "eval", 20_000, 1000, 1.15),
    Row("J and ∇J, logistic, 1 000 000×2", "eval", 1_000_000, 2, 3, loss="logistic"),
    Row("J and ∇J, logistic, 1 000 000×16", "eval", 1_000_000, 16, 2.5, loss="logistic"),
    Row("SGD, squared, n = 2, a sample", "sgd", 100_000, 2, 3, "scikit-learn"),
    Row("SGD, squared, n = 10, a sample", "sgd", 100_000, 10, 1.9, "scikit-learn"),
    Row("SGD, squared, n = 100, a sample", "sgd", 100_000, 100, 2.2, "scikit-learn"),
    Row("SGD, logistic, n = 2, a sample", "sgd", 100_000, 2, 1.8, "scikit-learn", "logistic"),
    Row("SGD, logistic, n = 10, a sample", "sgd", 100_000, 10, 1.8, "scikit-learn", "logistic"),
    Row("SGD, logistic, n = 100, a sample", "sgd", 100_000, 100, 2, "scikit-learn", "logistic"),
    Row("Adam, batch 32, n = 10, m = 20 000, a step", "adam", 20_000, 10, 2.5, "optax"),
    Row("Adam, batch 32, n = 10, m = 100 000, a step", "adam", 100_000, 10, 2.5, "optax"),
]


def duration(seconds: float) -> str:
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


@dataclass
class Result:
    """What one row measured: seconds a unit, for the peer by its number of threads."""

    row: Row
    ours: list[float]
    theirs: dict[int, list[float]]
    read: dict[int, list[float]]  # where memory counts: seconds to read one float64, by the number of threads

    @property
    def threads(self) -> int:
        """With which the peer is faster."""
        return min(self.theirs, key=lambda t: statistics.median(self.theirs[t]))

    @property
    def ratio(self) -> float:
        return statistics.median(self.theirs[self.threads]) / statistics.median(self.ours)

    @property
    def reached(self) -> bool:
        return self.ratio >= self.row.target

    def line(self) -> str:
        row, mine = self.row, statistics.median(self.ours)
        pairs = [b / a for a, b in zip(self.ours, self.theirs[self.threads], strict=True)]
        peer = row.peer + (f", {self.threads} thread{'s' * (self.threads > 1)}" if len(self.theirs) > 1 else "")
        cells = [
            row.name,
            f"{peer}: {duration(statistics.median(self.theirs[self.threads]))}",
            duration(mine),
            f"{self.ratio:.2f} ×",
            f"{min(pairs):.2f} – {max(pairs):.2f}",
            f"{row.target:g} × {'✓' if self.reached else '✗'}",
            f"{row.numbers * min(map(statistics.median, self.read.values())) / mine:.2f}" if self.read else "–",
        ]
        return "| " + " | ".join(cells) + " |"


class Side:
    """A process that does what it is told, one line a request."""

    def __init__(self, name: str, command: list):
        self.name = name
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **request) -> dict:
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            reply = self.process.stdout.readline()
        except BrokenPipeError:
            reply = ""
        if not reply:
            raise SystemExit(f"{self.name} ended at the request {request}; its message stands above")
        return json.loads(reply)

    def calls(self, threads: int) -> int:
        """How many calls make one measurement; they also warm up."""
        calls = 1
        while (took := calls * self.ask(do="time", calls=calls, threads=threads)["seconds"]) < TURN / 3:
            calls = min(10 * calls, max(2 * calls, int(calls * TURN / took)))
        return max(1, round(calls * TURN / took))

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait()


class Data:
    """The files that both sides read."""

    def __init__(self, folder: str):
        self.x, self.y = Path(folder) / "x", Path(folder) / "y"

    def noisy(self, row: Row) -> dict:
        """Normal features; targets, or labels 0 and 1, from weights that are known, with noise."""
        import numpy as np

        rng = np.random.default_rng(1)
        x = rng.standard_normal((row.m, row.n))
        z = x @ (1 / np.arange(1.0, row.n + 1)) + 0.5 * rng.standard_normal(row.m)
        return self.write(row, row.m, x, z > 0 if row.loss == "logistic" else z, row.rate, row.steps)

    def any_order(self, row: Row) -> dict:
        """One example (x, y) and its mirror image (−x, −y), or (−x, 1−y) for labels, again and again. Without an intercept both pull w the
        same way, so the walk does not depend on the order, which differs between the libraries, and θ after three epochs can be compared."""
        import numpy as np

        m = 3200
        x = np.cos(np.arange(1.0, row.n + 1)) / np.sqrt(row.n)
        side = np.where(np.arange(m) % 3 == 0, -1.0, 1.0)
        y = (side + 1) / 2 if row.loss == "logistic" else 2 * side
        return self.write(row, m, side[:, None] * x, y, 1e-2 if row.work == "adam" else 1e-4, 3)

    def write(self, row: Row, m: int, x, y, rate: float, steps: int) -> dict:
        x.astype("<f8").tofile(self.x)
        y.astype("<f8").tofile(self.y)
        task = {"work": row.work, "loss": row.loss, "m": m, "n": row.n, "rate": rate, "steps": steps}
        return task | {"x": str(self.x), "y": str(self.y)}


def same_numbers(row: Row, go: Side, peer: Side) -> None:
    """Ends the run unless both sides find the same numbers to 1e-9 of the largest."""
    ours, theirs = go.ask(do="values")["values"], peer.ask(do="values")["values"]
    scale = max(map(abs, theirs))
    if len(ours) != len(theirs):
        raise SystemExit(f"{row.name}: gdlab gives {len(ours)} numbers, {peer.name} {len(theirs)}")
    worst = max(range(len(ours)), key=lambda i: abs(ours[i] - theirs[i]))
    if not (scale > 0 and all(abs(a - b) <= 1e-9 * scale for a, b in zip(ours, theirs, strict=True))):
        raise SystemExit(f"{row.name}: different work: number {worst} is {ours[worst]!r} in gdlab, {theirs[worst]!r} in {peer.name}")


def measure(row: Row, go: Side, peer: Side, data: Data, rounds: int) -> Result:
    """Checks that both sides do the same, then lets them take turns."""
    checked = [data.any_order] if row.work in ("sgd", "adam") else []
    for make in [*checked, data.noisy]:
        task = make(row)  # over the files of the one before
        for side in (go, peer):
            side.ask(do="load", **task)
        if make in checked or not checked:
            same_numbers(row, go, peer)
    least = 10 if row.work in ("sgd", "adam") else 1  # epochs: what a fit does once at its start must not count as SGD
    ours_calls = max(least, go.calls(2))
    theirs_calls = {t: max(least, peer.calls(t)) for t in row.threads}
    ours, theirs, read = [], {t: [] for t in row.threads}, {1: [], 2: []} if row.of_memory else {}
    for _ in range(rounds):
        time.sleep(PAUSE)
        ours.append(go.ask(do="time", calls=ours_calls)["seconds"] / row.units)
        for threads, calls in theirs_calls.items():
            time.sleep(PAUSE)
            theirs[threads].append(peer.ask(do="time", calls=calls, threads=threads)["seconds"] / row.units)
        for threads, seconds in read.items():
            time.sleep(PAUSE)
            seconds.append(go.ask(do="read", calls=threads, large=True, n=row.numbers)["seconds"])
    return Result(row, ours, theirs, read)


def read_speed(go: Side, rounds: int) -> str:
    """How fast memory is read, in words."""
    took = {(threads, large): [] for large in (True, False) for threads in (1, 2)}
    for _ in range(rounds):
        for (threads, large), seconds in took.items():
            time.sleep(PAUSE)
            seconds.append(go.ask(do="read", calls=threads, large=large, n=1 << 24)["seconds"])
    speed = [f"{8e-9 / statistics.median(seconds):.1f}" for seconds in took.values()]
    return (
        f"Reading memory once: {speed[0]} GB/s with one thread, {speed[1]} with two from large pages; "
        f"{speed[2]} and {speed[3]} from ordinary ones."
    )


def versions() -> str:
    from importlib.metadata import version

    go = subprocess.run([GO, "env", "GOVERSION"], capture_output=True, text=True, check=True).stdout.strip()
    return ", ".join([go, *(f"{p} {version(p)}" for p in ("numpy", "scikit-learn", "jax", "optax"))])


def main(rounds: int, words: list[str]) -> None:
    rows = [r for r in ROWS if all(w in r.name for w in words)]
    if not rows:
        raise SystemExit(f"no row is called {' '.join(words)!r}; there are:\n" + "\n".join(r.name for r in ROWS))
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        binary = Path(scratch) / "speed"
        subprocess.run([GO, "build", "-buildvcs=false", "-o", binary, "./bench/speed"], cwd=REPO, check=True)
        go = Side("gdlab", [binary])
        peers = {}
        for name in dict.fromkeys(r.peer for r in rows):
            peers[name] = Side(name, [sys.executable, BENCH / "peers.py", *["--one-thread"] * (name == "optax")])
        try:
            results = []
            for row in rows:
                results.append(measure(row, go, peers[row.peer], Data(scratch), rounds))
                print(".", end="", file=sys.stderr, flush=True)
            read = read_speed(go, rounds)
        finally:
            for side in (go, *peers.values()):
                side.stop()
    print(file=sys.stderr)
    print(
        f"| medians of {rounds} in turn | peer | gdlab | ratio | least – most | at least | of read speed |\n|---|---|---|---|---|---|---|"
    )
    for result in results:
        print(result.line())
    print(f"\n{read}")
    print(
        f"{sum(r.reached for r in results)} of {len(results)} rows reach their target, in {time.monotonic() - begin:.0f} s. {versions()}."
    )


if __name__ == "__main__":
    in_own_environment()
    number = [a for a in sys.argv[1:2] if a.isdigit()]
    main(max(5, int(number[0])) if number else 7, sys.argv[1 + len(number) :])
