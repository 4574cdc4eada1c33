"""Resolvers: direct Lambda resolvers, APPSYNC_JS unit resolvers, batches and pipeline resolvers.

Source: AppSync Developer Guide, "Direct Lambda resolvers", "JavaScript resolvers", "Configuring batch invocations".
"""

import asyncio
import inspect
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any

from appsync_local import messages
from appsync_local.api.model import DataSource, Resolver
from appsync_local.execution.execution import FieldError, Outcome, Outcomes
from appsync_local.execution.selection import Field
from appsync_local.resolvers import cache
from appsync_local.resolvers.batches import BatchInvoker, Step
from appsync_local.resolvers.context import RequestContext, select_data
from appsync_local.resolvers.resolver_call import Context, EarlyReturn, ResolverCall, settle_call
from appsync_local.sources import dispatch, lambda_function
from appsync_local.sources.result import SourceResult

if TYPE_CHECKING:
    from appsync_local.javascript.script import Evaluation, ScriptError

PIPELINE_LIMIT = 10
FUNCTION_MISSING = (
    "the endpoint lists no function '{name}'; CreateFunction makes it (CloudFormation of ministack does not)."
)
REQUEST_ERRORS = ("MappingTemplate", "UnsupportedDataSource")


class Resolvers:
    """The resolvers of one request; `Execution` calls this with a field, its arguments and the parent values."""

    def __init__(self, request: RequestContext) -> None:
        self.request = request
        self._api = request.api
        self._batches = BatchInvoker(self._invoke_batch)

    def __call__(
        self, field: Field, arguments: Mapping[str, Any], sources: list[Any]
    ) -> "Outcomes | Awaitable[Outcomes]":
        """Resolve a field of several parents; the outcomes come at once if no data source has to be awaited."""
        resolver = self._api.resolvers[field.parent, field.name]
        calls = [ResolverCall(field, context) for context in self.request.build_contexts(field, arguments, sources)]
        if self._needs_no_call(resolver):
            return [settle_call(call, self._resolve_locally, resolver) for call in calls]
        if self._is_direct_batch(resolver, calls):
            return self._invoke_direct_batch(resolver, calls)
        return self._gather([self._resolve_cached(resolver, call) for call in calls])

    async def _gather(self, waiting: list[Any]) -> Outcomes:
        return [await waiting[0]] if len(waiting) == 1 else list(await asyncio.gather(*waiting))

    def _needs_no_call(self, resolver: Resolver) -> bool:
        """Return whether a resolver needs no I/O and no cache: a unit resolver with code on a NONE data source."""
        if cache.is_cached(self._api, resolver):
            return False
        source = self._api.data_sources.get(resolver.data_source or "")
        return resolver.kind == "UNIT" and resolver.code is not None and source is not None and source.type == "NONE"

    def _resolve_locally(self, call: ResolverCall, resolver: Resolver) -> Any:
        answer = dispatch.send(self._api, self._get_data_source(resolver), self._evaluate_request(resolver, call))
        assert isinstance(answer, SourceResult)
        return self._evaluate_response(resolver, call, answer)

    def _is_direct_batch(self, resolver: Resolver, calls: list[ResolverCall]) -> bool:
        """Return whether all calls go into batches unchanged: the resolver has no code and is not cached."""
        direct = resolver.kind == "UNIT" and resolver.code is None and resolver.max_batch_size > 0
        return direct and not (self.request.is_query and cache.resolver_key(self._api, resolver, calls[0].context))

    async def _invoke_direct_batch(self, resolver: Resolver, calls: list[ResolverCall]) -> Outcomes:
        try:
            self._refuse_templates(resolver, self._get_data_source(resolver))
        except FieldError as error:
            return [Outcome(error=error)] * len(calls)
        events = [self._build_event(call) for call in calls]
        answers = await self._batches.invoke(resolver, calls[0].target, events)
        return [settle_call(call, self._unwrap_item, answer) for call, answer in zip(calls, answers, strict=True)]

    async def _resolve_cached(self, resolver: Resolver, call: ResolverCall) -> Any:
        """Return a resolver's value or outcome for one parent, from the cache if possible."""
        key = cache.resolver_key(self._api, resolver, call.context) if self.request.is_query else None
        kept = cache.get_cache(self._api).get(key) if key else None
        if kept is not None:
            self.request.effects.calls.append(f"{call.target.parent}.{call.target.name} ← cache")
            return kept[0]
        outcome = await self._resolve(resolver, call)
        if key and not isinstance(outcome, Outcome):
            cache.get_cache(self._api).put(key, (outcome,), cache.time_to_live(self._api, resolver))
        return outcome

    async def _resolve(self, resolver: Resolver, call: ResolverCall) -> Any:
        try:
            if resolver.kind == "PIPELINE":
                value = await self._run_pipeline(resolver, call)
            else:
                value = await self._run_step(resolver, call)
        except EarlyReturn as done:
            value = done.value
        except FieldError as error:
            return Outcome(error=error, appended=call.appended)
        return Outcome(value, appended=call.appended) if call.appended else value

    async def _run_step(self, step: Step, call: ResolverCall) -> Any:
        """Run a unit resolver or a pipeline function; raises `FieldError` or `EarlyReturn`."""
        source = self._get_data_source(step)
        if step.code is None:
            return await self._invoke_direct(step, source, call)
        request = self._evaluate_request(step, call)
        if isinstance(request, dict) and request.get("operation") == "BatchInvoke":
            (answer,) = await self._batches.invoke(step, call.target, [request.get("payload")])
        else:
            sent = dispatch.send(self._api, source, request)
            answer = await self._await_timed(call.target, source, sent) if inspect.isawaitable(sent) else sent
        return self._evaluate_response(step, call, answer)

    async def _run_pipeline(self, resolver: Resolver, call: ResolverCall) -> Any:
        """Run a pipeline: its request handler, each function with the previous result, its response handler."""
        if len(resolver.functions) > PIPELINE_LIMIT:
            raise FieldError(f"A pipeline has at most {PIPELINE_LIMIT} functions.", "MappingTemplate")
        before = self._evaluate(resolver, call, "request") if resolver.code else None
        result = before.value if before else None
        # An early return skips functions, never the pipeline's response handler.
        functions = () if before and before.skip_to else resolver.functions
        for name in functions:
            call.context["prev"] = {"result": result}
            step = self._api.functions.get(name)
            if step is None:
                self.request.effects.warnings.append(
                    f"{call.target.parent}.{call.target.name}: {FUNCTION_MISSING.format(name=name)}"
                )
                raise FieldError(f"The pipeline names an unknown function '{name}'.", "MappingTemplate")
            try:
                result = await self._run_step(step, call)
            except EarlyReturn as done:
                result = done.value
                if done.to_end:
                    break
            finally:
                call.context.pop("result", None)
                call.context.pop("error", None)
        call.context["prev"] = {"result": result}
        if resolver.code is None:
            return result
        call.context["result"] = result
        return self._evaluate(resolver, call, "response").value

    def _evaluate_request(self, step: Step, call: ResolverCall) -> Any:
        """Return the request handler's request; an early return ends the step."""
        evaluation = self._evaluate(step, call, "request")
        if evaluation.skip_to:
            raise EarlyReturn(evaluation.value, to_end=evaluation.skip_to == "END")
        return evaluation.value

    def _evaluate_response(self, step: Step, call: ResolverCall, answer: SourceResult) -> Any:
        """Return the response handler's value for a data source's result.

        A request that the data source does not understand is the field's error; the response handler does not run.
        """
        if answer.error and answer.error["type"] in REQUEST_ERRORS:
            raise FieldError(answer.error["message"], answer.error["type"])
        call.context["result"] = answer.result
        call.context["error"] = dict(answer.error) if answer.error else None
        return self._evaluate(step, call, "response").value

    def _evaluate(self, step: Step, call: ResolverCall, handler: str) -> "Evaluation":
        """Call a handler of the code and apply its effects; raises `FieldError` for its errors."""
        from appsync_local.javascript import script  # noqa: PLC0415 - many APIs have no code, and none needs it to start

        settings = self.request.settings
        try:
            code = script.compile_script(step.code or "", settings.javascript_globals, settings.javascript_replace)
        except script.CodeRefused as reason:
            self.request.effects.warnings.append(f"{call.target.parent}.{call.target.name}: {reason}")
            raise FieldError("The code contains one or more errors.", "Code") from None
        context = {**call.context, "env": dict(self._api.environment)}
        evaluation = code.call(handler, context, self.request.caller.mode, settings.javascript_seconds)
        call.context["stash"] = evaluation.stash
        effects, where = self.request.effects, f"{call.target.parent}.{call.target.name}"
        effects.logs += [f"{where} {handler}: {line}" for line in evaluation.logs]
        self._apply_effects(call, evaluation)
        if evaluation.defect is not None:
            effects.warnings.append(f"{where} {handler}: {evaluation.defect}")
            raise FieldError("Runtime Error", "Code")
        if evaluation.raised is not None:
            raise self._to_field_error(call, evaluation.raised)
        return evaluation

    def _apply_effects(self, call: ResolverCall, evaluation: "Evaluation") -> None:
        effects = self.request.effects
        call.appended += [self._to_field_error(call, item) for item in evaluation.appended]
        if evaluation.headers and not effects.add_response_headers(evaluation.headers):
            call.appended.append(FieldError(messages.HEADERS_TOO_LARGE, "ResponseHeaderError"))
        effects.invalidations += evaluation.invalidations
        effects.evictions += evaluation.evictions
        effects.subscription_filter = evaluation.subscription_filter or effects.subscription_filter
        effects.invalidation_filter = evaluation.invalidation_filter or effects.invalidation_filter

    def _to_field_error(self, call: ResolverCall, raised: "ScriptError") -> FieldError:
        message = raised.message
        if raised.type == "Unauthorized" and message is None:
            message = messages.field_denied(call.target.parent, call.target.name)
        return FieldError(message or "", raised.type, select_data(call.target, raised.data), raised.info)

    async def _invoke_direct(self, step: Step, source: DataSource, call: ResolverCall) -> Any:
        """Invoke a direct Lambda resolver's function with the context as its event."""
        self._refuse_templates(step, source)
        event = self._build_event(call)
        if step.max_batch_size:
            (item,) = await self._batches.invoke(step, call.target, [event])
            return self._unwrap_item(call, item)
        answer = await self._await_timed(call.target, source, self._invoke_function(source, event))
        if answer.error:
            raise FieldError(answer.error["message"], answer.error["type"])
        return answer.result

    def _refuse_templates(self, step: Step, source: DataSource) -> None:
        if step.request_template or step.response_template or source.type != "AWS_LAMBDA":
            message = "Only APPSYNC_JS code and direct Lambda resolvers are served locally, not mapping templates."
            raise FieldError(message, "MappingTemplate")

    def _build_event(self, call: ResolverCall) -> Context:
        """Return the event of a direct Lambda resolver."""
        return (
            {**call.context, "env": dict(self._api.environment)} if self.request.settings.direct_env else call.context
        )

    async def _invoke_function(self, source: DataSource, payload: Any) -> SourceResult:
        result = await lambda_function.call_lambda(self._api, source, payload)
        return SourceResult(error=self._direct_error(result.error)) if result.error else SourceResult(result.data)

    def _unwrap_item(self, call: ResolverCall, answer: SourceResult) -> Any:
        """Return the value of a direct batch item, `{"data", "errorMessage"?, "errorType"?}`."""
        if answer.error:
            raise FieldError(answer.error["message"], answer.error["type"])
        item = answer.result
        if item is None:
            return None
        if not isinstance(item, dict) or not item.keys() & {"data", "errorMessage"}:
            where = f"{call.target.parent}.{call.target.name}"
            self.request.effects.warnings.append(
                f"{where}: a direct batch item is not wrapped and becomes null, as on AWS; answer"
                ' {"data": …} or {"errorMessage": …, "errorType": …} per item.'
            )
            return None
        if item.get("errorMessage") is not None:
            raise FieldError(
                str(item["errorMessage"]), item.get("errorType"), select_data(call.target, item.get("data"))
            )
        return item.get("data")

    async def _invoke_batch(self, step: Step, target: Field, payloads: list[Any]) -> list[SourceResult]:
        source = self._get_data_source(step)
        answer = await self._await_timed(target, source, self._invoke_function_batch(step, source, payloads))
        return [answer] * len(payloads) if answer.error else [SourceResult(item) for item in answer.result]

    async def _invoke_function_batch(self, step: Step, source: DataSource, payloads: list[Any]) -> SourceResult:
        result = await lambda_function.call_lambda(self._api, source, payloads)
        if result.error:
            return SourceResult(
                error=lambda_function.lambda_error(result.error) if step.code else self._direct_error(result.error)
            )
        if isinstance(result.data, list) and self.request.settings.batch_mismatch == "pad":
            return SourceResult((result.data + [None] * len(payloads))[: len(payloads)])
        if not isinstance(result.data, list) or len(result.data) != len(payloads):
            got = f"a list of {len(result.data)}" if isinstance(result.data, list) else type(result.data).__name__
            message = f"BatchInvoke must answer a list with one item per payload ({len(payloads)}), not {got}."
            self.request.effects.warnings.append(f"{source.name}: {message}")
            return SourceResult(error={"message": message, "type": "Lambda:IllegalArgument"})
        return SourceResult(result.data)

    async def _await_timed(self, field: Field, source: DataSource, sent: Awaitable[SourceResult]) -> SourceResult:
        loop = asyncio.get_running_loop()
        started = loop.time()
        answer = await sent
        milliseconds = (loop.time() - started) * 1000
        self.request.effects.calls.append(f"{field.parent}.{field.name} → {source.name} {milliseconds:.0f} ms")
        return answer

    def _get_data_source(self, step: Step) -> DataSource:
        found = self._api.data_sources.get(step.data_source or "")
        if found is None:
            raise FieldError(f"No data source named '{step.data_source}'.", "MappingTemplate")
        return found

    def _direct_error(self, error: Mapping[str, Any]) -> dict[str, Any]:
        return lambda_function.direct_lambda_error(error, by_class=self.request.settings.direct_error_type == "class")
