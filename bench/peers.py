"""The peers' side of bench/speed.py: NumPy, scikit-learn or optax in a process of its own.

It reads one JSON request a line and answers each with one line, as bench/speed/main.go does for gdlab; the fields of a task are
described there, in work.go. Each class below is one kind of work, written as a careful user of its library would.
"""

import json
import os
import sys
import time


class Peer:
    """One kind of work: `work` does it as often as it is told, `values` gives the numbers that both sides must find."""

    def work(self, calls):
        for _ in range(calls):
            self.once()

    def time(self, calls):
        begin = time.perf_counter()
        self.work(calls)
        return (time.perf_counter() - begin) / calls


class Eval(Peer):
    """J and ∇J on all examples in NumPy: the data are read twice, once for the scores and once for the gradient."""

    def __init__(self, x, y, task):
        import numpy as np

        self.x, self.y = x, y
        self.w = 0.5 / np.arange(1.0, task["n"] + 1)
        self.once = self.logistic if task["loss"] == "logistic" else self.squared

    def squared(self):
        r = self.x @ self.w - self.y
        return self.x.T @ r / len(r), r @ r / (2 * len(r))

    def logistic(self):
        import numpy as np

        p = 1 / (1 + np.exp(-(self.x @ self.w)))
        j = -np.mean(self.y * np.log(p) + (1 - self.y) * np.log(1 - p))
        return self.x.T @ (p - self.y) / len(p), j

    def values(self):
        grad, j = self.once()
        return [*grad.tolist(), float(j)]


class Loop(Peer):
    """Gradient descent from zeros with a list of costs, as a first NumPy program has it: targets and parameters are columns."""

    def __init__(self, x, y, task):
        self.x, self.y, self.task = x, y.reshape(-1, 1), task

    def once(self):
        import numpy as np

        m, rate = len(self.y), self.task["rate"]
        theta, costs = np.zeros((self.x.shape[1], 1)), []
        for _ in range(self.task["steps"]):
            error = self.x @ theta - self.y
            costs.append(np.sum(error**2) / (2 * m))
            theta = theta - rate * (self.x.T @ error) / m
        return costs, theta

    def values(self):
        costs, theta = self.once()
        return [*map(float, costs), *theta.ravel().tolist()]


class Sgd(Peer):
    """scikit-learn: one example a step, shuffled anew for each epoch, constant rate, no penalty, no intercept."""

    def __init__(self, x, y, task):
        self.x, self.y, self.task = x, y, task

    def work(self, epochs):
        import sklearn
        from sklearn.linear_model import SGDClassifier, SGDRegressor

        settings = {"penalty": None, "learning_rate": "constant", "eta0": self.task["rate"], "fit_intercept": False}
        settings |= {"max_iter": epochs, "tol": None, "random_state": 1}
        if self.task["loss"] == "logistic":
            model = SGDClassifier(loss="log_loss", **settings)
        else:
            model = SGDRegressor(loss="squared_error", **settings)
        with sklearn.config_context(assume_finite=True, skip_parameter_validation=True):
            return model.fit(self.x, self.y)

    def values(self):
        return self.work(self.task["steps"]).coef_.ravel().tolist()


class Adam(Peer):
    """optax: an epoch is one jitted scan over batches of 32. They are cut once: nothing is shuffled, which is to optax's advantage."""

    def __init__(self, x, y, task):
        import jax
        import jax.numpy as jnp
        import optax

        jax.config.update("jax_enable_x64", True)
        self.task = task
        steps = task["m"] // 32
        self.batches = jnp.asarray(x[: 32 * steps].reshape(steps, 32, -1)), jnp.asarray(y[: 32 * steps].reshape(steps, 32))
        adam = optax.adam(task["rate"], b1=0.9, b2=0.999, eps=1e-8)

        def cost(w, batch):
            r = batch[0] @ w - batch[1]
            return jnp.mean(r * r) / 2

        def step(state, batch):
            w, memory = state
            updates, memory = adam.update(jax.grad(cost)(w, batch), memory)
            return (optax.apply_updates(w, updates), memory), None

        self.epoch = jax.jit(lambda state, batches: jax.lax.scan(step, state, batches)[0])
        w = jnp.zeros(task["n"])
        self.start = w, adam.init(w)

    def work(self, epochs):
        state = self.start
        for _ in range(epochs):
            state = self.epoch(state, self.batches)
        return state[0].block_until_ready()

    def values(self):
        return self.work(self.task["steps"]).tolist()


def load(task):
    import numpy as np

    x = np.fromfile(task["x"], "<f8").reshape(task["m"], task["n"])
    return {"eval": Eval, "loop": Loop, "sgd": Sgd, "adam": Adam}[task["work"]](x, np.fromfile(task["y"], "<f8"), task)


def answer(work, request):
    from threadpoolctl import threadpool_limits

    if request["do"] == "values":
        return {"values": work.values()}
    with threadpool_limits(limits=request["threads"], user_api="blas"):
        return {"seconds": work.time(request["calls"])}


def serve(replies):
    work = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "load":
            work = None  # the old data may go before the new ones come
            work, reply = load(request), {}
        else:
            reply = answer(work, request)
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    if "--one-thread" in sys.argv:  # for JAX: these must stand before it is imported
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        os.environ["JAX_PLATFORMS"] = "cpu"
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints does not land among the answers
    serve(replies)
