"""Measuring on public question sets: any file in SQuAD's format, closed (the paragraph is given) and open.

    file ──read_squad──▶ Article ──┬─closed─▶ Closed ──▶ ClosedFigures ──┬──▶ table, JSON
                                   └─open───▶ Said ────▶ OpenFigures ────┘

`python -m evals squad FILE` does both.
"""
