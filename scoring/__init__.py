"""What the evidence says about a customer: pure arithmetic, values in and values out.

No input or output, no clock (``now`` is an argument), the standard library only. Start at ``health.assess``,
which turns the running sums of one customer (``evidence.Tally``) into a score and its contributions under a
``scorecard.Scorecard``; ``health.itemise`` gives the same numbers split by review. ``status`` names the band,
``trend`` the direction, ``rounding`` the whole numbers to show; ``metrics.METRICS`` lists what can be
measured. Around a score, on plain numbers: ``intervals`` say how sure it is, ``calibration`` what is normal,
``detector`` that it fell, ``forecast`` what would lift it, ``ranking`` and ``rollup`` compare customers. The
formulas, with a worked example, are in docs/scoring.md.
"""
