// The steps of the first set-up in one line.

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement);
  const { label, steps } = unpack(packed);
  root.replaceChildren(h("nav", { "aria-label": label }, h("ol", {}, steps.map(step))));
  root.onclick = ({ target }) => {
    const button = target.closest("button");
    if (button) setTriggerValue("go", button.dataset.step);
  };
}

function step({ id, name, standing, told, current }, place) {
  const mark = standing === "done" ? icon("check", 14) : standing === "skipped" ? icon("minus", 14) : `${place + 1}`;
  return h("li", { class: `${standing}${current ? " current" : ""}` },
    h("button", { type: "button", "data-step": id, "aria-current": current ? "step" : null },
      h("span", { class: "mark", "aria-hidden": "true" }, mark), h("span", {}, name), h("span", { class: "hidden" }, told)),
  );
}
