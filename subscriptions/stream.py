"""Reads the table's stream and does what rooms declared: rows first, then notices and the log, publishing last.

Everything here may be repeated: a record delivered again writes nothing twice, and publishes again what it logged
(clients drop ids they know). Records are taken in order, and the first failure ends the batch, because a later
record of the same topic must not come before an earlier one.
"""

from collections.abc import Sequence
from logging import Logger
from typing import Any, cast

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers import rooms
from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.core.writes import REQUEST
from resolvers.platform.event_log import declarations, service
from resolvers.platform.event_log.change import Change, read_change
from resolvers.platform.event_log.declarations import Reaction
from resolvers.platform.event_log.prefetch import Prefetched, coalesce
from subscriptions import publisher

rooms.load_declarations()


class InOrder(BatchProcessor):
    """Processes records one after the other, and none after the first that failed.

    A batch in which nothing was done fails whole, so that Lambda halves it until only the record that fails is left.
    """

    def process(self) -> list[Any]:
        return [self._wait(record) if self.fail_messages else self._process_record(record) for record in self.records]

    def _wait(self, record: dict[str, Any]) -> Any:
        waiting = self._to_batch_type(record, event_type=self.event_type)
        self.fail_messages.append(waiting)
        return "fail", "An earlier record failed.", waiting

    def _entire_batch_failed(self) -> bool:
        return not self.success_messages


def react(change: Change, prefetched: Prefetched) -> None:
    """Do all that rooms declared of a change; raises if it must be delivered again."""
    for each in _following(declarations.rows, change):
        each.function(change, prefetched)
    drafts = [draft for each in _following(declarations.events, change) for draft in each.function(change, prefetched)]
    logged = [declarations.event_of(each) for each in service.log(drafts)]
    for each in _following(declarations.cleanups, change):
        each.function(change)
    for each in _following(declarations.revocations, change):
        for revoked in each.function(change):
            publisher.revoke(revoked)
    for event in logged:
        publisher.publish(event)
        logger.info("announced", extra={"event_type": type(event).__name__, "event_id": event.id})


def prefetch(changes: Sequence[Change]) -> Prefetched:
    """Read once what the events of a batch need to know of their subjects."""
    subject_ids = {
        change.item.get(name)
        for change in changes
        for each in _following(declarations.events, change)
        for name in (each.subject, each.coalesce_by)
        if name
    }
    actor_ids = {
        change.item.get(each.actor)
        for change in changes
        for each in _following(declarations.events, change)
        if each.actor
    }
    coalesced = [coalesce(changes, each.on, each.coalesce_by) for each in declarations.events if each.coalesce_by]
    records = {last: records for group in coalesced for last, records in group.items()}
    return Prefetched(filter(None, subject_ids), filter(None, actor_ids), records)


def _following(reactions: Sequence[Reaction], change: Change) -> list[Reaction]:
    return [each for each in reactions if each.follows(change)]


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Read a batch of the stream; what was not done is delivered again."""
    changes = {record["eventID"]: read_change(record) for record in event["Records"]}
    prefetched = prefetch(list(changes.values()))

    def handle(record: DynamoDBRecord) -> None:
        observability.follow(changes[record["eventID"]].item.get(REQUEST))
        react(changes[record["eventID"]], prefetched)

    processor = InOrder(event_type=EventType.DynamoDBStreams, logger=cast("Logger", logger))
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)
