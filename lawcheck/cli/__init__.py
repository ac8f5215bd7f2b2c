"""TERMINAL: the only home of typer and rich; a module a verb."""
