/** Of all pages. Signs and words say what colours say; blue and orange are told apart by everybody. */
export const style = `
:root { color-scheme: light dark; --ok: #0b5fa5; --bad: #b34700; --dim: #5b6470; --line: #c9ced6; --back: #fff; --fore: #16191d; }
@media (prefers-color-scheme: dark) { :root { --ok: #7cc0ff; --bad: #ffb070; --dim: #a6afba; --line: #454c55; --back: #14171a; --fore: #eceff2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 180rem; font: 1rem/1.45 system-ui, sans-serif; background: var(--back); color: var(--fore); }
@media (min-width: 2400px) { body { font-size: 1.3rem; } }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; } h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th { color: var(--dim); font-weight: 600; } td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
.ok { color: var(--ok); font-weight: 600; } .bad { color: var(--bad); font-weight: 700; } .dim { color: var(--dim); }
pre { overflow-x: auto; padding: .5rem; border: 1px solid var(--line); margin: .3rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
details { border-bottom: 1px solid var(--line); padding: .2rem 0; } summary { cursor: pointer; } :focus-visible { outline: 3px solid var(--ok); outline-offset: 2px; }
.picture { overflow-x: auto; } .picture svg { width: 100%; min-width: 40rem; max-width: 110rem; height: auto; background: #fff; }
#lost { position: sticky; top: 0; padding: .5rem; background: var(--bad); color: var(--back); font-weight: 700; } #lost[hidden] { display: none; }
@media (max-width: 640px) { body { padding: .5rem; } thead { position: absolute; left: -9999px; } tr { display: block; padding: .4rem 0; border-bottom: 1px solid var(--line); }
  td, td.n { display: flex; justify-content: space-between; gap: 1rem; text-align: right; border: 0; padding: .1rem 0; white-space: normal; overflow-wrap: anywhere; } td:empty { display: none; } td::before { content: attr(data-label); color: var(--dim); text-align: left; } }
@media print { details > * { display: block; } .picture { overflow: visible; } }
`
