// A table of figures: rows with sentences under them, cells that can be pressed.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const { title, about, columns, rows, total, none } = unpack(packed);
  const focused = root.getRootNode().activeElement?.dataset?.at;
  const send = (row, cell) => setTriggerValue("press", { row, cell });
  root.replaceChildren(
    h("section", { class: "card" },
      title ? h("h2", {}, title, h("small", {}, about)) : null,
      rows.length ? h("div", { class: "frame" }, table(columns, rows, total, send)) : h("p", { class: "muted" }, none),
    ),
  );
  if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
}

function table(columns, rows, total, send) {
  const kinds = columns.map(({ is_text }, i) => (is_text || i === 0 ? "text" : "figure"));
  return h("table", {},
    h("thead", {}, h("tr", {}, columns.map((column, i) => h("th", { scope: "col", class: kinds[i] }, column.title)))),
    h("tbody", {}, rows.flatMap((row) => [line(row, kinds, send), ...row.notes.map((note, i) => below(note, columns.length, row, i))])),
    total.length ? h("tfoot", {}, h("tr", {}, total.map((cell, i) => h(i ? "td" : "th", { class: kinds[i] }, content(cell))))) : null,
  );
}

function line({ id, cells, notes, is_chosen }, kinds, send) {
  const marks = [is_chosen ? "chosen" : "", notes.length ? "noted" : ""].join(" ").trim();
  return h("tr", { class: marks || null, "aria-current": is_chosen ? "true" : null },
    cells.map((cell, i) => h(i ? "td" : "th", { class: kinds[i], scope: i ? null : "row" }, pressable(cell, id, send))),
  );
}

function pressable(cell, row, send) {
  if (!cell.press) return content(cell);
  const button = h("button", { type: "button", "aria-label": cell.label || null, "data-at": `${row} ${cell.press}` }, content(cell));
  button.addEventListener("click", () => send(row, cell.press));
  return button;
}

function content({ text, tone, under, icon: name }) {
  return [
    h("span", { class: tone || null }, name ? icon(name, 13) : null, text),
    under ? h("span", { class: "under" }, under) : null,
  ];
}

function below(text, width, { notes, is_chosen }, at) {
  const marks = ["note", at === notes.length - 1 ? "last" : "", is_chosen ? "chosen" : ""].join(" ");
  return h("tr", { class: marks }, h("td", { colspan: width }, h("span", {}, text)));
}
