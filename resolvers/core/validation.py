"""What is wrong with a caller's values, in sentences for people, at the paths that the caller sent.

pydantic finds the mistakes; its words speak of Python. Each kind of mistake has a sentence of ours here, and what has
none says which rule was broken without naming a type of Python.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from resolvers.core.errors import InvalidInput

_ANY_VALUE: Final = "This value is not allowed here."


def describe_mistakes(error: ValidationError) -> list[InvalidInput]:
    """Return a refusal for each mistake that pydantic found in the arguments of a field, at its path."""
    return [InvalidInput(_describe(mistake), *_path(mistake)) for mistake in error.errors(include_url=False)]


def _describe(mistake: ErrorDetails) -> str:
    sentence = _SENTENCES.get(mistake["type"])
    return sentence(mistake.get("ctx") or {}) if sentence else _ANY_VALUE


def _path(mistake: ErrorDetails) -> tuple[str, ...]:
    """Return the place in the arguments by GraphQL's names; a list's item by its index."""
    return tuple(to_camel(part) if isinstance(part, str) else str(part) for part in mistake["loc"])


def _describe_raised(context: Mapping[str, Any]) -> str:
    """Return the sentence of a validator of ours."""
    return f"{str(context['error']).rstrip('.')}."


def _always(sentence: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda _: sentence


def _fill_sentence(sentence: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda context: sentence.format(**context)


def _describe_minimum(count: int, what: str) -> str:
    return f"It needs at least {count} {what}{'' if count == 1 else 's'}."


_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "value_error": _describe_raised,
    "missing": _always("This field is required."),
    "missing_argument": _always("This argument is required."),
    "extra_forbidden": _always("There is no such field."),
    "unexpected_keyword_argument": _always("There is no such argument."),
    "id": _always("This is not an ID of this API: IDs look like `post_0193…` or, for people, like a UUID."),
    "string_type": _always("It must be text."),
    "string_unicode": _always("It contains a character that is not valid Unicode. Remove it, then try again."),
    "string_too_short": lambda context: _describe_minimum(context["min_length"], "character"),
    "string_too_long": _fill_sentence("It can have at most {max_length} characters."),
    "string_pattern_mismatch": _always("It does not have the form that the field's description gives."),
    "too_short": lambda context: _describe_minimum(context["min_length"], "item"),
    "too_long": _fill_sentence("It can have at most {max_length} items."),
    "list_type": _always("It must be a list."),
    "int_type": _always("It must be a whole number."),
    "int_parsing": _always("It must be a whole number."),
    "int_from_float": _always("It must be a whole number."),
    "int_parsing_size": _always("This number is too large."),
    "float_type": _always("It must be a number."),
    "float_parsing": _always("It must be a number."),
    "finite_number": _always("It must be a finite number."),
    "bool_type": _always("It must be true or false."),
    "bool_parsing": _always("It must be true or false."),
    "greater_than": _fill_sentence("It must be greater than {gt}."),
    "greater_than_equal": _fill_sentence("It must be at least {ge}."),
    "less_than": _fill_sentence("It must be less than {lt}."),
    "less_than_equal": _fill_sentence("It must be at most {le}."),
    "enum": _fill_sentence("It must be one of {expected}."),
    "literal_error": _fill_sentence("It must be one of {expected}."),
    "model_type": _always("It must be an object."),
    "model_attributes_type": _always("It must be an object."),
    "dict_type": _always("It must be an object."),
    "datetime_type": _always("It must be a time, such as 2026-11-28T21:14:07Z."),
    "datetime_parsing": _always("It must be a time, such as 2026-11-28T21:14:07Z."),
    "datetime_from_date_parsing": _always("It must be a time, such as 2026-11-28T21:14:07Z."),
    "datetime_object_invalid": _always("It must be a time, such as 2026-11-28T21:14:07Z."),
    "timezone_aware": _always("It must be a time with its zone, such as 2026-11-28T21:14:07Z."),
    "date_parsing": _always("It must be a date, such as 2026-11-28."),
    "date_from_datetime_parsing": _always("It must be a date, such as 2026-11-28."),
    "url_parsing": _always("It must be an address that begins with https://."),
    "url_scheme": _always("It must be an address that begins with https://."),
}
