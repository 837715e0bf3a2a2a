"""Names and their customary forms."""

import pytest

from pyguide.semantics.conventions.casing import (
    cap_words,
    is_cap_words,
    is_mixed_case,
    is_snake_case,
    snake_case,
)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("total", "snake"),
        ("total_price", "snake"),
        ("_total2", "snake"),
        ("_", "snake"),
        ("Total", "cap"),
        ("HTTPServer", "cap"),
        ("_Total", "cap"),
        ("T", "cap"),
        ("totalPrice", "mixed"),
        ("total_Price", "mixed"),
        ("_totalPr", "mixed"),
        ("total_P", ""),
        ("f2L2F", ""),
        ("Total_Price", ""),
        ("TOTAL_PRICE", ""),
        ("größe", "snake"),
    ],
)
def test_forms(name, forms):
    tests = {"snake": is_snake_case, "cap": is_cap_words, "mixed": is_mixed_case}
    assert [form for form, test in tests.items() if test(name)] == forms.split()


@pytest.mark.parametrize(
    ("name", "snake", "cap"),
    [
        ("totalPrice", "total_price", "TotalPrice"),
        ("getHTTPResponse", "get_http_response", "GetHTTPResponse"),
        ("frameIDs", "frame_ids", "FrameIDs"),
        ("userURLsSeen", "user_urls_seen", "UserURLsSeen"),
        ("_maxRows2", "_max_rows2", "_MaxRows2"),
        ("n_Rows", "n_rows", "NRows"),
        ("http2Server", "http2_server", "Http2Server"),
        ("user_record", "user_record", "UserRecord"),
        ("error", "error", "Error"),
    ],
)
def test_other_forms(name, snake, cap):
    assert (snake_case(name), cap_words(name)) == (snake, cap)
