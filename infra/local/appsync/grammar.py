"""The syntax tree of JavaScript code."""

from tree_sitter import Language, Node, Parser

from infra.local.appsync.frugal import left_out

with left_out("importlib.resources", "files"):  # for queries of editors, and half a megabyte
    import tree_sitter_javascript

_LANGUAGE = Language(tree_sitter_javascript.language())


def tree(source: bytes) -> Node:
    """Return the root of a module's syntax tree; what is no JavaScript is in it as nodes of the type ERROR."""
    return Parser(_LANGUAGE).parse(source).root_node
