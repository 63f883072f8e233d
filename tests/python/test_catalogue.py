import json

import pytest

from restock.candidates.catalogue import describe


def test_candidates_are_described_in_order_of_simplicity() -> None:
    table = describe(
        {
            "seasonal_naive": {"training": "none", "parameters": {"season_length": 12}},
            "theta": {"training": "per product", "parameters": {"b": 1, "a": [2]}},
            "ensemble": {"training": "members"},
        }
    )
    assert table.select(["candidate", "simplicity_rank", "training"]).to_pylist() == [
        {"candidate": "seasonal_naive", "simplicity_rank": 1, "training": "none"},
        {"candidate": "theta", "simplicity_rank": 2, "training": "per product"},
        {"candidate": "ensemble", "simplicity_rank": 3, "training": "members"},
    ]
    # Sorted keys: the order in which a person writes settings makes no other configuration.
    assert table["parameters"].to_pylist() == ['{"season_length": 12}', '{"a": [2], "b": 1}', "{}"]
    assert all(json.loads(parameters) is not None for parameters in table["parameters"].to_pylist())


@pytest.mark.parametrize(
    ("candidates", "message"),
    [
        ({"no_such": {"training": "none"}}, "no_such.py with CODE_VERSION"),
        ({"catalogue": {"training": "none"}}, "CODE_VERSION"),
        ({"theta": {"training": "by hand"}}, "'by hand', not one of none, per product"),
        ({"theta": {}}, "training is 'None'"),
    ],
)
def test_what_is_missing_is_named(candidates: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        describe(candidates)
