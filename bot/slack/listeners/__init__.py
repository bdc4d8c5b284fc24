"""One file per surface: acknowledge, read, one use case, draw. ``register`` tells Bolt of its listeners."""
