// The lines of a bank statement: who paid what, which payment it may be and why, and what can be done about it.

const ICONS_OF = { confirm: "check", choose: "search", aside: "ban", "take-up": "undo", release: "undo" };
const SMALL = new Set(["aside", "release"]); // beside others, a sign with its name for a tip

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const { rows, shown, words } = unpack(packed);
  const act = (row, action) => setTriggerValue("act", { id: row.id, action, seen: row.seen });
  const list = h("ul", { "aria-label": words.caption }, rows.map((row) => lineOf(row, words, act)));
  const head = h("div", { class: "line head", "aria-hidden": "true" },
    h("span", {}, words.day), h("span", {}, words.party), h("span", { class: "amount" }, words.amount), h("span", {}, words.payment), h("span"));
  root.replaceChildren(
    rows.length ? h("section", { class: "frame" }, head, list) : h("div", { class: "none" }, words.none),
    shown ? h("div", { class: "none" }, shown) : "",
  );
}

function lineOf(row, words, act) {
  return h("li", { class: `line ${row.state}` },
    h("span", { class: "day" }, row.day),
    h("div", { class: "party" },
      h("b", {}, row.party), row.inn ? h("small", {}, row.inn) : "",
      h("p", { title: row.purpose }, row.purpose)),
    h("div", { class: "amount" }, row.amount, row.left ? h("small", {}, row.left) : ""),
    h("div", { class: "payment" },
      row.parts.map(partOf),
      row.notes.map((note) => noteOf(note, row, words))),
    h("div", { class: "actions" }, row.actions.map((action) => buttonOf(row, action, words, act))),
  );
}

function partOf({ url, name, amount, about, isConfirmed }) {
  return h("div", { class: `part ${isConfirmed ? "confirmed" : ""}` },
    isConfirmed ? icon("check", 14) : "",
    h("a", { href: url, target: "_blank", rel: "noopener" }, name),
    h("b", {}, amount),
    h("small", {}, about));
}

function noteOf(note, row, words) {
  const certain = row.isCertain ? h("em", {}, icon("check"), words.certain) : "";
  return h("div", { class: `note ${note.icon}` }, note.icon ? icon(note.icon) : certain, h("span", {}, note.text));
}

function buttonOf(row, action, words, act) {
  const isSmall = row.actions.length > 1 && SMALL.has(action);
  const button = h("button", { type: "button", class: action === "confirm" ? "main" : isSmall ? "small" : null, title: isSmall ? words[action] : null, "aria-label": `${words[action]}: ${row.party}, ${row.amount}` },
    icon(ICONS_OF[action], 14), isSmall ? "" : h("span", {}, words[action]));
  button.onclick = () => act(row, action);
  return button;
}
