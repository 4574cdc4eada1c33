"""APPSYNC_JS modules as one expression; imports and exports are found in the syntax tree, also of bundled code.

Source: AppSync Developer Guide, "Runtime features and utilities" and "Bundling, TypeScript, and source maps".
"""

from collections.abc import Iterator

from tree_sitter import Node

from appsync_local.javascript.syntax_tree import parse_javascript

_MODULES = {"@aws-appsync/utils": "utils", "@aws-appsync/utils/dynamodb": "dynamodb"}


class UnknownModule(ValueError):  # noqa: N818
    """An import that APPSYNC_JS does not have; the text says what to do instead."""


def wrap_module(code: str) -> str:
    """Return an expression for `(handler, …) → answer` of a module's code, or raise `UnknownModule`."""
    source = code.encode()
    parts: list[bytes] = []
    exports: list[str] = []
    done = 0
    for node in parse_javascript(source).children:
        end = node.end_byte
        if node.type == "import_statement":
            replacement = _replace_import(node)
        elif node.type == "export_statement":
            declared = node.child_by_field_name("declaration")
            replacement = ""
            end = declared.start_byte if declared is not None else end
            exports += _list_exports(node, declared)
        else:
            continue
        # As many lines as before, so that line numbers in messages stay right.
        lines = source[node.start_byte : end].count(b"\n")
        parts += [source[done : node.start_byte], replacement.encode(), b"\n" * lines]
        done = end
    body = b"".join([*parts, source[done:]]).decode()
    return (
        f'(() => {{ "use strict"; const handlers = (() => {{ {body}\nreturn {{ {", ".join(exports)} }}; }})();'
        " return (...call) => __appsync.invoke(handlers, ...call); })()"
    )


def _replace_import(node: Node) -> str:
    """Return the declarations that replace an import."""
    clause = next((child for child in node.children if child.type == "import_clause"), None)
    target = _find_module(node.child_by_field_name("source"))
    made = []
    for part in clause.named_children if clause is not None else ():
        if part.type == "namespace_import":
            made.append(f"const {_node_text(part.named_children[0])} = {target};")
        elif part.type == "named_imports":
            pairs = ", ".join(_bind_name(each) for each in part.named_children if each.type == "import_specifier")
            made.append(f"const {{ {pairs} }} = {target};")
        else:
            raise UnknownModule(
                f"'{_node_text(part)}' cannot be imported: the modules of APPSYNC_JS have no default export."
            )
    return " ".join(made)


def _find_module(source: Node | None) -> str:
    module = _node_text(source)[1:-1]
    if module == "@aws-appsync/utils/rds":
        raise UnknownModule(f"The module '{module}' is for relational data sources, which are not served locally.")
    if module not in _MODULES:
        raise UnknownModule(f"The module '{module}' does not exist in APPSYNC_JS; bundle your own code into one file.")
    return f"__appsync.modules.{_MODULES[module]}"


def _bind_name(specifier: Node) -> str:
    """Return `name: alias` of an import, `local` or `public: local` of an export: the same names in reverse."""
    name, alias = _node_text(specifier.child_by_field_name("name")), _node_text(specifier.child_by_field_name("alias"))
    if specifier.type == "export_specifier":
        return f"{alias or name}: {name}"
    return f"{name}: {alias}" if alias else name


def _list_exports(node: Node, declared: Node | None) -> Iterator[str]:
    """Yield the handlers that an export statement exports."""
    if (source := node.child_by_field_name("source")) is not None:
        _find_module(source)
    if declared is not None and declared.type in ("lexical_declaration", "variable_declaration"):
        for each in declared.named_children:
            if each.type == "variable_declarator":
                yield _node_text(each.child_by_field_name("name"))
    elif declared is not None:
        yield _node_text(declared.child_by_field_name("name"))
    for clause in node.named_children:
        if clause.type == "export_clause":
            yield from (_bind_name(each) for each in clause.named_children if each.type == "export_specifier")


def _node_text(node: Node | None) -> str:
    return node.text.decode() if node is not None and node.text is not None else ""
