// The cards under the matrix: what is stuck, how to even out, what was archived and won, each status by itself.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  root.onclick = (event) => {
    const target = event.target.closest("[data-open]");
    if (target) setTriggerValue("open", target.dataset.open);
  };
  const at = root.getRootNode().activeElement;
  const focused = at && root.contains(at) ? at.dataset.open : null;
  root.replaceChildren(h("div", { class: "cards" }, stuckOf(data.stuck), levelOf(data.level), closedOf(data.archived, data.won), statusesOf(data.statuses)));
  if (focused) root.querySelector(`[data-open="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function cardOf(kind, { title, about }, ...content) {
  return h("section", { class: `card ${kind}`, "aria-label": title }, h("h2", {}, title, h("small", {}, about)), ...content);
}

/** A figure that opens its deals; without any there is nothing to press. */
function figureOf({ text, open, about }) {
  return open ? h("button", { class: "figure", type: "button", "data-open": open, "aria-label": about ?? null }, text) : h("span", { class: text === "—" ? "dash" : null }, text);
}

function stuckOf({ reasons, columns, rows, none, more, ...card }) {
  if (!rows.length) return cardOf("stuck", card, h("p", { class: "none" }, none));
  const [deal, manager, status, days, sum] = columns;
  return cardOf("stuck", card,
    h("div", { class: "reasons" }, reasons.map(({ label, ...figure }) => h("span", {}, label, " ", figureOf(figure)))),
    h("div", { class: "frame" }, h("table", {},
      h("thead", {}, h("tr", {}, [deal, manager, status].map((text) => h("th", { scope: "col" }, text)), [days, sum].map((text) => h("th", { scope: "col", class: "number" }, text)))),
      h("tbody", {}, rows.map((row) => h("tr", {},
        h("td", { title: row.title }, h("a", { href: row.dealUrl, target: "_blank" }, row.deal), linkOut(row.url, row.urlAbout), h("small", {}, row.client)),
        h("td", { title: row.manager }, row.manager),
        h("td", { title: `${row.status}: ${row.reason}` }, row.status, h("small", {}, row.reason)),
        h("td", { class: "number" }, h("b", {}, row.days)), h("td", { class: "number" }, row.sum)))))),
    more.open ? h("button", { class: "more", type: "button", "data-open": more.open }, more.text) : "");
}

function levelOf({ moves, note, ...card }) {
  return cardOf("level", card,
    moves.map(({ who, what, ...figure }) => h("div", { class: "move" }, h("b", {}, who), h("span", {}, figureOf(figure), " ", what))),
    h("p", { class: "note" }, note));
}

function closedOf(archived, won) {
  const line = ({ label, count, sum }, kind) => h("tr", { class: kind }, h("th", { scope: "row", title: label }, label), h("td", {}, figureOf(count)), h("td", {}, sum));
  const table = ({ rows, total }) => h("table", {}, h("tbody", {}, rows.map((row) => line(row, ""))), total ? h("tfoot", {}, line(total, "total")) : "");
  return h("div", { class: "closed" },
    cardOf("archived", archived, archived.rows.length ? table(archived) : h("p", { class: "none" }, archived.none)),
    cardOf("won", won, table(won)));
}

function statusesOf({ columns, rows, total, ...card }) {
  const cell = (figure, i) => h("td", { class: i === 0 ? "wide" : null }, figureOf(figure), figure.aside ? h("small", {}, figure.aside) : "");
  const line = ({ name, cells }, scope = "row") => h("tr", {}, h("th", { scope, title: name }, name), cells.map(cell));
  return cardOf("statuses", card, h("div", { class: "frame" }, h("table", {},
    h("thead", {}, h("tr", {}, columns.map(({ title, note }) => h("th", { scope: "col" }, title, h("small", {}, note))))),
    h("tbody", {}, rows.map((row) => line(row))),
    h("tfoot", {}, line(total)))));
}
