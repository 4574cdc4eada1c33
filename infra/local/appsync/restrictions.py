"""What APPSYNC_JS does not have, found in the syntax tree of a code; the rules and their names are AWS's linter's.

Source: npm @aws-appsync/eslint-plugin, whose own cases are this module's tests; `throw` and function constructors by
the AppSync Developer Guide, "Supported runtime features". What is called shows at run time: `runtime/lacking.js`.
"""

from collections.abc import Iterator

from tree_sitter import Node

from infra.local.appsync.grammar import tree

_FUNCTIONS = frozenset(
    {"function_declaration", "function_expression", "arrow_function", "generator_function",
     "generator_function_declaration", "method_definition"}
)  # fmt: skip
_SYNTAX = {
    "await_expression": ("no-await", "await"),
    "class_declaration": ("no-classes", "classes"),
    "class": ("no-classes", "classes"),
    "for_statement": ("no-for", "C-style for loops"),
    "while_statement": ("no-while", "while and do loops"),
    "do_statement": ("no-while", "while and do loops"),
    "continue_statement": ("no-continue", "continue"),
    "generator_function": ("no-generators", "generators"),
    "generator_function_declaration": ("no-generators", "generators"),
    "yield_expression": ("no-yield", "yield"),
    "labeled_statement": ("no-labels", "labels"),
    "this": ("no-this", "this"),
    "try_statement": ("no-try", "try and catch"),
    "throw_statement": ("no-throw", "throw (util.error ends a handler)"),
    "regex": ("no-regex", "regular expression literals"),
}
_NAMES = {
    b"Promise": ("no-promise", "promises"),
    b"eval": ("no-eval", "eval"),
    b"Function": ("no-eval", "function constructors"),
}
_OPERATORS = {
    "++": "no-disallowed-unary-operators",
    "--": "no-disallowed-unary-operators",
    "~": "no-disallowed-unary-operators",
    "instanceof": "no-disallowed-binary-operators",
    "in": "no-in-operator",
}
_OPERATIONS = ("update_expression", "unary_expression", "binary_expression")
_RENAMING = {"variable_declarator": "value", "assignment_expression": "right"}
_HANDLERS = (b"request", b"response")
Found = tuple[int, str, str]  # the line, the rule, what is not supported


def violations(code: str) -> list[Found]:
    """Return everything that APPSYNC_JS would not take, in the order of the code."""
    root = tree(code.encode())
    found: dict[Found, None] = {}
    for node in _walk(root):
        for rule, what in (*_of_syntax(node), *_of_functions(node), *_of_context(node)):
            found[node.start_point[0] + 1, rule, what] = None
    return sorted(found)


def _walk(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.children


def _of_syntax(node: Node) -> Iterator[tuple[str, str]]:
    if node.type in _SYNTAX and node.is_named:
        yield _SYNTAX[node.type]
    elif node.type in _OPERATIONS:
        operator = node.child_by_field_name("operator")
        if operator is not None and operator.type in _OPERATORS:
            yield _OPERATORS[operator.type], f"the operator {operator.type}"
    elif node.type == "async" and node.parent is not None and node.parent.type in _FUNCTIONS:
        yield "no-async", "async functions"
    elif node.type == "identifier" and node.text in _NAMES:
        yield _NAMES[node.text]


# Functions are called, and handed to array methods; nothing else.


def _of_functions(node: Node) -> Iterator[tuple[str, str]]:
    if node.type == "call_expression":
        called = _function(node.child_by_field_name("function"))
        arguments = node.child_by_field_name("arguments")
        if called is not None and arguments is not None and any(map(_function, arguments.named_children)):
            yield "no-function-passing", "functions as arguments of your own functions"
        if called is not None and _leads_back(called, _enclosing(node)):
            yield "no-recursion", "recursive calls"
    elif node.type in _RENAMING and _is_name_of_function(node.child_by_field_name(_RENAMING[node.type])):
        yield "no-function-reassign", "functions under a second name"
    elif any(map(_function, _results(node))):
        yield "no-function-return", "functions as results"


def _results(node: Node) -> list[Node]:
    """Return what a return statement or the body of an arrow function gives."""
    body = node.child_by_field_name("body") if node.type == "arrow_function" else None
    if node.type == "return_statement":
        return node.named_children
    return [body] if body is not None else []


def _function(node: Node | None) -> Node | None:
    """Return the function that an expression is or names."""
    if node is None:
        return None
    if node.type in _FUNCTIONS:
        return node
    return _declared(node) if node.type == "identifier" else None


def _is_name_of_function(node: Node | None) -> bool:
    return node is not None and node.type == "identifier" and _declared(node) is not None


def _declared(name: Node) -> Node | None:
    """Return the function that an identifier stands for where it stands."""
    scope = name.parent
    while scope is not None:
        if scope.type in _FUNCTIONS and _binds(scope, name):
            return None
        if scope.type in ("program", "statement_block"):
            for statement in scope.named_children:
                inner = statement.child_by_field_name("declaration") or statement
                for declaration in (inner, *inner.named_children):
                    found = declaration.child_by_field_name("name")
                    if found is not None and found.text == name.text:
                        value = declaration.child_by_field_name("value") or declaration
                        return value if value.type in _FUNCTIONS else None
        scope = scope.parent
    return None


def _binds(function: Node, name: Node) -> bool:
    """Return whether a function has a parameter of that name."""
    parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    return parameters is not None and any(
        each.text == name.text
        for each in _walk(parameters)
        if each.type in ("identifier", "shorthand_property_identifier_pattern")
    )


def _enclosing(node: Node) -> Node | None:
    outer = node.parent
    while outer is not None and outer.type not in _FUNCTIONS:
        outer = outer.parent
    return outer


def _leads_back(called: Node, caller: Node | None) -> bool:
    """Return whether a call can come to its caller again."""
    seen: set[int] = set()
    waiting = [called]
    while waiting:
        function = waiting.pop()
        if caller is not None and function.id == caller.id:
            return True
        if function.id in seen:
            continue
        seen.add(function.id)
        for node in _walk(function):
            if node.type == "call_expression":
                target = _function(node.child_by_field_name("function"))
                waiting += [target] if target is not None else []
    return False


# The context is read: its own properties are not assigned.


def _of_context(node: Node) -> Iterator[tuple[str, str]]:
    name = node.child_by_field_name("name") if node.type == "function_declaration" else None
    parameters = node.child_by_field_name("parameters")
    if name is None or name.text not in _HANDLERS or parameters is None or not parameters.named_children:
        return
    context = parameters.named_children[0]
    body = node.child_by_field_name("body")
    if context.type == "identifier" and body is not None and any(_assigns(each, context.text) for each in _walk(body)):
        yield "no-disallowed-re-assignment", "assignments to the context and its own properties"


def _assigns(node: Node, context: bytes | None) -> bool:
    """Return whether a node writes the context itself or one of its properties."""
    target: Node | None = None
    if node.type in ("assignment_expression", "augmented_assignment_expression", "for_in_statement"):
        target = node.child_by_field_name("left")
    elif node.type == "update_expression":
        target = node.child_by_field_name("argument")
    elif node.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        target = node.child_by_field_name("argument") if operator is not None and operator.type == "delete" else None
    return target is not None and any(_is_context(each, context) for each in _targets(target))


def _targets(node: Node) -> Iterator[Node]:
    """Yield what a pattern assigns to."""
    if node.type in ("array_pattern", "object_pattern", "rest_pattern", "parenthesized_expression"):
        for child in node.named_children:
            yield from _targets(child)
    elif node.type == "pair_pattern" and (value := node.child_by_field_name("value")) is not None:
        yield from _targets(value)
    elif node.type == "assignment_pattern" and (left := node.child_by_field_name("left")) is not None:
        yield from _targets(left)
    else:
        yield node


def _is_context(node: Node, context: bytes | None) -> bool:
    whole = node.child_by_field_name("object") if node.type in ("member_expression", "subscript_expression") else node
    return (
        whole is not None
        and whole.type in ("identifier", "shorthand_property_identifier_pattern")
        and (whole.text == context)
    )
