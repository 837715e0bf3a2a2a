"""The guilty are found, the others stay, and it takes few trials."""

from math import ceil, log2

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyguide.runs.guilt import guilty


def tried(groups, culprits=(), pairs=()):
    """The items to leave out, and what was tried, where culprits fail alone and pairs together."""
    trials = []

    def passes(chosen):
        trials.append(chosen)
        return not chosen & set(culprits) and not any(set(pair) <= chosen for pair in pairs)

    return guilty(groups, passes), trials


GROUPS = [[f"{group}.{item}" for item in range(8)] for group in range(16)]


def test_one_of_many_is_found_in_logarithmic_time():
    found, trials = tried(GROUPS, ["5.3"])
    assert found == ["5.3"]
    assert len(trials) == 4 + 3 + 1


def test_several_are_found_each_at_its_own_cost():
    culprits = ["0.0", "5.3", "5.7", "15.7"]
    found, trials = tried(GROUPS, culprits)
    assert found == culprits
    assert len(trials) <= len(culprits) * (4 + 3 + 1)


def test_of_two_that_fail_only_together_the_later_goes():
    assert tried(GROUPS, pairs=[("2.1", "9.4")])[0] == ["9.4"]
    assert tried(GROUPS, pairs=[("2.1", "2.4")])[0] == ["2.4"]


def test_where_all_are_guilty_all_go():
    everything = [item for group in GROUPS[:2] for item in group]
    assert tried(GROUPS[:2], everything)[0] == everything


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=8),
    st.sets(st.integers(0, 39), max_size=6),
    st.sets(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=4),
)
def test_what_is_left_passes_and_nothing_more_is_left_out_than_must_be(sizes, culprits, pairs):
    number = iter(range(40))
    groups = [[next(number) for _ in range(size)] for size in sizes]
    items = {item for group in groups for item in group}
    culprits = culprits & items
    pairs = [pair for pair in pairs if set(pair) <= items and pair[0] != pair[1]]
    if not culprits and not pairs:
        return
    found, trials = tried(groups, culprits, pairs)
    left = items - set(found)
    assert culprits <= set(found)
    assert not any(set(pair) <= left for pair in pairs)
    assert all(item in culprits or any(item in pair for pair in pairs) for item in found)
    cost = ceil(log2(len(groups))) + ceil(log2(max(map(len, groups)))) + 1
    assert len(trials) <= len(found) * cost
    assert len(set(found)) == len(found)
