// A card of facts, one a line.

export default function ({ data: packed, parentElement }) {
  const root = rootOf(parentElement);
  const { title, state, facts } = unpack(packed);
  const drawn = h("section", { class: "card" },
    h("h2", {}, title, state ? h("span", { class: state.wrong ? "state over" : "state paid" }, icon(state.wrong ? "alert" : "check", 14), state.text) : ""),
    h("dl", {}, facts.flatMap(({ label, value, wrong }) => [
      h("dt", {}, label),
      h("dd", { class: wrong ? "over" : null }, wrong ? icon("alert", 14) : "", value),
    ])),
  );
  root.replaceChildren(drawn);
}
