"""The steps of taking in a batch of events, used by receive_review alone: load, decide in memory, write."""
