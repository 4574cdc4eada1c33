"""What an API does with a GraphQL document: execute it, or start a subscription.

`document` is the text of the request's `query`, `caller` comes from `Authenticator.authenticate`, and `headers` has
names in lower case. A client's mistakes are responses with errors; only `RequestRefused` is raised.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from graphql import OperationDefinitionNode, OperationType
from graphql.language import VariableNode

from appsync_local import messages
from appsync_local.api.model import Api
from appsync_local.auth.caller import Caller
from appsync_local.engine import errors
from appsync_local.engine.errors import RequestRefused
from appsync_local.engine.event import to_schema_names
from appsync_local.engine.explain_log import explain_log
from appsync_local.engine.hub import Hub, SilentHub, StartedSubscription
from appsync_local.engine.request_log import LogEntry
from appsync_local.engine.response import await_response, build_response
from appsync_local.execution.coercion import NullNotAllowed
from appsync_local.execution.cost import DocumentTooLarge
from appsync_local.execution.documents import Document, DocumentCache, OperationNotFound, Unparseable
from appsync_local.execution.execution import Execution, Resolve
from appsync_local.execution.introspection import Introspection
from appsync_local.execution.plan import Plan
from appsync_local.execution.plan_cache import get_plan, get_projection
from appsync_local.execution.selection import Field
from appsync_local.json_values import encode_json
from appsync_local.resolvers import cache
from appsync_local.resolvers.context import Headers, RequestContext
from appsync_local.resolvers.resolvers import Resolvers
from appsync_local.settings import EngineSettings

INVALIDATION_LIMIT = 5
_NO_EVENT: Any = object()


class Engine:
    """Executes documents on APIs and publishes the results of mutations to a hub.

    `make_resolve` returns the function that resolves the fields of a request, by default with AppSync's data sources.
    """

    def __init__(
        self,
        hub: Hub | None = None,
        settings: EngineSettings | None = None,
        make_resolve: Callable[[RequestContext], Resolve] = Resolvers,
    ) -> None:
        self.hub: Hub = hub or SilentHub()
        self.settings = settings or EngineSettings()
        self._make_resolve = make_resolve

    async def execute(
        self,
        api: Api,
        document: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Headers,
        entry: LogEntry | None = None,
    ) -> dict[str, Any]:
        """Execute a query or mutation and return its response; `entry` collects what the log shows.

        Raises `RequestRefused` for text without an operation to execute and for subscriptions.
        """
        begun = self.begin_execution(
            api, document, variables, operation_name, caller, headers, entry if entry is not None else LogEntry()
        )
        return begun if isinstance(begun, dict) else await begun

    def begin_execution(
        self,
        api: Api,
        document: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Headers,
        entry: LogEntry,
    ) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """Return the response of `execute` if no data source has to be awaited for it, otherwise its awaitable."""
        found, operation = self._find_operation(api, document, operation_name)
        if operation.operation is OperationType.SUBSCRIPTION:
            raise RequestRefused(
                "BadRequestException", messages.SUBSCRIPTION_BY_HTTP, int(self.settings.subscription_by_http)
            )
        prepared = self._prepare(api, found, operation, variables, caller, headers)
        if isinstance(prepared, list):
            return {"data": None, "errors": prepared}
        entry.request = prepared
        if api.caching == cache.WHOLE_OPERATIONS and prepared.is_query:
            return self._execute_cached(prepared, cache.operation_key(document, operation_name, prepared), entry)
        return self._begin(prepared, entry)

    async def _execute_cached(self, request: RequestContext, key: cache.Key, entry: LogEntry) -> dict[str, Any]:
        """Return the response that is kept for a query, or execute the query and keep its response."""
        kept_responses = cache.get_cache(request.api)
        if kept := kept_responses.get(key):
            return dict(kept)
        begun = self._begin(request, entry)
        response = begun if isinstance(begun, dict) else await begun
        if "errors" not in response and len(encode_json(response)) <= cache.MAX_RESPONSE_BYTES:
            kept_responses.put(key, response, cache.time_to_live(request.api))
        return response

    async def subscribe(
        self,
        api: Api,
        document: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Headers,
        entry: LogEntry | None = None,
    ) -> StartedSubscription | list[dict[str, Any]]:
        """Start a subscription (validate, authorise, run its resolver once), or return the errors that prevent it."""
        entry = entry if entry is not None else LogEntry()
        try:
            found, operation = self._find_operation(api, document, operation_name)
        except RequestRefused as refusal:
            return [{"errorType": refusal.error_type, "message": refusal.message}]
        if operation.operation is not OperationType.SUBSCRIPTION:
            what = operation.operation.value if self.settings.unsupported_kind == "operation" else "unknown"
            message = f"{what} not supported through the realtime channel"
            return [{"errorType": "UnsupportedOperation", "message": message}]
        prepared = self._prepare(api, found, operation, variables, caller, headers)
        if isinstance(prepared, list):  # AppSync omits locations on a socket
            return [{name: error[name] for name in ("errorType", "message") if name in error} for error in prepared]
        entry.request = prepared
        if problem := errors.find_root_error(prepared.plan):
            return [problem]
        try:
            return await self._start_subscription(prepared)
        except TimeoutError:
            return [{"errorType": "ExecutionTimeout", "message": messages.TIMED_OUT}]

    def _find_operation(self, api: Api, text: str, name: str | None) -> tuple[Document, OperationDefinitionNode]:
        try:
            found = _get_documents(api, self.settings).get(text)
            return found, found.find_operation(name)
        except Unparseable as error:
            raise RequestRefused(
                "MalformedHttpRequestException", messages.UNPARSEABLE, int(self.settings.syntax_error)
            ) from error
        except DocumentTooLarge as error:
            raise RequestRefused("BadRequestException", str(error)) from error
        except OperationNotFound as missing:
            message = messages.UNKNOWN_OPERATION.format(name=missing) if str(missing) else messages.MISSING_OPERATION
            raise RequestRefused("BadRequestException", message) from missing

    def _prepare(
        self,
        api: Api,
        document: Document,
        operation: OperationDefinitionNode,
        given: Mapping[str, Any] | None,
        caller: Caller,
        headers: Headers,
    ) -> RequestContext | list[dict[str, Any]]:
        """Return the request with its plan, or the errors of validation and variables."""
        if document.errors:
            kind = {"errorType": "ValidationError"} if self.settings.validation_error_type else {}
            return [{**error, **kind} for error in document.errors]
        values, errors = document.get_variables(operation).coerce(given or {})
        if errors:
            return errors
        plan = get_plan(api, document, operation, values, caller)
        if plan.denied and explain_log.is_wanted:
            _explain_denied_fields(api, caller, plan)
        return RequestContext(api, plan, caller, values, headers, self.settings)

    def _begin(self, request: RequestContext, entry: LogEntry) -> dict[str, Any] | Awaitable[dict[str, Any]]:
        """Return the response to a request, or its awaitable once something has to be awaited."""
        plan = request.plan
        resolve = self._make_resolve(request)
        if plan.has_introspection:
            resolve = Introspection(resolve, plan, request.variables)
        execution = self._new_execution(request, resolve)
        if plan.is_mutation:
            execution.object_selections = {}

            def publish(field: Field, value: Any) -> Awaitable[None] | None:
                return self._publish(request, execution, field, value, entry)

            waiting = execution.begin_mutation(publish)
        else:
            waiting = execution.begin_query()
        if waiting is None:
            return build_response(request, execution)
        return await_response(request, execution, waiting)

    def _new_execution(self, request: RequestContext, resolve: Resolve) -> Execution:
        limit = request.api.resolver_limit
        return Execution(request.plan, request.variables, resolve, limit, self.settings.request_seconds)

    def _publish(
        self, request: RequestContext, execution: Execution, field: Field, value: Any, entry: LogEntry
    ) -> Awaitable[None] | None:
        """Publish a mutation field's result and carry out its invalidations, unless the field failed.

        Returns None where nobody can hear it, nothing is invalidated and nothing has to be explained.
        """
        failed = execution.has_errors and any(error["path"][0] == field.key for error in execution.errors)
        if value is None and failed and request.has_effects:
            request.effects.invalidations.clear()
        wanted = value is not None or self.settings.publish_null
        if not wanted and explain_log.is_wanted:
            explain_log.add(f"Mutation.{field.name} published nothing", ["✗ its field ended null (see publish_null)"])
        allowed = not failed or self.settings.publish_with_errors
        event: Any = _NO_EVENT
        if wanted and allowed and not self._is_hidden_by_alias(request, field):
            entry.published += (field.name,)
            if self.hub.is_heard(request.api, field.name):
                names = execution.object_selections or {}
                event = to_schema_names(value, names, aliases=self.settings.publish_aliases)
        if event is _NO_EVENT and not (request.has_effects and request.effects.invalidations):
            return None
        return self._deliver(request, field, event)

    async def _deliver(self, request: RequestContext, field: Field, event: Any) -> None:
        """Publish a mutation field's event, if it has one, and carry out its invalidations."""
        if event is not _NO_EVENT:
            await self.hub.publish(request.api, field.name, event)
        effects = request.effects
        pending, effects.invalidations = effects.invalidations, []
        for item in pending[: INVALIDATION_LIMIT - effects.invalidated]:
            effects.invalidated += 1
            await self.hub.invalidate(request.api, item.get("subscriptionField", ""), item.get("payload") or {})
            pending = pending[1:]
        if pending:
            effects.errors.append(errors.invalidation_limit_error(field))

    def _is_hidden_by_alias(self, request: RequestContext, field: Field) -> bool:
        """Return whether a mutation field is published to nobody, because the mutation gave it an alias."""
        if not self.settings.publish_aliases or field.key == field.name:
            return False
        if field.name in request.api.subscriptions_by_mutation:
            request.effects.warnings.append(
                f"Mutation.{field.name} has the alias {field.key}: AppSync sends its result to no subscriber."
            )
        return True

    async def _start_subscription(self, request: RequestContext) -> StartedSubscription | list[dict[str, Any]]:
        selection = request.plan.root
        field = selection.fields[0]
        try:
            arguments = field.coerce_arguments(request.variables)
        except NullNotAllowed as refusal:
            return [{"message": messages.null_argument(str(refusal))}]
        initial = None
        if field.has_resolver:
            execution = self._new_execution(request, self._make_resolve(request))
            await execution.execute_query()
            if execution.errors:
                return [{"errorType": e.get("errorType") or "Error", "message": e["message"]} for e in execution.errors]
            if self.settings.initial_result and execution.data and execution.data[field.key] is not None:
                initial = {"data": execution.data}
        return StartedSubscription(
            field_name=field.name,
            arguments=self._filter_arguments(field, arguments),
            selection=get_projection(request.api, request.plan, check_access=self.settings.subscribers_fields_checked),
            subscription_filter=request.effects.subscription_filter,
            invalidation_filter=request.effects.invalidation_filter,
            initial=initial,
        )

    def _filter_arguments(self, field: Field, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments that filter events: all supplied ones; a switch leaves out variables that are null."""
        if self.settings.null_variable_filters:
            return arguments
        variables = {node.name.value for node in field.nodes[0].arguments or () if isinstance(node.value, VariableNode)}
        return {name: value for name, value in arguments.items() if value is not None or name not in variables}


def _explain_denied_fields(api: Api, caller: Caller, plan: Plan) -> None:
    """Explain why fields of a selection are denied."""
    from appsync_local.auth import explanation  # noqa: PLC0415 - only while somebody asks

    for place in sorted(plan.denied):
        explain_log.add(*explanation.explain_rules(api, caller, *place))


def _get_documents(api: Api, settings: EngineSettings) -> DocumentCache:
    return api.keep(
        DocumentCache,
        lambda: DocumentCache(
            api.schema, introspection=api.introspection, disabled_message=settings.introspection_disabled
        ),
    )
