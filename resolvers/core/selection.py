"""Selections as AppSync lists them: paths of response keys, where an alias replaces the name of its field."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final, get_args

from resolvers.core.model import Model

Models = tuple[type[Model], ...]

ANY_TYPE: Final = "*"
# What fields with handlers of their own answer, by their type and name.
nested_fields: Final[dict[tuple[str, str], Models]] = {}
# Called with the type and name of a field before it is looked up in `nested_fields`: they register what it needs.
field_loaders: Final[list[Callable[[str, str], None]]] = []


def find_models(annotation: Any) -> Models:
    """Return the models that a value of a type may be, or hold as a list; none where it is something else."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return (annotation,)
    return tuple(model for each in get_args(annotation) for model in find_models(each))


def has_alias(path: Sequence[str], models: Models) -> bool:
    """Tell whether a path of response keys leaves the fields of these models: then an alias is on it.

    An alias of a plain field that is the name of another plain field of the same model cannot be told from it.
    """
    for key in path:
        if key.startswith("__"):
            return False
        fields = _list_fields(models)
        inside = fields[key] if key in fields else _find_nested(models, key)
        if inside is None:
            return True
        models = inside
    return False


@cache
def _list_fields(models: Models) -> dict[str, Models]:
    """Return the fields of models and of those that are kinds of them, by name, each with the models it holds."""
    return {
        info.alias or name: find_models(info.annotation)
        for model in _iterate_kinds(models)
        for name, info in model.model_fields.items()
    }


def _find_nested(models: Models, key: str) -> Models | None:
    """Return what a field with a handler answers, None where these models have no such field."""
    types = [ANY_TYPE, *(model.__name__ for model in _iterate_kinds(models))] if models else []
    for name in types:
        for load in field_loaders:
            load(name, key)
    return next((nested_fields[each, key] for each in types if (each, key) in nested_fields), None)


def _iterate_kinds(models: Models) -> Iterator[type[Model]]:
    for model in models:
        yield model
        yield from _iterate_kinds(tuple(model.__subclasses__()))
