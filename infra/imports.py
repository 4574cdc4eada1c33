"""Which of our modules a Lambda entry imports, read from the code without running it."""

import ast
from functools import cache
from pathlib import Path
from typing import Final

from resolvers.rooms import DECLARATIONS, NEEDED_BY_ALL, list_modules

PACKAGES: Final = ("resolvers", "subscriptions")


def find_imported_modules(*entries: str) -> dict[str, Path]:
    """Return our modules that the entries import, themselves included, with their files; lazy imports count.

    Raises `ModuleNotFoundError` for an entry that has no file.
    """
    found: dict[str, Path] = {}
    todo = list(entries)
    while todo:
        module = todo.pop()
        file = _file(module)
        if file is None and module in entries:
            raise ModuleNotFoundError(f"There is no module {module}.", name=module)
        if file is not None and module not in found:
            found[module] = file
            todo += _imports(file.read_text())
    return dict(sorted(found.items()))


def loaded_rooms(call: ast.Call) -> list[str]:
    """Return the modules that a call of `rooms.load`, `rooms.load_when_asked` or `rooms.load_declarations` imports.

    A room may lack the layer.
    """
    loader = ast.unparse(call.func)
    if loader == "rooms.load_declarations":
        return ["resolvers.subjects", *(name for layer in DECLARATIONS for name in list_modules(layer))]
    named = [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
    if loader == "rooms.load_when_asked":
        layers = [str(each.value.value) for each in call.keywords if isinstance(each.value, ast.Constant)]
        fields = [f"resolvers.{product}.fields" for product in named]
        beside = [name for layer in layers for name in list_modules(layer)]
        return [*NEEDED_BY_ALL, *fields, *list_modules("handler", *named), *beside]
    return list_modules(*named) if loader == "rooms.load" else []


def _file(module: str) -> Path | None:
    path = Path(*module.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((each for each in candidates if each.is_file()), None)


@cache
def _imports(text: str) -> list[str]:
    """Return every name that may be one of our modules: `from a import b` names `a` and `a.b`."""
    names: list[str] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            names += loaded_rooms(node)
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        elif isinstance(node, ast.Import):
            names += [each.name for each in node.names]
    return [name for name in names if name.partition(".")[0] in PACKAGES]
