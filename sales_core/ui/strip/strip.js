// The department in one line: percent of plan against the pace, and what is still to come.

export default function ({ data, parentElement }) {
  const { caption, percent, plan, lines, segments, ticks } = unpack(data);
  const bar = h("div", { class: "bar", "aria-hidden": "true" });
  for (const { kind, left, width } of segments) bar.append(h("i", { class: kind, style: { left: `${left}%`, width: `${width}%` } }));
  for (const { left } of ticks) bar.append(h("u", { style: { left: `${left}%` } }));
  rootOf(parentElement).replaceChildren(
    h("section", { class: "strip", "aria-label": caption },
      h("div", {},
        h("div", { class: "big" }, percent, h("small", {}, plan)),
        h("div", { class: "words" }, lines.map((line) => h("div", {}, line.map(({ text, kind }) => (kind ? h("b", { class: kind }, text) : text))))),
      ),
      h("div", {},
        h("div", { class: "labels" }, segments.map(labelled)),
        bar,
        h("div", { class: "ticks" }, ticks.map(({ text, bold, basis }) => h("span", { style: { flexBasis: `${basis}%` } }, text, " ", h("b", {}, bold)))),
      ),
    ),
  );
}

function labelled({ kind, width, label, sum }) {
  const mark = kind === "over" ? [icon("alert"), " "] : "";
  return h("div", { class: `label ${kind}`, style: { flexBasis: `${width}%` } }, mark, label, h("b", {}, sum));
}
