# Everything is done by jupyter/lab.py; these are its short names.
PYTHON ?= python3
# PORT=8899 fixes the port, OPEN=0 opens no browser window.
PORT ?=
OPEN ?= 1

.PHONY: setup lab

setup: ; @$(PYTHON) jupyter/lab.py setup
lab: ; @$(PYTHON) jupyter/lab.py start $(if $(PORT),--port $(PORT)) $(if $(filter 0,$(OPEN)),--no-browser)

.PHONY: rename
# Gives the Go module the name by which `go get` finds it: make rename MODULE=example.org/you/gdlab. RELEASE.md says when.
rename: ; @$(PYTHON) jupyter/rename_module.py "$(MODULE)"

.PHONY: test notebooks

# Checks everything; the last line counts: N passed, N failed.
test: ; @$(PYTHON) jupyter/lab.py setup --test || { echo '0 passed, 1 failed'; exit 1; }; .venv/bin/python -m tests
# Runs every notebook on the Go kernel and writes it back with its outputs.
notebooks: ; @$(PYTHON) jupyter/lab.py setup --test && .venv/bin/python -m tests.make_notebooks
.PHONY: bench

# Measures beside other tools, as ratios within one run; the machine should have nothing else to do.
bench: ; @$(PYTHON) jupyter/lab.py setup && .venv/bin/python bench/latency.py && .venv/bin/python bench/speed.py

.PHONY: book
# All lessons as web pages that need no kernel and no network, in book/.
book: ; @$(PYTHON) jupyter/lab.py setup --test && .venv/bin/python -m book.make_book
.PHONY: course grade

# Student versions of the coursework; grades and feedback for a folder of submissions. See notebooks/coursework/README.md.
course: ; @$(PYTHON) jupyter/lab.py setup --course && .venv/bin/python -m gdgrader course
grade: ; @$(PYTHON) jupyter/lab.py setup --course && .venv/bin/python -m gdgrader grade "$(SUBMISSIONS)" $(GRADE_OPTIONS)

.PHONY: lock
# Brings the lock of the Python packages up to date with jupyter/pyproject.toml; UPGRADE=1 takes the newest versions allowed.
lock: ; @$(PYTHON) jupyter/lab.py lock $(if $(UPGRADE),--upgrade)

.PHONY: image image-test
# The lab as an image, by Docker; and the proof of it without Docker or a registry (as root, on Debian). See docker/README.md.
image: ; docker build -f docker/Dockerfile -t gdlab:local .
image-test: ; @docker/prove.sh
# Root does not set up what is yours, so these two want `python3 jupyter/lab.py setup --test` to have run.
TOOLS = PYTHONDONTWRITEBYTECODE=1 .venv/bin/python

.PHONY: hub-test hub-load
# The class on this computer, as root: tried with throw-away accounts; and what USERS at once have to wait for. See docker/hub/README.md.
USERS ?= 10
THINK ?= 20
hub-test: ; @$(TOOLS) -m tests docker/hub/hub_test.py
hub-load: ; @$(TOOLS) docker/hub/load.py --users $(USERS) --think $(THINK)
