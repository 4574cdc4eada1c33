"""The switches of the engine, the HTTP endpoint and the schema."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The likeliest choice is the default; docs/local-appsync/fidelity.md lists every switch. Times are in seconds."""

    request_seconds: float = 30
    javascript_seconds: float = 2
    javascript_globals: Literal["documented", "engine"] = "documented"
    javascript_replace: Literal["pattern", "text"] = "pattern"
    direct_error_type: Literal["class", "unhandled"] = "class"
    direct_env: bool = False
    batch_mismatch: Literal["fail", "pad"] = "fail"
    validation_error_type: bool = False
    syntax_error: Literal["400", "200"] = "400"
    subscription_by_http: Literal["400", "200"] = "400"
    unknown_api: Literal["404", "401"] = "404"
    preflight_headers: Literal["asked", "any"] = "asked"
    introspection_disabled: Literal["field", "sentence"] = "field"
    scalar_nouns: Literal["words", "types"] = "words"
    unsupported_kind: Literal["operation", "unknown"] = "operation"
    initial_result: bool = False
    publish_null: bool = False
    publish_with_errors: bool = True
    publish_aliases: bool = True
    null_variable_filters: bool = True
    subscribers_fields_checked: bool = True
    descriptions: bool = True
    modern_sdl: bool = False
    directives_on_interfaces: bool = False
