// What a person has typed into a settings card and not saved yet. The card's inputs own the text, the server says what it
// means: `read` gives each cell as {value, text, fault}, where `value` is what is stored (its JSON) and `text` how it reads.

let kept = null;

/**
 * The card's draft: kept across redraws and changes of page, forgotten when the server starts a new generation (saved,
 * dropped). The server forgets what a card has sent when its page is left, so a card that comes back sends it again.
 */
function draftOf(root, generation, setStateValue) {
  const isBack = !root.draft && kept !== null;
  const draft = (root.draft ??= kept ??= { generation, edits: {} });
  if (draft.generation !== generation) Object.assign(draft, { generation, edits: {}, more: undefined });
  draft.send = (more) => {
    draft.more = more;
    setStateValue("draft", { generation: draft.generation, edits: draft.edits, ...more });
  };
  if (isBack && Object.keys(draft.edits).length) draft.send(draft.more);
  return draft;
}

/** Notes what stands in a cell now; `seen` is the stored value its author had before their eyes when they began. */
function type(draft, key, text, cell) {
  if (text === cell.text) delete draft.edits[key];
  else draft.edits[key] = { text, seen: draft.edits[key] ? draft.edits[key].seen : cell.value };
}
