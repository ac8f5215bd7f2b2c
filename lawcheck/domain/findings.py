"""A finding: something that a check of files or of a report has to say, as a code and its fields."""

# ruff: noqa: E501  # a sentence stays on one line, so that it can be searched for

from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


class Finding(NamedTuple):
    """One finding. `code` is stable; `fields` fill the sentence that the reader is shown for it.

    `file` is relative to the workspace; `line` counts from 1. An error is a difference from what was
    recorded; a warning and a note leave the whole sound.
    """

    code: str
    level: Severity
    file: str
    line: int | None = None
    fields: Mapping[str, object] = {}
    quote: str | None = None


SENTENCES = {
    "history-missing": "the history is missing; restore it from a copy",
    "history-empty": "the history is empty; restore it from a copy",
    "history-torn": "the last entry was cut off, as by a crash; the next command that saves sets it aside",
    "history-hash": "this entry was changed after it was written; restore the file from a copy",
    "history-prev": "this entry does not follow the one before; restore the file from a copy",
    "history-seq": "the number of this entry is out of order; restore the file from a copy",
    "history-not-a-line": "this line is no entry of a history; restore the file from a copy",
    "history-crlf": "the line ends were converted to those of Windows; restore the file from a copy, or run `lawcheck repair`",
    "history-bom": "an editor put a mark (BOM) in front; restore the file from a copy, or run `lawcheck repair`",
    "history-conflict": "git left its marks of a conflict here; keep one history whole, and enter the changes of the other again",
    "history-fork": "two histories were merged here; keep one of them whole, and enter the changes of the other again",
    "history-repeated": "this entry stands here for the second time; restore the file from a copy",
    "history-newer": "this entry was written by a newer lawcheck; install that one",
    "history-replay": "{problem}",
    "history-clock": "the time {at} lies before that of the entry above, or is none; a clock was set back",
    "history-contradicts": "{path} is {new} here, and {old} by the history; restore the file from a copy",
    "outside-edit": "{path} was edited by hand, from {old} to {new}; the next save records it",
    "checklist-changed": "{problem}",
    "assessment-missing": "{problem}",
    "unreadable": "{problem}",
    "save-unfinished": "a save was interrupted; the next command finishes it",
    "save-unapplied": "a save was prepared and never recorded; the next command sets it aside in recovered/",
    "evidence-missing": "the file of {key} ({name}) is missing; put it back, or take the piece off the register",
    "evidence-hash": "the file of {key} ({name}) is not the one that was registered; put that one back, or register this one anew",
    "evidence-size": "the file of {key} ({name}) has another size than when it was registered; put that one back, or register this one anew",
    "evidence-unrecorded": "{key} ({name}) was registered without a hash; register it anew",
    "evidence-link": "in place of the file of {key} ({name}) there is a link; put the file itself there",
    "evidence-not-regular": "in place of the file of {key} ({name}) there is a folder or a device; put the file back",
    "evidence-too-large": "the file of {key} ({name}) is too large to be read; put back the one that was registered",
    "evidence-unreadable": "the file of {key} ({name}) cannot be read; check who may read it",
    "evidence-moving": "the file of {key} ({name}) changed while it was read; close it in other programs and try again",
    "evidence-empty": "the file of {key} ({name}) is empty; see whether it is the right one",
    "evidence-not-read": "{number} files were only looked at, not read; leave --quick out to read them",
    "evidence-unregistered": "this file is not registered; register it with `lawcheck evidence add`, or take it out",
    "evidence-identity": "the name of {key} holds what looks like the number of an identity card ({number}); call it something else, the file as well",
    "evidence-mobile": "the name of {key} holds what looks like a mobile phone's number ({number}); call it something else, the file as well",
    "signoff-missing": "the sign-off is missing, though entry {entry} of the history tells of it; restore it from a copy",
    "signoff-changed": "the sign-off is not the one that entry {entry} of the history recorded; restore it from a copy",
    "signoff-contradicts": "the sign-off says {key} = {said}, and the history gives {found} for the state that was signed; treat it as no sign-off, and sign anew",
    "signoff-other-version": "the sign-off, made by lawcheck {tool}, says {key} = {said}; this one reckons {found} for the same state; see which of them counts",
    "signoff-unrecorded": "no entry of the history tells of this sign-off, so it is none; `lawcheck repair` sets it aside",
    "signoff-since": "changed since this sign-off ({entries} entries); sign again when the work is done",
    "signoff-claimed": "signed in the name of {name}; nothing here proves that it was {name}, a sealed page or a key would",
    "signoff-proved": "signed in the name of {name}, and with the key that the list of allowed signers gives for that name",
    "signoff-key-only": "signed in the name of {name}, with a key; whose it is only a list of allowed signers tells: --signers FILE",
    "signoff-unknown-key": "signed in the name of {name}, with a key that the list of allowed signers does not hold",
    "signoff-other-name": "signed in the name of {name}, with the key of {principal}; ask which of them it was",
    "signoff-signature": "the signature beside it does not fit the sign-off; restore both from a copy, or sign anew",
    "signoff-unchecked": "there is a signature beside it, and no ssh-keygen to check it with; install OpenSSH",
    "against-held": "today's history holds what {source} names, as entry {entry}; {since} entries came after it",
    "against-missing": "no entry of today's history has the hash {head} ({source}): it was written anew, or put back to an older copy",
    "against-older": "today's history ends with entry {now} of the {kept} that {source} holds: it was put back to an older copy",
    "against-differs": "from this entry on today's history is not the one that {source} holds: it was written anew",
    "case-figure": "the figure {name} was stated as {typed}, and the cases come to {counted}; the cases count, so take the figure back or see what is missing",
    "repair-history": "take out the mark or the line ends that an editor or git put in; every entry is then as it was written",
    "repair-torn": "set the last line aside, which was cut off",
    "repair-save": "finish the save that was interrupted",
    "repair-unapplied": "set the save aside that was prepared and never recorded",
    "repair-checklist": "take out the mark or the line ends that an editor or git put in; it is then the one that the history put in force",
    "repair-shelf": "put back the checklist that the history put in force, which is on the shelf",
    "repair-missing": "write it anew as the history tells it, entry {entry} included",
    "repair-assessment": "write it anew as the history tells it, entry {entry} included; as it is it cannot be read: {problem}",
    "repair-edits": "record what was changed by hand, {count} values, as an entry of its own",
    "repair-signoff": "set it aside: no entry of the history tells of it",
    "unknown-file": "this does not belong to the workspace; it is left alone",
    "recovered-file": "this was set aside after a crash or a conflict; look whether anything in it is needed, then delete it",
}
"""What each code says; whoever says it names the file and the line before."""
