"""Says, in one line, what the tests could not get and why."""


class MissingServiceError(Exception):
    """A service cannot be had here; the message is one line with the reason."""

    def __init__(self, service: str, *reasons: str) -> None:
        self.reason = "; ".join(" ".join(reason.split()) for reason in reasons)
        super().__init__(f"no {service}: {self.reason}")
