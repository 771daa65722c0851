// What came by the statements of a month: how much of it payments explain, what is unmatched, what is set aside.

export default function ({ data, parentElement }) {
  const { caption, came, sum, parts, vouched } = unpack(data);
  rootOf(parentElement).replaceChildren(
    h("section", { class: "sums", "aria-label": caption },
      h("div", {}, h("div", { class: "words" }, came), h("div", { class: "big" }, sum)),
      h("div", {},
        h("div", { class: "bar", "aria-hidden": "true" }, parts.map(({ kind, width }) => h("i", { class: kind, style: { width: `${width}%` } }))),
        h("div", { class: "labels" }, parts.map(({ kind, label, sum }) => h("div", { class: "label" }, h("i", { class: kind }), label, h("b", {}, sum)))),
      ),
      h("dl", {}, vouched.map(({ label, sum }) => h("div", {}, h("dt", {}, label), h("dd", {}, sum)))),
    ),
  );
}
