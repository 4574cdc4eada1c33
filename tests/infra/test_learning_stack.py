"""What each function of learning may do on AWS: its own work, and nothing of another's."""

from typing import Final

import pytest

from infra.imports import find_imported_modules
from infra.rules.grants import list_granted_actions
from infra.rules.project import Placed, Project

STACK: Final = "learning"
FUNCTIONS: Final = (
    "LearningFunction",
    "LearningRestFunction",
    "WritingWorkerFunction",
    "SpeakingWorkerFunction",
    "PassagesWorkerFunction",
    "NarrationsWorkerFunction",
)
API: Final = {"LearningFunction", "LearningRestFunction"}
HEARS: Final = "SpeakingWorkerFunction"
READS: Final = "NarrationsWorkerFunction"
# Who may do what beyond reading and writing the table.
HOLDERS: Final = {
    "bedrock:InvokeModel": {"LearningFunction", "PassagesWorkerFunction", "WritingWorkerFunction"},
    "s3vectors:PutVectors": {"PassagesWorkerFunction"},
    "s3vectors:DeleteVectors": {"PassagesWorkerFunction"},
    "s3vectors:QueryVectors": {"LearningFunction"},
    "s3vectors:GetVectors": {"LearningFunction"},
    "s3:PutObject": {*API, HEARS, READS},
    "s3:GetObject": {*API, HEARS, READS},
    "s3:GetObjectVersion": {HEARS, READS},
    "s3:DeleteObjectVersion": {*API, HEARS, READS},
    "s3:ListBucketVersions": {*API, HEARS, READS},
    "polly:SynthesizeSpeech": {READS},
    "transcribe:StartTranscriptionJob": {HEARS},
    "transcribe:GetTranscriptionJob": {HEARS},
    "transcribe:DeleteTranscriptionJob": {HEARS},
    "sqs:SendMessage": {*API, HEARS, READS},
    "sqs:ReceiveMessage": {"WritingWorkerFunction", "PassagesWorkerFunction", HEARS, READS},
    "secretsmanager:GetSecretValue": {*API, "WritingWorkerFunction"},
}


@pytest.fixture(scope="module")
def functions() -> dict[str, Placed]:
    return {each.name: each for each in Project.load().functions() if each.stack == STACK}


def test_every_function_is_looked_at(functions: dict[str, Placed]) -> None:
    assert set(functions) == set(FUNCTIONS)


@pytest.mark.parametrize("action", sorted(HOLDERS))
def test_an_action_is_allowed_to_whom_it_is_for(functions: dict[str, Placed], action: str) -> None:
    holders = {name for name, each in functions.items() if action in list_granted_actions(each)}

    assert holders == HOLDERS[action]


def test_nobody_may_do_anything_else(functions: dict[str, Placed]) -> None:
    """Beside the table, and what a queue's consumer needs."""
    consumers = {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"}

    for each in functions.values():
        beyond = {action for action in list_granted_actions(each) if not action.startswith("dynamodb:")}
        assert beyond <= set(HOLDERS) | consumers, each.name


def test_of_the_bucket_only_exports_and_sounds_are_reached(functions: dict[str, Placed]) -> None:
    """Neither anybody's pictures nor their videos; a recording itself is read by the worker that hears it, only."""
    reached = {
        (name, action, str(resource["Fn::Sub"]).partition("${MediaBucket}")[2].partition("/*")[0])
        for name, each in functions.items()
        for action, resources in list_granted_actions(each).items()
        if action.startswith("s3:")
        for resource in resources
    }
    readers = {name for name, action, place in reached if action.startswith("s3:Get") and place == "/recordings"}

    assert {place for _, _, place in reached} == {"", "/exports", "/narrations", "/recordings", "/speech"}
    assert {action for _, action, place in reached if not place} == {"s3:ListBucketVersions"}
    assert {name for name, _, place in reached if place == "/exports"} == {"LearningFunction"}
    narrations = {(name, action) for name, action, place in reached if place == "/narrations"}
    assert {name for name, _ in narrations} == {"LearningFunction", READS}
    assert {action for name, action in narrations if name != READS} == {"s3:GetObject"}
    assert readers == {HEARS}


def test_the_worker_that_reads_texts_reads_no_secret_of_another(functions: dict[str, Placed]) -> None:
    """Whether there is a secret of Gemini's or not, the cursors' is for those who answer fields."""
    granted = list_granted_actions(functions["WritingWorkerFunction"])["secretsmanager:GetSecretValue"]

    assert "CursorSecretArn" not in str(granted)
    assert "GeminiSecretArn" in str(granted)


def test_the_worker_that_reads_texts_has_no_code_that_writes_articles() -> None:
    """Its right to write items is to the whole table, as all share it: what it could write is what its bundle holds."""
    held = {*find_imported_modules("resolvers.learning.evaluations.worker")}

    assert "resolvers.learning.evaluations.repository" in held
    assert {
        each for each in held if each.startswith(("resolvers.social.posts", "resolvers.learning.flashcards"))
    } == set()
