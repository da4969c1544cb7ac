"""Measures a class of N on this server:  python3 docker/hub/load.py --users 20 --think 20  (as root)

N students start their servers at once. Then each runs lesson 02, with a pause of 0 to --think seconds before each cell.
Prints one row of the table in README.md. The machine should have nothing else to do; how busy it was before is printed.
"""

import argparse
import random
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
from gdcommon import processes
from testing import install, room

LESSON = "02_learning_rate.ipynb"
MB = 1 << 20


class Memory(threading.Thread):
    """Looks at all users' processes every two seconds and keeps the most that it saw."""

    def __init__(self, uids: set[int]):
        super().__init__(daemon=True)
        self.uids, self.done = uids, threading.Event()
        self.user = self.total = self.server = self.kernel = 0
        self.start()

    def run(self) -> None:
        while not self.done.wait(2):
            users: dict[int, int] = {}
            for process in processes.of_users(self.uids):
                try:
                    uid, line, held = process.uids().real, " ".join(process.cmdline()), process.memory_full_info().pss
                except psutil.Error:
                    continue  # it has just ended
                users[uid] = users.get(uid, 0) + held
                if "jupyterhub.singleuser" in line:
                    self.server = max(self.server, held)
                elif "/gotools/gonb" in line:
                    self.kernel = max(self.kernel, held)
            self.user, self.total = max(self.user, *users.values(), 0), max(self.total, sum(users.values()))


def work(browser, lesson: dict, think: float, rounds: int, dice: random.Random) -> tuple[list[float], list[float], int]:
    """Seconds of the first plotting cell and of the others, and how many pictures did not come."""
    kernel, took, lost = browser.open(LESSON), [], 0
    for _ in range(rounds):
        for cell in (x for x in lesson["cells"] if x["cell_type"] == "code"):
            time.sleep(dice.uniform(0, think))
            wanted = sum("image/png" in output.get("data", {}) for output in cell["outputs"])
            got = kernel.run("".join(cell["source"]))
            assert got.status == "ok", got.text
            if wanted:
                took.append(got.seconds)
                lost += wanted - got.pictures
    kernel.close()
    return took[:1], took[1:], lost


def measure(room, users: int, think: float, rounds: int) -> str:
    names = [f"u{number:02d}" for number in range(1, users + 1)]
    browsers = [room.browser(name) for name in names]
    memory = Memory(room.uids())
    with ThreadPoolExecutor(users) as pool:
        begun = time.monotonic()
        spawned = list(pool.map(lambda browser: browser.start_server(600), browsers))
        all_there = time.monotonic() - begun
        lesson = browsers[0].notebook(LESSON)
        done = list(pool.map(lambda pair: work(pair[1], lesson, think, rounds, random.Random(pair[0])), enumerate(browsers)))
    memory.done.set()
    memory.join()
    first = [s for result in done for s in result[0]]
    later = sorted(s for result in done for s in result[1])
    pictures = sum("image/png" in o.get("data", {}) for cell in lesson["cells"] if cell["cell_type"] == "code" for o in cell["outputs"])
    cells = (
        users, f"0–{think:g} s", f"{statistics.median(spawned):.1f} s", f"{all_there:.1f} s", f"{statistics.median(first):.2f} s",
        f"{statistics.median(later):.2f} s", f"{later[int(0.95 * (len(later) - 1))]:.2f} s",
        f"{sum(result[2] for result in done)} of {rounds * pictures * users}",
        f"{memory.server // MB} MB", f"{memory.kernel // MB} MB", f"{memory.user // MB} MB", f"{memory.total / (1 << 30):.2f} GB",
    )  # fmt: skip  # one row of the table in README.md
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures a class of N users on this server.")
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--think", type=float, default=20, help="longest pause before a cell, in seconds (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=1, help="how often each runs the lesson (default: %(default)s)")
    args = parser.parse_args()
    if args.users < 1 or args.think < 0 or args.rounds < 1:
        found = f"--users {args.users} --think {args.think:g} --rounds {args.rounds}"
        parser.error(f"{found}: at least one user and one round are wanted, and no negative pause")
    install.need_root()
    port = room.free_port()
    with install.installed(port), room.Room(port, [f"u{number:02d}" for number in range(1, args.users + 1)], []) as class_room:
        print(f"Before: {psutil.cpu_percent(5):.0f}% of the machine was at work.", flush=True)
        row = measure(class_room, args.users, args.think, args.rounds)
        class_room.stop()
    print(
        "| users | pause | server, median | all servers | first plot | plot, median | plot, 95 % | pictures lost "
        "| server | kernel | user, peak | all, peak |"
    )
    print("|" + "---|" * 12)
    print(row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
