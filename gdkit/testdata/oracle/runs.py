"""Which methods run with which settings, and under what name each library has them.

A row of METHODS is one method with one choice of its numbers:

  fields   the numbers under the names of gdkit's struct fields
  rates    the learning rate on each problem; a problem that is missing is not run
  torch, optax   lists of (optimizer, its options without the rate, same, convention)

same says that the library's formula is gdkit's. make_oracle.py checks it: walks that claim to be
the same must agree, and the others must differ.

The settings "usual" are those that people type; "telling" are chosen so that the conventions
are far apart: a large ε shows where it stands, a small β₂ lets AMSGrad's maximum hold. Only there
are the rivals run, the forms that differ from gdkit's.
"""

import optax
import torch

T, O = torch.optim, optax

HEAVY = {"bowl": 0.1, "valley": 0.6, "rosenbrock": 0.0005, "houses": 0.05}
ADAM = {"bowl": 0.5, "valley": 0.5, "rosenbrock": 0.05, "houses": 20.0}
RMS = {"bowl": 0.4, "valley": 0.4, "rosenbrock": 0.01, "houses": 10.0}
TELLING_HEAVY = {"bowl": 0.1, "rosenbrock": 0.0005}
TELLING = {"bowl": 0.5, "rosenbrock": 0.05}

ADAM_TEXT = "m-hat / (sqrt(v-hat) + eps): eps outside the root, after the correction"
EPS_IN = "g / sqrt(s + eps): eps inside the root"
EPS_OUT = "g / (sqrt(s) + eps): eps outside the root"


def _adam_rows():
    rows = []
    for settings, b1, b2, eps, rates in [
        ("usual", 0.9, 0.999, 1e-8, ADAM),
        ("telling", 0.8, 0.6, 0.1, TELLING),
    ]:
        f = {"Beta1": b1, "Beta2": b2, "Eps": eps}
        t = {"betas": (b1, b2), "eps": eps}
        o = {"b1": b1, "b2": b2, "eps": eps}
        decay = 0.01 if settings == "usual" else 0.3
        rows += [
            ("Adam", settings, f, rates,
             [(T.Adam, t, True, ADAM_TEXT),
              (T.Adam, t | {"weight_decay": 0.3}, False, "L2 penalty: 0.3 w is added to the gradient, before the averages")],
             [(O.adam, o, True, ADAM_TEXT),
              (O.adam, o | {"eps": 0.0, "eps_root": eps}, False, "m-hat / sqrt(v-hat + eps_root): eps inside the root")]),
            ("AdamW", settings, f | {"Decay": decay}, rates,
             [(T.AdamW, t | {"weight_decay": decay}, True, "w times (1 - lr*weight_decay), then the step of Adam")],
             [(O.adamw, o | {"weight_decay": decay}, True, "w - lr*(step of Adam + weight_decay*w)")]),
            ("AMSGrad", settings, f, rates,
             [(T.Adam, t | {"amsgrad": True}, True, "max over v, then the correction: sqrt(max v / (1-beta2^t)) + eps")],
             [(O.amsgrad, o, False, "the correction, then max over v-hat"),
              (O.amsgrad, o | {"bias_correction_mu": False, "bias_correction_nu": False}, False, "the paper's form: no correction")]),
            ("NAdam", settings, f, rates,
             [(T.NAdam, t, False, "beta1 warms up: mu_t = beta1 (1 - 0.5*0.96^(0.004 t)), corrected with its product"),
              (T.NAdam, t | {"momentum_decay": 1e6}, True, "momentum_decay so large that mu_t = beta1 from the first step")],
             [(O.nadam, o, True, "constant beta1; (b1 m/(1-b1^(t+1)) + (1-b1) g/(1-b1^t)) / (sqrt(v-hat) + eps)")]),
        ]
    return rows


def _ema(rate, decay):
    return O.chain(O.ema(decay, debias=False), O.scale(-rate))


def _rate_inside(rate, decay):
    return O.chain(O.scale(-rate), O.trace(decay))


def _rms_rows():
    rows = []
    for settings, rho, eps, rates in [("usual", 0.9, 1e-8, RMS), ("telling", 0.7, 0.1, TELLING)]:
        for centered in (False, True):
            t = {"alpha": rho, "eps": eps, "centered": centered}
            o = {"decay": rho, "eps": eps, "centered": centered}
            rows.append(
                ("RMSprop", settings, {"Rho": rho, "Eps": eps, "Centered": centered}, rates,
                 [(T.RMSprop, t, True, EPS_OUT)],
                 [(O.rmsprop, o | {"eps_in_sqrt": False}, True, EPS_OUT),
                  (O.rmsprop, o, False, EPS_IN + " (optax's default, eps_in_sqrt=True)")]))
    return rows


METHODS = [
    ("Plain", "usual", {}, {"bowl": 0.1, "valley": 0.4, "rosenbrock": 0.001, "houses": 0.1},
     [(T.SGD, {}, True, "w - lr*g")],
     [(O.sgd, {}, True, "w - lr*g")]),
    *[("Momentum", settings, {"Beta": beta}, rates,
       [(T.SGD, {"momentum": beta}, True, "v = beta*v + g, w - lr*v"),
        (T.SGD, {"momentum": beta, "dampening": beta}, False,
         "v = beta*v + (1-dampening)*g, but the first v is the whole g")],
       [(O.sgd, {"momentum": beta}, True, "v = beta*v + g, w - lr*v"),
        (_ema, {"decay": beta}, "rate/(1-Beta)", "v = beta*v + (1-beta)*g, w - lr*v, with lr = rate/(1-beta)"),
        (_rate_inside, {"decay": beta}, True, "v = beta*v - lr*g, w + v: the same while lr is constant")])
      for settings, beta, rates in [("usual", 0.9, HEAVY | {"valley": 0.3}), ("telling", 0.5, HEAVY)]],
    *[("Nesterov", settings, {"Beta": beta}, rates,
       [(T.SGD, {"momentum": beta, "nesterov": True}, True, "v = beta*v + g, w - lr*(g + beta*v)")],
       [(O.sgd, {"momentum": beta, "nesterov": True}, True, "v = beta*v + g, w - lr*(g + beta*v)")])
      for settings, beta, rates in [("usual", 0.9, HEAVY | {"valley": 0.1}), ("telling", 0.5, TELLING_HEAVY)]],
    ("AdaGrad", "usual", {"Eps": 1e-10}, {"bowl": 0.5, "valley": 2.0, "rosenbrock": 0.1, "houses": 50.0},
     [(T.Adagrad, {"eps": 1e-10}, True, "s starts at 0; " + EPS_OUT)], []),
    ("AdaGrad", "telling", {"Eps": 0.5}, TELLING,
     [(T.Adagrad, {"eps": 0.5}, True, "s starts at 0; " + EPS_OUT),
      (T.Adagrad, {"eps": 0.5, "initial_accumulator_value": 0.1}, False, "s starts at 0.1; " + EPS_OUT)],
     [(O.adagrad, {"eps": 0.5, "initial_accumulator_value": 0.0}, False, "s starts at 0; " + EPS_IN),
      (O.adagrad, {"eps": 0.5}, False, "s starts at 0.1 (optax's default); " + EPS_IN)]),
    # Without ε its place does not matter. gdkit wants one > 0: 1e-30 is lost in every sum.
    ("AdaGrad", "no eps", {"Eps": 1e-30}, {"bowl": 0.5, "rosenbrock": 0.1, "houses": 50.0}, [],
     [(O.adagrad, {"eps": 0.0, "initial_accumulator_value": 0.0}, True, "s starts at 0, no eps")]),
    *_rms_rows(),
    *[("AdaDelta", settings, {"Rho": rho, "Eps": eps}, rates,
       [(T.Adadelta, {"rho": rho, "eps": eps}, True, "g sqrt(u + eps)/sqrt(s + eps); u averages the step before lr")],
       [(O.adadelta, {"rho": rho, "eps": eps}, True, "g sqrt(u + eps)/sqrt(s + eps); u averages the step before lr")])
      for settings, rho, eps, rates in [
          ("usual", 0.95, 1e-6, {"bowl": 1.0, "valley": 1.0, "rosenbrock": 1.0, "houses": 1.0}),
          ("telling", 0.7, 0.05, {"bowl": 0.5, "rosenbrock": 0.3})]],
    *_adam_rows(),
    *[("Lion", settings, {"Beta1": b1, "Beta2": b2, "Decay": decay}, rates, [],
       [(O.lion, {"b1": b1, "b2": b2, "weight_decay": decay}, True, "w - lr*(sign(b1*m + (1-b1)*g) + decay*w), then m = b2*m + (1-b2)*g")])
      for settings, b1, b2, decay, rates in [
          ("usual", 0.9, 0.99, 0.0, {"bowl": 0.37, "valley": 0.37, "rosenbrock": 0.021, "houses": 13.7}),
          ("telling", 0.6, 0.8, 0.1, {"bowl": 0.73, "valley": 0.73, "rosenbrock": 0.043, "houses": 29.3})]],
    ("SignDescent", "usual", {}, {"bowl": 0.37, "valley": 0.37, "rosenbrock": 0.021, "houses": 23.7}, [],
     [(O.sign_sgd, {}, True, "w - lr*sign(g), sign(0) = 0")]),
]
