// The figure of gdlive.Explore: it draws runs that were made beforehand. Nothing is fetched, nothing is global, no element has an id,
// so any number of figures, and the same figure twice, can stand on a page.
(function () {
  "use strict";
  const own = document.currentScript && document.currentScript.closest("[data-gdlive]");
  for (const root of own ? [own] : document.querySelectorAll("[data-gdlive=explore]")) {
    if (root.gdliveStarted) continue;
    root.gdliveStarted = true;
    try {
      start(root);
    } catch (err) { // the still picture stays
      console.error("gdlive:", err);
    }
  }

  function start(root) {
    const D = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    const runs = decode(D);
    const INK = "#222", FAINT = "#777", RULE = "#E4E4E4", BLUE = "#0072B2", RED = "#C25200";
    // A plate is 460 × 344, of which the data have this part.
    const L = 64, T = 10, W = 376, H = 288;

    const at = D.knobs.map(k => k.at); // where the sliders stand
    let k = Infinity; // the point that is shown last
    let hover = -1; // the point under the pointer
    let open = !D.predict; // whether the runs may be seen
    let guess = -1;
    let timer = 0;

    // ---- Numbers ----

    function number(v) { // up to four digits, as gdplot writes them
      v = Number(v.toPrecision(4));
      const a = Math.abs(v);
      const s = v !== 0 && (a < 1e-3 || a >= 1e6) ? v.toExponential().replace("+", "") : String(v);
      return s.replace(/-/g, "−");
    }
    function coordinate(steps, i) {
      const u = D.unit[i];
      return (u.digits > 0 ? (steps / 10 ** u.digits).toFixed(u.digits) : String(steps * 10 ** -u.digits)).replace(/-/g, "−");
    }
    function place(run, i) {
      const s = i < run.near ? run.w[i].map(coordinate) : run.far[i - run.near].map(number);
      return s.length === 1 ? s[0] : "(" + s.join(", ") + ")";
    }
    const plural = n => n + (n === 1 ? " step" : " steps");

    function decode(D) {
      const raw = atob(D.data), bytes = Uint8Array.from(raw, c => c.charCodeAt(0)), view = new DataView(bytes.buffer);
      let p = 0;
      return D.runs.map(([points, near, every, steps, end, note, rise, edge]) => {
        const run = { near, every, steps, end, note, rise, edge, t: [], j: [], w: [], far: [] };
        const six = () => { // a number of six digits
          const code = view.getUint32(p, true), e = (code - 1) % 640, m = Math.floor((code - 1) / 640);
          p += 4;
          return code === 0 ? 0 : Number((m >= 900000 ? "-" + (m - 800000) : m + 100000) + "e" + (e - 330));
        };
        for (let i = 0; i < points; i++) {
          run.j.push(six());
          run.t.push(Math.min(i * every, steps));
        }
        for (let i = 0; i < Math.min(near + 1, points); i++) {
          const w = [];
          for (let d = 0; d < D.dim; d++, p += 2) w.push(view.getInt16(p, true) + D.unit[d].zero);
          run.w.push(w);
        }
        for (let i = near; i < points; i++) run.far.push(Array.from({ length: D.dim }, six));
        return run;
      });
    }

    function runAt(at) {
      return runs[at.reduce((n, v, i) => n * D.knobs[i].labels.length + v, 0)];
    }
    const bad = run => run.end >= 2;

    // ---- Words ----

    function outcome(run) {
      const j = number(run.j[run.j.length - 1]);
      switch (run.end) {
        case 1: return "converged after " + plural(run.steps) + ", J = " + j;
        case 2: return "diverged at step " + run.rise;
        case 3: return "falls without end";
        case 4: return "not finite after step " + run.steps;
      }
      return "J = " + j + " after " + plural(run.steps);
    }
    function setting(i, v) {
      return D.knobs[i].symbol + " = " + D.knobs[i].labels[v];
    }
    function sentence(run) {
      const note = run.note >= 0 ? D.notes[run.note] : "";
      const cost = "J " + number(run.j[0]) + " → " + number(run.j[run.j.length - 1]) + " in " + plural(run.steps);
      switch (run.end) {
        case 1: return ["Converged", cost + (note && " (" + note + ")") + "."];
        case 2: return ["Diverged", cost + ", worse than the start from step " + run.rise + " on. " + upper(note) + "."];
        case 3: return ["Unbounded", cost + ". " + upper(note) + "."];
        case 4: return ["Not finite", cost + ". " + upper(note) + "."];
      }
      return ["", cost + (note && " (" + note + ")") + "."];
    }
    function upper(s) {
      return s.charAt(0).toUpperCase() + s.slice(1);
    }

    // ---- Elements ----

    function html(tag, name, parent, text) {
      const e = document.createElement(tag);
      if (name) e.className = name;
      if (text) e.textContent = text;
      if (parent) parent.append(e);
      return e;
    }
    function svg(tag, attributes, parent, text) {
      const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const name in attributes) e.setAttribute(name, attributes[name]);
      if (text) e.textContent = text;
      if (parent) parent.append(e);
      return e;
    }
    // JupyterLab takes keys for commands of its own unless the element in focus says otherwise.
    function mine(e) {
      e.setAttribute("data-lm-suppress-shortcuts", "true");
      return e;
    }

    function plate(parent, x, y) {
      const outer = svg("svg", { viewBox: "0 0 460 344", role: "img", "aria-label": x.label }, parent);
      const scene = svg("g", { "aria-hidden": "true" }, outer);
      for (const t of x.ticks) {
        const px = L + W * t.at;
        svg("path", { d: `M${px} ${T}V${T + H}`, stroke: RULE }, scene);
        svg("path", { d: `M${px} ${T + H}v4`, stroke: FAINT }, scene);
        svg("text", { x: px, y: T + H + 17, "text-anchor": "middle" }, scene, t.label);
      }
      for (const t of y.ticks) {
        const py = T + H * (1 - t.at);
        svg("path", { d: `M${L} ${py}H${L + W}`, stroke: RULE }, scene);
        svg("path", { d: `M${L} ${py}h-4`, stroke: FAINT }, scene);
        svg("text", { x: L - 7, y: py + 4.5, "text-anchor": "end" }, scene, t.label);
      }
      svg("text", { class: "gdlive-label", x: L + W / 2, y: 338, "text-anchor": "middle" }, scene, x.label);
      svg("text", { class: "gdlive-label", transform: `translate(13 ${T + H / 2}) rotate(-90)`, "text-anchor": "middle" }, scene, y.label);
      const inner = svg("svg", { x: L, y: T, width: W, height: H, viewBox: `0 0 ${W} ${H}`, overflow: "hidden" }, scene);
      svg("rect", { width: W, height: H, fill: "transparent" }, inner);
      svg("path", { d: `M${L} ${T}v${H}h${W}`, stroke: FAINT, fill: "none" }, scene);
      return { outer, inner };
    }

    const figure = html("div", "gdlive");
    figure.setAttribute("role", "group");
    figure.setAttribute("aria-label", D.predict ? "Predict, then reveal: runs of gradient descent" : "Explore: runs of gradient descent");
    const task = D.predict && html("p", "gdlive-task", figure);
    const plates = html("div", "gdlive-plates", figure);
    const left = plate(html("div", "", plates), D.x, D.y), right = plate(html("div", "", plates), D.t, D.j);
    const read = html("p", "gdlive-read", figure);
    const result = html("p", "gdlive-result", figure);
    const knobs = html("div", "gdlive-knobs", figure);
    const sliders = D.knobs.map((knob, i) => {
      const box = html("div", "gdlive-knob", knobs);
      const label = html("label", "", box);
      const words = html("span", "", label, knob.name.slice(0, knob.name.length - knob.symbol.length));
      const value = html("b", "", label);
      words.setAttribute("aria-hidden", "true");
      value.setAttribute("aria-hidden", "true");
      const input = mine(range(label, knob.labels.length - 1));
      input.setAttribute("aria-label", knob.name);
      input.addEventListener("input", () => turn(i, Number(input.value)));
      const marks = html("div", "gdlive-marks", box);
      marks.setAttribute("aria-hidden", "true");
      return { input, value, marks };
    });
    function range(parent, max) {
      const input = html("input", "", parent);
      input.type = "range";
      input.min = 0;
      input.max = max;
      input.step = 1;
      return input;
    }
    const bar = html("div", "gdlive-bar", figure);
    const buttons = html("div", "gdlive-buttons", bar);
    const reveal = D.predict && button("Reveal", () => show(!open));
    if (reveal) reveal.classList.add("gdlive-main");
    const play = button("Play", () => (timer ? pause() : run()));
    const back = button("Back", () => step(-1));
    const next = button("Step", () => step(1));
    function button(text, pressed) {
      const e = mine(html("button", "", buttons, text));
      e.type = "button";
      e.addEventListener("click", pressed);
      return e;
    }
    const steps = html("div", "gdlive-steps", bar);
    const stepLabel = html("label", "", steps), stepValue = html("b", "", stepLabel);
    stepValue.setAttribute("aria-hidden", "true");
    const stepper = mine(range(stepLabel, 1));
    stepper.setAttribute("aria-label", "step t");
    stepper.addEventListener("input", () => { pause(); goTo(Number(stepper.value)); });
    const hint = html("p", "gdlive-hint", figure);
    const said = html("div", "gdlive-said", figure);
    said.setAttribute("role", "status");

    // ---- The pictures ----

    const under = {
      stroke: "#6B7F93", "stroke-width": 0.9, fill: "none",
      "vector-effect": "non-scaling-stroke", transform: `scale(${W / 10000} ${H / 10000})`,
    };
    if (D.bands) svg("image", { href: D.bands, width: W, height: H, preserveAspectRatio: "none" }, left.inner);
    if (D.lines) svg("path", { ...under, d: D.lines }, left.inner);
    if (D.curve) svg("path", { ...under, d: D.curve, stroke: INK, "stroke-width": 2 }, left.inner);
    const choices = svg("g", {}, left.inner);
    const drawn = [left, right].map(p => ({
      line: svg("polyline", { class: "gdlive-path", fill: "none", "stroke-width": 1.8, "stroke-linejoin": "round" }, p.inner),
      dots: svg("path", { fill: "none", "stroke-width": 5, "stroke-linecap": "round" }, p.inner),
      heads: svg("path", {}, p.inner),
      end: svg("circle", { r: 5.5, stroke: "#fff", "stroke-width": 1 }, p.inner),
      mark: svg("circle", { r: 8, fill: "none", stroke: INK, "stroke-width": 2 }, p.inner),
    }));
    const home = svg("circle", { r: 8, fill: "#fff", "fill-opacity": 0.6, "stroke-width": 2.4 }, left.inner);
    const secret = svg("text", { x: W / 2, y: H / 2, "text-anchor": "middle" }, right.inner, "The runs appear when you press Reveal.");

    function onLeft(run, i) {
      const [x, y] = run.w[i].map((v, d) => v / 10 ** D.unit[d].digits);
      return [W * (x - D.x.lo) / (D.x.hi - D.x.lo), H * (1 - ((D.dim === 1 ? run.j[i] : y) - D.y.lo) / (D.y.hi - D.y.lo))];
    }
    function onRight(run, i) {
      const { lo, hi, log } = D.j, j = run.j[i];
      let f = (j - lo) / (hi - lo);
      if (log) f = j > lo ? Math.log(j / lo) / Math.log(hi / lo) : 0;
      return [W * (run.t[i] - D.t.lo) / (D.t.hi - D.t.lo), H * (1 - f)];
    }
    const within = ([x, y]) => x >= -1 && x <= W + 1 && y >= -1 && y <= H + 1;
    // No drawing program likes numbers that are far off.
    const tame = q => q.map(v => Math.max(-1e5, Math.min(1e5, v)).toFixed(2));

    function arrows(points) {
      let d = "";
      for (let i = 1; i < points.length && i <= 40; i++) {
        const [a, b] = [points[i - 1], points[i]], length = Math.hypot(b[0] - a[0], b[1] - a[1]);
        if (!(length > 18) || !within(b)) continue;
        const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
        const tip = [b[0] - 3 * ux, b[1] - 3 * uy], foot = [tip[0] - 9 * ux, tip[1] - 9 * uy];
        d += `M${tame(tip)}L${tame([foot[0] - 3.4 * uy, foot[1] + 3.4 * ux])}L${tame([foot[0] + 3.4 * uy, foot[1] - 3.4 * ux])}Z`;
      }
      return d;
    }
    function trace(d, points, end, colour, dashed) {
      const seen = points.filter(within);
      d.line.setAttribute("points", points.map(q => tame(q).join(",")).join(" "));
      d.line.setAttribute("stroke", colour);
      d.line.setAttribute("stroke-dasharray", dashed ? "7 3" : "none");
      d.dots.setAttribute("d", seen.length <= 200 ? seen.map(q => "M" + tame(q) + "h0").join("") : "");
      d.dots.setAttribute("stroke", colour);
      const shown = end && within(end);
      d.end.setAttribute("visibility", shown ? "visible" : "hidden");
      if (shown) put(d.end, end);
      d.end.setAttribute("fill", colour);
    }
    function put(circle, q) {
      circle.setAttribute("cx", q[0].toFixed(2));
      circle.setAttribute("cy", q[1].toFixed(2));
    }
    function marker(d, q) {
      d.mark.setAttribute("visibility", q && within(q) ? "visible" : "hidden");
      if (q) put(d.mark, q);
    }

    // ---- What is shown now ----

    function draw() {
      const run = runAt(at), last = run.j.length - 1, n = open ? Math.min(k, last) : 0;
      const colour = bad(run) && open ? RED : BLUE;
      const path = run.w.slice(0, n + 1).map((_, i) => onLeft(run, i));
      const cost = open ? run.j.slice(0, n + 1).map((_, i) => onRight(run, i)) : [];
      trace(drawn[0], path, n < run.near ? path[n] : null, colour, bad(run) && open);
      trace(drawn[1], cost, cost[n], colour, bad(run) && open);
      drawn[0].heads.setAttribute("d", D.dim === 2 ? arrows(path) : "");
      drawn[0].heads.setAttribute("fill", colour);
      put(home, path[0]);
      home.setAttribute("stroke", colour);
      secret.setAttribute("visibility", open ? "hidden" : "visible");

      const i = open && hover >= 0 && hover <= n ? hover : n;
      marker(drawn[0], hover >= 0 && i < run.w.length ? path[i] : null);
      marker(drawn[1], hover >= 0 && open ? cost[i] : null);
      const values = "w = " + place(run, i) + ", J = " + number(run.j[i]);
      read.textContent = (open ? "step " + run.t[i] + ": " : "start: ") + values;
      stepper.max = Math.max(last, 1);
      stepper.value = n;
      stepper.setAttribute("aria-valuetext", "step " + run.t[n] + " of " + run.steps
        + ", w = " + place(run, n) + ", J = " + number(run.j[n]));
      stepValue.textContent = "step t = " + run.t[n] + " of " + run.steps + (run.every > 1 ? " (a point every " + run.every + ")" : "");
      back.disabled = n === 0;
      next.disabled = n === last;

      const [verdict, rest] = sentence(run);
      result.textContent = "";
      if (open) {
        if (guess >= 0) {
          const [word, text] = judgement();
          task.textContent = "You said " + setting(D.rate, guess) + ". ";
          html("span", bad(guessed()) ? "gdlive-bad" : "gdlive-good", task, word);
          task.append(text);
        }
        if (verdict) html("span", bad(run) ? "gdlive-bad" : "gdlive-good", result, verdict + ". ");
        result.append(setting(0, at[0]) + ": " + rest);
      }
      sliders.forEach((s, i) => {
        s.input.value = at[i];
        s.value.textContent = setting(i, at[i]);
        s.input.setAttribute("aria-valuetext", setting(i, at[i]) + (open ? ", " + outcome(run) : ""));
        s.marks.textContent = "";
        if (open && D.knobs[i].labels.length > 1 && D.knobs[i].labels.length <= 40) {
          D.knobs[i].labels.forEach((_, v) => {
            const there = bad(runAt(at.map((was, n) => (n === i ? v : was))));
            html("span", there ? "gdlive-bad" : "", s.marks, there ? "×" : "•");
          });
        }
      });
      hint.textContent = (D.start >= 0 ? "Drag the ring to another start. " : "")
        + (open ? "Point at a picture, or move the step slider, for the numbers at a step. " : "")
        + (open && runs.some(bad) ? "× marks what diverges." : "");
      left.outer.setAttribute("aria-label", (D.dim === 1 ? "The curve J(w) and the walk on it" : "Level lines of the cost and the path")
        + " from w = " + place(run, 0) + (open ? " to w = " + place(run, n) + ", step " + run.t[n] + ". " + upper(outcome(run)) + "."
        : ". The path is hidden until you press Reveal."));
      right.outer.setAttribute("aria-label", open ? "The cost against the step: " + number(run.j[0]) + " at the start, "
        + number(run.j[n]) + " at step " + run.t[n] + "." : "The cost against the step, hidden until you press Reveal.");
    }

    let late = 0;
    function say(text) { // once the hand rests
      clearTimeout(late);
      late = setTimeout(() => { said.textContent = text; }, 500);
    }
    function told() {
      const [verdict, rest] = sentence(runAt(at));
      return D.knobs.map((_, i) => setting(i, at[i])).join(", ") + ": " + (verdict && verdict + ". ") + rest;
    }

    function turn(i, v) {
      const n = runAt(at).j.length - 1;
      at[i] = v;
      if (k >= n) k = Infinity;
      hover = -1;
      draw();
      if (open) say(told());
    }
    function goTo(n) {
      const last = runAt(at).j.length - 1;
      k = n >= last ? Infinity : Math.max(n, 0);
      hover = -1;
      draw();
    }
    function step(by) {
      pause();
      const run = runAt(at);
      goTo(Math.min(k, run.j.length - 1) + by);
      const n = Math.min(k, run.j.length - 1);
      said.textContent = "step " + run.t[n] + ": w = " + place(run, n) + ", J = " + number(run.j[n]);
    }

    // ---- Play: every point within about five seconds. Who wants less motion sees five pictures, one a second. ----

    function run() {
      const last = runAt(at).j.length - 1, still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const jump = still ? Math.max(1, Math.ceil(last / 5)) : Math.max(1, Math.ceil(last / 150));
      if (k >= last) goTo(0);
      play.textContent = "Pause";
      timer = setInterval(() => {
        const now = Math.min(k, last) + jump;
        if (!figure.isConnected) return pause();
        goTo(now);
        if (now >= last) {
          pause();
          say(told());
        }
      }, still ? 1000 : Math.max(33, Math.min(400, 5000 / (last + 1))));
    }
    function pause() {
      clearInterval(timer);
      timer = 0;
      play.textContent = "Play";
    }

    // ---- Pointer: values under it, and the start, which can be dragged from one of the starts to the next. ----

    function pointer(p, event) {
      const box = p.outer.getScreenCTM();
      return [(event.clientX - box.e) / box.a - L, (event.clientY - box.f) / box.d - T];
    }
    function nearest(points, q, reach, along) {
      let best = -1, least = reach;
      points.forEach((a, i) => {
        const d = along ? Math.abs(a[0] - q[0]) : Math.hypot(a[0] - q[0], a[1] - q[1]);
        if (d < least) [best, least] = [i, d];
      });
      return best;
    }
    function look(p, on, reach, along) {
      p.outer.addEventListener("pointermove", event => {
        if (!open || held) return;
        const run = runAt(at), n = Math.min(k, run.j.length - 1);
        const points = (on === onLeft ? run.w.slice(0, Math.min(n + 1, run.near)) : run.j.slice(0, n + 1)).map((_, i) => on(run, i));
        const found = nearest(points, pointer(p, event), reach, along);
        if (found !== hover) {
          hover = found;
          draw();
        }
      });
      p.outer.addEventListener("pointerleave", () => {
        if (hover >= 0) {
          hover = -1;
          draw();
        }
      });
    }
    let held = false;
    look(left, onLeft, 22, false);
    look(right, onRight, 40, true);

    if (D.start >= 0) {
      const places = D.knobs[D.start].labels.map((_, v) => onLeft(runAt(at.map((was, i) => (i === D.start ? v : was))), 0));
      for (const q of places) put(svg("circle", { r: 4, fill: "#fff", stroke: INK, "stroke-width": 1.4 }, choices), q);
      choices.setAttribute("class", "gdlive-grab");
      home.setAttribute("class", "gdlive-grab");
      const choose = event => {
        const v = nearest(places, pointer(left, event), Infinity);
        if (v !== at[D.start]) turn(D.start, v);
      };
      left.outer.addEventListener("pointerdown", event => {
        if (nearest(places, pointer(left, event), 14) < 0) return;
        held = true;
        pause();
        left.outer.setPointerCapture(event.pointerId);
        figure.classList.add("gdlive-held");
        event.preventDefault();
        choose(event);
      });
      left.outer.addEventListener("pointermove", event => { if (held) choose(event); });
      for (const end of ["pointerup", "pointercancel"]) {
        left.outer.addEventListener(end, () => {
          held = false;
          figure.classList.remove("gdlive-held");
        });
      }
    }

    // ---- Predict, then reveal ----

    function show(yes) {
      pause();
      open = yes;
      guess = yes ? at[D.rate] : -1;
      k = Infinity;
      hover = -1;
      reveal.textContent = yes ? "Guess again" : "Reveal";
      hide(!yes);
      task.textContent = question;
      draw();
      say(task.textContent + (yes ? " " + told() : ""));
      if (yes && !matchMedia("(prefers-reduced-motion: reduce)").matches) run();
    }
    function hide(yes) {
      for (const e of [play, back, next, steps]) e.hidden = yes;
    }
    function withRate(v) {
      return runAt(at.map((was, i) => (i === D.rate ? v : was)));
    }
    function guessed() {
      return withRate(guess);
    }
    function judgement() {
      let best = -1, word, s;
      D.rates.forEach((_, v) => { if (!bad(withRate(v))) best = v; });
      const largest = best >= 0 && setting(D.rate, best);
      if (bad(guessed())) {
        word = "Too large:";
        s = " it diverges" + (largest ? "; the largest that does not is " + largest + "." : ", as all of these rates do.");
      } else if (guess === best) {
        [word, s] = ["Right:", " it is the largest on the slider that does not diverge."];
      } else {
        [word, s] = ["Safe,", " but so is " + largest + ", the largest that does not diverge."];
      }
      const edge = D.edges && D.edges[guessed().edge];
      if (edge) {
        s += " The curvature at the lowest point puts the edge at " + edge.words + " = " + number(edge.rate)
          + "; you are at " + number(Number((D.rates[guess] / edge.rate).toPrecision(3))) + " of it.";
      }
      return [word, s];
    }
    const question = "Predict: which is the largest learning rate on the slider that does not diverge? Choose it, then press Reveal.";
    if (D.predict) {
      task.textContent = question;
      hide(true);
    }

    draw();
    root.querySelector(".gdlive-still").hidden = true;
    for (const old of root.querySelectorAll(".gdlive")) old.remove(); // of a page that was saved as it stood
    root.append(figure);
  }
})();
