"""What the contract promises of access to media."""

from resolvers.core.directives import EVERYONE, outputs
from resolvers.video.grants import model

outputs(model.MediaCookie, model.MediaGrant, directives=EVERYONE)
