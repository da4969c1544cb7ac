"""The class on one server: what the hub needs beside JupyterHub itself.

places.py     where everything lies, and the few settings
spawner.py    starts and stops a user's server
limits.py     how much memory a user may take
server.py     runs as the user: prepares the home, then becomes the server
copying.py    copies what belongs to somebody else without being led astray
collecting.py nbgrader's collect, which trusts no name
grading.py    grades under an account that lives as long as the grading
"""
