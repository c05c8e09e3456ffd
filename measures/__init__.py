"""Measures of answers and of scores: pure functions, for the eval suite and for training alike.

`squad` is the official metric of short answers, `selective` says what a score of sureness is worth. Nothing here
knows of documents, models or cases.
"""
