"""What an API does with a GraphQL document: run it, start a subscription, project an event for a subscriber.

`document` is the text of the request's `query`, `caller` what `auth.authenticate` returned, `headers` the request's
headers in lower case. Errors are answers: nothing here raises for what a client sent, apart from `RequestRefused`.
"""

from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from graphql import OperationDefinitionNode, OperationType
from graphql.language import VariableNode

from infra.local.appsync import caching, refusals, wording
from infra.local.appsync.accounts import accounts
from infra.local.appsync.auth.caller import Caller
from infra.local.appsync.catalog import Api
from infra.local.appsync.coercion import NullRefused
from infra.local.appsync.context import Request
from infra.local.appsync.documents import Document, Documents, MissingOperation, Unparseable
from infra.local.appsync.encoding import encoded
from infra.local.appsync.events import Hub, Silence, Subscription
from infra.local.appsync.execution import Resolve, Run
from infra.local.appsync.introspection import Introspection
from infra.local.appsync.journal import Entry
from infra.local.appsync.plan import Field, Plan, Selection
from infra.local.appsync.planning import plan_for, projection_for
from infra.local.appsync.resolvers import Resolvers
from infra.local.appsync.settings import Settings

INVALIDATION_LIMIT = 5
_KNOWN: WeakKeyDictionary[Api, Documents] = WeakKeyDictionary()


class RequestRefused(ValueError):  # noqa: N818
    """A request that is no GraphQL operation: AppSync answers it with a status of its own."""

    def __init__(self, error_type: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.status = status


class Engine:
    """Runs documents on APIs and tells a hub what mutations gave.

    `resolving` makes what resolves the fields of a request; by default it is what AppSync does with data sources.
    """

    def __init__(
        self,
        hub: Hub | None = None,
        settings: Settings | None = None,
        resolving: Callable[[Request], Resolve] = Resolvers,
    ) -> None:
        self.hub: Hub = hub or Silence()
        self.settings = settings or Settings()
        self._resolving = resolving

    async def execute(
        self,
        api: Api,
        document: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Mapping[str, Any],
        entry: Entry | None = None,
    ) -> dict[str, Any]:
        """Run a query or mutation and return its response; `entry` collects what the log tells.

        Raises `RequestRefused` for text without an operation to run and for subscriptions.
        """
        entry = entry if entry is not None else Entry()
        found, operation = self._operation(api, document, operation_name)
        if operation.operation is OperationType.SUBSCRIPTION:
            raise RequestRefused(
                "BadRequestException", wording.SUBSCRIPTION_BY_HTTP, int(self.settings.subscription_by_http)
            )
        ready = self._ready(api, found, operation, variables, caller, headers)
        if isinstance(ready, list):
            return {"data": None, "errors": ready}
        entry.request = ready
        key = caching.operation_key(api, document, operation_name, ready.variables, caller, headers)
        cache = caching.cache_of(api) if key and ready.is_query else None
        if cache and key and (kept := cache.get(key)):
            return dict(kept)
        try:
            response = await self._run(ready, entry)
        except TimeoutError:
            return {"data": None, "errors": [refusals.timed_out(operation)]}
        if cache and key and "errors" not in response and len(encoded(response)) <= caching.LARGEST:
            cache.put(key, response, caching.seconds(api))
        return response

    async def subscribe(
        self,
        api: Api,
        document: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Mapping[str, Any],
        entry: Entry | None = None,
    ) -> Subscription | list[dict[str, Any]]:
        """Start a subscription: validate, authorise, run its field's resolver once; or return why it may not start."""
        entry = entry if entry is not None else Entry()
        try:
            found, operation = self._operation(api, document, operation_name)
        except RequestRefused as refusal:
            return [{"errorType": refusal.error_type, "message": refusal.message}]
        if operation.operation is not OperationType.SUBSCRIPTION:
            what = operation.operation.value if self.settings.unsupported_kind == "operation" else "unknown"
            message = f"{what} not supported through the realtime channel"
            return [{"errorType": "UnsupportedOperation", "message": message}]
        ready = self._ready(api, found, operation, variables, caller, headers)
        if isinstance(ready, list):  # on a socket without their places
            return [{name: error[name] for name in ("errorType", "message") if name in error} for error in ready]
        entry.request = ready
        if problem := refusals.root_problem(ready.plan):
            return [problem]
        try:
            return await self._subscribed(ready)
        except TimeoutError:
            return [{"errorType": "ExecutionTimeout", "message": wording.TIMED_OUT}]

    # Steps of both.

    def _operation(self, api: Api, text: str, name: str | None) -> tuple[Document, OperationDefinitionNode]:
        try:
            found = _documents(api, self.settings).get(text)
            return found, found.operation(name)
        except Unparseable as error:
            raise RequestRefused(
                "MalformedHttpRequestException", wording.UNPARSEABLE, int(self.settings.syntax_error)
            ) from error
        except MissingOperation as missing:
            message = wording.UNKNOWN_OPERATION.format(name=missing) if str(missing) else wording.MISSING_OPERATION
            raise RequestRefused("BadRequestException", message) from missing

    def _ready(
        self,
        api: Api,
        document: Document,
        operation: OperationDefinitionNode,
        given: Mapping[str, Any] | None,
        caller: Caller,
        headers: Mapping[str, Any],
    ) -> Request | list[dict[str, Any]]:
        """Return the request with its plan, or the errors of validation and variables."""
        if document.errors:
            kind = {"errorType": "ValidationError"} if self.settings.validation_error_type else {}
            return [{**error, **kind} for error in document.errors]
        values, errors = document.variables(operation).coerced(given or {})
        if errors:
            return errors
        plan = plan_for(api, document, operation, values, caller)
        if plan.denied and accounts.wanted:
            _account_for(api, caller, plan)
        shown = {name: value for name, value in headers.items() if name != "cookie"} if "cookie" in headers else headers
        return Request(api=api, plan=plan, caller=caller, variables=values, headers=shown, settings=self.settings)

    async def _run(self, request: Request, entry: Entry) -> dict[str, Any]:
        resolve = self._resolving(request)
        if request.plan.introspects:
            resolve = Introspection(resolve, request.plan, request.variables)
        run = self._started(request, resolve)
        if request.plan.operation.operation is OperationType.MUTATION:
            run.made = {}

            async def publish(field: Field, value: Any) -> None:
                await self._told(request, run, field, value, entry)

            await run.mutation(publish)
        else:
            await run.query()
        response: dict[str, Any] = {"data": run.data}
        if errors := run.errors + request.errors:
            response["errors"] = errors
        if request.evictions and not request.is_query:
            response["extensions"] = {"apiCacheEntriesDeleted": _evicted(request)}
        return response

    def _started(self, request: Request, resolve: Resolve) -> Run:
        limit = request.api.resolver_limit
        return Run(request.plan, request.variables, resolve, limit, self.settings.request_seconds)

    async def _told(self, request: Request, run: Run, field: Field, value: Any, entry: Entry) -> None:
        """Tell the hub what a mutation field gave, and which subscriptions end; a field that failed tells nothing."""
        failed = any(error["path"][0] == field.key for error in run.errors)
        if value is None and failed:
            request.invalidations.clear()
        wanted = value is not None or self.settings.publish_null
        if accounts.wanted and not wanted:
            accounts.tell(f"Mutation.{field.name} published nothing", ["✗ its field ended null (see publish_null)"])
        if wanted and (not failed or self.settings.publish_with_errors):
            entry.published.append(field.name)
            event = by_schema_names(value, run.made or {}, aliases=self.settings.publish_aliases)
            await self.hub.publish(request.api, field.name, event)
        asked, request.invalidations = request.invalidations, []
        for item in asked[: INVALIDATION_LIMIT - request.invalidated]:
            request.invalidated += 1
            await self.hub.invalidate(request.api, item.get("subscriptionField", ""), item.get("payload") or {})
            asked = asked[1:]
        if asked:
            request.errors.append(refusals.too_many(field))

    async def _subscribed(self, request: Request) -> Subscription | list[dict[str, Any]]:
        selection = request.plan.root
        field = selection.fields[0]
        try:
            arguments = field.arguments(request.variables)
        except NullRefused as refusal:
            return [{"message": wording.null_argument(str(refusal))}]
        initial = None
        if field.resolved:
            run = self._started(request, self._resolving(request))
            await run.query()
            if run.errors:
                return [{"errorType": e.get("errorType") or "Error", "message": e["message"]} for e in run.errors]
            if self.settings.initial_result and run.data and run.data[field.key] is not None:
                initial = {"data": run.data}
        return Subscription(
            field_name=field.name,
            arguments=self._filtering(field, arguments),
            selection=projection_for(request.api, request.plan, checked=self.settings.subscribers_fields_checked),
            subscription_filter=request.subscription_filter,
            invalidation_filter=request.invalidation_filter,
            initial=initial,
        )

    def _filtering(self, field: Field, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments that filter: what was supplied, a null variable too unless a switch says otherwise."""
        if self.settings.null_variable_filters:
            return arguments
        variables = {node.name.value for node in field.nodes[0].arguments or () if isinstance(node.value, VariableNode)}
        return {name: value for name, value in arguments.items() if value is not None or name not in variables}


def project(_: Api, selection: Any, result: Any) -> dict[str, Any]:
    """Return the payload of an event for the subscribers that share `selection`, `{"data", "errors"?}`.

    `result` is the mutation field's result by schema field names, an object, a list or a scalar; nothing is resolved
    again. A non-null field that
    the mutation did not select makes the subscription's field null, as AppSync does.
    """
    plan: Plan = selection
    run = Run(plan, {}, _unresolved, 0)
    run.project({plan.root.fields[0].name: result} if plan.root.fields else {})
    payload: dict[str, Any] = {"data": run.data}
    if run.errors:
        payload["errors"] = [{"message": error["message"], "path": error["path"]} for error in run.errors]
    return payload


def by_schema_names(value: Any, made: Mapping[int, Selection], *, aliases: bool = False) -> Any:
    """Return completed data keyed by schema field names instead of aliases, with the type of every object."""
    if isinstance(value, list):
        return [by_schema_names(item, made, aliases=aliases) for item in value]
    selection = made.get(id(value)) if isinstance(value, dict) else None
    if selection is None:
        return value
    named: dict[str, Any] = {"__typename": selection.type_name}
    for field in selection.fields:
        name = field.key if aliases else field.name
        if field.key == name or name not in named:
            named[name] = by_schema_names(value[field.key], made, aliases=aliases)
    return named


def _account_for(api: Api, caller: Caller, plan: Plan) -> None:
    """Tell why each closed field of a selection is closed."""
    from infra.local.appsync.auth import explanation  # noqa: PLC0415 - only while somebody asks

    for place in sorted(plan.denied):
        accounts.tell(*explanation.chain(api, caller, *place))


def _evicted(request: Request) -> int:
    """Remove what the request's code evicted from the cache and return how many entries went."""
    cache = caching.cache_of(request.api)
    return sum(
        cache.evict(item.get("typeName", ""), item.get("fieldName", ""), item.get("keyValuePair") or {})
        for item in request.evictions
    )


def _documents(api: Api, settings: Settings) -> Documents:
    known = _KNOWN.get(api)
    if known is None:
        closed = settings.introspection_disabled
        known = _KNOWN[api] = Documents(api.schema, introspection=api.introspection, closed=closed)
    return known


def _unresolved(field: Field, *_: Any) -> Any:
    raise AssertionError(f"A projection resolves nothing, not even {field.name}.")
