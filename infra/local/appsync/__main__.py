"""`python -m infra.local.appsync`: serve every AppSync API of an AWS endpoint, with its subscriptions."""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # what is loaded stays: going over it again and again only delays the start

    from infra.local.appsync.command import main

    sys.exit(main())
