"""Footnote answers questions about your documents; every sentence carries a footnote that anyone can check."""
