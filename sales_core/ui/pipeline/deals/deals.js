// The deals behind a figure, a page of them at a time: the server turns the pages.

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  const { columns, rows, pager, words } = unpack(packed);
  root.onclick = (event) => {
    const target = event.target.closest("[data-go]");
    if (target) setStateValue("page", Number(target.dataset.go));
  };
  const at = root.getRootNode().activeElement;
  const focused = at && root.contains(at) ? at.dataset.at : null;
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const table = h("table", { "aria-label": words.caption, style: { minWidth: `${width}px` } },
    h("colgroup", {}, columns.map(({ width }) => h("col", { style: { width: `${width}px` } }))),
    h("thead", {}, h("tr", {}, columns.map(({ title, kind }) => h("th", { scope: "col", class: kind }, title)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, dealOf(row, words), row.cells.map((text, i) => h("td", { class: columns[i + 1].kind, title: text }, text))))),
  );
  root.replaceChildren(h("div", { class: "frame" }, table), pager ? pagerOf(pager) : "");
  if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function dealOf({ name, client, deal, url }, words) {
  return h("th", { scope: "row", title: name }, h("a", { href: deal, target: "_blank", title: words.deal }, name), linkOut(url, words.amocrm), h("small", {}, client));
}
