"""`completion`: what a shell's TAB key needs: a script to be loaded, and what may follow a line so far."""

from enum import StrEnum
from typing import Annotated, Final

import typer

from lawcheck.cli.terminal import emit
from lawcheck.i18n import tr


class Shell(StrEnum):
    """The shells that a script can be printed for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


# Each asks `lawcheck completion SHELL -- …` for a line a candidate, a tab before its description; where
# there is none, the shell completes files. bash hands over the line, since it cuts words at = and :
SCRIPTS: Final = {
    Shell.BASH: """\
_lawcheck() {
    local IFS=$'\\n'
    COMPREPLY=($("$1" completion bash -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    return 0
}
complete -o default -F _lawcheck lawcheck
""",
    Shell.ZSH: """\
#compdef lawcheck
_lawcheck() {
    local -a lines values shown
    local line
    lines=("${(@f)$("${words[1]}" completion zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    for line in "${lines[@]}"; do
        [[ -n $line ]] || continue
        values+=("${line%%$'\\t'*}")
        shown+=("${line/$'\\t'/  }")
    done
    if (( ${#values} )); then
        if [[ ${#values} -eq 1 && ${values[1]} == *= ]]; then
            compadd -Q -S '' -l -d shown -a values
        else
            compadd -Q -l -d shown -a values
        fi
    else
        _files
    fi
}
if [[ ${funcstack[1]} == _lawcheck ]]; then _lawcheck "$@"; else compdef _lawcheck lawcheck; fi
""",
    Shell.FISH: """\
function __lawcheck_complete
    set -l words (commandline -opc)
    lawcheck completion fish -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c lawcheck -a '(__lawcheck_complete)'
""",
}


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command("completion", help=tr("Print the script that makes the TAB key complete lawcheck."))(
        completion
    )


def completion(
    shell: Annotated[Shell, typer.Argument(help=tr("of which shell"))],
    words: Annotated[list[str] | None, typer.Argument(hidden=True, metavar="[WORDS]")] = None,
) -> None:
    """Print the script; with the words of a line so far, what may follow them."""
    if words is None:
        emit(SCRIPTS[shell])
        return
    from lawcheck.cli.completing import complete, cut, split

    if shell is Shell.BASH:
        words = split(words[0])
    for candidate in complete(words):
        value = cut(candidate.value, words[-1]) if shell is Shell.BASH else candidate.value
        shown = f"\t{candidate.description}" if candidate.description and shell is not Shell.BASH else ""
        emit(f"{value}{shown}\n")
