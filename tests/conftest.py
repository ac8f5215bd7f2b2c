"""How hypothesis runs here: the same examples every time, and no deadline on a slow machine."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
# For whoever hunts: pytest --hypothesis-profile=hunt
settings.register_profile("hunt", settings.get_profile("steady"), derandomize=False, max_examples=5_000)
settings.load_profile("steady")
