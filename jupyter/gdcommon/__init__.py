"""What set-up, grader, book, tests, image, hub and measurements have in common.

    places.py      where everything lies
    problem.py     Problem: a failure as one sentence with the way out
    files.py       writes files, programs and links so that they are whole at any time
    processes.py   who runs what, and how it is ended (needs psutil)
    kernel.py      asks a kernel (needs jupyter_client)
    served.py      asks one behind a Jupyter server (needs websocket-client too)

The first three need nothing but Python itself, because set-up uses them before there is a .venv.
"""
