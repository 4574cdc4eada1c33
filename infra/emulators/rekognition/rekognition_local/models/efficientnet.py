"""EfficientNet-Lite0 from its torch checkpoint to ONNX: 1000 ImageNet probabilities and an embedding."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnx import TensorProto

from rekognition_local.models import checkpoint
from rekognition_local.models.graph import Graph, floats, pixels

SIZE = 224
CLASSES = 1000
FEATURES = 1280
EPSILON = 1e-3
# (blocks, stride of the first block) per stage of the architecture; the other sizes stand in the weights.
STAGES = ((1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1))


def convert(sources: list[Path]) -> bytes:
    """Return the ONNX model: `image` uint8 [N,224,224,3] RGB in, `probabilities` and `embedding` out."""
    network = _Network(Graph("efficientnet-lite0"), checkpoint.read(sources[0]), SIZE)
    tensor = network.normalise_image("image")
    tensor = network.convolution(tensor, "_conv_stem", "_bn0", stride=2)
    block = 0
    for repeats, first in STAGES:
        for repeat in range(repeats):
            tensor = network.block(tensor, f"_blocks.{block}.", stride=1 if repeat else first)
            block += 1
    tensor = network.convolution(tensor, "_conv_head", "_bn1")
    network.classify(tensor)
    return network.graph.model(
        [pixels("image", ["n", SIZE, SIZE, 3])],
        [floats("probabilities", ["n", CLASSES]), floats("embedding", ["n", FEATURES])],
    )


@dataclass
class _Network:
    graph: Graph
    weights: checkpoint.Weights
    size: int

    def normalise_image(self, image: str) -> str:
        graph = self.graph
        tensor = graph.node("Cast", [image], to=TensorProto.FLOAT)
        tensor = graph.node("Transpose", [tensor], perm=[0, 3, 1, 2])
        tensor = graph.node("Sub", [tensor, graph.constant(np.float32(127))])
        return graph.node("Div", [tensor, graph.constant(np.float32(128))])

    def block(self, tensor: str, prefix: str, stride: int) -> str:
        """An inverted residual block: expand, convolve per channel, project, add where the shape stays."""
        result, channels = tensor, self.weights[prefix + "_depthwise_conv.weight"].shape[0]
        entry = channels
        if prefix + "_expand_conv.weight" in self.weights:
            entry = self.weights[prefix + "_expand_conv.weight"].shape[1]
            result = self.convolution(result, prefix + "_expand_conv", prefix + "_bn0")
        depthwise = prefix + "_depthwise_conv"
        result = self.convolution(result, depthwise, prefix + "_bn1", stride=stride, groups=channels)
        result = self.convolution(result, prefix + "_project_conv", prefix + "_bn2", activated=False)
        if stride == 1 and entry == self.weights[prefix + "_project_conv.weight"].shape[0]:
            return self.graph.node("Add", [tensor, result])
        return result

    def convolution(
        self, tensor: str, name: str, norm: str, *, stride: int = 1, groups: int = 1, activated: bool = True
    ) -> str:
        """A convolution with its batch normalisation folded in and TensorFlow's SAME padding."""
        kernel = self.weights[name + ".weight"]
        scale = self.weights[norm + ".weight"] / np.sqrt(self.weights[norm + ".running_var"] + EPSILON)
        bias = self.weights[norm + ".bias"] - self.weights[norm + ".running_mean"] * scale
        inputs = [
            tensor,
            self.graph.constant((kernel * scale[:, None, None, None]).astype(np.float32), name),
            self.graph.constant(bias.astype(np.float32), norm + name),
        ]
        pads = self._pad_same(kernel.shape[-1], stride)
        result = self.graph.node("Conv", inputs, strides=[stride, stride], pads=pads, group=groups)
        if not activated:
            return result
        limits = [self.graph.constant(np.float32(limit), f"limit_{limit}") for limit in (0, 6)]
        return self.graph.node("Clip", [result, *limits])

    def _pad_same(self, kernel: int, stride: int) -> list[int]:
        output = math.ceil(self.size / stride)
        total = max((output - 1) * stride + kernel - self.size, 0)
        self.size = output
        return [total // 2, total // 2, total - total // 2, total - total // 2]

    def classify(self, tensor: str) -> None:
        graph = self.graph
        pooled = graph.node("GlobalAveragePool", [tensor])
        features = graph.node("Flatten", [pooled], "embedding", axis=1)
        inputs = [features, graph.constant(self.weights["_fc.weight"]), graph.constant(self.weights["_fc.bias"])]
        scores = graph.node("Gemm", inputs, transB=1)
        graph.node("Softmax", [scores], "probabilities", axis=1)
