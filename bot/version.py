"""The version of this program."""

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """Return the version of this program; "unknown" where it runs without being installed."""
    try:
        return version("policybot")
    except PackageNotFoundError:
        return "unknown"
