"""Words for the report."""

from string import *


def title(heading):
    if type(heading) == str:
        heading = heading.split()
    return " - ".join(heading).upper()


def label(text):
    return capwords(text.strip(punctuation + whitespace))
