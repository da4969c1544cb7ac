"""Set-up and start of the lab, standard library only.

cli.py         the commands setup, start, lessons, requirements and lock
report.py      progress lines, and the sentence of a failure
steps.py       the steps in order; which of them are still to do
run.py         runs pip and go, and turns their failures into sentences
python_env.py  step: .venv with JupyterLab; installs groups of the lock
lock.py        what a group of packages needs, from ../requirements.txt;  renew.py makes that file anew
go_env.py      steps: a fitting Go, the modules, the kernel's tools, the build cache
shared.py      step: what all users of a computer share, where one installation serves them
lessons.py     gives such users copies of the lessons
links.py       step: what Jupyter must find inside .venv
start.py       checks before the start, then becomes ../serve.py
"""
