"""What the contract promises of money."""

from resolvers.core.directives import EVERYONE, outputs
from resolvers.shop.money import model

outputs(model.Money, directives=EVERYONE)
