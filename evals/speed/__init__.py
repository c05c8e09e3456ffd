"""What indexing, asking, starting and growing cost on this machine, beside what others cost: `python -m evals.speed`.

    timing.py       works done in turns, medians and ratios, Markdown tables
    processes.py    Python processes from start to end: their seconds, their memory
    made.py         documents of any length out of the sentences of real texts
    llama_index.py  haystack.py   the others, each doing the same its own way
    indexing.py  asking.py  shares.py  starting.py  memory.py  growth.py   one part each
    imitation.py    vectors for documents that would take hours to embed
    plot.py         the growth as a picture

All figures of a table come from one run, in which the things compared take turns: the machine may be busy with other
things, and then only their ratios mean something.
"""
