// Shared by every component of the board. Text from the outside only ever becomes text nodes and attributes.

const ICONS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  alert: "M12 3.5L22 20.5H2zM12 10v5M12 17.6v.2",
  check: "M4.5 12.5l5 5L20 7",
  clock: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v5.5l3.5 2",
  ban: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M6 6l12 12",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14",
  undo: "M9 14l-5-5 5-5M4 9h10a6 6 0 0 1 0 12h-4",
  pen: "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z",
  close: "M6 6l12 12M18 6L6 18",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  chevron: "M5 9l7 7 7-7",
  down: "M12 4v15M6 13l6 6 6-6",
  up: "M12 20V5M6 11l6-6 6 6",
  link: "M8 5h11v11M19 5L6 18",
  search: "M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14M16.5 16.5L21 21",
  refresh: "M20 11a8 8 0 0 0-14.5-4L3 9.5M3 4v5.5h5.5M4 13a8 8 0 0 0 14.5 4l2.5-2.5M21 20v-5.5h-5.5",
};

/** What the server packed for the component. */
function unpack(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** An element with attributes (nullish and false ones left out) and children (nodes or text). */
function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function icon(name, size = 12) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/** A translated template with its {names} filled in. */
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The component's root, light or dark as its theme is: a dialog lies outside the page and inherits no color-scheme. */
function rootOf(parentElement) {
  const root = parentElement.querySelector(".root");
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = getComputedStyle(root).getPropertyValue("--st-background-color").trim() || "#fff";
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16));
  root.style.colorScheme = 0.3 * red + 0.59 * green + 0.11 * blue < 128 ? "dark" : "light";
  return root;
}

/** A way out to amoCRM, in a tab of its own; nothing where the address is none of the web. */
function linkOut(url, about) {
  if (!(url.startsWith("https://") || url.startsWith("http://"))) return "";
  return h("a", { class: "out", href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": about, title: about }, icon("link"));
}
