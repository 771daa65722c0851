// One kind of things that need attention: what it is, what to do, and the things themselves with their links.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const { title, count, wrong, what, mend, items, words } = unpack(packed);
  const focused = root.getRootNode().activeElement?.dataset?.at;
  root.replaceChildren(
    h("section", { class: "card" },
      h("h2", {}, h("span", { class: wrong ? "mark wrong" : "mark" }, icon(wrong ? "alert" : "clock", 16)), title, h("em", {}, count)),
      h("p", { class: "about" }, what, " ", h("span", {}, mend)),
      items.length ? h("ul", {}, items.map((item) => lineOf(item, words))) : null,
      words.more ? moreOf(words.more, () => setTriggerValue("more", true)) : null,
    ),
  );
  if (focused) root.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
}

function lineOf({ key, subject, note, manager, deal, amocrm }, words) {
  const name = deal ? h("a", { href: deal, target: "_blank", title: words.deal, "data-at": key }, subject) : h("span", { class: "subject" }, subject);
  return h("li", {}, name, h("span", { class: "note" }, note), h("span", { class: "who" }, manager), linkOut(amocrm, words.amocrm) || h("span", { class: "out" }));
}

function moreOf(label, ask) {
  const button = h("button", { class: "button", type: "button", "data-at": "more" }, label);
  button.addEventListener("click", ask);
  return h("div", { class: "more" }, button);
}
