/** How the reference looks: no fonts, images or scripts of its own, light or dark as the system is. */
export const referenceStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #14171c);
  --panel: light-dark(#f4f5f7, #1b1f26);
  --line: light-dark(#d9dde3, #2e343e);
  --text: light-dark(#1b2027, #e3e7ee);
  --soft: light-dark(#566070, #9aa5b5);
  --link: light-dark(#0b5cad, #7cb8ff);
  --get: light-dark(#1a6e3c, #6fd397);
  --put: light-dark(#8a5300, #f0b45e);
  --post: light-dark(#0b5cad, #7cb8ff);
  --delete: light-dark(#b3261e, #ff9a92);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; display: grid; grid-template-columns: 21rem minmax(0, 1fr);
  background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif;
}
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1rem;
  background: var(--panel); border-right: 1px solid var(--line); font-size: 13px;
}
nav h1 { margin: 0; font-size: 17px; }
.version { margin: 0 0 1rem; color: var(--soft); }
nav ul { list-style: none; margin: 0 0 .5rem; padding: 0; }
nav li a { display: flex; gap: .5rem; padding: .15rem .25rem; border-radius: 4px; text-decoration: none; }
nav li a:hover { background: var(--line); }
nav li span:last-child { overflow-wrap: anywhere; color: var(--text); }
nav summary { padding: .25rem 0; font-weight: 600; cursor: pointer; }
main { max-width: 60rem; padding: 1rem 2rem 4rem; }
main:focus { outline: none; }
h2 { margin: 2.5rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 20px; }
h3 { margin: 2rem 0 .25rem; font-size: 15px; overflow-wrap: anywhere; }
h3 a { color: inherit; text-decoration: none; }
h3 code { font-size: 14px; }
h4 { margin: .75rem 0 .25rem; color: var(--soft); font-size: 13px; font-weight: 600; }
p { margin: .25rem 0 .5rem; max-width: 46rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
code, pre { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 13px; }
pre {
  margin: .25rem 0 .5rem; padding: .6rem .75rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  background: var(--panel); border: 1px solid var(--line); border-radius: 6px; line-height: 1.45;
}
.outline b { font-weight: 600; }
.outline i { color: var(--soft); font-style: normal; font-family: system-ui, sans-serif; }
.outline i code { font-size: 12px; }
table { width: 100%; margin: .25rem 0 .5rem; border-collapse: collapse; font-size: 13px; }
th, td { padding: .25rem .5rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
.failures { color: var(--soft); font-size: 13px; }
.method { flex: none; width: 3.4rem; font: 600 11px/1.6 ui-monospace, monospace; }
.method.get { color: var(--get); }
.method.put { color: var(--put); }
.method.post { color: var(--post); }
.method.delete { color: var(--delete); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; z-index: 1; padding: .5rem; background: var(--ground); }
:target { background: light-dark(#fff3c4, #3a3311); }
@media (max-width: 60rem) {
  body { display: block; }
  nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding: 1rem; }
}
`;
