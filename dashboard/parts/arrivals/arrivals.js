// An article is pasted, chosen or dropped, and sent as it is. What became of it is told in a sentence; text of an
// article is put in as text. Nothing leaves the field before the dashboard has it.
const made = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element[name] = value; else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.arrivals');
  root.data = data;
  root.tell = setTriggerValue;
  if (root.firstChild) return;
  const { words } = data;
  const field = made('textarea', { id: 'arrivals-paste', spellcheck: 'false' });
  const chooser = made('input', { type: 'file', multiple: '', accept: '.txt,.html,.htm,.docx,.pdf' });
  const outcomes = made('ul', { class: 'outcomes' });

  const send = async (name, body, isPasted, isAnother) => {
    const line = made('li', {}, words.sending.replace('{name}', name));
    outcomes.prepend(line);
    if (body.size > root.data.most) {
      line.className = 'refused';
      line.textContent = words.too_large.replace('{name}', name).replace('{size}', Math.ceil(body.size / 2 ** 20));
      return false;
    }
    const asked = new URLSearchParams({ name: isPasted ? '' : name, lang: root.data.lang });
    if (isAnother) asked.set('another', '1');
    let said;
    try {
      const answer = await fetch(`arrivals?${asked}`, { method: 'PUT', body, headers: { 'Content-Type': 'application/octet-stream' } });
      said = await answer.json();
    } catch {
      line.className = 'refused';
      line.textContent = words.failed.replace('{name}', name);
      return false;
    }
    line.replaceChildren(...outcome(said, name, body, isPasted));
    line.className = said.kind;
    if (said.kind === 'new') root.tell('arrived', said.article_id);
    return said.kind === 'new' || said.kind === 'same';
  };

  const outcome = (said, name, body, isPasted) => {
    const address = new URLSearchParams({ ...(root.data.reader && { reader: root.data.reader }), article: said.article_id ?? '' });
    if (root.data.lang !== 'vi') address.set('lang', root.data.lang);
    const open = said.article_id ? [' ', made('a', { href: `intake?${address}`, target: '_self' }, words.open)] : [];
    if (said.kind !== 'almost') return [`${said.said} `, ...open];
    const sides = said.differences.map(one => [
      made('div', {}, made('b', {}, words.old.replace('{n}', one.old_line)), made('p', { lang: 'vi' }, one.old.join('\n'))),
      made('div', {}, made('b', {}, words.new.replace('{n}', one.new_line)), made('p', { lang: 'vi' }, one.new.join('\n'))),
    ]);
    return [`${said.said} `, ...open, made('div', { class: 'sides', tabindex: '0', role: 'region', 'aria-label': said.said }, sides),
      made('button', { type: 'button', onclick: () => send(name, body, isPasted, true) }, words.another)];
  };

  const paste = async () => {
    if (!field.value.trim()) {
      outcomes.prepend(made('li', { class: 'refused' }, words.empty));
      return field.focus();
    }
    const sent = field.value;
    if (await send(words.pasted, new Blob([sent]), true, false) && field.value === sent) field.value = '';
  };
  const take = async files => { for (const file of files) await send(file.name, file, false, false); };
  chooser.onchange = async () => { await take([...chooser.files]); chooser.value = ''; };
  field.onkeydown = event => { if (event.key === 'Enter' && event.ctrlKey) paste(); };
  root.ondragover = event => { event.preventDefault(); root.classList.add('over'); };
  root.ondragleave = () => root.classList.remove('over');
  root.ondrop = event => { event.preventDefault(); root.classList.remove('over'); take([...event.dataTransfer.files]); };
  root.append(
    made('h2', {}, words.heading),
    made('label', { for: 'arrivals-paste' }, words.paste), field,
    made('div', { class: 'row' }, made('button', { type: 'button', class: 'primary', onclick: paste }, words.add),
      made('label', { class: 'choose' }, words.files, chooser), made('span', { class: 'drop' }, words.drop)),
    made('div', { role: 'status' }, outcomes));
}
