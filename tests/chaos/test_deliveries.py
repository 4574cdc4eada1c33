"""The table's stream at its worst: records come doubled, late and between each other, and one can never be read.

Lambda's event source keeps the order of each item and nothing else, delivers at least once, halves a batch that fails
and gives a record up after some tries. The campaign does all of it to the real function.
"""

import copy
import random
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from tests.acts import live, publish_post
from tests.chaos.campaign import ROUNDS
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.people import Person
from tests.stream import Record, TableStream, scan

TRIES = 3  # then a record is given up, as the template says by MaximumRetryAttempts


@dataclass
class ChaoticSource:
    """An event source that does whatever it is allowed to do."""

    stream: TableStream
    chance: random.Random
    seen: list[Record] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def settle(self, poison: Record | None = None) -> None:
        """Deliver until nothing changes any more, in batches of any size; the poison comes between the first."""
        while records := self.stream.records():
            self.stream.delivered += records
            queue = list(self._interleave(records))
            for _ in range(len(queue)):
                if self.seen and self.chance.random() < 0.5:
                    queue.insert(self.chance.randrange(len(queue)), self.chance.choice(self.seen))
            if poison is not None:
                queue.insert(self.chance.randrange(len(queue)), poison)
                poison = None
            self.seen += records
            while queue:
                size = self.chance.randint(1, 10)
                self._deliver(queue[:size])
                queue = queue[size:]

    def _interleave(self, records: list[Record]) -> Iterator[Record]:
        """Yield the records of each item in their order, the items between each other."""
        waiting: dict[str, deque[Record]] = defaultdict(deque)
        for record in records:
            waiting[str(record["dynamodb"]["Keys"])].append(record)
        while waiting:
            key = self.chance.choice(list(waiting))
            yield waiting[key].popleft()
            if not waiting[key]:
                del waiting[key]

    def _deliver(self, batch: list[Record]) -> None:
        """Deliver a batch until all of it is done; halve one that fails whole, and give up a record that never can."""
        tries = 0
        while batch:
            try:
                answer = self.stream.deliver(batch)
            except BatchProcessingError:
                if len(batch) > 1:
                    self._deliver(batch[: len(batch) // 2])
                    batch = batch[len(batch) // 2 :]
                    continue
                tries += 1
                if tries == TRIES:
                    self.dropped.append(batch[0]["eventID"])
                    return
                continue
            failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
            batch = [record for record in batch if record["dynamodb"]["SequenceNumber"] in failed]


def poison_of(record: Record) -> Record:
    """A record like this one whose item no code can read."""
    broken = copy.deepcopy(record)
    broken["eventID"], broken["dynamodb"]["SequenceNumber"] = "poison", "9" * 21
    kept = ("PK", "SK", "kind")
    broken["dynamodb"]["NewImage"] = {name: broken["dynamodb"]["NewImage"][name] for name in kept}
    return broken


def act(chance: random.Random, ada: Person, grace: Person, linus: Person) -> None:
    """What people do on an evening, in some order."""
    grace.does("followUser", userId=ada.id)
    post = publish_post(ada, body="With @grace", tags=["rain"])
    photo = live(ada, post, "Rain")
    product = sell_print(ada, post["id"], photo.id)
    deck = ada.does("createDeck", title="Weather")["deck"]["id"]
    cards = [ada.does("createFlashcard", deckId=deck, front=f"Cloud {n}", back="Cumulus") for n in range(2)]
    comments = [grace.does("addComment", subjectId=post["id"], body=f"Number {n}")["comment"] for n in range(3)]
    acts: list[tuple[Person, str, dict[str, Any]]] = [
        (linus, "like", {"subjectId": post["id"]}),
        (grace, "like", {"subjectId": post["id"]}),
        (linus, "like", {"subjectId": comments[0]["id"]}),
        (linus, "followUser", {"userId": ada.id}),
        (ada, "addComment", {"subjectId": post["id"], "parentId": comments[0]["id"], "body": "You are welcome"}),
        (grace, "deleteComment", {"id": comments[1]["id"]}),
        (grace, "like", {"subjectId": product}),
        (linus, "addComment", {"subjectId": product, "body": "How large?"}),
        (ada, "deleteFlashcard", {"id": cards[0]["flashcard"]["id"]}),
        (ada, "deletePhoto", {"id": photo.id}),
    ]
    for person, name, arguments in chance.sample(acts, len(acts)):
        assert person.does(name, **arguments)["errors"] == [], name
    ada.does("deleteDeck", id=deck)


def sell_print(seller: Person, post_id: str, photo_id: str) -> str:
    """Put a print of a photo on sale, which ends with the photo."""
    about = {"subjectId": post_id, "photoId": photo_id, "title": "Rain", "currency": "EUR"}
    draft = seller.does("createProduct", type="PRINT", **about, variants=[{"name": "A4", "price": 1500, "stock": 3}])[
        "product"
    ]
    assert seller.does("publishProduct", id=draft["id"], expectedVersion=draft["version"])["errors"] == []
    product_id: str = draft["id"]
    return product_id


@pytest.mark.parametrize("seed", range(ROUNDS // 2))
def test_nothing_is_lost_or_doubled_however_records_come(
    seed: int, stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person, linus: Person
) -> None:
    """Only the poison is given up; delivering everything once more, in order, neither adds nor mends anything."""
    chance = random.Random(seed)  # noqa: S311  repeatable
    source = ChaoticSource(stream, chance)
    act(chance, ada, grace, linus)
    source.settle()
    poison = poison_of(next(each for each in source.seen if each["dynamodb"]["NewImage"]["kind"]["S"] == "Comment"))
    act(chance, ada, grace, linus)
    source.settle(poison)
    ids = {each["id"] for _, each in appsync.taken}
    table = scan()

    stream.deliver(stream.delivered)

    assert source.dropped == ["poison"]
    assert scan() == table
    assert {each["id"] for _, each in appsync.taken} == ids
    told = [each for each in appsync.of("publishComment") if each["kind"] == "ADDED"]
    assert {each["body"] for each in told} >= {"Number 0", "Number 2"}
    sequences = defaultdict(set)
    for each in appsync.of("publishComment"):
        sequences[each["subjectId"]].add(each["sequence"])
    assert all(found == set(range(1, len(found) + 1)) for found in sequences.values())
