"""The tests of everything but the Go packages, which have theirs beside them; and what these tests are made of.

    run.py             everything that `make test` promises, and one line that counts
    go_checks.py  tally.py            the Go side, and the counting
    conftest.py  lab_process.py       a clone, its lab, a browser
    notebooks.py  execute.py          lessons: reading and running them
    outputs.py  pictures.py  lint.py  comparing what they put out, and what is wrong with a notebook
    grader_corpus.py  homework_corpus.py   submissions, right and wrong
"""
