"""What the evidence says about a customer: pure arithmetic, values in and values out.

No input or output, no clock (``now`` is an argument), the standard library only. The way through it:
``facts`` are read by ``metrics`` (each one declaration, METRICS) under a ``scorecard`` made ready as a
``plan``; what they amount to is kept as ``evidence``, which one more fact changes at a fixed price;
``measure`` turns it into values and ``health`` into a score with its contributions, which ``itemise`` splits
by review, ticket and silence. ``status`` names the band, ``trend`` the direction, ``rounding`` the whole
numbers to show; ``change`` says why a score differs from an earlier one. Around a score, on plain numbers:
``intervals`` say how sure it is, ``calibration`` what is normal, ``detector`` that it fell, ``forecast`` what
would lift it, ``ranking`` and ``rollup`` compare customers. The formulas, with a worked example, are in
docs/scoring.md.
"""
