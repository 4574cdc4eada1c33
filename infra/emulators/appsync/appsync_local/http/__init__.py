"""HTTP: connections, GraphQL requests, and the pages and answers for developers."""
