"""What the playground opens with: a portfolio of sixty customers over two years, the same on every run, its
rules, and an office in the embedded Slack.
"""
