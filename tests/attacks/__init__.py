"""Long forms of attacks, over HTTP against two server processes: `make attacks`. `make test` has short forms."""
