// What a person has typed into a settings card and not saved yet. The card's inputs own the text, the server says what it
// means: `read` gives each cell as {value, text, fault}, where `value` is what is stored (its JSON) and `text` how it reads.

/** The card's draft, kept on its root across redraws; forgotten when the server starts a new generation (saved, dropped). */
function draftOf(root, generation, setStateValue) {
  const draft = (root.draft ??= { generation, edits: {} });
  if (draft.generation !== generation) Object.assign(draft, { generation, edits: {} });
  draft.send = (more) => setStateValue("draft", { generation: draft.generation, edits: draft.edits, ...more });
  return draft;
}

/** Notes what stands in a cell now; `seen` is the stored value its author had before their eyes when they began. */
function type(draft, key, text, cell) {
  if (text === cell.text) delete draft.edits[key];
  else draft.edits[key] = { text, seen: draft.edits[key] ? draft.edits[key].seen : cell.value };
}
