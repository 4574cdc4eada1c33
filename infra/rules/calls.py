"""What a Lambda entry does to AWS, read from the code: which client methods and settings its functions reach.

The graph has a node per function; a class stands for all its methods. A name is followed through imports, so a
function that is never named from an entry costs it no permission. Annotations do not count.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from infra.imports import loaded_rooms

Sources = dict[str, str]

FACTORY: Final = "boto3.client"
# Decorators by which rooms declare what the stream reader runs.
DECLARING: Final = {"follow_rows", "event", "notice", "revocation", "cleanup", "removal"}


@dataclass
class Node:
    """One function, class or module body: what it names, what it calls on a client, what it reads."""

    names: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    methods: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)  # client's name, method, keywords
    services: set[str] = field(default_factory=set)  # of the clients it makes
    settings: set[str] = field(default_factory=set)
    kept: int = 0  # clients put into a variable, where they cannot be followed


@dataclass(frozen=True)
class Module:
    """A module's imports by local name, and its nodes by name; "" is the code that runs on import."""

    imports: dict[str, str]
    nodes: dict[str, Node]


@dataclass(frozen=True)
class Call:
    """A method of a service's client that an entry reaches, and the module that calls it."""

    service: str
    method: str
    keywords: frozenset[str]
    module: str


@dataclass(frozen=True)
class Trace:
    """All that an entry reaches."""

    calls: frozenset[Call]
    settings: frozenset[str]
    made: frozenset[str]  # classes and functions that are called, by full name
    kept: frozenset[str]  # where a client was put into a variable


def trace_entry(sources: Sources, entry: str) -> Trace:
    """Return what the entry `module.function` reaches; raises `KeyError` where it does not exist."""
    return _trace(tuple(sources.items()), entry)


def trace_function(sources: Sources, function: str) -> frozenset[str]:
    """Return the full names of the functions and classes that one function reaches, without what imports run."""
    modules = {name: _module(text) for name, text in sources.items()}
    module, _, name = function.rpartition(".")
    todo, seen = [(module, name)], set[tuple[str, str]]()
    while todo:
        place = todo.pop()
        if place in seen or place[1] not in modules[place[0]].nodes:
            continue
        seen.add(place)
        todo += [found for each in modules[place[0]].nodes[place[1]].names if (found := _find(modules, place[0], each))]
    return frozenset(".".join(place) for place in seen)


@cache
def _trace(sources: tuple[tuple[str, str], ...], entry: str) -> Trace:
    modules = {name: _module(text) for name, text in sources}
    start_module, _, start = entry.rpartition(".")
    if start not in modules[start_module].nodes[""].names | set(modules[start_module].nodes):
        raise KeyError(entry)
    loaded = _find_loaded_modules(modules, start_module)
    todo = [(name, "") for name in loaded] + [(start_module, start)]
    seen: set[tuple[str, str]] = set()
    while todo:
        place = todo.pop()
        if place in seen or place[1] not in modules[place[0]].nodes:
            continue
        seen.add(place)
        node = modules[place[0]].nodes[place[1]]
        todo += [found for name in node.names if (found := _find(modules, place[0], name))]
    return _collect_trace(modules, seen)


def _collect_trace(modules: dict[str, Module], seen: set[tuple[str, str]]) -> Trace:
    calls, settings, made, kept = set(), set(), set(), set()
    for module, name in seen:
        node = modules[module].nodes[name]
        settings |= node.settings
        made |= {".".join(found) for each in node.called if (found := _find(modules, module, each))}
        for owner, method, keywords in node.methods:
            for service in _services(modules, module, owner):
                calls.add(Call(service, method, keywords, module))
        if node.kept and any(_services(modules, module, each) for each in node.called):
            kept.add(f"{module}.{name}")
    return Trace(frozenset(calls), frozenset(settings), frozenset(made), frozenset(kept))


def _services(modules: dict[str, Module], module: str, owner: str) -> set[str]:
    """Return the services of the client that a name makes: `client`, `storage.client`, `self._service`."""
    if owner.startswith("self."):
        assigned = modules[module].nodes.get(owner)
        names = assigned.names if assigned else set()
        return {service for each in names for service in _services(modules, module, each)}
    found = _find(modules, module, owner)
    return modules[found[0]].nodes[found[1]].services if found and found[1] in modules[found[0]].nodes else set()


def _find(modules: dict[str, Module], module: str, name: str) -> tuple[str, str] | None:
    """Follow a dotted name through imports to the module and the node it means."""
    head, _, rest = name.partition(".")
    here = modules[module]
    if head in here.nodes:
        return module, head
    target = here.imports.get(head)
    if target is None:
        return None
    full = f"{target}.{rest}" if rest else target
    owner = full
    while owner and owner not in modules:
        owner = owner.rpartition(".")[0]
    inner = full[len(owner) + 1 :]
    return _find(modules, owner, inner) if owner and inner and owner != module else None


def _find_loaded_modules(modules: dict[str, Module], start: str) -> set[str]:
    """Return every module that importing one loads."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name in seen or name not in modules:
            continue
        seen.add(name)
        for target in modules[name].imports.values():
            todo += [target, target.rpartition(".")[0]]
    return seen


@cache
def _module(text: str) -> Module:
    tree = ast.parse(text)
    nodes: dict[str, Node] = {"": Node()}
    imports: dict[str, str] = {}
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom):
            imports |= {each.asname or each.name: f"{statement.module}.{each.name}" for each in statement.names}
        elif isinstance(statement, ast.Import):
            imports |= {each.asname or each.name.partition(".")[0]: each.name for each in statement.names}
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            nodes[statement.name] = _node(statement)
            if isinstance(statement, ast.ClassDef):
                nodes |= _attributes(statement)
            if any(_is_registered(each) for each in statement.decorator_list):
                nodes[""].names.add(statement.name)  # registered, so it is called
        else:
            imports |= _rooms_loaded(statement)
            _read(statement, nodes[""])
    return Module(imports, nodes)


def _rooms_loaded(statement: ast.stmt) -> dict[str, str]:
    """Return the modules that a statement has `resolvers/rooms.py` import."""
    called = statement.value if isinstance(statement, ast.Expr) else None
    return {name: name for name in loaded_rooms(called)} if isinstance(called, ast.Call) else {}


def _is_registered(decorator: ast.expr) -> bool:
    """Tell whether a decorator hands its function to code that calls it later."""
    name = _join_names(_callee(decorator))
    return name.startswith("app.") or name in DECLARING


def _attributes(body: ast.ClassDef) -> dict[str, Node]:
    """Return the names that each `self.name = …` of a class assigns."""
    made: dict[str, Node] = {}
    for each in ast.walk(body):
        if isinstance(each, ast.Assign) and _join_names(each.targets[0]).startswith("self."):
            made.setdefault(_join_names(each.targets[0]), Node()).names.update(_names(each.value))
    return made


def _node(definition: ast.stmt) -> Node:
    node = Node()
    for each in ast.iter_child_nodes(definition):
        _read(each, node)
    return node


def _read(tree: ast.AST, node: Node) -> None:
    asked = {id(each.func) for each in _walk(tree) if isinstance(each, ast.Call)}
    for each in _walk(tree):
        if isinstance(each, ast.Name | ast.Attribute):
            _see_name(each, node, is_asked=id(each) in asked)
        if isinstance(each, ast.Call):
            _see_call(each, node)
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call) and _join_names(each.value.func):
            node.kept += _join_names(each.value.func).endswith("client") and _join_names(each.value.func) != FACTORY


def _see_name(each: ast.Name | ast.Attribute, node: Node, *, is_asked: bool) -> None:
    if dotted := _join_names(each):
        node.names.add(dotted)
    elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Call):
        owner = _join_names(each.value.func)
        if owner == "settings":
            node.settings.add(each.attr)
        elif owner and not is_asked:
            node.methods.append((owner, each.attr, frozenset()))


def _see_call(each: ast.Call, node: Node) -> None:
    name = _join_names(each.func)
    if name == FACTORY and each.args and isinstance(each.args[0], ast.Constant):
        node.services.add(str(each.args[0].value))
    if name:
        node.called.add(name)
    if isinstance(each.func, ast.Attribute) and isinstance(each.func.value, ast.Call):
        owner = _join_names(each.func.value.func)
        named = {"get_paginator", "generate_presigned_url"}
        if owner and each.func.attr in named and each.args and isinstance(each.args[0], ast.Constant):
            node.methods.append((owner, str(each.args[0].value), frozenset()))
        elif owner:
            keywords = frozenset(keyword.arg for keyword in each.keywords if keyword.arg)
            node.methods.append((owner, each.func.attr, keywords))


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree without its annotations."""
    yield tree
    for name, value in ast.iter_fields(tree):
        if name not in {"annotation", "returns"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _walk(child)


def _names(tree: ast.AST) -> set[str]:
    return {name for each in _walk(tree) if isinstance(each, ast.Name | ast.Attribute) and (name := _join_names(each))}


def _callee(tree: ast.expr) -> ast.expr:
    return tree.func if isinstance(tree, ast.Call) else tree


def _join_names(tree: ast.AST) -> str:
    """Return `a.b.c` for a chain of plain names, nothing for anything else."""
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute) and (head := _join_names(tree.value)):
        return f"{head}.{tree.attr}"
    return ""
