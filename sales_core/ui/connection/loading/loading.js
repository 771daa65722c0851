// The stages of a load: done, under way with a bar, or still to come.

export default function ({ data: packed, parentElement }) {
  const root = rootOf(parentElement);
  const { title, estimate, lines, open, history } = unpack(packed);
  root.replaceChildren(
    h("section", { class: "card" },
      h("h2", {}, title, h("small", { role: "status" }, estimate)),
      h("ol", {}, lines.map(line), h("li", { class: "gate", "aria-hidden": lines.every(({ done }) => done) ? null : "true" }, open), line(history)),
    ),
  );
}

function line({ name, done, begun, pages, share }) {
  const mark = done ? icon("check", 14) : begun ? icon("refresh", 14) : h("i", { class: "ahead", "aria-hidden": "true" });
  const bar = share === null ? "" : h("span", { class: "bar", "aria-hidden": "true" }, h("u", { style: { width: `${share * 100}%` } }));
  return h("li", { class: done ? "done" : begun ? "now" : "ahead" }, mark, h("span", { class: "name" }, name), bar, h("span", { class: "pages" }, pages));
}
