"""AppSync's messages: its own, and graphql-java's for validation, coercion and nulls."""

import re
from collections.abc import Mapping
from typing import Any

NOT_AUTHORIZED = "You are not authorized to make this call."
EMPTY_BODY = "Request body is empty."
UNPARSEABLE = "Unable to parse GraphQL query."
MISSING_OPERATION = "Missing operation name."
UNKNOWN_OPERATION = "Unknown operation named '{name}'."
SUBSCRIPTION_BY_HTTP = "Subscriptions over MQTT is not supported."
NO_SCHEMA = "No schema definition exists."
TIMED_OUT = "Execution timed out."
INVALID_SDL = "Failed to parse schema document - ensure it's a valid SDL-formatted document."
NO_DIRECTIVE_DEFINITIONS = "Directive definitions are not supported."
NO_SCHEMA_OBJECT = "There is no top level schema object defined."
NO_QUERY = "A schema MUST have a 'query' operation defined."
SCHEMA_ERRORS = "Schema has the following errors:"
INVALID_OUTPUT = "The subscription has an invalid output type."
UNKNOWN_MUTATION = "The subscription '{subscription}' names the mutation '{mutation}', which does not exist."
TOO_MANY_INVALIDATIONS = "At most 5 subscription invalidations are allowed in one request."
INTROSPECTION_DISABLED = "Introspection has been disabled for this request"
HEADERS_TOO_LARGE = "The response headers that the code sets are larger than 4 KB."
TOO_DEEP = "Query depth limit exceeded."
TOO_MANY_RESOLVERS = "Resolver invocation limit reached."
TOO_MANY_CHARACTERS = "The document has more than {limit} characters."
TOO_MANY_TOKENS = "The document has more than {limit} tokens."
TOO_MANY_FIELDS = "The document selects more than {limit} fields, with its fragments and for each possible type."
TOO_DEEPLY_NESTED = "The document is nested too deeply."
TOO_COMPLEX = "The document selects too many fields of the same name, or nests its fragments too deeply."
SEVERAL_ROOT_FIELDS = "A subscription operation has exactly one root field, not {count}."

# graphql-core's message → graphql-java's error type and message. The first match wins; groups fill the message.
_VALIDATION = [
    (r"^Maximum introspection depth exceeded", "BadFaithIntrospection",
     "This request is not asking for introspection in good faith - the types of types are selected too often!"),
    (r"^Validation aborted\.$", "", TOO_COMPLEX),
    (r"The '?([\w@]+)'? definition is not executable", "NonExecutableDefinition",
     "The {0} definition is not executable."),
    (r"The (\w+) operation is not supported by the schema", "", "Schema is not configured for {0}s."),
    (r"introspection has been disabled, .* contained the field '(\w+)'", "FieldUndefined",
     "Field '{0}' in type 'Query' is undefined"),
    (r"There can be only one input field named '(\w+)'", "UniqueObjectFieldName",
     "There can be only one field named '{0}'"),
    (r"Variable '\$(\w+)' is of type '([^']+)' but must be non-nullable to be used for OneOf Input Object '(\w+)'",
     "VariableTypeMismatch", "Variable type '{1}' doesn't match expected type '{1}!'"),
    (r"Cannot query field '(\w+)' on type '(\w+)'", "FieldUndefined", "Field '{0}' in type '{1}' is undefined"),
    (r"Unknown argument '(\w+)' on field", "UnknownArgument", "Unknown field argument {0}"),
    (r"Unknown argument '(\w+)' on directive", "UnknownDirective", "Unknown directive argument {0}"),
    (r"Argument '[\w.]+\((\w+):\)' of type .* is required", "MissingFieldArgument", "Missing field argument {0}"),
    (r"Argument '@\w+\((\w+):\)' of type .* is required", "MissingDirectiveArgument", "Missing directive argument {0}"),
    (r"Field '(\w+)' must not have a selection since type '([^']+)'", "SubSelectionNotAllowed",
     "Sub selection not allowed on leaf type {1} of field {0}"),
    (r"Field '(\w+)' of type '([^']+)' must have a selection", "SubSelectionRequired",
     "Sub selection required for type {1} of field {0}"),
    (r"Variable '\$(\w+)' is not defined", "UndefinedVariable", "Undefined variable {0}"),
    (r"Variable '\$(\w+)' is never used", "UnusedVariable", "Unused variable {0}"),
    (r"Variable '\$(\w+)' of type '([^']+)' used in position expecting type '([^']+)'", "VariableTypeMismatch",
     "Variable type '{1}' doesn't match expected type '{2}'"),
    (r"Variable '\$(\w+)' cannot be non-input type '([^']+)'", "NonInputTypeOnVariable", "Wrong type for a variable"),
    (r"There can be only one variable named '\$(\w+)'", "DuplicateVariableName",
     "There can be only one variable named '{0}'"),
    (r"Unknown type '(\w+)'", "UnknownType", "Unknown type {0}"),
    (r"Unknown fragment '(\w+)'", "UndefinedFragment", "Undefined fragment {0}"),
    (r"Fragment '(\w+)' is never used", "UnusedFragment", "Unused fragment {0}"),
    (r"Cannot spread fragment '(\w+)' within itself", "FragmentCycle", "Fragment cycles not allowed"),
    (r"Fragment '?(\w*)'? ?cannot be spread here as objects of type '(\w+)' can never be of type '(\w+)'",
     "InvalidFragmentType", "Fragment {0} cannot be spread here as objects of type {1} can never be of type {2}"),
    (r"Fragment (?:'\w+' )?cannot condition on non composite type", "FragmentTypeConditionInvalid",
     "Fragment type condition is invalid, must be on Object/Interface/Union"),
    (r"There can be only one fragment named '(\w+)'", "DuplicateFragmentName",
     "There can be only one fragment named '{0}'"),
    (r"There can be only one operation named '(\w+)'", "DuplicateOperationName",
     "There can be only one operation named '{0}'"),
    (r"This anonymous operation must be the only", "LoneAnonymousOperationViolation",
     "Anonymous operation with other operations."),
    (r"There can be only one argument named '(\w+)'", "DuplicateArgumentNames",
     "There can be only one argument named '{0}'"),
    (r"Unknown directive '@(\w+)'", "UnknownDirective", "Unknown directive {0}"),
    (r"Directive '@(\w+)' may not be used on", "MisplacedDirective", "Directive {0} not allowed here"),
    (r"The directive '@(\w+)' can only be used once", "DuplicateDirectiveName",
     "Directive '{0}' must be uniquely named within a document."),
    (r"Fields '([^']+)' conflict because (?:\1|'\w+') ?.*? and .*? are different fields", "FieldsConflict",
     "{0}: they are different fields"),
    (r"Fields '([^']+)' conflict because they have differing arguments", "FieldsConflict",
     "{0}: they have differing arguments"),
    (r"Fields '([^']+)' conflict because", "FieldsConflict", "{0}: they return conflicting types"),
]  # fmt: skip


def validation_error(kind: str, sentence: str, path: str) -> str:
    """Return a validation error as AppSync words it; `path` joins field names with slashes and may be empty."""
    place = f" @ '{path}'" if path else ""
    if not kind:  # an error of the engine, not of its validator
        return sentence
    return f"Validation error of type {kind}: {sentence}{place}"


def translate(message: str) -> tuple[str, str]:
    """Return graphql-java's error type and message for a validation message of graphql-core."""
    for pattern, kind, sentence in _VALIDATION:
        if found := re.search(pattern, message):
            return kind, sentence.format(*found.groups()).replace("Fragment  cannot", "Fragment cannot")
    return "InvalidSyntax", message


def wrong_argument(name: str, value: str, type_name: str) -> tuple[str, str]:
    return "WrongType", f"argument '{name}' with value '{value}' is not a valid '{type_name}'"


def bad_default(value: str, type_text: str) -> tuple[str, str]:
    return "BadValueForDefaultArg", f"Bad default value {value} for type {type_text}"


def missing_fields(name: str, value: str, fields: str) -> tuple[str, str]:
    return "WrongType", f"argument '{name}' with value '{value}' is missing required fields '[{fields}]'"


def surplus_field(name: str, value: str, type_name: str, field: str) -> tuple[str, str]:
    return "WrongType", f"argument '{name}' with value '{value}' contains a field not in '{type_name}': '{field}'"


def null_variable(name: str, type_text: str) -> str:
    return f"Variable '{name}' has coerced Null value for NonNull type '{type_text}'"


def invalid_variable(name: str, reason: str) -> str:
    return f"Variable '{name}' has an invalid value. {reason}"


def surplus_variable_field(field: str, type_name: str) -> str:
    return (
        f"The variables input contains a field name '{field}' that is not defined for input object type '{type_name}'"
    )


def unknown_enum_name(type_name: str, value: Any) -> str:
    return f"Invalid input for Enum '{type_name}'. No value found for name '{value}'"


def not_a_map(value: Any) -> str:
    kind = java_class(value)
    return f"Expected type 'Map' but was '{kind}'. Variables for input objects must be an instance of type 'Map'."


def wrong_scalar(type_name: str, value: Any) -> str:
    return f"Expected type '{type_name}' but was '{java_class(value)}'."


def unparseable_scalar(value: Any, noun: str) -> str:
    return f"Unable to parse `{java_text(value)}` as a valid {noun}."


def unserializable_scalar(value: Any, noun: str) -> str:
    return f"Unable to serialize `{java_text(value)}` as a valid {noun}."


def cannot_serialize(path: str, reason: str) -> str:
    return f"Can't serialize value ({path}) : {reason}"


def null_for_non_null(type_name: str, parent: str, path: str) -> str:
    return f"Cannot return null for non-nullable type: '{type_name}' within parent '{parent}' ({path})"


def null_argument(type_text: str) -> str:
    return f"Null value for NonNull type '{type_text}'"


def no_value(name: str) -> str:
    return f"Value for field '$[{name}]' not found."


def not_a_list(path: str) -> str:
    return f"Can't resolve value ({path}) : type mismatch error, expected type LIST"


def unresolved_type(path: str, abstract: str, parent: str, field: str) -> str:
    return (
        f"Can't resolve '{path}'. Abstract type '{abstract}' must resolve to an Object type at runtime "
        f"for field '{parent}.{field}'. Could not determine the exact type of '{abstract}'"
    )


def field_denied(type_name: str, field: str) -> str:
    return f"Not Authorized to access {field} on type {type_name}"


def java_class(value: Any) -> str:
    """Return the Java class in which AppSync holds a JSON value."""
    names: Mapping[type, str] = {str: "String", bool: "Boolean", float: "Double", list: "ArrayList"}
    if isinstance(value, int) and not isinstance(value, bool):
        return "Integer" if -(2**31) <= value < 2**31 else "Long"
    return names.get(type(value), "LinkedHashMap")


def java_text(value: Any) -> str:
    """Return a JSON value as Java's `toString` prints it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}={java_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(java_text(item) for item in value) + "]"
    return str(value)
