"""What the process counts about itself, for Prometheus: one value, handed to whoever counts."""

import asyncio
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

_BATCH_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)
_LAGS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)


@dataclass(frozen=True, slots=True)
class Metrics:
    """The instruments. No label ever holds a customer, a channel or a token."""

    registry: CollectorRegistry
    hooks: Counter  # outcome: accepted, repeat, quarantined, or why a request was refused
    intake_batch: Histogram  # events that shared one transaction
    deliveries: Counter  # outcome: sent, retried, dead, uncertain...
    delivery_seconds: Histogram  # from when a delivery was due until it was sent
    queue_depth: Gauge  # queue: intake, deliveries
    slack_errors: Counter  # code: Slack's own word for it
    loop_lag_seconds: Histogram  # how late the event loop woke a timer

    async def watch_event_loop(self, interval_s: float = 1.0) -> None:
        """Measure the event loop's lag until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + interval_s
            await asyncio.sleep(interval_s)
            self.loop_lag_seconds.observe(max(0.0, loop.time() - due))


def build_metrics(registry: CollectorRegistry) -> Metrics:
    """All instruments, registered, and with them memory, CPU and open files of this process."""
    ProcessCollector(registry=registry)
    return Metrics(
        registry=registry,
        hooks=Counter("bellwether_hooks", "Webhook requests by outcome.", ["outcome"], registry=registry),
        intake_batch=Histogram(
            "bellwether_intake_batch_events",
            "Events that shared one transaction.",
            buckets=_BATCH_SIZES,
            registry=registry,
        ),
        deliveries=Counter("bellwether_deliveries", "Deliveries by outcome.", ["outcome"], registry=registry),
        delivery_seconds=Histogram(
            "bellwether_delivery_seconds",
            "Seconds from when a delivery was due until it was sent.",
            buckets=_SECONDS,
            registry=registry,
        ),
        queue_depth=Gauge("bellwether_queue_depth", "What waits, by queue.", ["queue"], registry=registry),
        slack_errors=Counter(
            "bellwether_slack_errors", "Slack API errors by code.", ["code"], registry=registry
        ),
        loop_lag_seconds=Histogram(
            "bellwether_event_loop_lag_seconds",
            "How late the event loop woke a timer.",
            buckets=_LAGS,
            registry=registry,
        ),
    )
