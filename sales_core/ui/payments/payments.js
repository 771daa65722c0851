// The payments behind a figure. Searching and choosing a state happen on the server: totals stand for all rows, the
// table holds the first few hundred.

const COMMENT_PX = 90; // at least; the column takes what the others leave

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  root.ask = setStateValue;
  if (!root.list) build(root, data);
  root.chips.replaceChildren(...data.chips.map((chip) => chipOf(chip, () => root.ask("state", chip.id))));
  root.list.replaceChildren(...listOf(data));
}

/** Once: the search field must keep its text and caret while the answers change. */
function build(root, data) {
  root.chips = h("span", { class: "chips", role: "group", "aria-label": data.words.states });
  root.list = h("div", { "aria-live": "polite" });
  root.replaceChildren(h("div", { class: "tools" }, root.chips, searchField(data.words.search, (text) => root.ask("search", text))), root.list);
}

function listOf({ columns, rows, words, total }) {
  if (!rows.length) return [h("div", { class: "none" }, words.none)];
  const width = columns.reduce((sum, column) => sum + column.width, COMMENT_PX);
  const table = h("table", { "aria-label": words.caption, style: { minWidth: `${width}px` } },
    h("colgroup", {}, columns.map(({ width }) => h("col", { style: width ? { width: `${width}px` } : {} }))),
    h("thead", {}, h("tr", {}, columns.map(({ kind, title }) => h("th", { class: kind, scope: "col" }, title)))),
    h("tbody", {}, rows.map((row) => h("tr", { class: row.state }, columns.map(({ id, kind }) => cellOf(words, row, id, kind))))),
    h("tfoot", {}, footOf(columns, total)),
  );
  return [h("div", { class: "frame" }, table), words.shown ? h("div", { class: "shown" }, words.shown) : ""];
}

function footOf(columns, total) {
  const first = columns.findIndex(({ id }) => id === "amount");
  const cells = columns.slice(first).map(({ id, kind }) => h("td", { class: kind }, total[id]?.icon ? stateOf(total[id]) : total[id]));
  return h("tr", {}, h("td", { colspan: first }, total.label), cells);
}

function cellOf(words, row, id, kind) {
  const value = row[id];
  if (id === "lead") return h("td", { class: kind, title: value }, h("span", { class: "lead" }, leadLink(row), dealLink(words, row)));
  if (id === "status") return h("td", { class: kind }, stateOf(value));
  if (id === "amount" && row.part) return h("td", { class: kind, title: row.part }, value, h("small", {}, row.part));
  return h("td", { class: kind, title: kind === "comment" ? value : null }, value);
}

function leadLink({ lead, url }) {
  const isWeb = url.startsWith("https://") || url.startsWith("http://");
  return isWeb ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, h("span", {}, lead), icon("link")) : h("span", {}, lead);
}

/** To all payments of the deal, where they are entered and changed. */
function dealLink(words, { deal }) {
  return h("a", { class: "deal", href: deal, target: "_blank", title: words.deal, "aria-label": words.deal }, icon("pen", 13));
}
