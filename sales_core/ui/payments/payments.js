// The payments behind a figure. Searching and choosing a state happen on the server: totals stand for all rows, the
// table holds the first few hundred.

const TYPING_MS = 250;
const COMMENT_PX = 90; // at least; the column takes what the others leave

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  root.ask = setStateValue;
  if (!root.list) build(root, data);
  root.chips.replaceChildren(...data.chips.map((chip) => chipOf(root, chip)));
  root.list.replaceChildren(...listOf(data));
}

/** Once: the search field must keep its text and caret while the answers change. */
function build(root, data) {
  root.chips = h("span", { class: "chips", role: "group", "aria-label": data.words.states });
  root.list = h("div", { "aria-live": "polite" });
  const input = h("input", { type: "search", placeholder: data.words.search, "aria-label": data.words.search });
  input.addEventListener("input", () => {
    clearTimeout(root.typing);
    root.typing = setTimeout(() => root.ask("search", input.value), TYPING_MS);
  });
  const search = h("label", { class: "search" }, icon("search", 16), input);
  root.replaceChildren(h("div", { class: "tools" }, root.chips, search), root.list);
}

function chipOf(root, chip) {
  const words = chip.icon ? h("span", { class: `state ${chip.id}` }, icon(chip.icon, 14), chip.label) : chip.label;
  const button = h("button", { class: "chip", type: "button", "aria-pressed": String(chip.pressed) }, words, h("em", {}, chip.count), chip.sum);
  button.onclick = () => root.ask("state", chip.id);
  return button;
}

function listOf({ columns, rows, words, total }) {
  if (!rows.length) return [h("div", { class: "none" }, words.none)];
  const width = columns.reduce((sum, column) => sum + column.width, COMMENT_PX);
  const table = h("table", { "aria-label": words.caption, style: { minWidth: `${width}px` } },
    h("colgroup", {}, columns.map(({ width }) => h("col", { style: width ? { width: `${width}px` } : {} }))),
    h("thead", {}, h("tr", {}, columns.map(({ kind, title }) => h("th", { class: kind, scope: "col" }, title)))),
    h("tbody", {}, rows.map((row) => h("tr", { class: row.state }, columns.map(({ id, kind }) => cellOf(row, id, kind))))),
    h("tfoot", {}, footOf(columns, total)),
  );
  return [h("div", { class: "frame" }, table), words.shown ? h("div", { class: "shown" }, words.shown) : ""];
}

function footOf(columns, total) {
  const first = columns.findIndex(({ id }) => id === "amount");
  const cells = columns.slice(first).map(({ id, kind }) => h("td", { class: kind }, total[id]?.icon ? state(total[id]) : total[id]));
  return h("tr", {}, h("td", { colspan: first }, total.label), cells);
}

function cellOf(row, id, kind) {
  const value = row[id];
  if (id === "lead") return h("td", { class: kind, title: value }, row.url ? leadLink(row) : value);
  if (id === "status") return h("td", { class: kind }, state(value));
  if (id === "amount" && row.part) return h("td", { class: kind, title: row.part }, value, h("small", {}, row.part));
  return h("td", { class: kind, title: kind === "comment" ? value : null }, value);
}

function leadLink({ lead, url }) {
  const isWeb = url.startsWith("https://") || url.startsWith("http://");
  return isWeb ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, lead, icon("link")) : lead;
}

function state({ kind, icon: name, text }) {
  return h("span", { class: `state ${kind}` }, icon(name, 14), text);
}
