"""What every room's contract shares: errors as data, pages."""

from resolvers.core import errors, geo, pagination
from resolvers.core.directives import EVERYONE, enums, inputs, interface, outputs

ERRORS = (
    errors.NotFoundError,
    errors.ForbiddenError,
    errors.ConflictError,
    errors.InvalidInputError,
    errors.HandleTakenError,
    errors.IdempotencyKeyReusedError,
    errors.LimitReachedError,
    errors.RateLimitedError,
)

enums(errors.ErrorCode)
interface(errors.UserError)
outputs(*ERRORS, directives=EVERYONE)  # guests enter chats, and read why not
outputs(pagination.PageInfo, pagination.Edge, geo.GeoPoint)
inputs(geo.GeoPointInput)
