// Payments for one line: searched on the server, ticked here, each with how much of the line it gets. What is ticked
// stays ticked, and above, through other searches.

const TYPING_MS = 300;

export default function ({ data: packed, parentElement, setStateValue, setTriggerValue }) {
  const root = rootOf(parentElement);
  const data = unpack(packed);
  Object.assign(root, { data, search: setStateValue, send: setTriggerValue });
  if (root.line !== data.line) build(root);
  for (const row of data.rows) if (row.isProposed && !root.known.has(row.id)) tick(root, row, true);
  for (const { id } of data.rows) root.known.add(id);
  drawRows(root);
  drawFoot(root);
}

/** Once for a line: the fields keep their text and caret while answers come in. */
function build(root) {
  const { words, line } = root.data;
  Object.assign(root, { line, chosen: new Map(), known: new Set(), fresh: { lead: "", amount: "" } });
  const input = h("input", { type: "search", placeholder: words.search, "aria-label": words.search });
  input.oninput = () => {
    clearTimeout(root.typing);
    root.typing = setTimeout(() => root.search("search", input.value), TYPING_MS);
  };
  root.rows = h("ul", { "aria-label": words.found });
  root.rest = h("span", { role: "status" });
  root.button = h("button", { type: "button", class: "main" }, icon("check", 14), words.confirm);
  root.button.onclick = () => root.send("confirm", sent(root));
  root.replaceChildren(
    h("label", { class: "search" }, icon("search", 16), input),
    root.rows, freshOf(root),
    h("div", { class: "foot" }, root.rest, root.button),
  );
}

function drawRows(root) {
  const { rows, words } = root.data;
  const kept = [...root.chosen.values()].map(({ row }) => row);
  const others = rows.filter(({ id }) => !root.chosen.has(id));
  const shown = [...kept, ...others];
  const focused = root.getRootNode().activeElement?.dataset?.key;
  root.rows.replaceChildren(...(shown.length ? shown.map((row) => rowOf(root, row)) : [h("li", { class: "none" }, words.none)]));
  if (focused) root.rows.querySelector(`[data-key="${focused}"]`)?.focus();
}

function rowOf(root, row) {
  const chosen = root.chosen.get(row.id);
  const box = h("input", { type: "checkbox", "data-key": `box ${row.id}`, id: `pay-${row.id}` });
  box.checked = Boolean(chosen);
  box.onchange = () => {
    tick(root, row, box.checked);
    drawRows(root);
    drawFoot(root);
  };
  const more = [row.client, row.invoice, row.about].filter(Boolean).join(" · ");
  return h("li", { class: row.isPaid ? "is-paid" : null },
    box,
    h("label", { for: `pay-${row.id}` }, h("b", {}, row.name), h("span", { class: "muted" }, ` ${row.lead}`), h("small", {}, row.isPaid ? icon("check") : "", more)),
    chosen ? amountOf(root, chosen, `${root.data.words.amount}, ${row.name}`, `amount ${row.id}`) : h("span", { class: "waits" }, plain(root, row.waitsMinor)),
  );
}

/** What is not given to others yet, and no more than the payment waits for. */
function tick(root, row, isOn) {
  if (!isOn) return root.chosen.delete(row.id);
  const free = Math.max(root.data.leftMinor - given(root), 0);
  const minor = row.isProposed ? row.amountMinor : Math.min(row.waitsMinor, free || row.amountMinor);
  return root.chosen.set(row.id, { row, amount: plain(root, minor) });
}

function amountOf(root, holder, label, key) {
  const input = h("input", { inputmode: "decimal", autocomplete: "off", "aria-label": label, "data-key": key });
  input.value = holder.amount;
  input.oninput = () => {
    holder.amount = input.value;
    field.classList.toggle("wrong", input.value.trim() !== "" && minorOf(root, input.value) === null);
    drawFoot(root);
  };
  const field = h("span", { class: "field" }, input, h("span", { class: "muted" }, root.data.sign));
  return field;
}

/** Money for a deal that expects none: a payment of its own, paid by this line. */
function freshOf(root) {
  const { words } = root.data;
  const lead = h("input", { inputmode: "numeric", autocomplete: "off", "aria-label": words.deal, placeholder: words.deal });
  lead.oninput = () => {
    if (!root.fresh.lead && !root.fresh.amount) {
      root.fresh.amount = plain(root, Math.max(root.data.leftMinor - given(root), 0));
      amount.querySelector("input").value = root.fresh.amount;
    }
    root.fresh.lead = lead.value;
    drawFoot(root);
  };
  const amount = amountOf(root, root.fresh, `${words.amount}, ${words.new}`, "fresh");
  return h("div", { class: "fresh" }, h("span", { class: "muted" }, words.new), h("span", { class: "field" }, lead), amount);
}

function drawFoot(root) {
  const { words, leftMinor, sign } = root.data;
  const left = leftMinor - given(root);
  const told = fill(left < 0 ? words.over : words.rest, { amount: `${plain(root, Math.abs(left))}\u202f${sign}` });
  root.rest.replaceChildren(told);
  root.rest.className = left < 0 ? "over" : "muted";
  root.button.disabled = left < 0 || !(root.chosen.size || root.fresh.lead.trim());
}

function given(root) {
  const amounts = [...root.chosen.values()].map(({ amount }) => amount);
  if (root.fresh.lead.trim()) amounts.push(root.fresh.amount);
  return amounts.reduce((sum, text) => sum + (minorOf(root, text) ?? 0), 0);
}

function sent(root) {
  const shares = [...root.chosen.values()].map(({ row, amount }) => ({ id: row.id, version: row.version, amount }));
  const { lead, amount } = root.fresh;
  return { shares, new: lead.trim() ? [{ lead, amount }] : [] };
}

/** Minor units of what was typed, `null` for what is no amount; the server reads it again. */
function minorOf(root, text) {
  const found = /^(\d+)(?:[.,](\d+))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ""));
  if (!found || (found[2] ?? "").length > root.data.digits) return null;
  return Number(found[1] + (found[2] ?? "").padEnd(root.data.digits, "0"));
}

function plain(root, minor) {
  const { digits, mark } = root.data;
  const text = String(minor).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const part = text.slice(text.length - digits);
  return Number(part) ? `${whole}${mark}${part}` : whole;
}
