"""Files of history: taking CSV and JSON Lines apart, and understanding their rows. Nothing here stores."""
