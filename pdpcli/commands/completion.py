"""`pdp completion` : compléter les commandes avec la touche Tab."""

import sys
from typing import Annotated

from pdpcli.commands.options import argument
from pdpcli.commands.output import note

_BASH = """\
_pdp() {
    local IFS=$'\\n'
    COMPREPLY=($(pdp --completer "=${COMP_WORDS[COMP_CWORD]}" \\
        "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null))
}
complete -o default -F _pdp pdp
"""
_ZSH = """\
#compdef pdp
_pdp() {
    local -a found
    found=("${(@f)$(pdp --completer "=${words[CURRENT]}" "${(@)words[2,CURRENT-1]}" 2>/dev/null)}")
    if [[ -n "${found[1]}" ]]; then
        compadd -U -a found
    else
        _files
    fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u }
compdef _pdp pdp
"""
_FISH = """\
function __pdp_completer
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    pdp --completer "=$current" $before[2..-1] 2>/dev/null
end
complete -c pdp -e
complete -c pdp -f -a '(__pdp_completer)'
complete -c pdp -n '__fish_prev_arg_in --fichier --file --sortie --output --scan' -F
"""
_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName pdp -ScriptBlock {
    param($word, $ast, $cursor)
    $before = @($ast.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursor -or $_.ToString() -ne $word } |
        ForEach-Object { $_.ToString() })
    pdp --completer "=$word" @before 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}
_HOW = {
    "bash": 'Dans ~/.bashrc : eval "$(pdp completion bash)"',
    "zsh": 'Dans ~/.zshrc : eval "$(pdp completion zsh)"',
    "fish": "Une fois : pdp completion fish > ~/.config/fish/completions/pdp.fish",
    "powershell": "Dans le fichier $PROFILE : pdp completion powershell | Out-String |"
    " Invoke-Expression",
}


def _shell(text: str) -> str:
    from pdpcli.rules.choices import parse_choice

    return parse_choice(text, {one: one for one in SCRIPTS})


def completion(
    shell: Annotated[str, argument("SHELL", "bash, zsh, fish ou powershell", parser=_shell)],
) -> None:
    """Le texte qui apprend à ce terminal à compléter les commandes et les références

    Les références viennent quand le cahier est ouvert ; jamais un nom.
    """
    sys.stdout.write(SCRIPTS[shell])
    if sys.stdout.isatty():
        note(f"\n{_HOW[shell]}")
