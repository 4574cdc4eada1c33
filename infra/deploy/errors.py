"""What stops a deploy: one sentence of what is wrong, and what to do next."""


class DeployError(Exception):
    """A deploy or destroy could not go on; the text says why and what to do next."""
