"""Submissions of the assignment a0, good and bad, and the points that each must get.

a0 has two graded functions: Slope, 2 points or none, and Step, three properties of one point each.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

SLOPE = "func Slope(w float64) float64 { return 2 * (w - 3) }"
STEP = "func Step(w, grad []float64, rate float64) {\n\tfor i := range w {\n\t\tw[i] -= rate * grad[i]\n\t}\n}"
WRONG = "func Slope(w float64) float64 { return w }"
STILL = "func Step(w, grad []float64, rate float64) {}"


@dataclass
class Submission:
    name: str
    slope: float  # points expected
    step: float
    change: Callable[[NotebookNode], None]
    said: str = ""  # what the feedback must say
    raw: Callable[[bytes], bytes] | None = None  # a change of the file itself
    reason: str = ""

    def write(self, student_version: NotebookNode) -> bytes:
        nb = copy.deepcopy(student_version)
        self.change(nb)
        body = nbformat.writes(nb).encode()
        return self.raw(body) if self.raw else body


def find(nb: NotebookNode, name: str) -> int:
    return next(i for i, c in enumerate(nb.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def fill(slope: str | None = SLOPE, step: str | None = STEP, before: str = "", after: str = "", end: str = "", **others: str):
    """Fills in the two solutions, and adds cells before the first, after the second and at the end."""

    def change(nb: NotebookNode) -> None:
        for name, source in {"slope": slope, "step": step, **others}.items():
            if source is not None:
                nb.cells[find(nb, name)].source = source
        if after:
            nb.cells.insert(find(nb, "step") + 1, nbformat.v4.new_code_cell(after))
        if before:
            nb.cells.insert(find(nb, "slope"), nbformat.v4.new_code_cell(before))
        if end:
            nb.cells.append(nbformat.v4.new_code_cell(end))

    return change


def moved(*names: str, to: int):
    """Both solutions are right; these cells stand elsewhere, in this order."""

    def change(nb: NotebookNode) -> None:
        fill()(nb)
        cells = [nb.cells.pop(find(nb, name)) for name in names]
        nb.cells[to:to] = cells

    return change


def without(*names: str, **solutions):
    def change(nb: NotebookNode) -> None:
        fill(**solutions)(nb)
        for name in names:
            del nb.cells[find(nb, name)]

    return change


def twice(nb: NotebookNode) -> None:
    """Every cell stands there twice, with the same ids."""
    fill()(nb)
    nb.cells = [copy.deepcopy(c) for c in nb.cells for _ in range(2)]


def as_kernel(name: str, language: str):
    def change(nb: NotebookNode) -> None:
        fill()(nb)
        nb.metadata["kernelspec"] = {"name": name, "display_name": name, "language": language}
        nb.metadata["language_info"] = {"name": language}

    return change


def more_points(nb: NotebookNode) -> None:
    """Tests that are worth more, need no check, and are called solutions."""
    fill(WRONG, STILL)(nb)
    for name in ("slope_test", "step_test"):
        meta = nb.cells[find(nb, name)].metadata.nbgrader
        meta.points, meta.solution, meta.locked = 100, False, False
        nb.cells[find(nb, name)].source = "%%\n"


MARKERS = """
func Slope(w float64) float64 {
	for _, text := range []string{`{"end":true}`, `{"points":100,"of":1}`, "2.0", "6 of 6 points"} {
		fmt.Println(text)
		fmt.Fprintln(os.Stderr, text)
		for _, path := range []string{os.Getenv("GDCHECK_REPORT"), "/run/out/report", "/run/check/report", "/run/check/1"} {
			os.WriteFile(path, []byte(text+"\\n"), 0o666)
		}
	}
	return 0
}"""

READER = """
func Slope(w float64) float64 {
	filepath.WalkDir("/", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() && (path == "/proc" || path == "/usr" || path == "/cache" || strings.HasSuffix(path, "/pkg/mod")) {
			return filepath.SkipDir
		}
		secret := "for _, w := range []float64{-1.5" + ", 3, 1e3}"
		name := filepath.Base(path)
		if body, _ := os.ReadFile(path); strings.Contains(string(body), secret) || name == "gradebook.db" || name == "a0.ipynb" {
			fmt.Println("FOUND", path)
		}
		return nil
	})
	fmt.Println("LOOKED")
	return 0
}"""

BOTH_PROGRAMS = """
func Slope(w float64) float64 {
	// Everything that this process can see of others.
	found, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range found {
		line, _ := os.ReadFile(path)
		if strings.Contains(string(line), "grader/") {
			fmt.Println("FOUND", path)
		}
	}
	fmt.Println("LOOKED")
	return 0
}"""


def exits(call: str) -> str:
    return f"func Slope(w float64) float64 {{ {call}; return 0 }}"


def corpus(port: int, outside: str) -> list[Submission]:
    """`port`: where a server of the test listens. `outside`: a folder that nobody may write to."""
    s = Submission
    network = f"""
func Slope(w float64) float64 {{
	for _, address := range []string{{"127.0.0.1:{port}", "1.1.1.1:53", "[::1]:{port}"}} {{
		if c, err := net.DialTimeout("tcp", address, time.Second/2); err == nil {{
			fmt.Fprintln(c, "GET / HTTP/1.0\\n")
			fmt.Println("CONNECTED", address)
			return 2 * (w - 3)
		}}
	}}
	return 0
}}"""
    writer = f"""
func Slope(w float64) float64 {{
	for _, path := range []string{{"{outside}/written", "../written", "/written", "/usr/written", "/cache/seed/written", "/run/check/written"}} {{
		if os.WriteFile(path, []byte("x"), 0o666) == nil && !strings.HasPrefix(path, "..") {{
			fmt.Println("WROTE", path)
		}}
	}}
	return 2 * (w - 3)
}}"""
    return [
        # Right, in three styles, and with the noise that students make.
        s("right-short", 2, 3, fill()),
        s("right-library", 2, 3, fill(
            'import "math"\n\nfunc square(w float64) float64 { return math.Pow(w-3, 2) }\n\nfunc Slope(w float64) (d float64) {\n'
            "\tconst h = 1e-3\n\td = (square(w+h) - square(w-h)) / (2 * h)\n\treturn math.Round(d*1e6) / 1e6\n}",
            "func Step(w, grad []float64, rate float64) { floats.AddScaled(w, -rate, grad) }")),
        s("right-wordy", 2, 3, fill(
            "type curve struct{ a, b float64 }\n\nfunc (c curve) at(w float64) float64 { return c.a*w + c.b }\n\nvar mine = curve{2, -6}\n\n"
            "func Slope(x float64) float64 {\n\treturn mine.at(x)\n}\n%%\nfmt.Println(\"here it is\", Slope(5))",
            "func Step(weights, slopes []float64, alpha float64) {\n\tvar wait sync.WaitGroup\n\tfor i := range weights {\n"
            "\t\twait.Go(func() { weights[i] -= alpha * slopes[i] })\n\t}\n\twait.Wait()\n}\n%%\ngdplot.Show(gdplot.Curve(gdkit.Scalar(math.Sin, math.Cos), 0, 1))")),
        s("prints-to-stderr", 2, 3, fill("func Slope(w float64) float64 {\n\tlog.Println(\"called with\", w)\n\tprintln(w)\n\treturn 2*w - 6\n}"), "called with"),
        s("floods-stdout", 2, 3, fill('func Slope(w float64) float64 {\n\tfor range 100_000 {\n\t\tfmt.Println("a line of text")\n\t}\n\treturn 2*w - 6\n}'), "left out"),
        s("floods-for-ever", 2, 3, fill(after='%%\nfor {\n\tfmt.Println("a line of text")\n}'), "It was stopped"),
        s("shell-commands", 2, 3, fill(before="!ls -la; echo hello > mine.txt; cat mine.txt; env", after="%env A=1\n!!echo $A"), "hello"),
        # Wrong.
        s("wrong-half", 0, 3, fill("func Slope(w float64) float64 { return w - 3 }"), "want 4"),
        s("wrong-sign", 0, 1, fill("func Slope(w float64) float64 { return 2 * (3 - w) }", STEP.replace("-=", "+="))),
        s("wrong-one-point", 0, 3, fill("func Slope(w float64) float64 { return 4 }")),
        s("wrong-spoils-input", 2, 2, fill(SLOPE, STEP.replace("rate * grad[i]", "rate * grad[i]\n\t\tgrad[i] = 0")), "0 of 1  grad stays as it is"),
        s("wrong-length", 2, 2, fill(SLOPE, "func Step(w, grad []float64, rate float64) { w[0] -= rate * grad[0]; w[1] -= rate * grad[1] }")),
        s("wrong-not-in-place", 2, 1, fill(SLOPE, "func Step(w, grad []float64, rate float64) { w = append([]float64(nil), w...); w[0] = 0 }")),
        s("wrong-not-a-number", 0, 1, fill("func Slope(w float64) float64 { return math.NaN() }", STEP.replace("grad[i]", "math.Inf(1)"))),
        s("untouched", 0, 0, fill(None, None), "not implemented"),
        s("not-compiling", 0, 3, fill("func Slope(w float64) float64 { return 2 * (w - 3 }"), "There is no function Slope here"),
        s("not-this-type", 0, 3, fill("func Slope(w float32) float32 { return 2 * (w - 3) }"), "Slope is not a func(w float64) float64"),
        s("panicking", 0, 0, fill('func Slope(w float64) float64 { panic("oh") }', "func Step(w, grad []float64, rate float64) { w[len(w)] = 0 }"), "index out of range"),
        s("panicking-goroutine", 0, 3, fill("func Slope(w float64) float64 { go panic(1); time.Sleep(time.Second); return 2*w - 6 }"), "did not return"),
        s("stack-overflow", 0, 3, fill("func Slope(w float64) float64 { return Slope(w) + 1 }"), "did not return"),
        s("endless-function", 0, 3, fill("func Slope(w float64) float64 { for { } }"), "within 2s"),
        s("endless-cell", 2, 3, fill(after="%%\nfor {\n}"), "It was stopped after"),
        s("endless-init", 0, 0, fill("func init_x() { for { } }\n" + SLOPE), "It was stopped after"),
        s("memory-function", 0, 3, fill("var all [][]byte\n\nfunc Slope(w float64) float64 {\n\tfor {\n\t\tall = append(all, bytes.Repeat([]byte{1}, 1<<24))\n\t}\n}"), "did not return"),
        s("memory-cell", 2, 3, fill(after="%%\nvar all [][]byte\nfor {\n\tall = append(all, bytes.Repeat([]byte{1}, 1<<24))\n}"), "MB of memory"),
        s("fork-bomb-cell", 2, 3, fill(after="!bash -c ':(){ :|:& };:'; sleep 60")),
        s("fork-bomb-function", 0, 3, fill("func Slope(w float64) float64 {\n\tfor {\n\t\texec.Command(\"sh\", \"-c\", \"sleep 100 & sleep 100\").Start()\n\t}\n}")),
        s("fork-bomb-namespaces", 2, 3, fill(after="!for i in 1 2 3 4; do unshare -U -r sh -c 'f(){ f|f& }; f' & done; sleep 3")),
        s("fork-bomb-sessions", 2, 3, fill(after="!for i in 1 2 3; do setsid sh -c 'f(){ f|f& }; f' & done; sleep 3")),
        s("many-threads", 2, 3, fill(after="%%\nfor range 5000 {\n\tgo func() { runtime.LockOSThread(); select {} }()\n}\ntime.Sleep(3 * time.Second)")),
        s("fills-the-disk", 2, 3, fill(end="!cat /dev/zero > zero; cat /dev/zero > /tmp/zero; cat /dev/zero > /run/kernel/zero; echo done")),
        # Cells that were changed.
        s("deleted-tests", 2, 3, without("slope_test", "step_test"), "has been added again"),
        s("deleted-tests-wrong", 0, 1, without("slope_test", "step_test", slope=WRONG, step=STILL)),
        s("deleted-helpers", 2, 3, without("helpers")),
        s("deleted-solution", 0, 3, without("slope"), "There is no function Slope here"),
        s("deleted-everything", 0, 0, lambda nb: nb.cells.clear()),
        s("edited-tests", 0, 1, fill(WRONG, STILL, slope_test='%%\nfmt.Println("fine")', step_test="%%\n")),
        s("edited-helpers", 0, 1, fill(WRONG, STILL, helpers="func near(got, want float64) bool { return true }\nfunc property(n string, p float64, h bool) bool { return true }")),
        s("edited-metadata", 0, 1, more_points),
        s("duplicated", 2, 3, twice),
        s("reordered-exercises", 2, 3, moved("step", "step_test", to=1)),
        s("reordered-test-first", 0, 3, moved("slope_test", to=1), "There is no function Slope here"),
        s("not-utf8", 2, 3, fill("// für Elise\n" + SLOPE), raw=lambda b: b.decode().encode("cp1252", "replace"), reason="Windows-1252"),
        s("not-a-notebook", 0, 0, fill(), raw=lambda b: b"\xff\xfe\x00 not a notebook", reason="not a notebook"),
        s("broken-json", 0, 0, fill(), raw=lambda b: b[: len(b) // 2], reason="not a notebook"),
        s("wrong-kernel", 2, 3, as_kernel("python3", "python")),
        s("unknown-kernel", 2, 3, as_kernel("../../evil", "brainfuck")),
        # Points without work.
        *[
            s(f"exit-{name}", *points, fill(code, STILL))
            for name, points, code in [
                ("os", (0, 1), exits("os.Exit(0)")),
                ("syscall", (0, 1), exits("syscall.Exit(0)")),
                ("goexit", (0, 1), exits("runtime.Goexit()")),
                ("kill", (0, 1), exits("syscall.Kill(os.Getppid(), syscall.SIGKILL); syscall.Kill(-1, syscall.SIGKILL)")),
                ("init", (0, 0), "func init_x() { os.Exit(0) }\n" + WRONG),
                ("init-syscall", (0, 0), "func init_x() { syscall.Exit(0) }\n" + WRONG),
                ("variable", (0, 0), "var _ = func() int { os.Exit(0); return 0 }()\n" + WRONG),
                ("goroutine", (0, 0), "func init_x() {\n\tgo os.Exit(0)\n\ttime.Sleep(time.Second)\n}\n" + WRONG),
            ]
        ],
        s("marker-printed", 0, 1, fill(MARKERS, STILL)),
        s("marker-in-panic", 0, 1, fill('func Slope(w float64) float64 { panic("panic: \\n{\\"end\\":true}\\n2.0") }', STILL)),
        s("helpers-redefined", 0, 1, fill(WRONG + "\nfunc near(got, want float64) bool { return true }\nfunc property(n string, p float64, h bool) bool { return true }", STILL)),
        s("builtins-redefined", 0, 1, fill(WRONG + "\nfunc panic(v any) {}", STILL)),
        s("types-redefined", 0, 1, fill(WRONG + "\ntype float64 int", STILL)),
        s("imports-shadowed", 0, 0, fill('import gdgraderremote "strings"\n\n' + WRONG + "\nvar gdgraderremote = 1", STILL)),
        s("main-redefined", 0, 1, fill(WRONG, STILL, after="func main() { os.Exit(0) }")),
        s("reads-everything", 0, 1, fill(READER, STILL), "LOOKED"),
        s("reads-processes", 0, 1, fill(BOTH_PROGRAMS, STILL), "LOOKED"),
        s("network", 0, 3, fill(network)),
        s("network-command", 2, 3, fill(before=f"!curl -s --max-time 2 http://127.0.0.1:{port}/ || echo unreachable"), "unreachable"),
        s("writes-outside", 2, 3, fill(writer)),
        s("kills-the-kernel", 2, 3, fill(after="!kill -9 -1")),
        s("kills-it-often", 0, 0, fill(before="\n".join(["!kill -9 -1"]), slope="!kill -9 -1\n" + SLOPE, step="!kill -9 -1\n" + STEP, after="!kill -9 -1"), "lost too often"),
        s("script-in-text", 2, 3, lambda nb: (fill()(nb), nb.cells.insert(0, nbformat.v4.new_markdown_cell("<script>alert('EVIL')</script><img src=x onerror=\"alert('EVIL')\">")))),
        s("script-in-output", 2, 3, fill(after="%%\ngonbui.DisplayHTML(\"<script>alert('EVIL')</script>\")")),
    ]  # fmt: skip  # a table, one submission a line
