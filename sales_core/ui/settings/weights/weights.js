// What one action of each kind weighs: a field for each kind, in groups as in the report.

const TYPING_MS = 400;

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  const draft = draftOf(root, data.generation, setStateValue);
  const cells = new Map(data.groups.flatMap(({ cells }) => cells).map((cell) => [cell.key, cell]));
  const send = () => { clearTimeout(root.typing); draft.send(); };
  root.oninput = ({ target }) => {
    type(draft, target.dataset.key, target.value, cells.get(target.dataset.key));
    clearTimeout(root.typing);
    root.typing = setTimeout(send, TYPING_MS);
  };
  root.onchange = send;
  draw(root, data, draft);
}

function draw(root, { words, groups }, draft) {
  const field = root.getRootNode().activeElement;
  const held = root.contains(field) ? { key: field.dataset.key, from: field.selectionStart, to: field.selectionEnd } : null;
  root.replaceChildren(
    h("section", { class: "card" },
      h("h2", {}, words.title, h("small", {}, words.about)),
      h("div", { class: "groups" }, groups.map((group) => section(group, draft))),
      h("p", { class: "muted" }, words.hint),
    ),
  );
  const again = held && root.querySelector(`[data-key="${CSS.escape(held.key)}"]`);
  again?.focus({ preventScroll: true });
  again?.setSelectionRange(held.from, held.to);
}

function section({ title, cells }, draft) {
  return h("div", { class: "group", role: "group", "aria-label": title }, h("h3", {}, title), cells.map((cell) => line(cell, draft)));
}

function line(cell, draft) {
  const edit = draft.edits[cell.key];
  const isWrong = cell.fault && edit?.text === cell.typed;
  const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", "data-key": cell.key, "aria-invalid": isWrong ? "true" : null });
  input.value = edit?.text ?? cell.text;
  return h("label", {},
    h("span", { class: "name" }, cell.label),
    h("span", { class: `field ${isWrong ? "wrong" : edit ? "unsaved" : ""}` }, input, edit ? h("span", { class: "dot", "aria-hidden": "true" }) : ""),
    isWrong ? h("span", { class: "fault", role: "alert" }, icon("alert"), cell.fault) : "",
  );
}
