"""A small writer of ONNX graphs: constants and nodes are named as they are added."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import ArrayLike
from onnx import TensorProto, helper, numpy_helper

OPSET = 18
IR_VERSION = 9

Value = tuple[str, int, list[int | str]]


class Graph:
    """An ONNX graph under construction; every method returns the name of the tensor it made."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def constant(self, value: ArrayLike, name: str | None = None) -> str:
        """Add a constant tensor, kept once per name."""
        label = name or f"constant_{len(self._constants)}"
        if label not in self._constants:
            array = np.array(value, order="C")
            self._constants[label] = numpy_helper.from_array(array, label)
        return label

    def node(self, operator: str, inputs: list[str], output: str | None = None, **attributes: Any) -> str:
        """Add an operator with one output."""
        return self.nodes(operator, inputs, [output or f"{operator}_{len(self._nodes)}"], **attributes)[0]

    def nodes(self, operator: str, inputs: list[str], outputs: list[str], **attributes: Any) -> list[str]:
        """Add an operator with several outputs."""
        self._nodes.append(helper.make_node(operator, inputs, outputs, **attributes))
        return outputs

    def model(self, inputs: list[Value], outputs: list[Value]) -> bytes:
        """Return the checked model as bytes; raises `onnx.checker.ValidationError` for a broken graph."""
        graph = helper.make_graph(
            self._nodes,
            self._name,
            [helper.make_tensor_value_info(*value) for value in inputs],
            [helper.make_tensor_value_info(*value) for value in outputs],
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
        onnx.checker.check_model(model)
        content: bytes = model.SerializeToString()
        return content


def floats(name: str, shape: list[int | str]) -> Value:
    """A float32 input or output; a name instead of a number is a free dimension."""
    return name, TensorProto.FLOAT, shape


def pixels(name: str, shape: list[int | str]) -> Value:
    """A uint8 input or output."""
    return name, TensorProto.UINT8, shape
