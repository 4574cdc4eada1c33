"""What APPSYNC_JS does not support, found in the syntax tree; the rules have the names of AWS's linter.

Source: npm @aws-appsync/eslint-plugin, whose own cases are this module's tests; `throw` and function constructors by
the AppSync Developer Guide, "Supported runtime features". What is called shows at run time: `runtime/lacking.js`.
"""

from collections.abc import Iterator

from tree_sitter import Node

from appsync_local.javascript.syntax_tree import parse_javascript

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
_VALUE_FIELDS = {"variable_declarator": "value", "assignment_expression": "right"}
_HANDLERS = (b"request", b"response")
Violation = tuple[int, str, str]  # the line, the rule, what is not supported


def find_violations(code: str) -> list[Violation]:
    """Return the violations of APPSYNC_JS's rules, in the order of the code."""
    root = parse_javascript(code.encode())
    found: dict[Violation, None] = {}
    for node in _walk_tree(root):
        for rule, what in (*_check_syntax(node), *_check_functions(node), *_check_context(node)):
            found[node.start_point[0] + 1, rule, what] = None
    return sorted(found)


def _walk_tree(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.children


def _check_syntax(node: Node) -> Iterator[tuple[str, str]]:
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


def _check_functions(node: Node) -> Iterator[tuple[str, str]]:
    if node.type == "call_expression":
        called = _find_function(node.child_by_field_name("function"))
        arguments = node.child_by_field_name("arguments")
        if called is not None and arguments is not None and any(map(_find_function, arguments.named_children)):
            yield "no-function-passing", "functions as arguments of your own functions"
        if called is not None and _can_reach(called, _enclosing_function(node)):
            yield "no-recursion", "recursive calls"
    elif node.type in _VALUE_FIELDS and _names_function(node.child_by_field_name(_VALUE_FIELDS[node.type])):
        yield "no-function-reassign", "functions under a second name"
    elif any(map(_find_function, _returned_nodes(node))):
        yield "no-function-return", "functions as results"


def _returned_nodes(node: Node) -> list[Node]:
    """Return the nodes that a return statement or the body of an arrow function returns."""
    body = node.child_by_field_name("body") if node.type == "arrow_function" else None
    if node.type == "return_statement":
        return node.named_children
    return [body] if body is not None else []


def _find_function(node: Node | None) -> Node | None:
    """Return the function that an expression is or names."""
    if node is None:
        return None
    if node.type in _FUNCTIONS:
        return node
    return _find_declaration(node) if node.type == "identifier" else None


def _names_function(node: Node | None) -> bool:
    return node is not None and node.type == "identifier" and _find_declaration(node) is not None


def _find_declaration(name: Node) -> Node | None:
    """Return the function that an identifier refers to in its scope."""
    scope = name.parent
    while scope is not None:
        if scope.type in _FUNCTIONS and _has_parameter(scope, name):
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


def _has_parameter(function: Node, name: Node) -> bool:
    """Return whether a function has a parameter of that name."""
    parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    return parameters is not None and any(
        each.text == name.text
        for each in _walk_tree(parameters)
        if each.type in ("identifier", "shorthand_property_identifier_pattern")
    )


def _enclosing_function(node: Node) -> Node | None:
    outer = node.parent
    while outer is not None and outer.type not in _FUNCTIONS:
        outer = outer.parent
    return outer


def _can_reach(called: Node, caller: Node | None) -> bool:
    """Return whether a called function can call its caller again."""
    seen: set[int] = set()
    waiting = [called]
    while waiting:
        function = waiting.pop()
        if caller is not None and function.id == caller.id:
            return True
        if function.id in seen:
            continue
        seen.add(function.id)
        for node in _walk_tree(function):
            if node.type == "call_expression":
                target = _find_function(node.child_by_field_name("function"))
                waiting += [target] if target is not None else []
    return False


def _check_context(node: Node) -> Iterator[tuple[str, str]]:
    name = node.child_by_field_name("name") if node.type == "function_declaration" else None
    parameters = node.child_by_field_name("parameters")
    if name is None or name.text not in _HANDLERS or parameters is None or not parameters.named_children:
        return
    context = parameters.named_children[0]
    body = node.child_by_field_name("body")
    if (
        context.type == "identifier"
        and body is not None
        and any(_assigns_context(each, context.text) for each in _walk_tree(body))
    ):
        yield "no-disallowed-re-assignment", "assignments to the context and its own properties"


def _assigns_context(node: Node, context: bytes | None) -> bool:
    """Return whether a node assigns the context or one of its properties."""
    target: Node | None = None
    if node.type in ("assignment_expression", "augmented_assignment_expression", "for_in_statement"):
        target = node.child_by_field_name("left")
    elif node.type == "update_expression":
        target = node.child_by_field_name("argument")
    elif node.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        target = node.child_by_field_name("argument") if operator is not None and operator.type == "delete" else None
    return target is not None and any(_is_context(each, context) for each in _assignment_targets(target))


def _assignment_targets(node: Node) -> Iterator[Node]:
    """Yield the targets of a pattern."""
    if node.type in ("array_pattern", "object_pattern", "rest_pattern", "parenthesized_expression"):
        for child in node.named_children:
            yield from _assignment_targets(child)
    elif node.type == "pair_pattern" and (value := node.child_by_field_name("value")) is not None:
        yield from _assignment_targets(value)
    elif node.type == "assignment_pattern" and (left := node.child_by_field_name("left")) is not None:
        yield from _assignment_targets(left)
    else:
        yield node


def _is_context(node: Node, context: bytes | None) -> bool:
    whole = node.child_by_field_name("object") if node.type in ("member_expression", "subscript_expression") else node
    return (
        whole is not None
        and whole.type in ("identifier", "shorthand_property_identifier_pattern")
        and (whole.text == context)
    )
