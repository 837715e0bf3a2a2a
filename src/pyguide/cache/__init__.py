"""Results of earlier runs: whole runs to replay, and findings of single files.

A cache never changes what a run says. Whatever is missing, damaged, foreign or out of date is
looked at afresh, and where nothing can be stored, nothing is.
"""
