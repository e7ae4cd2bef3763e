// A field with a list: what is typed narrows it, with or without diacritics, by parts of words or by first letters.
const AT_MOST = 40; // choices that are shown
const numbers = { made: 0 }; // names of elements must not come twice on a page

const initials = folded => folded.split(/[^a-z0-9]+/).map(word => word[0] ?? '').join('');

// How well a choice fits what is typed, 0 best; null where it does not.
function fit({ label, also = '' }, typed) {
  const names = [label, ...also.split('|')].filter(Boolean).map(fold);
  const ranks = names.map(name => {
    if (name === typed) return 0;
    if (initials(name).startsWith(typed.replaceAll(' ', ''))) return 1;
    if (name.startsWith(typed)) return 2;
    if (name.includes(` ${typed}`)) return 3;
    if (name.includes(typed)) return 4;
    return typed.split(/\s+/).every(word => name.includes(word)) ? 5 : 9;
  });
  const best = Math.min(...ranks);
  return best < 9 ? best : null;
}

function narrowed(choices, typed) {
  const folded = fold(typed.trim());
  if (!folded) return choices.slice(0, AT_MOST);
  return choices.map((choice, order) => ({ choice, order, rank: fit(choice, folded) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, AT_MOST).map(({ choice }) => choice);
}

// `choices()` gives the list anew each time it opens; `more(typed)` gives further choices for what was typed.
// `digits`: while nothing is typed, 1…9 choose. `pick(value, choice)` is told what was chosen, `leave()` Escape.
function box({ label, key, value, shown, choices, more = () => [], pick, leave, digits = false, isWrong = false }) {
  const id = `reading-box-${numbers.made++}`;
  const list = element('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': label, hidden: true });
  const input = element('input', {
    id, role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-autocomplete': 'list',
    'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-invalid': isWrong ? 'true' : undefined,
  });
  input.value = shown ?? '';
  let found = [], at = 0, isTyped = false;
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const restore = () => { input.value = shown ?? ''; isTyped = false; close(); };
  const take = index => {
    const choice = found[index];
    if (!choice) return;
    input.value = choice.label;
    close();
    pick(choice.value, choice);
  };
  const light = index => {
    at = Math.max(0, Math.min(found.length - 1, index));
    [...list.children].forEach((option, place) => option.setAttribute('aria-selected', place === at));
    const option = list.children[at];
    if (option) { input.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }); }
  };
  const open = () => {
    const typed = isTyped ? input.value : '';
    found = [...narrowed(choices(), typed), ...(typed.trim() ? more(typed.trim()) : [])];
    list.replaceChildren(...found.map((choice, index) => element('li', {
      id: `${id}-${index}`, role: 'option', 'aria-selected': 'false',
      onpointerdown: event => event.preventDefault(), // the field keeps the focus
      onclick: () => take(index),
    }, digits && !typed && index < 9 ? element('kbd', {}, String(index + 1)) : '', choice.label,
    choice.about ? element('small', {}, choice.about) : '')));
    list.hidden = !found.length;
    input.setAttribute('aria-expanded', String(Boolean(found.length)));
    const same = isTyped ? -1 : found.findIndex(choice => choice.value === value);
    light(Math.max(0, same));
  };
  input.onfocus = () => { input.select(); open(); };
  input.onclick = () => { if (list.hidden) open(); };
  input.onblur = restore;
  input.oninput = () => { isTyped = true; open(); };
  input.onkeydown = event => {
    if (event.isComposing) return; // a Vietnamese keyboard is still at a letter
    if (digits && !isTyped && /^[1-9]$/.test(event.key) && found[event.key - 1]) {
      event.preventDefault();
      event.stopPropagation();
      take(event.key - 1);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      event.stopPropagation();
      if (list.hidden) open(); else light(at + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      event.stopPropagation();
      if (!list.hidden) take(at);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      restore();
      leave();
    }
  };
  const row = element('div', { class: 'field' },
    element('label', { for: id }, key ? element('kbd', {}, key) : '', label), element('div', { class: 'box' }, input, list));
  row.focusField = () => input.focus();
  return row;
}

// A field for what is typed: a number or a note.
function line({ label, key, shown, pick, leave, isWrong = false, mode }) {
  const id = `reading-box-${numbers.made++}`;
  const input = element('input', {
    id, autocomplete: 'off', inputmode: mode, 'aria-invalid': isWrong ? 'true' : undefined,
  });
  input.value = shown ?? '';
  input.onfocus = () => input.select();
  input.onchange = () => pick(input.value, false);
  input.onkeydown = event => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      event.stopPropagation();
      input.onchange = null;
      pick(input.value, true);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      input.onchange = null;
      leave();
    }
  };
  const row = element('div', { class: 'field' },
    element('label', { for: id }, key ? element('kbd', {}, key) : '', label), element('div', { class: 'box' }, input));
  row.focusField = () => input.focus();
  return row;
}
