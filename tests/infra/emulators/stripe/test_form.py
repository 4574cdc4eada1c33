"""Form-encoded parameters with brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stripe._encode import _api_encode

from payments_local.errors import InvalidRequestError
from payments_local.form import Tree, decode_form, decode_pairs

NAMES = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), min_size=1, max_size=5).filter(
    lambda name: not name.isdecimal()
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(NAMES, VALUES, max_size=3))
def test_what_the_sdk_encodes_is_decoded_to_the_same(tree: Tree) -> None:
    """Objects, arrays by index, and any text of Unicode."""
    assert decode_pairs(_api_encode(tree)) == tree


@pytest.mark.parametrize(
    ("encoded", "tree"),
    [
        ("expand[]=a&expand[]=b", {"expand": ["a", "b"]}),
        ("a[b][c]=1&a[b][d]=2", {"a": {"b": {"c": "1", "d": "2"}}}),
        ("a[1]=y&a[0]=x", {"a": ["x", "y"]}),
        ("name=Nguy%E1%BB%85n+%26+Co", {"name": "Nguyễn & Co"}),
        ("", {}),
    ],
)
def test_forms_by_hand(encoded: str, tree: Tree) -> None:
    assert decode_form(encoded) == tree


@pytest.mark.parametrize("encoded", ["a[b=1", "a]b=1", "[a]=1", "a=1&a[b]=2", "a[b]=2&a=1", "a=%FF", "a" + "[b]" * 10])
def test_malformed_forms_are_refused(encoded: str) -> None:
    with pytest.raises(InvalidRequestError):
        decode_form(encoded)
