"""What it costs, always beside a floor measured in the same run. Start with ``bellwether bench``."""
