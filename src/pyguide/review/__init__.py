"""``pyguide-fix -i``: fixes shown one by one, applied as they are answered.

`review` is the model (what is asked, what was answered), `view` turns its questions into lines,
`keys` turns bytes into keys, `terminal` owns the modes of the terminal, and `dialogue` lets them
talk to each other.
"""
