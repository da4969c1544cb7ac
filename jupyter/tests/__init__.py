"""The tests of everything but the Go packages, which have theirs beside them; and what these tests are made of.

__main__.py                            everything that `make test` promises, and one line that counts
go_tests.py  reporter.py  tally.py     the Go packages' tests, pytest's reports, and the counting of both
conftest.py  lab_process.py            a clone, its lab, a browser
notebooks.py  execute.py               lessons: reading and running them
outputs.py  pictures.py  lint.py       comparing what they put out, and what is wrong with a notebook
make_notebooks.py                      writes lessons back with their outputs
twins.py                               what a reviewer reads of each notebook in a change
coursework.py  *_corpus.py             a small course, and submissions, right and wrong
"""
