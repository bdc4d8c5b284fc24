"""What the product does: one file for each thing, named by a verb. Dependencies and ``now`` are arguments."""
