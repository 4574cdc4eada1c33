"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

import json
from pathlib import Path

from tests.packages import serve_wheel


def test_the_wheel_serves_from_a_foreign_folder(tmp_path: Path) -> None:
    """Its console script, its model and its dependencies are all in it."""
    body = json.dumps({"inputText": "hill", "dimensions": 512})

    with serve_wheel("bedrock", tmp_path, service="bedrock-runtime") as client:
        answer = client.invoke_model(modelId="amazon.titan-embed-text-v2:0", body=body)
        found = json.loads(answer["body"].read())
        corrected = client.converse(
            modelId="waymark.tutor-v1:0",
            messages=[{"role": "user", "content": [{"text": "<document-a>A beautifull day.</document-a>"}]}],
            outputConfig={
                "textFormat": {
                    "type": "json_schema",
                    "structure": {"jsonSchema": {"name": "writing-feedback", "schema": "{}"}},
                }
            },
        )

    assert len(found["embedding"]) == 512
    assert "beautiful" in corrected["output"]["message"]["content"][0]["text"]
