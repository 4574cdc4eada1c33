"""Mistakes around functions, their roles, and the queues that feed them."""

from infra.rules import Project
from tests.infra.rules.mistakes import mistake, res, source, statement


@mistake("C01", "the handler was renamed in the code alone")
def _(project: Project) -> Project:
    return source(project, "resolvers.platform.users.trigger", "def lambda_handler", "def handler")


@mistake("C02", "an environment variable that the code reads is missing")
def _(project: Project) -> None:
    del res(project, "SocialFunction")["Environment"]["Variables"]["CURSOR_SECRET_ARN"]


@mistake("C03", "an environment variable that nothing reads any more")
def _(project: Project) -> None:
    res(project, "ProfileFunction")["Environment"]["Variables"]["GRAPHQL_ENDPOINT"] = "https://x"


@mistake("C04", "a secret in the environment")
def _(project: Project) -> None:
    res(project, "SocialFunction")["Environment"]["Variables"]["PAYMENT_SECRET"] = "sk_live_1"


@mistake("C05", "a function that logs into a group of its own making, kept for ever")
def _(project: Project) -> None:
    del res(project, "WorkerFunction")["LoggingConfig"]


@mistake("C06", "retention forgotten")
def _(project: Project) -> None:
    del res(project, "StreamFunctionLogs")["RetentionInDays"]


@mistake("C08", "a function of another Python than its bundle")
def _(project: Project) -> None:
    res(project, "SocialFunction")["Runtime"] = "python3.12"


@mistake("C08", "a function of another processor than its bundle: it fails to import")
def _(project: Project) -> None:
    res(project, "WorkerFunction")["Architectures"] = ["x86_64"]


@mistake("C09", "a timeout that AppSync does not wait for")
def _(project: Project) -> None:
    res(project, "SocialFunction")["Timeout"] = 60


@mistake("C09", "a timeout that Cognito does not wait for")
def _(project: Project) -> None:
    res(project, "ProfileFunction")["Timeout"] = 30


@mistake("P01", "the code now queries, its role does not allow it")
def _(project: Project) -> None:
    statement(project, "SocialFunction", "ReadAndWriteItems")["Action"].remove("dynamodb:Query")


@mistake("P01", "the code now reads a version, its role allows the newest only")
def _(project: Project) -> None:
    statement(project, "WorkerFunction", "ReadOriginals")["Action"] = "s3:GetObject"


@mistake("P01", "the trigger began to count in its transaction")
def _(project: Project) -> Project:
    return source(
        project,
        "resolvers.platform.users.trigger",
        "    return event",
        "    told = service.follow\n    return event",
    )


@mistake("P02", "a permission left over from code that is gone")
def _(project: Project) -> None:
    statement(project, "WorkerFunction", "WriteSteps")["Action"].append("dynamodb:Scan")


@mistake("P03", "everything on the table, to get it working")
def _(project: Project) -> None:
    statement(project, "SocialFunction", "ReadAndWriteItems")["Action"] = "dynamodb:*"


@mistake("P04", "every resource, to get it working")
def _(project: Project) -> None:
    statement(project, "SocialFunction", "ReadCursorSecret")["Resource"] = "*"


@mistake("P05", "a client kept in a variable, where nobody can follow it")
def _(project: Project) -> Project:
    return source(
        project,
        "resolvers.platform.jobs.queue",
        "    client().send_message(",
        "    sqs = client()\n    sqs.send_message(",
    )


@mistake("P06", "AppSync may not invoke the function")
def _(project: Project) -> None:
    document = res(project, "SocialSourceRole")["Policies"][0]["PolicyDocument"]
    document["Statement"][0]["Resource"] = {"Fn::GetAtt": ["WorkerFunction", "Arn"]}


@mistake("P07", "a new event that the publisher may not announce")
def _(project: Project) -> None:
    statement(project, "StreamFunction", "Publish")["Resource"].pop()


@mistake("P08", "the stream's reader may read another stream")
def _(project: Project) -> None:
    statement(project, "StreamFunction", "ReadTableStream")["Resource"] = {"Ref": "TableName"}


@mistake("P09", "the pool may not invoke its trigger")
def _(project: Project) -> None:
    del project.stacks["foundation"]["Resources"]["ProfilePermission"]


@mistake("Q01", "a longer timeout, the queue's visibility as it was: photos are processed twice at once")
def _(project: Project) -> None:
    res(project, "WorkerFunction")["Timeout"] = 180


@mistake("Q02", "no dead-letter queue")
def _(project: Project) -> None:
    del res(project, "UploadQueue")["RedrivePolicy"]


@mistake("Q03", "one failure repeats the whole batch")
def _(project: Project) -> None:
    del res(project, "WorkerMapping")["FunctionResponseTypes"]


@mistake("Q04", "the queue's policy names another rule: uploads start nothing")
def _(project: Project) -> None:
    document = res(project, "UploadQueuePolicy")["PolicyDocument"]
    document["Statement"][0]["Condition"] = {"ArnEquals": {"aws:SourceArn": "arn:aws:events:us-east-1:1:rule/Old"}}


@mistake("Q05", "the queue gives up before the worker's last try")
def _(project: Project) -> None:
    res(project, "UploadQueue")["RedrivePolicy"]["maxReceiveCount"] = 2


@mistake("Q06", "dead letters vanish after four days")
def _(project: Project) -> None:
    del res(project, "StreamDeadLetters")["MessageRetentionPeriod"]


@mistake("Q07", "a poisoned record stops its shard for a day")
def _(project: Project) -> None:
    del res(project, "StreamMapping")["MaximumRetryAttempts"]


@mistake("Q08", "the reader listens to a new kind, the stream's filter leaves it out")
def _(project: Project) -> None:
    for each in res(project, "StreamMapping")["FilterCriteria"]["Filters"]:
        each["Pattern"] = each["Pattern"].replace('"Follow", ', "")


@mistake("Q09", "the worker's own variants start the worker: a loop that costs")
def _(project: Project) -> None:
    del res(project, "UploadRule")["EventPattern"]["detail"]["object"]


@mistake("Q10", "a queue without encryption")
def _(project: Project) -> None:
    del res(project, "UploadQueue")["SqsManagedSseEnabled"]


@mistake("Q11", "the worker's concurrency by a parameter: on the laptop no photo is ever worked on")
def _(project: Project) -> None:
    res(project, "WorkerMapping")["ScalingConfig"] = {"MaximumConcurrency": {"Ref": "WorkerConcurrency"}}


@mistake("Q12", "a worker that takes every execution of the account")
def _(project: Project) -> None:
    del res(project, "WorkerMapping")["ScalingConfig"]


@mistake("C10", "executions reserved for everybody: an empty account refuses the deploy")
def _(project: Project) -> None:
    res(project, "SocialFunction")["ReservedConcurrentExecutions"] = 50


@mistake("Q11", "a stream's retries by a parameter")
def _(project: Project) -> None:
    res(project, "StreamMapping")["MaximumRetryAttempts"] = {"Ref": "Retries"}
