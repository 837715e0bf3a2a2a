"""``pyguide-fix -i``: fixes shown one by one, each applied as it is answered.

`draft` is one file between two answers and `model` all questions of a run; `view` turns a question
into lines, `keys` bytes into keys, `terminal` owns the modes of the terminal, and `dialogue` lets
them talk to each other.
"""
