"""PYG90x: threads, processes, coroutines."""
