"""Whether an answer has exactly the shape that botocore's service model promises."""

from typing import Any

import botocore.session
from botocore.model import OperationModel


def operation(name: str) -> OperationModel:
    """The operation of Rekognition's service model."""
    return botocore.session.get_session().get_service_model("rekognition").operation_model(name)


def faults(value: Any, shape: Any, path: str = "answer") -> list[str]:
    """Every place where the value leaves the shape: unknown members, wrong types, values out of range."""
    match shape.type_name:
        case "structure":
            unknown = [f"{path}.{key} is unknown" for key in value if key not in shape.members]
            known = [key for key in value if key in shape.members]
            return unknown + [
                fault for key in known for fault in faults(value[key], shape.members[key], f"{path}.{key}")
            ]
        case "list":
            return [fault for i, each in enumerate(value) for fault in faults(each, shape.member, f"{path}[{i}]")]
        case "string":
            allowed = getattr(shape, "enum", None)
            is_right = isinstance(value, str) and (not allowed or value in allowed)
        case "integer":
            is_right = type(value) is int and value >= 0
        case "float":
            low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 100)
            is_right = isinstance(value, int | float) and low <= value <= high
        case other:
            return [f"{path}: {other} is not expected"]
    return [] if is_right else [f"{path}: {value!r} is no {shape.name}"]
