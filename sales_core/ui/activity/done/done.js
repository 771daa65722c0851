// The actions or tasks behind a count, a page at a time. The server is asked for another page or part.

export default function ({ data: packed, parentElement, setStateValue }) {
  const root = rootOf(parentElement);
  root.data = unpack(packed);
  root.ask = (asked) => setStateValue("asked", { part: root.data.part, page: 1, ...asked });
  if (!root.isWired) root.addEventListener("click", ({ target }) => turn(root, target.closest("[data-go]")));
  root.isWired = true;
  draw(root);
}

function turn(root, step) {
  if (step) root.ask({ page: Number(step.dataset.go) });
}

function draw(root) {
  const { part, page, chips, rows, pager, words } = root.data;
  const focused = root.getRootNode().activeElement?.dataset?.at;
  const scrolled = root.shown === `${part} ${page}` ? (root.querySelector(".frame")?.scrollTop ?? 0) : 0;
  root.shown = `${part} ${page}`;
  root.replaceChildren(
    chips.length ? h("div", { class: "tools" }, h("span", { class: "chips", role: "group", "aria-label": words.parts }, chips.map((chip) => chipOf(chip, () => root.ask({ part: chip.id }))))) : "",
    rows.length ? tableOf(root.data) : h("div", { class: "none" }, words.none),
    pager ? pagerOf(pager) : "",
  );
  root.querySelector(".frame")?.scrollTo({ top: scrolled });
  if (focused) focusAgain(root, focused);
}

/** At an end of the list there is no further step to stand on. */
function focusAgain(root, at) {
  const found = root.querySelector(`[data-at="${CSS.escape(at)}"]`);
  (found?.disabled ? root.querySelector(".frame") : found)?.focus({ preventScroll: true });
}

function tableOf({ columns, rows, words }) {
  const width = columns.reduce((sum, column) => sum + (column.width || 180), 0);
  return h("div", { class: "frame", tabindex: 0, role: "region", "aria-label": words.caption }, h("table", { "aria-label": words.caption, style: { minWidth: `${width}px` } },
    h("colgroup", {}, columns.map(({ width }) => h("col", { style: width ? { width: `${width}px` } : {} }))),
    h("thead", {}, h("tr", {}, columns.map(({ id, title }) => h("th", { class: id, scope: "col" }, title)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, columns.map(({ id }) => cellOf(row, id, words))))),
  ));
}

function cellOf(row, id, words) {
  const isLink = id === "card" && (row.url.startsWith("https://") || row.url.startsWith("http://"));
  const link = () => h("a", { href: row.url, target: "_blank", rel: "noopener noreferrer", "aria-label": `${row.card}, ${words.link}` }, h("span", {}, row.card), icon("link"));
  return h("td", { class: id, title: id === "lasted" ? null : row[id] }, isLink ? link() : row[id]);
}
