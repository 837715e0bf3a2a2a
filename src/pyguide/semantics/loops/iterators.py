"""What makes iterators: a table by itself, which rules may read without any other import."""

ITERATORS = frozenset(
    {f"builtins.{name}" for name in ("enumerate", "filter", "iter", "map", "reversed", "zip")}
    | {"csv.reader", "csv.DictReader", "re.finditer", "os.walk", "glob.iglob"}
    | {
        f"itertools.{name}"
        for name in (
            "accumulate", "batched", "chain", "chain.from_iterable", "combinations", "compress",
            "dropwhile", "filterfalse", "groupby", "islice", "pairwise", "permutations", "product",
            "starmap", "takewhile", "zip_longest",
        )
    }
)  # fmt: skip
"""What these return is its own iterator, and does not go on for ever by itself."""

LAST_NAMES = frozenset(name.rpartition(".")[2] for name in ITERATORS)
"""Which spares most calls the search for what they mean; other names by `as` are not found."""
