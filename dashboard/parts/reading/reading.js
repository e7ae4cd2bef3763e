// One reader and one article: the numerals of the text, the entry of the one that is read, and what is saved of it.
// The keyboard and every step stay in the browser; each finished entry is sent at once, and called saved when the
// server has said so. Nothing that was sent is let go of before.
const AGAIN = 6000; // ms without an answer after which what was sent is sent again

class Reading {
  constructor(root, data, tell) {
    Object.assign(this, { root, data, tell, words: data.words });
    this.article = new Article(data.text, data.numerals);
    this.choices = new Choices(data, this.article);
    this.entries = new Map(data.entries.map(entry => [entry.id, entry]));
    this.proposals = data.proposals;
    this.putRight = new Map(); // what the proposals say too that this reader corrected, and to what
    this.done = new Set(); // proposals that were accepted or changed by now
    this.faults = new Map(); // entry → what is wrong with it
    this.client = crypto.getRandomValues(new Uint32Array(2)).join('-');
    this.queue = [];
    this.sent = null;
    this.number = 0;
    this.frame();
    this.arrange();
    this.go(Math.max(0, data.at === null ? this.nextOpen(-1) : this.stopAt(data.at)), { isFirst: true });
  }

  // The places that are stopped at: the numerals, and number words that were entered or proposed.
  arrange() {
    const stops = [...this.article.numerals];
    for (const one of [...this.proposals, ...this.entries.values()]) {
      if (!stops.some(([from, to]) => from < one.char_end && to > one.char_start)) stops.push([one.char_start, one.char_end, false]);
    }
    stops.sort((a, b) => a[0] - b[0]);
    this.stops = stops;
    this.sortsKnown = [];
    this.sort();
    this.article.draw(this.text, stops, index => this.described(index));
  }

  // Which entries and proposals are of which stop; asked for at every key, so kept.
  sort() {
    const of = list => {
      const found = this.stops.map(() => []);
      const sorted = [...list].sort((a, b) => a.char_start - b.char_start);
      for (const one of sorted) {
        let low = 0, high = this.stops.length;
        while (low < high) { const middle = (low + high) >> 1; if (this.stops[middle][1] <= one.char_start) low = middle + 1; else high = middle; }
        for (let at = low; at < this.stops.length && this.stops[at][0] < one.char_end; at++) found[at].push(one);
      }
      return found;
    };
    this.entered = of(this.entries.values());
    this.proposed = of(this.proposals);
  }

  isOpen(index) {
    const entered = this.entered[index];
    return entered.length ? entered.some(entry => this.faults.has(entry.id)) : !this.isSpare(index);
  }

  // A number word that nothing takes for a figure: it may be entered, and need not be.
  isSpare(index) {
    return !this.stops[index][2] && !this.entered[index].length && !this.proposed[index].some(one => one.kind === 'figure');
  }

  counted() { return this.stops.reduce((sum, _, index) => sum + !this.isSpare(index), 0); }

  open() { return this.stops.reduce((sum, _, index) => sum + this.isOpen(index), 0); }

  nextOpen(from) {
    for (let step = 1; step <= this.stops.length; step++) {
      const index = (from + step + this.stops.length) % this.stops.length;
      if (this.isOpen(index)) return index;
    }
    return -1;
  }

  stopAt(place) { return Math.max(0, this.stops.findIndex(([, to]) => to > place)); }

  described(index) {
    const [entry] = this.entered[index], [proposal] = this.proposed[index];
    const isWrong = this.entered[index].some(one => this.faults.has(one.id));
    const state = isWrong ? 'fault' : entry ? entry.kind : this.isSpare(index) ? 'spare' : proposal ? `open proposed-${proposal.kind}` : 'open';
    const name = isWrong ? this.words.state_fault : entry ? this.words[`state_${entry.kind}`]
      : proposal ? this.words[`proposed_${proposal.kind}`] : this.words.state_open;
    return { state, name: `${this.article.cut(this.stops[index][0], this.stops[index][1])}, ${name}`, isCurrent: index === this.current };
  }

  paint(...indexes) { for (const index of indexes) if (this.stops[index]) this.article.paint(index, this.described(index)); }

  // --- what stands on the page -------------------------------------------------------------------------------------
  frame() {
    this.text = element('div', { class: 'reading-text', lang: 'vi', role: 'region', 'aria-label': this.words.text, tabindex: -1 });
    this.panel = element('section', { class: 'reading-panel', 'aria-label': this.words.panel });
    this.status = element('p', { class: 'reading-status', role: 'status' });
    this.body = element('div', { class: 'reading-body' });
    this.panel.append(this.status, this.body);
    this.root.replaceChildren(this.text, this.panel);
    this.text.onclick = event => {
      const stop = event.target.closest('[data-stop]');
      if (stop && document.getSelection().isCollapsed) this.go(Number(stop.dataset.stop));
    };
    this.text.onpointerup = () => setTimeout(() => this.select(this.article.chosen()));
    this.root.onkeydown = event => this.press(event);
    this.onBody = event => { if (document.activeElement === document.body) this.press(event); };
    document.addEventListener('keydown', this.onBody);
    this.onLeave = event => { if (this.queue.length || this.sent) event.preventDefault(); };
    addEventListener('beforeunload', this.onLeave);
  }

  end() {
    document.removeEventListener('keydown', this.onBody);
    removeEventListener('beforeunload', this.onLeave);
    clearTimeout(this.timer);
    this.article.mark(null);
    this.article.mark(null, 'reading-passage');
  }

  say() {
    const open = this.open(), all = this.counted();
    const saved = this.isLate ? this.lateness ?? this.words.not_saved : this.queue.length || this.sent ? this.words.saving
      : this.entries.size ? this.words.saved : '';
    this.status.replaceChildren(
      element('b', {}, this.words.progress.replace('{n}', all - open).replace('{all}', all)),
      saved ? element('span', { class: this.isLate ? 'late' : 'is-saved' }, saved) : '');
  }

  alert(sentence) {
    this.body.querySelector('.alert')?.remove();
    this.body.prepend(element('p', { class: 'fault alert', role: 'alert' }, sentence));
  }

  go(index, { isFirst = false, keep = false } = {}) {
    const was = this.current;
    this.current = index;
    this.passage = this.asking = this.group = null;
    this.article.mark(null, 'reading-passage');
    this.paint(was, index);
    if (!keep) this.draft = this.drafted(index);
    this.show();
    const stop = this.article.stops[index];
    if (!stop) return;
    if (!isFirst || !matchMedia('(max-width: 640px)').matches) stop.focus({ preventScroll: true });
    if (matchMedia('(max-width: 900px)').matches) return stop.scrollIntoView({ block: 'nearest' }); // above the sheet
    const pane = this.text.getBoundingClientRect(), at = stop.getBoundingClientRect();
    if (at.top < pane.top + 40 || at.bottom > pane.bottom - 60) this.text.scrollTop += at.top - pane.top - pane.height / 3;
  }

  // What is shown of a stop: its first entry that is wrong or, where there is none, what is proposed.
  drafted(index) {
    if (index < 0 || !this.stops.length) return null;
    const entries = this.entered[index];
    const entry = entries.find(one => this.faults.has(one.id)) ?? entries[0];
    if (entry) return { ...entry };
    const proposal = this.proposed[index].find(one => !this.done.has(one)) ?? this.proposed[index][0];
    if (proposal) return { ...this.corrected(proposal), from: proposal, id: null };
    return { kind: null, id: null, ...this.choices.place(this.stops[index].slice(0, 2)) };
  }

  get last() { // the figure that this reader entered nearest before
    const place = this.draft.char_start;
    return [...this.entries.values()].filter(one => one.kind === 'figure' && one.char_start < place)
      .sort((a, b) => b.char_start - a.char_start)[0];
  }

  // The indicator of the reader's own last figure before which counts by the same words; "" for none.
  known() {
    const words = this.choices.counted(this.numeral()[1]);
    for (let index = this.current - 1; words && index >= 0; index--) {
      const [entry] = this.entered[index].filter(one => one.kind === 'figure');
      if (entry && this.choices.counted(this.stops[index][1]) === words) return entry.indicator_id;
    }
    return '';
  }

  show() {
    this.say();
    this.article.mark(this.draft ? [this.draft.char_start, this.draft.char_end] : null);
    this.offered = null;
    const parts = this.asking ? this.showAsked() : this.group ? this.showGroup() : this.passage ? this.showPassage() : this.draft ? this.showEntry() : [];
    this.body.replaceChildren(...parts, this.showEnd(), this.showHelp());
  }

  button(words, key, act, kind = '') {
    return element('button', { type: 'button', class: kind, onclick: act }, words, key ? element('kbd', {}, key) : '');
  }

  showEntry() {
    const { draft, words } = this, entries = this.entered[this.current];
    const state = draft.id ? words[`state_${draft.kind}`] : draft.from ? words[`proposed_${draft.kind}`] : words.state_open;
    const fault = this.faults.get(draft.id);
    const others = entries.length > 1 || (draft.id && entries.length)
      ? element('p', { class: 'several' }, entries.map((entry, place) => element('button', {
        type: 'button', 'aria-pressed': String(entry.id === draft.id), onclick: () => { this.draft = { ...entry }; this.show(); },
      }, String(place + 1))), this.button(words.another, '+', () => this.another())) : '';
    const top = [
      element('h2', { class: 'as-printed', lang: 'vi' }, `“${draft.as_printed}”`),
      element('p', { class: 'about' }, `${words.line.replace('{n}', draft.line)} · ${state}`,
        draft.rule && !draft.id && draft.kind === 'figure' ? element('span', { class: 'rule' }, `${words.because} ${draft.rule.split(';')[0]}`) : ''),
      fault ? element('p', { class: 'fault', role: 'alert' }, fault) : '',
      others,
    ];
    const actions = element('div', { class: 'actions' },
      draft.kind ? this.button(draft.id ? words.save : draft.from ? words.accept : words.save, '↵', () => this.accept(), 'primary accept') : '',
      draft.kind !== 'figure' ? this.button(words.figure, 's', () => this.figure()) : '',
      draft.kind !== 'passed' ? this.button(words.pass, 'b', () => this.pass()) : '',
      !draft.kind && this.again ? this.button(words.again.replace('{reason}', this.again), '.', () => this.passAs(this.again)) : '',
      draft.id ? this.button(words.remove, 'u', () => this.remove()) : '');
    const fields = draft.kind === 'figure' ? this.showFigure() : draft.kind === 'passed' ? [this.showReason()] : [];
    const bare = draft.kind ? [] : this.showBare();
    const steps = element('div', { class: 'steps' },
      this.button(words.previous, '←', () => this.step(-1)), this.button(words.next, '→', () => this.step(1)));
    return [steps, ...top, element('div', { class: 'fields' }, fields), actions, ...bare, this.showLine()];
  }

  // Of a numeral that nothing is said of yet: reasons to pass it over, and how many others look like it.
  showBare() {
    const alike = this.alike(this.current);
    return [
      alike.length > 1 ? this.button(this.words.alike.replace('{n}', alike.length), ',', () => this.gather()) : '',
      this.showReasons(this.likely(), reason => this.passAs(reason)),
    ];
  }

  showFigure() {
    const { draft, words, choices, data } = this;
    const used = [...this.entries.values()].map(entry => entry.indicator_id);
    const lists = {
      unit_id: [() => choices.units(draft.char_start), typed => this.asked('unit', typed)],
      indicator_id: [() => choices.indicators(this.numeral()[1], used, this.alreadySaid()), typed => this.asked('indicator', typed)],
      time_period: [() => choices.periods(), typed => choices.typedPeriods(typed)],
      qualifier: [() => data.qualifiers], use: [() => data.uses], sector: [() => data.sectors], obs_status: [() => data.statuses],
    };
    this.fields = {};
    return ['unit_id', 'indicator_id', 'time_period', 'value', 'qualifier', 'out_of', 'use', 'sector', 'obs_status', 'note'].map((field, place) => {
      const given = {
        label: words[field], key: KEYS[place], leave: () => this.focusStop(), isWrong: this.isMissing(field),
        shown: choices.named(field, field === 'use' ? useOf(draft) : draft[field]),
      };
      const made = lists[field]
        ? box({ ...given, value: field === 'use' ? useOf(draft) : draft[field], choices: lists[field][0], more: lists[field][1], pick: (value, choice) => this.put(field, value, choice) })
        : line({ ...given, mode: field === 'note' ? undefined : 'decimal', pick: (typed, isDone) => this.type(field, typed, isDone) });
      this.fields[field] = made;
      return made;
    });
  }

  // The words that are read are chosen apart from the numeral that is current: nothing said of that is meant of them.
  isApart() {
    const [first, last] = this.stops[this.current] ?? [-1, -1];
    return this.draft.char_start >= last || this.draft.char_end <= first;
  }

  numeral() { return this.isApart() ? [this.draft.char_start, this.draft.char_end] : this.stops[this.current]; }

  proposedHere(kind) { return this.isApart() ? undefined : this.proposed[this.current].find(one => one.kind === kind); }

  // What this reader said of the same unit and period elsewhere; it would say it twice.
  alreadySaid() {
    const same = ['unit_id', 'time_period', 'scenario', 'target_kind', 'sector'], [first, last] = this.numeral();
    return [...this.entries.values()].filter(one => one.kind === 'figure' && (one.char_end <= first || one.char_start >= last)
      && same.every(field => one[field] === this.draft[field])).map(one => one.indicator_id);
  }

  isMissing(field) { return Boolean(this.isTried) && REQUIRED.includes(field) && !this.draft[field]; }

  // What is not on a list yet is asked for here; who runs the lists decides.
  asked(kind, typed) {
    return [{ value: `other:${typed}`, label: this.words[`other_${kind}`].replace('{name}', typed) }];
  }

  showReason() {
    const { draft, words } = this;
    this.fields = {};
    const made = box({
      label: words.reason, key: '1', shown: draft.reason, value: draft.reason, digits: true,
      choices: () => this.reasons(draft.from?.reason), more: typed => [{ value: typed, label: typed }],
      pick: reason => this.passAs(reason), leave: () => this.focusStop(),
    });
    this.fields.reason = made;
    return made;
  }

  // Reasons, the proposed one first, then the last one given, then those used, the most used first, then the usual ones.
  reasons(proposed) {
    const used = [...this.entries.values()].filter(entry => entry.kind === 'passed').map(entry => entry.reason);
    const counts = new Map();
    for (const reason of used) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const own = [...counts].sort((a, b) => b[1] - a[1]).map(([reason]) => reason);
    const all = new Set([proposed, this.again, this.lastReason, ...own, ...this.data.reasons].filter(Boolean));
    return [...all].map(reason => ({ value: reason, label: reason }));
  }

  // The reason that this reader gave last for the same numeral; for one that looks like it; for any.
  get again() {
    const words = this.article.cut(this.numeral()[0], this.numeral()[1]), shape = words.replace(/\d/g, '9');
    let alike = null, any = this.lastReason;
    for (const entry of [...this.entries.values()].reverse()) {
      if (entry.kind !== 'passed' || entry.is_whole_lines || !entry.reason) continue;
      if (entry.as_printed === words) return entry.reason;
      alike ??= entry.as_printed.replace(/\d/g, '9') === shape ? entry.reason : null;
      any ??= entry.reason;
    }
    return alike ?? any;
  }

  showLine() { // the numerals of this line that are proposed to be passed over, each named
    const found = this.ofLine();
    if (found.length < 2) return this.showRun(1);
    return element('div', { class: 'of-line' },
      element('p', {}, this.words.of_line.replace('{n}', found.length)),
      element('ul', {}, found.map(({ proposal }) => element('li', {}, element('span', { lang: 'vi' }, proposal.as_printed), ` – ${proposal.reason}`))),
      this.button(this.words.accept_line, '⇧↵', () => this.passLine()), this.showRun(found.length));
  }

  showRun(least) {
    const run = this.run(this.current);
    return run.length > least ? this.button(this.words.run.replace('{n}', run.length), 'e', () => this.gatherRun()) : '';
  }

  ofLine() {
    const number = this.article.lineOf(this.stops[this.current]?.[0] ?? 0);
    const found = [];
    for (let index = 0; index < this.stops.length; index++) {
      if (this.article.lineOf(this.stops[index][0]) !== number || !this.isOpen(index)) continue;
      const proposal = this.proposed[index][0];
      if (proposal?.kind === 'passed' && !found.some(one => one.proposal === proposal)) found.push({ index, proposal });
    }
    return found;
  }

  showPassage() {
    const [from, to] = this.passage, open = this.within(from, to);
    const lines = [this.article.lineOf(from), this.article.lineOf(Math.max(from, to - 1))];
    const found = this.proposedWithin();
    return [
      element('h2', {}, this.words.passage.replace('{first}', lines[0]).replace('{last}', lines[1])),
      element('p', { class: 'about' }, this.words.passage_open.replace('{n}', open.length)),
      this.showProposed(found),
      this.showReasons(lines[1] >= this.article.lines.length ? this.data.usual.navigation : this.data.rest, reason => this.passWithin(from, to, reason)),
      element('div', { class: 'actions' }, this.button(this.words.cancel, 'Esc', () => this.go(this.current))),
    ];
  }

  within(from, to) { return this.stops.flatMap(([first, last], index) => first >= from && last <= to && this.isOpen(index) ? [index] : []); }

  showEnd() {
    const entries = [...this.entries.values()].sort((a, b) => a.char_start - b.char_start);
    const figures = entries.filter(entry => entry.kind === 'figure');
    const open = this.open();
    const listed = element('details', {}, element('summary', {}, this.words.entered.replace('{figures}', figures.length).replace('{passed}', entries.length - figures.length)),
      element('ol', { class: 'entered' }, figures.map(entry => element('li', {}, element('button', {
        type: 'button', onclick: () => { this.draft = { ...entry }; this.go(this.stopAt(entry.char_start), { keep: true }); },
      }, element('b', { lang: 'vi' }, entry.as_printed), ` ${this.choices.named('unit_id', entry.unit_id)}, ${this.choices.named('indicator_id', entry.indicator_id)}`)))));
    this.finish = open ? null : this.button(this.words.finish, '', () => { this.isEnding = true; this.flush(); }, 'primary');
    return element('div', { class: 'reading-end' }, open ? '' : element('p', {}, this.words.all_read), this.finish ?? '', entries.length ? listed : '');
  }

  showHelp() {
    const rows = this.words.keys.map(([key, said]) => element('div', {}, element('dt', {}, element('kbd', {}, key)), element('dd', {}, said)));
    const help = element('details', { class: 'keys' }, element('summary', {}, this.words.help), element('dl', {}, rows));
    help.open = Boolean(this.isHelpOpen);
    help.ontoggle = () => { this.isHelpOpen = help.open; };
    return help;
  }

  // --- what the reader does ----------------------------------------------------------------------------------------
  step(by) {
    for (let index = this.current + by; this.stops[index]; index += by) if (!this.isSpare(index)) return this.go(index);
  }

  focusStop() { this.article.stops[this.current]?.focus({ preventScroll: true }); }

  figure() {
    const { draft } = this, proposal = this.proposedHere('figure');
    const begun = this.choices.begun(this.numeral().slice(0, 2), [draft.char_start, draft.char_end], this.last, this.known());
    this.draft = proposal ? { ...proposal, from: proposal, id: draft.id } : { ...begun, id: draft.id, from: draft.from };
    this.isTried = false;
    this.show();
    this.advance();
  }

  // Go to the first field that is empty; to the button that saves where none is.
  advance() {
    const empty = REQUIRED.find(field => !this.draft[field]);
    const place = empty && this.fields[empty === 'scenario' ? 'use' : empty];
    if (place) place.focusField(); else this.body.querySelector('.accept')?.focus();
  }

  put(field, value, choice) {
    if (String(value).startsWith('other:')) return this.ask(field === 'unit_id' ? 'units' : 'indicators', value.slice(6));
    if (field === 'use') [this.draft.scenario, this.draft.target_kind] = [value.split(':')[0], value.split(':')[1] ?? ''];
    else this.draft[field] = value;
    if (field === 'time_period') {
      this.data.names.time_period[value] = choice.label;
      if (!this.draft.id && this.draft.from?.kind !== 'figure') this.draft.obs_status = this.choices.status(value);
    }
    this.draft.origin = 'typed';
    this.show();
    this.advance();
  }

  type(field, typed, isDone) {
    const value = field === 'note' || !typed.trim() ? typed.trim() : numberOf(typed);
    if (value !== this.draft[field]) this.draft.origin = 'typed';
    this.draft[field] = value ?? '';
    this.isTried = value === null || this.isTried;
    if (value === null) return this.show(), this.fields[field].focusField();
    if (isDone) { this.show(); this.advance(); }
  }

  pass() {
    const { draft } = this, proposal = this.proposedHere('passed');
    const span = draft.from || draft.id ? this.numeral() : [draft.char_start, draft.char_end];
    this.draft = { ...(proposal ?? { ...this.choices.place(span.slice(0, 2)), origin: 'typed' }), kind: 'passed', id: draft.id, from: draft.from ?? proposal };
    this.show();
    this.fields.reason.focusField();
  }

  passAs(reason) {
    const { draft } = this;
    const isSame = draft.kind === 'passed' && draft.from?.reason === reason;
    this.draft = { ...draft, kind: 'passed', reason, origin: isSame ? draft.from.origin : 'typed' };
    this.lastReason = reason;
    this.accept();
  }

  accept() {
    const { draft } = this;
    if (!draft?.kind) return;
    this.isTried = true;
    if (draft.kind === 'passed' ? !draft.reason : REQUIRED.some(field => !draft[field])) {
      this.show();
      return draft.kind === 'passed' ? this.fields.reason.focusField() : this.advance();
    }
    this.isTried = false;
    this.save(draft);
    const further = this.proposed[this.current].find(one => one.kind === 'figure' && !this.done.has(one));
    if (draft.from?.kind === 'figure' && further) {
      this.draft = { ...this.corrected(further), from: further, id: null };
      this.show();
      return this.focusStop();
    }
    this.onward();
  }

  onward() {
    const next = this.nextOpen(this.current);
    if (next >= 0) return this.go(next);
    this.draft = this.drafted(this.current);
    this.show();
    this.finish?.focus();
  }

  // Keep an entry here, and send it; `origin` says whether it is as it was proposed.
  save(draft) {
    const { from, ...entry } = draft;
    if (from) this.done.add(from);
    if (from?.kind === 'figure' && entry.kind === 'figure') this.learn(from, entry);
    const isOver = ([from, to]) => from < entry.char_end && to > entry.char_start;
    const [first, last] = isOver(this.numeral()) ? this.numeral() : this.stops.find(isOver) ?? this.numeral(); // several at once
    if (first < entry.char_end && last > entry.char_start && (first < entry.char_start || last > entry.char_end)) {
      Object.assign(entry, this.choices.place([Math.min(first, entry.char_start), Math.max(last, entry.char_end)])); // no numeral is cut in two
    }
    entry.id ??= `new-${this.client}-${this.number}-${this.entries.size}-${entry.char_start}`;
    const inside = this.stops.filter(([first, last, must]) => must && first >= entry.char_start && last <= entry.char_end);
    entry.numeral = entry.kind === 'figure' && inside.length > 1 ? this.article.cut(first, last) : '';
    this.faults.delete(entry.id);
    this.entries.set(entry.id, entry);
    this.changed({ act: 'save', entry });
  }

  remove() {
    const { draft } = this;
    if (!draft?.id) return;
    this.entries.delete(draft.id);
    this.faults.delete(draft.id);
    for (const proposal of this.proposed[this.current]) this.done.delete(proposal);
    this.changed({ act: 'remove', id: draft.id });
    this.go(this.current);
  }

  another() {
    const { draft } = this;
    this.draft = draft.kind === 'figure' ? { ...draft, id: null, from: null, origin: 'typed', unit_id: '' }
      : { kind: null, id: null, ...this.choices.place(this.numeral().slice(0, 2)) };
    this.show();
    if (this.draft.kind) this.advance();
  }

  passLine() {
    const found = this.ofLine();
    for (const { proposal } of found) this.save({ ...proposal, from: proposal, id: null });
    if (found.length) this.onward();
  }

  // Lines that are chosen as a whole are passed over as a whole; of other words, each numeral.
  passWithin(from, to, reason) {
    const open = this.within(from, to), first = this.article.lineOf(from), last = this.article.lineOf(Math.max(from, to - 1));
    const isWhole = from <= this.article.lines[first - 1] && to >= this.article.lineEnd(last);
    const isFree = !this.stops.some(([start, end], index) => start < to && end > from && this.entered[index].length);
    this.passage = null;
    this.article.mark(null, 'reading-passage');
    this.lastReason = reason;
    if (isWhole && isFree) {
      const span = [this.article.lines[first - 1], this.article.lineEnd(last)];
      this.save({ ...this.choices.place(span), as_printed: '', line_to: last, is_whole_lines: true, kind: 'passed', reason, origin: 'typed', id: null });
    } else {
      for (const index of open) this.save({ ...this.choices.place(this.stops[index].slice(0, 2)), kind: 'passed', reason, origin: 'typed', id: null });
    }
    this.onward();
  }

  // The reader chose words: the span of what is entered, or a passage that is passed over as one.
  select(span) {
    if (!span) return;
    const [from, to] = span, [first, last] = this.stops[this.current] ?? [-1, -1];
    const touched = this.stops.flatMap((stop, index) => stop[0] < to && stop[1] > from ? [index] : []);
    const inside = touched.filter(index => !this.isSpare(index));
    const isShort = to - from <= 60 && this.article.lineOf(from) === this.article.lineOf(to - 1);
    document.getSelection().removeAllRanges();
    if (isShort && (inside.length <= 1 || (first >= from && last <= to && this.draft?.kind === 'figure'))) {
      const at = inside.includes(this.current) ? this.current : inside[0] ?? touched[0];
      if (at !== undefined && at !== this.current) this.go(at);
      if (at === undefined) this.draft = { kind: null, id: null };
      return this.span(span);
    }
    this.passage = span;
    this.article.mark(span, 'reading-passage');
    this.show();
    this.text.focus({ preventScroll: true });
  }

  span([from, to]) {
    Object.assign(this.draft, this.choices.place([from, to]), { origin: 'typed' });
    if (this.draft.kind === 'figure') this.draft.qualifier = this.choices.within(from, to) ?? this.draft.qualifier;
    this.show();
    this.focusStop();
  }

  // Lines as a whole, from that of the current numeral on: what a keyboard chooses instead of dragging.
  lines(by) {
    const line = this.article.lineOf(this.numeral()[0]);
    const last = this.passage ? this.article.lineOf(Math.max(0, this.passage[1] - 1)) : line - 1;
    const to = by === 'end' ? this.article.lines.length : Math.min(this.article.lines.length, Math.max(line, last + by));
    this.passage = [this.article.lines[line - 1], this.article.lineEnd(to)];
    this.article.mark(this.passage, 'reading-passage');
    this.show();
    this.text.scrollTop = this.text.children[to - 1].offsetTop - this.text.offsetTop - this.text.clientHeight + 80;
  }

  press(event) {
    const isField = event.target.closest?.('input, textarea, [role=combobox]');
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' && event.ctrlKey) return this.did(event, () => this.accept());
    if (isField) return;
    const isButton = event.target.closest?.('button, summary, a');
    const end = event.ctrlKey ? 'left' : 'right';
    const keys = {
      ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1), ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1),
      j: () => this.step(1), k: () => this.step(-1), n: () => { const next = this.nextOpen(this.current); if (next >= 0) this.go(next); },
      ',': () => this.gather(), e: () => this.gatherRun(),
      s: () => this.figure(), b: () => (this.passage || this.group ? this.fields.reason.focusField() : this.pass()), u: () => this.remove(), '+': () => this.another(),
      '.': () => this.again && (this.passage ? this.passWithin(...this.passage, this.again) : this.passAs(this.again)),
      Escape: () => (this.passage || this.group ? this.go(this.current) : this.focusStop()),
    };
    if (event.shiftKey && event.key.startsWith('Arrow') && this.draft) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return this.did(event, () => this.lines(event.key === 'ArrowDown' ? 1 : -1));
      const out = (event.key === 'ArrowRight') === (end === 'right');
      const span = this.article.moved([this.draft.char_start, this.draft.char_end], end, out ? 1 : -1);
      return this.did(event, () => span && this.span(span));
    }
    if (event.shiftKey && event.key === 'End') return this.did(event, () => this.lines('end'));
    if (event.key === 'Enter' && event.shiftKey) return this.did(event, () => this.passLine());
    if (event.ctrlKey) return;
    if (event.key === 'Enter' || event.key === ' ') { if (!isButton && !this.group) this.did(event, () => (this.passage ? this.acceptWithin() : this.accept())); return; }
    const act = keys[event.key] ?? keys[event.key.toLowerCase()];
    if (act && this.draft) return this.did(event, act);
    const reason = this.offered?.reasons['123456789'.indexOf(event.key)];
    if (reason) return this.did(event, () => this.offered.take(reason));
    const field = Object.values(this.fields ?? {})[KEYS.indexOf(event.key)];
    if (KEYS.includes(event.key) && field) this.did(event, () => field.focusField());
  }

  did(event, act) {
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // --- what the server is told -------------------------------------------------------------------------------------
  changed(act) {
    this.queue.push(act);
    const before = this.stops.length;
    const isNew = act.entry && !this.stops.some(([from, to]) => from < act.entry.char_end && to > act.entry.char_start);
    if (isNew) this.arrange(); else this.sort();
    if (before === this.stops.length) {
      const { char_start: from, char_end: to } = act.entry ?? this.draft;
      this.stops.forEach((stop, index) => { if (stop[0] < to && stop[1] > from) this.paint(index); });
    }
    this.flush();
  }

  dropped() {} // what was refused for good, and is not sent again

  flush() {
    if (this.sent || !(this.queue.length || this.isEnding)) return;
    this.sent = { client: this.client, number: ++this.number, acts: this.queue.splice(0), at: this.draft?.char_start ?? 0, isEnding: Boolean(this.isEnding) };
    this.isEnding = false;
    this.post();
  }

  post() {
    clearTimeout(this.timer);
    this.tell('sent', this.sent);
    this.timer = setTimeout(() => {
      this.isLate = true;
      this.say();
      if (this.sent) this.post();
    }, AGAIN);
    this.say();
  }

  // What the server says of what was sent: the entries' own names, what is wrong with them, and what could not be kept.
  answer(said) {
    if (!this.sent || said?.client !== this.client || said.number !== this.sent.number) return;
    clearTimeout(this.timer);
    if (said.refused) { // all of it stays here; what may be right another time is sent again by itself
      const isOnce = act => ['ask', 'correct', 'settle', 'amend'].includes(act.act);
      if (this.sent.isEnding || this.sent.acts.some(isOnce)) { // this sentence is for the reader to act upon
        this.dropped(this.sent.acts.filter(isOnce));
        this.queue = [...this.sent.acts.filter(act => !isOnce(act)), ...this.queue];
        this.sent = null;
        this.say();
        this.alert(said.refused);
        return this.flush();
      }
      this.isLate = true;
      this.lateness = said.refused;
      this.timer = setTimeout(() => this.post(), AGAIN);
      return this.say();
    }
    this.lateness = null;
    this.isLate = false;
    this.sent = null;
    for (const [old, id] of Object.entries(said.ids)) {
      const entry = this.entries.get(old);
      if (entry) { this.entries.delete(old); this.entries.set(id, { ...entry, id }); }
      if (this.draft?.id === old) this.draft.id = id;
      for (const act of this.queue) {
        if (act.id === old) act.id = id;
        if (act.entry?.id === old) act.entry.id = id;
      }
    }
    const wrong = new Map(Object.entries(said.faults));
    const isNews = [...wrong].some(([id, sentence]) => this.faults.get(id) !== sentence);
    this.faults = wrong;
    this.sort();
    this.stops.forEach((_, index) => this.paint(index));
    if (isNews || wrong.size) this.say();
    for (const [table, choice] of said.added ?? []) this.added(table, choice);
    this.say();
    this.flush();
  }
}
