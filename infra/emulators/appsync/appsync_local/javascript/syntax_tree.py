"""Syntax trees of JavaScript code."""

from tree_sitter import Language, Node, Parser

from appsync_local.module_stubs import stub_module

with stub_module("importlib.resources", "files"):  # used for editor queries only; saves half a megabyte
    import tree_sitter_javascript

_LANGUAGE = Language(tree_sitter_javascript.language())


def parse_javascript(source: bytes) -> Node:
    """Return the root of a module's syntax tree; invalid code becomes nodes of the type ERROR."""
    return Parser(_LANGUAGE).parse(source).root_node
