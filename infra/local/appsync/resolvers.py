"""Resolvers: how a field with one gets its value — direct Lambda, APPSYNC_JS units, batches and pipelines.

Source: AppSync Developer Guide, "Direct Lambda resolvers", "JavaScript resolvers", "Configuring batch invocations".
"""

import asyncio
import inspect
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any

from infra.local.appsync import caching, datasources, wording
from infra.local.appsync.batches import Batches, Step
from infra.local.appsync.calls import Call, Context, Done, ended
from infra.local.appsync.catalog import DataSource, Resolver
from infra.local.appsync.context import Request, chosen
from infra.local.appsync.execution import FieldError, Outcome, Outcomes
from infra.local.appsync.plan import Field
from infra.local.appsync.sources.answer import Answer

if TYPE_CHECKING:
    from infra.local.appsync.javascript import Evaluation, Raised

PIPELINE_LIMIT = 10
UNMADE = "the endpoint lists no function '{name}'; CreateFunction makes it (CloudFormation of ministack does not)."
UNASKED = ("MappingTemplate", "UnsupportedDataSource")


class Resolvers:
    """The resolvers of one request; `execution.Run` calls this with a field, its arguments and the parents."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._api = request.api
        self._batches = Batches(self._invoke_batch)

    def __call__(
        self, field: Field, arguments: Mapping[str, Any], sources: list[Any]
    ) -> "Outcomes | Awaitable[Outcomes]":
        """Resolve a field of several parents at once; answers at once if no data source has to be waited for."""
        resolver = self._api.resolvers[field.parent, field.name]
        calls = [Call(field, context) for context in self.request.contexts(field, arguments, sources)]
        if self._is_local(resolver):
            return [ended(call, self._now, resolver) for call in calls]
        if self._is_direct_batch(resolver, calls):
            return self._direct_batch(resolver, calls)
        return self._together([self._outcome(resolver, call) for call in calls])

    async def _together(self, waiting: list[Any]) -> Outcomes:
        return [await waiting[0]] if len(waiting) == 1 else list(await asyncio.gather(*waiting))

    def _is_local(self, resolver: Resolver) -> bool:
        """Return whether a resolver asks nobody, not even the cache: a unit with code on a NONE data source."""
        if caching.keeps(self._api, resolver):
            return False
        source = self._api.data_sources.get(resolver.data_source or "")
        return resolver.kind == "UNIT" and resolver.code is not None and source is not None and source.type == "NONE"

    def _now(self, call: Call, resolver: Resolver) -> Any:
        answer = datasources.send(self._api, self._source(resolver), self._asked(resolver, call))
        assert isinstance(answer, Answer)
        return self._answered(resolver, call, answer)

    def _is_direct_batch(self, resolver: Resolver, calls: list[Call]) -> bool:
        """Return whether all calls go into batches as they are: no code is asked, and nothing is kept in the cache."""
        direct = resolver.kind == "UNIT" and resolver.code is None and resolver.max_batch_size > 0
        return direct and not (self.request.is_query and caching.resolver_key(self._api, resolver, calls[0].context))

    async def _direct_batch(self, resolver: Resolver, calls: list[Call]) -> Outcomes:
        try:
            self._refuse_templates(resolver, self._source(resolver))
        except FieldError as error:
            return [Outcome(error=error)] * len(calls)
        events = [self._event(call) for call in calls]
        answers = await self._batches.answers(resolver, calls[0].at, events)
        return [ended(call, self._wrapped, answer) for call, answer in zip(calls, answers, strict=True)]

    async def _outcome(self, resolver: Resolver, call: Call) -> Outcome:
        """Return what a resolver gives one parent, out of the cache if it is there."""
        key = caching.resolver_key(self._api, resolver, call.context) if self.request.is_query else None
        kept = caching.cache_of(self._api).get(key) if key else None
        if kept is not None:
            self.request.calls.append(f"{call.at.parent}.{call.at.name} ← cache")
            return Outcome(kept[0])
        outcome = await self._fresh(resolver, call)
        if key and outcome.error is None and not outcome.appended:
            caching.cache_of(self._api).put(key, (outcome.value,), caching.seconds(self._api, resolver))
        return outcome

    async def _fresh(self, resolver: Resolver, call: Call) -> Outcome:
        try:
            if resolver.kind == "PIPELINE":
                value = await self._pipeline(resolver, call)
            else:
                value = await self._step(resolver, call)
        except Done as done:
            value = done.value
        except FieldError as error:
            return Outcome(error=error, appended=call.appended)
        return Outcome(value, appended=call.appended)

    # Units and pipelines.

    async def _step(self, step: Step, call: Call) -> Any:
        """Run one request, its data source and its response; raises `FieldError` or `Done`."""
        source = self._source(step)
        if step.code is None:
            return await self._direct(step, source, call)
        request = self._asked(step, call)
        if isinstance(request, dict) and request.get("operation") == "BatchInvoke":
            (answer,) = await self._batches.answers(step, call.at, [request.get("payload")])
        else:
            sent = datasources.send(self._api, source, request)
            answer = await self._timed(call.at, source, sent) if inspect.isawaitable(sent) else sent
        return self._answered(step, call, answer)

    async def _pipeline(self, resolver: Resolver, call: Call) -> Any:
        """Run the before code, each function with the result before it, and the after code."""
        if len(resolver.functions) > PIPELINE_LIMIT:
            raise FieldError(f"A pipeline has at most {PIPELINE_LIMIT} functions.", "MappingTemplate")
        before = self._evaluate(resolver, call, "request") if resolver.code else None
        result = before.value if before else None
        # Early return here, or to the end, skips what functions are left, not the response of the pipeline.
        functions = () if before and before.skip_to else resolver.functions
        for name in functions:
            call.context["prev"] = {"result": result}
            step = self._api.functions.get(name)
            if step is None:
                self.request.warnings.append(f"{call.at.parent}.{call.at.name}: {UNMADE.format(name=name)}")
                raise FieldError(f"The pipeline names an unknown function '{name}'.", "MappingTemplate")
            try:
                result = await self._step(step, call)
            except Done as done:
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

    def _asked(self, step: Step, call: Call) -> Any:
        """Return the request that the code makes; early return ends the step."""
        made = self._evaluate(step, call, "request")
        if made.skip_to:
            raise Done(made.value, to_end=made.skip_to == "END")
        return made.value

    def _answered(self, step: Step, call: Call, answer: Answer) -> Any:
        """Return the value that the code's response makes of a data source's answer.

        A request that the source does not understand never gets so far: it is the field's error.
        """
        if answer.error and answer.error["type"] in UNASKED:
            raise FieldError(answer.error["message"], answer.error["type"])
        call.context["result"] = answer.result
        call.context["error"] = dict(answer.error) if answer.error else None
        return self._evaluate(step, call, "response").value

    def _evaluate(self, step: Step, call: Call, handler: str) -> "Evaluation":
        """Call a handler of the code and take in its effects; raises `FieldError` for what it raised."""
        from infra.local.appsync import javascript  # noqa: PLC0415 - many APIs have no code, and none needs it to start

        settings = self.request.settings
        try:
            code = javascript.script(step.code or "", settings.javascript_globals, settings.javascript_replace)
        except javascript.CodeRefused as reason:
            self.request.warnings.append(f"{call.at.parent}.{call.at.name}: {reason}")
            raise FieldError("The code contains one or more errors.", "Code") from None
        context = {**call.context, "env": dict(self._api.environment)}
        made = code.call(handler, context, self.request.caller.mode, settings.javascript_seconds)
        call.context["stash"] = made.stash
        self.request.logs += [f"{call.at.parent}.{call.at.name} {handler}: {line}" for line in made.logs]
        self._take_in(call, made)
        if made.failed is not None:
            self.request.warnings.append(f"{call.at.parent}.{call.at.name} {handler}: {made.failed}")
            raise FieldError("Runtime Error", "Code")
        if made.raised is not None:
            raise self._error(call, made.raised)
        return made

    def _take_in(self, call: Call, made: "Evaluation") -> None:
        request = self.request
        call.appended += [self._error(call, item) for item in made.appended]
        if made.headers and not request.take_headers(made.headers):
            call.appended.append(FieldError(wording.HEADERS_TOO_LARGE, "ResponseHeaderError"))
        request.invalidations += made.invalidations
        request.evictions += made.evictions
        request.subscription_filter = made.subscription_filter or request.subscription_filter
        request.invalidation_filter = made.invalidation_filter or request.invalidation_filter

    def _error(self, call: Call, raised: "Raised") -> FieldError:
        message = raised.message
        if raised.type == "Unauthorized" and message is None:
            message = wording.denied(call.at.parent, call.at.name)
        return FieldError(message or "", raised.type, chosen(call.at, raised.data), raised.info)

    async def _direct(self, step: Step, source: DataSource, call: Call) -> Any:
        """Invoke a function with the context as its event."""
        self._refuse_templates(step, source)
        event = self._event(call)
        if step.max_batch_size:
            (item,) = await self._batches.answers(step, call.at, [event])
            return self._wrapped(call, item)
        answer = await self._timed(call.at, source, self._invoked(source, event))
        if answer.error:
            raise FieldError(answer.error["message"], answer.error["type"])
        return answer.result

    def _refuse_templates(self, step: Step, source: DataSource) -> None:
        if step.request_template or step.response_template or source.type != "AWS_LAMBDA":
            message = "Only APPSYNC_JS code and direct Lambda resolvers are served locally, not mapping templates."
            raise FieldError(message, "MappingTemplate")

    def _event(self, call: Call) -> Context:
        """Return what a direct resolver's function is told."""
        return (
            {**call.context, "env": dict(self._api.environment)} if self.request.settings.direct_env else call.context
        )

    async def _invoked(self, source: DataSource, payload: Any) -> Answer:
        result = await datasources.call_lambda(self._api, source, payload)
        return Answer(error=self._fault(result.error)) if result.error else Answer(result.data)

    def _wrapped(self, call: Call, answer: Answer) -> Any:
        """Return the value of a direct batch item, `{"data", "errorMessage"?, "errorType"?}`."""
        if answer.error:
            raise FieldError(answer.error["message"], answer.error["type"])
        item = answer.result
        if item is None:
            return None
        if not isinstance(item, dict) or not item.keys() & {"data", "errorMessage"}:
            where = f"{call.at.parent}.{call.at.name}"
            self.request.warnings.append(
                f"{where}: a direct batch item is not wrapped and becomes null, as on AWS; answer"
                ' {"data": …} or {"errorMessage": …, "errorType": …} per item.'
            )
            return None
        if item.get("errorMessage") is not None:
            raise FieldError(str(item["errorMessage"]), item.get("errorType"), chosen(call.at, item.get("data")))
        return item.get("data")

    async def _invoke_batch(self, step: Step, at: Field, payloads: list[Any]) -> list[Answer]:
        source = self._source(step)
        answer = await self._timed(at, source, self._batch_answer(step, source, payloads))
        return [answer] * len(payloads) if answer.error else [Answer(item) for item in answer.result]

    async def _batch_answer(self, step: Step, source: DataSource, payloads: list[Any]) -> Answer:
        result = await datasources.call_lambda(self._api, source, payloads)
        if result.error:
            return Answer(error=datasources.fault(result.error) if step.code else self._fault(result.error))
        if isinstance(result.data, list) and self.request.settings.batch_mismatch == "pad":
            return Answer((result.data + [None] * len(payloads))[: len(payloads)])
        if not isinstance(result.data, list) or len(result.data) != len(payloads):
            got = f"a list of {len(result.data)}" if isinstance(result.data, list) else type(result.data).__name__
            message = f"BatchInvoke must answer a list with one item per payload ({len(payloads)}), not {got}."
            self.request.warnings.append(f"{source.name}: {message}")
            return Answer(error={"message": message, "type": "Lambda:IllegalArgument"})
        return Answer(result.data)

    async def _timed(self, field: Field, source: DataSource, sent: Awaitable[Answer]) -> Answer:
        loop = asyncio.get_running_loop()
        started = loop.time()
        answer = await sent
        milliseconds = (loop.time() - started) * 1000
        self.request.calls.append(f"{field.parent}.{field.name} → {source.name} {milliseconds:.0f} ms")
        return answer

    def _source(self, step: Step) -> DataSource:
        found = self._api.data_sources.get(step.data_source or "")
        if found is None:
            raise FieldError(f"No data source named '{step.data_source}'.", "MappingTemplate")
        return found

    def _fault(self, error: Mapping[str, Any]) -> dict[str, Any]:
        return datasources.direct_fault(error, by_class=self.request.settings.direct_error_type == "class")
