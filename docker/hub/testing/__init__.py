"""A hub with throw-away accounts, and browsers that visit it: for hub_test.py and load.py.

install.py   a copy of this repository that all accounts can reach, installed as a server would have it
room.py      accounts, the running hub, and tidying up
browser.py   one person's browser: log-in, files, kernels
"""
