// The run log: when, what, how long.

const MARKS = { done: "check", running: "refresh", failed: "alert", stopped: "clock" };

export default function ({ data: packed, parentElement }) {
  const root = rootOf(parentElement);
  const { title, about, columns, lines, none } = unpack(packed);
  root.replaceChildren(
    h("section", { class: "card" },
      h("h2", {}, title, h("small", {}, about)),
      lines.length
        ? h("table", {}, h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, lines.map(row)))
        : h("p", { class: "muted" }, none),
    ),
  );
}

function row({ mark, when, what, text, notes, took }) {
  return h("tr", { class: mark },
    h("td", { class: "when" }, icon(MARKS[mark], 14), when),
    h("td", {}, h("b", {}, what), h("span", { class: "text" }, text), notes.map((note) => h("span", { class: "note" }, note))),
    h("td", { class: "took" }, took),
  );
}
