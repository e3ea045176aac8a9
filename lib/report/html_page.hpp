#pragma once

#include <string_view>

namespace lockstep::report {

/// The style sheet of the HTML report. Colours are variables, so that light, dark and print differ
/// in one place.
inline constexpr std::string_view html_style = R"css(
:root { color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1d2430; --soft: #5c6675; --line: #dde2e9; --code: #f0f2f6;
  --critical: #b3123b; --high: #c2410c; --medium: #8a6100; --low: #1a6490; --ok: #1a7f4b;
  --minus: #fde8ea; --plus: #e3f6e9; --minus-text: #8c1027; --plus-text: #0f5c33; --accent: #2f5bd0; }
@media (prefers-color-scheme: dark) { :root {
  --page: #12161c; --card: #1a2029; --text: #e4e8ee; --soft: #9aa5b4; --line: #2d3642; --code: #222a35;
  --critical: #ff7a94; --high: #ff9d66; --medium: #eec25a; --low: #76bdea; --ok: #5fd497;
  --minus: #3a1c24; --plus: #15321f; --minus-text: #ffb3c0; --plus-text: #a6ecc0; --accent: #8fb0ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .6rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
code, pre, .value { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .87em; }
code, .value, h1, summary, .about, .sides dd { overflow-wrap: anywhere; }
.sides-named { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; color: var(--soft); margin: 0 0 1rem; }
.sides-named b { color: var(--text); font-weight: 600; }
.bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center;
  background: var(--page); padding: .7rem 0; border-bottom: 1px solid var(--line); }
.bar input { flex: 1 1 14rem; min-width: 0; font: inherit; padding: .35rem .7rem; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 8px; }
.bar button, .copy { font: inherit; font-size: .87rem; padding: .35rem .75rem; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line); background: var(--card); color: inherit; }
.bar button[aria-pressed="false"] { opacity: .45; text-decoration: line-through; }
.dot { display: inline-block; width: .6em; height: .6em; border-radius: 50%; margin-right: .4em; background: currentColor; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); }
.good { color: var(--ok); }
details.group { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: .9rem 0; }
details.group > summary { display: flex; flex-wrap: wrap; gap: .2rem .9rem; align-items: baseline; padding: .75rem 1rem;
  cursor: pointer; font-weight: 600; list-style: none; }
details.group > summary::-webkit-details-marker { display: none; }
details.group > summary::before { content: "▸"; color: var(--soft); }
details.group[open] > summary::before { content: "▾"; }
.place, .rule { color: var(--soft); font-weight: 400; font-size: .87rem; }
.finding { border-top: 1px solid var(--line); padding: .75rem 1rem; }
.about { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; }
.about > .badge + span, summary > span + span { flex: 1 1 14rem; min-width: 0; }
.badge { font-size: .74rem; font-weight: 700; letter-spacing: .04em; text-transform: uppercase; min-width: 4.8rem; }
.why { color: var(--soft); margin: .35rem 0 0; font-size: .92rem; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; margin: .5rem 0 0; }
.sides > div { display: flex; flex-direction: column; border: 1px solid var(--line); border-radius: 8px;
  overflow: hidden; }
.sides dt { padding: .2rem .7rem; font-size: .78rem; color: var(--soft); background: var(--code); }
.sides dd { flex: 1; margin: 0; padding: .35rem .7rem; white-space: pre-wrap; }
.minus { background: var(--minus); color: var(--minus-text); } .plus { background: var(--plus); color: var(--plus-text); }
.none { color: var(--soft); font-style: italic; }
pre { margin: .5rem 0 0; padding: .6rem 0; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto;
  background: var(--code); line-height: 1.45; tab-size: 4; }
pre span { display: block; padding: 0 .8rem; min-width: max-content; }
pre .hunk { color: var(--low); }
.step { display: flex; gap: .6rem; align-items: center; background: var(--code); border-radius: 8px; margin: .3rem 0 .9rem;
  padding: .45rem .8rem; }
.step code { flex: 1; }
.nothing { display: none; color: var(--soft); padding: 2rem 0; text-align: center; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .85rem; }
[hidden] { display: none !important; }
@media (max-width: 640px) {
  main { padding: 18px 12px 40px; } .sides { grid-template-columns: 1fr; }
  summary .place, .about .rule { flex-basis: 100%; } }
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; --code: #f4f4f4;
    --critical: #b3123b; --high: #c2410c; --medium: #8a6100; --low: #1a6490;
    --minus: #fde8ea; --plus: #e3f6e9; --minus-text: #8c1027; --plus-text: #0f5c33; }
  body { font-size: 11pt; } .bar, .copy { display: none; } .finding { break-inside: avoid; } summary { break-after: avoid; }
  pre span { white-space: pre-wrap; min-width: 0; } }
)css";

/// What the HTML report does by itself: filter, copy, open everything before it is printed.
inline constexpr std::string_view html_script = R"js(
const text = document.getElementById("filter");
const buttons = [...document.querySelectorAll(".bar button[data-severity]")];
function apply() {
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const off = new Set(buttons.filter(b => b.getAttribute("aria-pressed") === "false").map(b => b.dataset.severity));
  let seen = 0;
  for (const group of document.querySelectorAll("details.group")) {
    const name = group.querySelector("summary").textContent.toLowerCase();
    let left = 0;
    for (const finding of group.querySelectorAll(".finding")) {
      const all = name + " " + finding.textContent.toLowerCase();
      finding.hidden = off.has(finding.dataset.severity) || !words.every(word => all.includes(word));
      left += finding.hidden ? 0 : 1;
    }
    group.hidden = left === 0;
    seen += left;
  }
  const nothing = document.getElementById("nothing");
  if (nothing) nothing.style.display = seen === 0 ? "block" : "none";
}
if (text) {
  text.addEventListener("input", apply);
  for (const button of buttons) button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "true" ? "false" : "true");
    apply();
  });
  document.getElementById("fold").addEventListener("click", () => {
    const groups = [...document.querySelectorAll("details.group")];
    const open = groups.some(group => group.open);
    for (const group of groups) group.open = !open;
  });
}
for (const button of document.querySelectorAll(".copy")) button.addEventListener("click", async () => {
  await navigator.clipboard.writeText(button.previousElementSibling.textContent);
  button.textContent = "copied";
  setTimeout(() => { button.textContent = "copy"; }, 1500);
});
addEventListener("beforeprint", () => { for (const d of document.querySelectorAll("details")) d.open = true; });
)js";

}  // namespace lockstep::report
