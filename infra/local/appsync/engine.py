"""What an API does with a GraphQL document: run it, start a subscription, project an event for a subscriber.

Borders (signatures that realtime and the server build on):

- `await Engine(hub).execute(api, document, variables, operation_name, caller, headers)` → the response `dict`;
- `await Engine(hub).subscribe(api, document, variables, operation_name, caller, headers)` →
  `Subscription`, or a list of error objects when it may not start;
- `project(api, subscription.selection, mutation_result)` → the payload `{"data": …, "errors"?: […]}`.

`document` is the text of the request's `query`, `caller` what `auth.authenticate` returned,
`headers` the request's headers in lower case.
"""
