"""lawcheck: a compliance checklist that scores what is proved."""

__version__ = "0.0.1"
