"""APPSYNC_JS code as one expression: its imports and exports are read off the syntax tree, so bundled code counts.

Source: AppSync Developer Guide, "Runtime features and utilities" and "Bundling, TypeScript, and source maps".
"""

from collections.abc import Iterator

from tree_sitter import Node

from infra.local.appsync.grammar import tree

_MODULES = {"@aws-appsync/utils": "utils", "@aws-appsync/utils/dynamodb": "dynamodb"}


class ModuleUnknown(ValueError):  # noqa: N818
    """An import of something that APPSYNC_JS does not have; the text says what to do."""


def wrapped(code: str) -> str:
    """Return an expression for `(handler, …) → answer` of a module's code, or raise `ModuleUnknown`."""
    source = code.encode()
    parts: list[bytes] = []
    exports: list[str] = []
    done = 0
    for node in tree(source).children:
        end = node.end_byte
        if node.type == "import_statement":
            stands_for = _imported(node)
        elif node.type == "export_statement":
            declared = node.child_by_field_name("declaration")
            stands_for = ""
            end = declared.start_byte if declared is not None else end
            exports += _exported(node, declared)
        else:
            continue
        # As many lines as before, so that places in messages stay true.
        lines = source[node.start_byte : end].count(b"\n")
        parts += [source[done : node.start_byte], stands_for.encode(), b"\n" * lines]
        done = end
    body = b"".join([*parts, source[done:]]).decode()
    return (
        f'(() => {{ "use strict"; const handlers = (() => {{ {body}\nreturn {{ {", ".join(exports)} }}; }})();'
        " return (...call) => __appsync.invoke(handlers, ...call); })()"
    )


def _imported(node: Node) -> str:
    """Return the declarations that stand for an import."""
    clause = next((child for child in node.children if child.type == "import_clause"), None)
    target = _target(node.child_by_field_name("source"))
    made = []
    for part in clause.named_children if clause is not None else ():
        if part.type == "namespace_import":
            made.append(f"const {_text(part.named_children[0])} = {target};")
        elif part.type == "named_imports":
            pairs = ", ".join(_pair(each) for each in part.named_children if each.type == "import_specifier")
            made.append(f"const {{ {pairs} }} = {target};")
        else:
            raise ModuleUnknown(
                f"'{_text(part)}' cannot be imported: the modules of APPSYNC_JS have no default export."
            )
    return " ".join(made)


def _target(source: Node | None) -> str:
    module = _text(source)[1:-1]
    if module == "@aws-appsync/utils/rds":
        raise ModuleUnknown(f"The module '{module}' is for relational data sources, which are not served locally.")
    if module not in _MODULES:
        raise ModuleUnknown(f"The module '{module}' does not exist in APPSYNC_JS; bundle your own code into one file.")
    return f"__appsync.modules.{_MODULES[module]}"


def _pair(specifier: Node) -> str:
    """Return `name: alias` of an import, `local` or `public: local` of an export: the same words, turned around."""
    name, alias = _text(specifier.child_by_field_name("name")), _text(specifier.child_by_field_name("alias"))
    if specifier.type == "export_specifier":
        return f"{alias or name}: {name}"
    return f"{name}: {alias}" if alias else name


def _exported(node: Node, declared: Node | None) -> Iterator[str]:
    """Yield what an export statement adds to the module's handlers."""
    if (source := node.child_by_field_name("source")) is not None:
        _target(source)
    if declared is not None and declared.type in ("lexical_declaration", "variable_declaration"):
        for each in declared.named_children:
            if each.type == "variable_declarator":
                yield _text(each.child_by_field_name("name"))
    elif declared is not None:
        yield _text(declared.child_by_field_name("name"))
    for clause in node.named_children:
        if clause.type == "export_clause":
            yield from (_pair(each) for each in clause.named_children if each.type == "export_specifier")


def _text(node: Node | None) -> str:
    return node.text.decode() if node is not None and node.text is not None else ""
