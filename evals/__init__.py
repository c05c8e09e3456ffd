"""The eval suite: known questions about known documents, asked of the assistant and judged.

    cases ──load_cases──▶ Case ──run(assistant)──▶ Result ──metrics──▶ Share ──report──▶ table, JSON, HTML
                                                                        └─baseline──▶ exit status

`python -m evals` asks all cases and compares the figures with the committed ones; README.md beside this file
describes the fields of a case.
"""
