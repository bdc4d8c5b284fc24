"""The HTTP server: webhooks in, health checks and metrics out. Use cases come in as plain callables."""
