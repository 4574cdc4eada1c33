"""What the contract promises of uploads."""

from resolvers.core.directives import SIGNED_IN, outputs
from resolvers.platform.uploads import model

outputs(model.UploadField, model.UploadTicket, directives=SIGNED_IN)
