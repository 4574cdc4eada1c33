"""What ministack leaves out when it imports a REST API from OpenAPI: preflights' headers, and gateway responses.

Sources: "x-amazon-apigateway-integration.responses" and "x-amazon-apigateway-gateway-responses" of API Gateway's
developer guide. SAM writes both for `Cors` and `GatewayResponses`.
"""

from collections.abc import Mapping
from functools import wraps
from typing import Any, Final

from ministack.services import apigateway_v1 as gateway

GATEWAY_RESPONSES: Final = "x-amazon-apigateway-gateway-responses"
INTEGRATION: Final = "x-amazon-apigateway-integration"


def install() -> None:
    """Replace ministack's imports of an API and of an operation."""
    import_rest_api, import_operation = gateway._import_rest_api, gateway._import_operation  # noqa: SLF001

    @wraps(import_rest_api)
    def import_all(spec: Mapping[str, Any], *arguments: Any) -> str:
        api_id: str = import_rest_api(spec, *arguments)
        for kind, response in (spec.get(GATEWAY_RESPONSES) or {}).items():
            gateway._put_gateway_response(api_id, kind, response)  # noqa: SLF001
        return api_id

    @wraps(import_operation)
    def import_with_responses(api_id: str, resource_id: str, method: str, operation: Any, *arguments: Any) -> None:
        import_operation(api_id, resource_id, method, operation, *arguments)
        integration = (operation or {}).get(INTEGRATION) or {}
        if str(integration.get("type")).lower() == "mock":
            _add_responses(gateway._resources[api_id][resource_id]["resourceMethods"][method], integration)  # noqa: SLF001

    gateway._import_rest_api = import_all  # noqa: SLF001
    gateway._import_operation = import_with_responses  # noqa: SLF001


def _add_responses(method: Mapping[str, Any], integration: Mapping[str, Any]) -> None:
    """Let a mock answer what its document says; `default` is the answer that no pattern chooses."""
    made = method["methodIntegration"]
    made["requestTemplates"] = integration.get("requestTemplates") or {}
    for pattern, response in (integration.get("responses") or {}).items():
        status = str(response.get("statusCode", "200"))
        made["integrationResponses"][status] = {
            "statusCode": status,
            "selectionPattern": "" if pattern == "default" else pattern,
            "responseParameters": response.get("responseParameters") or {},
            "responseTemplates": response.get("responseTemplates") or {},
            "contentHandling": None,
        }
