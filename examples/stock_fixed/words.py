"""Words for the report."""

from string import capwords, punctuation, whitespace


def label(text):
    return capwords(text.strip(punctuation + whitespace))
