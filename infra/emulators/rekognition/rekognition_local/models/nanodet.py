"""NanoDet from its TensorFlow.js graph to ONNX: 80 COCO classes with boxes at three strides."""

import base64
import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rekognition_local.models.graph import Graph, floats

SIZE = 416
CLASSES = 80
EDGES = 44  # four sides, eleven bins each
TO_NCHW = [0, 3, 1, 2]
TO_NHWC = [0, 2, 3, 1]
OUTPUTS = ("Identity", "Identity_1", "Identity_2", "Identity_3", "Identity_4", "Identity_5")

Weights = dict[str, NDArray[Any]]


class UnknownOperator(ValueError):  # noqa: N818
    """The TensorFlow.js graph holds an operator that this conversion does not know."""


def convert(sources: list[Path]) -> bytes:
    """Return the ONNX model from `nanodet.json` and `nanodet.bin`.

    `image` is float32 [1,3,416,416]; the outputs are class scores and then edge distributions,
    each for strides 8, 16 and 32.
    """
    description = json.loads(sources[0].read_bytes())
    nodes = {node["name"]: node for node in description["modelTopology"]["node"]}
    translation = _Translation(nodes, _weights(description, sources[1].read_bytes()), Graph("nanodet"))
    for output in OUTPUTS:
        translation.tensor(output)
    cells = [(SIZE // stride) ** 2 for stride in (8, 16, 32)]
    scores = [floats(name, [1, count, CLASSES]) for name, count in zip(OUTPUTS[:3], cells, strict=True)]
    edges = [floats(name, [1, count, EDGES]) for name, count in zip(OUTPUTS[3:], cells, strict=True)]
    return translation.graph.model([floats("image", [1, 3, SIZE, SIZE])], scores + edges)


def _weights(description: dict[str, Any], content: bytes) -> Weights:
    weights: Weights = {}
    offset = 0
    for entry in (entry for group in description["weightsManifest"] for entry in group["weights"]):
        stored = np.dtype(entry.get("quantization", entry)["dtype"])
        count = math.prod(entry["shape"])
        values = np.frombuffer(content, stored, count, offset).astype(entry["dtype"])
        weights[entry["name"]] = values.reshape(entry["shape"])
        offset += count * stored.itemsize
    return weights


@dataclass
class _Translation:
    nodes: dict[str, dict[str, Any]]
    weights: Weights
    graph: Graph
    done: dict[str, str] = field(default_factory=lambda: {"input_1": "image"})

    def tensor(self, name: str) -> str:
        """Return the ONNX tensor for one of TensorFlow's, translating what leads to it first."""
        if name in self.weights:
            return self.graph.constant(self.weights[name], name)
        if name not in self.done:
            self._translate(self.nodes[name.partition(":")[0]])
        return self.done[name]

    def _translate(self, node: dict[str, Any]) -> None:
        name, operator = node["name"], node["op"]
        if operator == "SplitV":
            self._split(node)
        elif operator in ("Conv2D", "MaxPool", "ResizeBilinear"):
            inner = self.graph.node("Transpose", [self.tensor(node["input"][0])], perm=TO_NCHW)
            result = getattr(self, f"_{operator.lower()}")(node, inner)
            self.done[name] = self.graph.node("Transpose", [result], name, perm=TO_NHWC)
        else:
            self.done[name] = self._translate_elementwise(node)

    def _translate_elementwise(self, node: dict[str, Any]) -> str:  # noqa: PLR0911 - one return per operator
        name, operator, inputs = node["name"], node["op"], node.get("input", [])
        first = self.tensor(inputs[0])
        add = self.graph.node
        match operator:
            case "Add" | "AddV2":
                return add("Add", [first, self.tensor(inputs[1])], name)
            case "Transpose":
                return add("Transpose", [first], name, perm=self.weights[inputs[1]].tolist())
            case "Pad" | "PadV2":
                amounts = self.graph.constant(self.weights[inputs[1]].T.ravel().astype(np.int64))
                return add("Pad", [first, amounts, *map(self.tensor, inputs[2:])], name)
            case "LeakyRelu":
                return add("LeakyRelu", [first], name, alpha=float(node["attr"]["alpha"]["f"]))
            case "ConcatV2":
                axis = int(self.weights[inputs[-1]])
                return add("Concat", [self.tensor(each) for each in inputs[:-1]], name, axis=axis)
            case "Reshape":
                return add("Reshape", [first, self._shape(inputs[1])], name)
            case "Sigmoid" | "Identity":
                return add(operator, [first], name)
        raise UnknownOperator(f"{operator} in {name}")

    def _conv2d(self, node: dict[str, Any], inner: str) -> str:
        kernel = self.weights[node["input"][1]].transpose(3, 2, 0, 1)
        name = self.graph.constant(kernel, node["name"] + "/kernel")
        return self.graph.node("Conv", [inner, name], strides=_sides(node, "strides"), auto_pad=_padding(node))

    def _maxpool(self, node: dict[str, Any], inner: str) -> str:
        sides: dict[str, Any] = {"kernel_shape": _sides(node, "ksize"), "strides": _sides(node, "strides")}
        return self.graph.node("MaxPool", [inner], auto_pad=_padding(node), **sides)

    def _resizebilinear(self, node: dict[str, Any], inner: str) -> str:
        sizes = self.graph.constant(self.weights[node["input"][1]].astype(np.int64))
        modes: dict[str, Any] = {"mode": "linear", "coordinate_transformation_mode": "half_pixel", "axes": [2, 3]}
        return self.graph.node("Resize", [inner, "", "", sizes], **modes)

    def _split(self, node: dict[str, Any]) -> None:
        source, sizes, axis = node["input"]
        outputs = [node["name"], f"{node['name']}:1"]
        amounts = self.graph.constant(self.weights[sizes].astype(np.int64))
        self.graph.nodes("Split", [self.tensor(source), amounts], outputs, axis=int(self.weights[axis]))
        self.done.update(zip(outputs, outputs, strict=True))

    def _shape(self, name: str) -> str:
        """A shape is a constant plus a sparse correction, which is empty in this model."""
        source = next(each for each in self.nodes[name]["input"] if each in self.weights)
        return self.graph.constant(self.weights[source].astype(np.int64))


def _sides(node: dict[str, Any], attribute: str) -> list[int]:
    return [int(value) for value in node["attr"][attribute]["list"]["i"][1:3]]


def _padding(node: dict[str, Any]) -> str:
    padding = base64.b64decode(node["attr"]["padding"]["s"]).decode()
    return {"SAME": "SAME_UPPER", "VALID": "VALID"}[padding]
