"""The grader of this course: what nbgrader needs to grade Go notebooks that it must not trust.

    cells.py      reads Go cells: imports, functions, other declarations, the part behind %%
    plan.py       what the gradebook says about a notebook: trusted cells, the functions that a check calls
    check.py      builds the program of a check, and reads its verdict
    sandbox.py    where students' code and checks run: no network, nobody's rights, bounded memory, processes and disk
    watch.py      stops what grows over its limits
    kernel.py     a Go kernel in a sandbox
    seed.py       fills the build cache that all sandboxes share;  caches.py  where it lies;  golang.py  the Go that compiles it
    execute.py    GradeCells, which replaces nbgrader's Execute
    disarm.py     takes metadata from the gradebook, and out of texts what a browser would run
    feedback.py   students' feedback pages, in the template ../templates
    overwrite.py  restores locked and missing cells, with comments in Go
    validate.py   what a student runs before handing in
    collect.py    a folder of submissions becomes nbgrader's folder "submitted"
    course.py     the commands course, grade and validate:  python -m gdgrader

A check never runs in the process of the code that it judges: see ../remote/doc.go.
"""
