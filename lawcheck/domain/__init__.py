"""PURE: no files, no clock, no language, no terminal. Codes and values, never sentences."""
