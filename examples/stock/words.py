"""Words for the report."""

from string import *


def label(text):
    return capwords(text.strip(punctuation + whitespace))
