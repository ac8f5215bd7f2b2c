"""Every error on purpose, and the exit codes that the whole program speaks.

An error carries an English template and its fields; only the way in (`__main__`) turns it into a
sentence in the user's language. Below that, `str(error)` is English, so the domain knows no language.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the shell is told. Nothing accidental ends in 0 or 1."""

    DONE = 0
    VERDICT = 1
    USAGE = 2
    BAD_FILE = 3
    BUSY = 4
    NOT_SAVED = 5
    INTEGRITY = 6
    BUG = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


class LawcheckError(Exception):
    """Base of all errors that a user can cause and mend.

    `template` is a whole English sentence with named fields; `fields` fill it.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BAD_FILE

    def __init__(self, template: str, /, **fields: object) -> None:
        super().__init__(template, fields)
        self.template = template
        self.fields = fields

    def __str__(self) -> str:
        try:
            return self.template.format(**self.fields)
        except ValueError:
            # Python does not print integers of thousands of digits, not even inside a list.
            return self.template.format(**{name: _printable(value) for name, value in self.fields.items()})


def _printable(value: object) -> object:
    try:
        repr(value)
    except ValueError:
        return "…"
    return value


class Refused(LawcheckError, ValueError):
    """One value is not what its key asks for; raised by the readers of single values."""


class FileError(LawcheckError):
    """A file is not what it must be: `problems` are the single findings, in the file's order."""

    def __init__(self, template: str, /, *, problems: tuple["object", ...] = (), **fields: object) -> None:
        super().__init__(template, **fields)
        self.problems = problems


class UsageError(LawcheckError):
    """The command line asks for what cannot be done: unknown id, unfit option."""

    exit_code = ExitCode.USAGE


class SupersededError(UsageError):
    """What should be taken back was changed again since: it never can be."""


class BusyError(LawcheckError):
    """Another process holds the workspace."""

    exit_code = ExitCode.BUSY


class NotSavedError(LawcheckError):
    """A file could not be written; the sentence says whether the change is lost or will still be made."""

    exit_code = ExitCode.NOT_SAVED


class IntegrityError(LawcheckError):
    """The history's chain or the frozen checklist is not what was recorded."""

    exit_code = ExitCode.INTEGRITY
