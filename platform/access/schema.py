"""What drf-spectacular can't see by itself: idempotency keys, conditions, scopes, limits."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from access.api import KEY, LONGEST_KEY, SAFE, OrganiserMixin
from web.api import ConditionalMixin

IDEMPOTENCY_KEY = OpenApiParameter(
    KEY,
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Any string of your own, best a UUID. The same key with the same body has one "
    "effect and gets the same answer for 24 hours (`Idempotency-Replayed: true`); with another "
    "body it is refused (`idempotency_key_reused`, 422). Without a token, keys are known to the "
    "network they came from.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of the answer you have: 304 without a body when it still holds.",
)


class Described(AutoSchema):
    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        handler = getattr(self.view, self.method.lower(), None)
        if getattr(handler, "takes_key", False):
            found.append(IDEMPOTENCY_KEY)
        if _is_conditional(self):
            found.append(IF_NONE_MATCH)
        return found

    def get_description(self) -> str:  # type: ignore[override]
        # For whoever calls: what a class says of itself is for those who read the code.
        scope = _scope(self)
        return f"Needs the scope `{scope}`." if scope else ""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation and (scope := _scope(self)):
            operation["x-scope"] = scope
        if operation and _is_conditional(self):
            operation["responses"]["304"] = {"description": "What you have still holds."}
        return operation


def _scope(schema: Any) -> str:
    view = schema.view
    return view.scope_needed(schema.method) if isinstance(view, OrganiserMixin) else ""


def _is_conditional(schema: Any) -> bool:
    return isinstance(schema.view, ConditionalMixin) and schema.method in SAFE
