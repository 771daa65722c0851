// Which select field of a deal holds its type.

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const draft = draftOf(root, data.generation, setStateValue);
  root.onchange = ({ target }) => {
    type(draft, data.cell.key, target.value, data.cell);
    draft.send();
    draw(root, data, draft);
  };
  draw(root, data, draft);
}

function draw(root, data, draft) {
  const { words, cell } = data;
  const chosen = draft.edits[cell.key]?.text ?? cell.text;
  const focused = root.contains(root.getRootNode().activeElement);
  root.replaceChildren(
    h("section", { class: "card" },
      h("h2", { id: "title" }, words.title, h("small", {}, words.about)),
      data.fields.length
        ? h("div", { role: "radiogroup", "aria-labelledby": "title" }, data.fields.map((field) => line(field, chosen, cell.key in draft.edits)))
        : h("p", { class: "muted" }, words.none),
    ),
  );
  if (focused) root.querySelector("input:checked")?.focus();
}

function line(field, chosen, isUnsaved) {
  const input = h("input", { type: "radio", name: "field", value: field.id });
  input.checked = field.id === chosen;
  return h("label", { class: "line" }, input,
    h("span", { class: "name" }, field.name, input.checked && isUnsaved ? h("span", { class: "dot", "aria-hidden": "true" }) : "",
      h("small", {}, field.gone || field.use)),
    h("span", { class: "options" }, field.options.map(({ name, count }) => h("span", { class: "option" }, name, h("b", {}, count))),
      field.rest ? h("span", { class: "muted" }, field.rest) : ""),
  );
}
