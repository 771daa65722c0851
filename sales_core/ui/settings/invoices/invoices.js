// Whether amoCRM's invoices are payments.

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const draft = draftOf(root, data.generation, setStateValue);
  root.onchange = ({ target }) => {
    type(draft, data.cell.key, target.checked ? "" : "off", data.cell);
    draft.send();
  };
  const focused = root.contains(root.getRootNode().activeElement);
  draw(root, data, draft);
  if (focused) root.querySelector("input").focus();
}

function draw(root, { words, cell, isOn, url }, draft) {
  const input = h("input", { type: "checkbox" });
  input.checked = isOn;
  root.replaceChildren(
    h("section", { class: "card" },
      h("h2", {}, words.title, h("small", {}, words.about)),
      h("label", {}, input, words.switch, cell.key in draft.edits ? h("span", { class: "dot", "aria-hidden": "true" }) : ""),
      words.missing ? h("p", { class: "fault" }, icon("alert"), words.missing) : "",
      words.kept ? h("p", {}, words.kept) : "",
      h("p", { class: "muted" }, words.state,
        url ? h("a", { href: url, target: "_blank", rel: "noopener" }, words.open, icon("link")) : ""),
    ),
  );
}
