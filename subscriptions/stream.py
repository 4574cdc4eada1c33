"""Reads the table's stream: rows and notifications first, then the log, publishing last.

Everything here may be repeated: a record delivered again writes nothing twice, and publishes again what it logged
(clients drop ids they know). Records are taken in order, and the first failure ends the batch, because a later
record of the same topic must not come before an earlier one.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from logging import Logger
from operator import itemgetter
from typing import Any, cast

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.core.writes import REQUEST
from resolvers.events import service as log
from resolvers.notifications import service as notifications
from subscriptions import cleanup, events, model, notices, projections, publisher, repository
from subscriptions.changes import Change, change
from subscriptions.events import Around, Draft


class InOrder(BatchProcessor):
    """Processes records one after the other, and none after the first that failed.

    A batch in which nothing was done fails whole, so that Lambda halves it until the record that fails stands alone.
    """

    def process(self) -> list[Any]:
        return [self._wait(record) if self.fail_messages else self._process_record(record) for record in self.records]

    def _wait(self, record: dict[str, Any]) -> Any:
        waiting = self._to_batch_type(record, event_type=self.event_type)
        self.fail_messages.append(waiting)
        return "fail", "An earlier record failed.", waiting

    def _entire_batch_failed(self) -> bool:
        return not self.success_messages


def read(change: Change, around: Around) -> None:
    """Do all that follows from a change; raises where it must be delivered again."""
    projections.project(change)
    told = notices.notify(change, around)
    logged = _logged(
        [
            *events.events_of(change, around),
            *(events.notified(each, notifications.count_unread(each.user_id), change.id) for each in told),
        ]
    )
    cleanup.clean(change)
    for revoked in events.revoked_by(change):
        publisher.revoke(revoked)
    for each in logged:
        publisher.publish(each)
        logger.info("announced", extra={"event_type": type(each).__name__, "event_id": each.id})


def around(changes: Sequence[Change]) -> Around:
    """Read once what stands around all changes of a batch."""
    return Around(
        posts=repository.get_posts(_posts_of(changes)),
        likes=repository.get_likes(each.item["subjectId"] for each in changes if each.kind == "Like"),
        spoken_for=events.coalesced(changes),
    )


def _posts_of(changes: Sequence[Change]) -> Iterator[str]:
    for each in changes:
        post_id = each.item["id"] if each.kind == "Post" else each.item.get("postId")
        if post_id and each.kind:
            yield post_id


def _logged(drafts: Sequence[Draft]) -> list[model.Event]:
    topics = groupby(sorted(drafts, key=itemgetter(0)), key=itemgetter(0))
    return [
        model.event(logged) for topic, group in topics for logged in log.append(topic, [entry for _, entry in group])
    ]


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Read a batch of the stream; what was not done is delivered again."""
    changes = {record["eventID"]: change(record) for record in event["Records"]}
    surroundings = around(list(changes.values()))

    def handle(record: DynamoDBRecord) -> None:
        observability.follow(changes[record["eventID"]].item.get(REQUEST))
        read(changes[record["eventID"]], surroundings)

    processor = InOrder(event_type=EventType.DynamoDBStreams, logger=cast("Logger", logger))
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)
