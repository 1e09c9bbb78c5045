"""What the bot counts, for Prometheus. docs/operating.md says what each means."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.channels.telegram.lag import LoopLag

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LAG_QUANTILES = (0.5, 0.95, 1.0)


class Metrics:
    """The counters of one bot, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.updates = Counter("policybot_updates", "Updates taken, by kind", ["kind"], registry=registry)
        self.answers = Counter("policybot_answers", "Answers, by status", ["status"], registry=registry)
        self.seconds = Histogram("policybot_answer_seconds", "From taking to sent", buckets=BUCKETS, registry=registry)
        self.retry_after = Counter("policybot_retry_after", "Sends that Telegram put off (429)", registry=registry)
        self.conflicts = Counter("policybot_conflicts", "getUpdates refused: another poller (409)", registry=registry)
        self.failures = Counter("policybot_failures", "Updates whose handling failed", registry=registry)
        self.unsent = Counter("policybot_unsent", "Messages given up", registry=registry)
        self.stale = Counter("policybot_stale_updates", "Updates dropped as too old", registry=registry)
        self.duplicates = Counter("policybot_duplicate_updates", "Updates that came twice", registry=registry)
        self.malformed = Counter("policybot_malformed_updates", "Updates that cannot be read", registry=registry)
        self.limited = Counter("policybot_rate_limited", "Questions refused as too many", registry=registry)
        self.store_errors = Counter("policybot_store_errors", "Uses of the database that failed", registry=registry)
        self.poll_age = Gauge("policybot_poll_age_seconds", "Since the last getUpdates round trip", registry=registry)
        self._late = Gauge(
            "policybot_loop_lag_seconds", "How late the event loop runs", ["quantile"], registry=registry
        )
        self.lag = LoopLag()

    def page(self) -> bytes:
        """Return all of them in Prometheus's text format."""
        for share, delay in zip(LAG_QUANTILES, self.lag.quantiles(*LAG_QUANTILES), strict=True):
            self._late.labels(str(share)).set(delay / 1000)
        return generate_latest(self.registry)
