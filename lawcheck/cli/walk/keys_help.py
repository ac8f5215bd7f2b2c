"""What every key of the walk does, for the help of both modes."""

from lawcheck.i18n import tr


def help_lines() -> tuple[tuple[str, str], ...]:
    """Return the keys that both modes have, and what they do."""
    return (
        ("1 2 3 0", tr("done, in progress, not done, not applicable")),
        ("Enter s", tr("skip: leave it as it is and go on")),
        ("b", tr("back")),
        ("n", tr("the next open one, round the end")),
        ("p", tr("the next that is answered and not fully proved, round the end")),
        ("[ ]", tr("the section before, the next section")),
        ("f", tr("only some: open, unstated, unsupported, failing, short, A1, @office; all ends it")),
        ("A1-04 j", tr("jump to that item")),
        ("/", tr("find in ids, titles and keywords: /appeal")),
        ("m", tr("the figures again")),
        ("e", tr("add evidence: files, an address, a document number, a record, one of the register")),
        ("o", tr("open a piece of evidence in the system's viewer")),
        ("c", tr("a note")),
        ("x", tr("why these points, and what earns the rest")),
        ("u", tr("take the last change back; again, the one before")),
        ("r", tr("make again what was taken back last")),
        ("q", tr("leave; everything is saved already")),
    )


def line_keys() -> tuple[tuple[str, str], ...]:
    """Return what only the walk by lines understands."""
    return (("1 …", tr("words behind a status: a note, the reason; behind other keys: what they ask for")),)


def screen_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys that only the full screen has."""
    return (
        (tr("arrows"), tr("up and down: item before and after; left and right: section before and after")),
        ("Home End", tr("the first, the last item")),
        ("Space PgUp PgDn", tr("scroll the item")),
        (": Ctrl+P", tr("all commands, to be found by a word in Chinese or English")),
        ("Ctrl+Z Ctrl+Y", tr("take back, make again")),
        ("Ctrl+T", tr("light or dark")),
        ("Esc", tr("leave a dialog; on the walk itself, show all items again")),
    )
