"""The files of a project that speak of pyguide or to its neighbours: what is wrong, what to add."""
