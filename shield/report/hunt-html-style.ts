/** Style of the report; the colours of levels keep a contrast of 4.5 to 1 in both schemes (WCAG 2.2, 1.4.3). */
export const HUNT_STYLE = `
:root { color-scheme: light dark; --bg: #fff; --ink: #1c2129; --soft: #565f6c; --line: #d9dee5; --card: #f5f7f9;
  --critical: #8c1d6b; --high: #b3261e; --medium: #8a5300; --low: #0b6175; --informational: #565f6c; --bar: #3d6fb4; }
@media (prefers-color-scheme: dark) { :root { --bg: #14181d; --ink: #e6e9ed; --soft: #a3acb8; --line: #333b45;
  --card: #1c2229; --critical: #f19ad6; --high: #ff9a91; --medium: #f0bd6a; --low: #74cfe3;
  --informational: #a3acb8; --bar: #7fa9e0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1280px; margin: 0 auto; padding: 24px 20px 48px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 36px 0 10px; }
p { margin: 4px 0; } .soft { color: var(--soft); }
.partial { border: 1px solid var(--high); border-radius: 6px; padding: 8px 12px; margin: 14px 0; color: var(--high); }
.tiles { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0 0; padding: 0; list-style: none; }
.tiles li { flex: 1 1 110px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
.tiles b { display: block; font-size: 22px; font-variant-numeric: tabular-nums; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); }
.low { color: var(--low); } .informational { color: var(--informational); }
.level { font-weight: 600; white-space: nowrap; }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline: 2px solid var(--bar); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.any { overflow-wrap: anywhere; min-width: 12em; } code { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
details > summary { cursor: pointer; } dl { margin: 6px 0 4px; } dt { color: var(--soft); margin-top: 6px; } dd { margin: 0; }
.matrix { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(165px, 1fr); gap: 10px; }
.matrix h3 { font-size: 14px; margin: 0 0 6px; } .matrix ul { list-style: none; margin: 0; padding: 0; }
.matrix li { border-left: 4px solid currentColor; background: var(--card); padding: 4px 8px; margin: 0 0 5px; font-size: 13px; }
.matrix span { color: var(--ink); } svg { width: 100%; height: 90px; display: block; } rect { fill: var(--bar); }
.ends { display: flex; justify-content: space-between; }
@media (max-width: 640px) { main { padding: 16px 12px 32px; } h1 { font-size: 22px; } th, td { padding: 6px; } }
@media print { .scroll { overflow: visible; } details > * { display: block; } }
`;
