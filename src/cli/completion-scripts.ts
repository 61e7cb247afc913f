/** What a shell reads to complete lbprov's words: each asks `lbprov __complete -- WORD…`, which prints a candidate a line, and behind a tab what it is. */
export const completionScripts: Readonly<Record<'bash' | 'zsh' | 'fish', string>> = {
  bash: `# lbprov completion bash >/etc/bash_completion.d/lbprov, or in ~/.bashrc: source <(lbprov completion bash)
_lbprov() {
  local found IFS=$'\\n'
  found=$(lbprov __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1)
  COMPREPLY=($(compgen -W "$(printf '%s\\n' "$found" | grep -v '^:files$')" -- "\${COMP_WORDS[COMP_CWORD]}"))
  case $'\\n'"$found"$'\\n' in
    *$'\\n:files\\n'*) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")) ;;
  esac
}
complete -F _lbprov lbprov
`,
  zsh: `#compdef lbprov
# lbprov completion zsh >"\${fpath[1]}/_lbprov", or in ~/.zshrc behind compinit: source <(lbprov completion zsh)
_lbprov() {
  local -a found described
  local line
  found=("\${(@f)$(lbprov __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in $found; do
    if [[ $line == :files ]]; then _files; elif [[ -n $line ]]; then described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}"); fi
  done
  (( $#described )) && _describe lbprov described
}
compdef _lbprov lbprov
`,
  fish: `# lbprov completion fish >~/.config/fish/completions/lbprov.fish
function __lbprov_complete
  set -l words (commandline -opc) (commandline -ct)
  lbprov __complete -- $words[2..-1] 2>/dev/null | while read -l line
    if test "$line" = :files
      __fish_complete_path (commandline -ct)
    else
      printf '%s\\n' $line
    end
  end
end
complete -c lbprov -f -a '(__lbprov_complete)'
`,
}
