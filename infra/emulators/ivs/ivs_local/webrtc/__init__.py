"""A web page's connection, in a process of its own: a decoder that crashes does no harm to the rest."""
