// Two readings of one article side by side: what differs, place by place and column by column, and what is taken.
class Settling extends Reading {
  constructor(root, data, tell) {
    super(root, { ...data, proposals: [], entries: [] }, tell);
  }

  arrange() {
    this.differences ??= this.data.differences;
    const places = new Map(this.differences.map(one => [`${one.char_start}`, [one.char_start, one.char_end, true]]));
    this.stops = [...places.values()].sort((a, b) => a[0] - b[0]);
    for (let index = this.stops.length - 1; index > 0; index--) { // places that overlap are one stop
      if (this.stops[index][0] < this.stops[index - 1][1]) {
        this.stops[index - 1][1] = Math.max(this.stops[index - 1][1], this.stops[index][1]);
        this.stops.splice(index, 1);
      }
    }
    this.sort();
    this.article.draw(this.text, this.stops, index => this.described(index));
  }

  sort() {
    this.of = this.stops.map(([from, to]) => this.differences.filter(one => one.char_start < to && one.char_end > from));
    this.entered = this.stops.map(() => []);
    this.proposed = this.entered;
  }

  isSpare() { return false; }

  isOpen(index) { return this.of[index].some(one => !one.is_settled); }

  open() { return this.differences.filter(one => !one.is_settled).length; }

  counted() { return this.differences.length; }

  described(index) {
    const state = this.isOpen(index) ? 'open' : 'passed';
    const name = this.isOpen(index) ? this.words.state_differs : this.words.state_settled;
    return { state, name: `${this.article.cut(this.stops[index][0], this.stops[index][1])}, ${name}`, isCurrent: index === this.current };
  }

  drafted(index) {
    const all = this.of[index] ?? [];
    return all.find(one => !one.is_settled) ?? all[0] ?? null;
  }

  value(column, value) {
    if (this.words.names[column]?.[value]) return this.words.names[column][value];
    if (column === 'kind') return this.words[`kind_${value || 'none'}`];
    if (value === '') return this.words.nothing;
    return this.choices.named(column, value);
  }

  say() {
    super.say();
    if (!this.differences.length) this.status.replaceChildren(element('b', {}, this.words.no_difference));
  }

  showEntry() {
    const { draft, words } = this, all = this.of[this.current];
    const said = ['first', 'second'].map((which, place) => element('div', { class: 'side' },
      element('h3', {}, words[which]), element('p', { class: 'what' }, this.value(draft.column, draft[which])),
      this.whole(draft[`${which}_entry`], draft.column),
      this.button(words.take, String(place + 1), () => this.choose(draft[which]), this.taken === draft[which] ? 'primary' : '')));
    this.fields = {};
    const lists = { unit_id: this.data.units, indicator_id: this.data.indicators, qualifier: this.data.qualifiers, sector: this.data.sectors, obs_status: this.data.statuses };
    const other = draft.column === 'kind' || draft.column === 'as_printed' ? '' : lists[draft.column] || draft.column === 'time_period'
      ? box({ label: words.other, key: '3', shown: '', choices: () => lists[draft.column] ?? this.choices.periods(), more: typed => (draft.column === 'time_period' ? this.choices.typedPeriods(typed) : []), pick: value => this.choose(value), leave: () => this.focusStop() })
      : line({ label: words.other, key: '3', shown: '', pick: (typed, isDone) => { const value = this.typed(draft.column, typed); if (isDone && value !== null) this.choose(value); }, leave: () => this.focusStop() });
    if (other) this.fields.other = other;
    if (this.taken !== undefined) {
      this.fields.reason = box({
        label: words.because_of, shown: '', digits: true, choices: () => this.data.why.map(one => ({ value: one, label: one })),
        more: typed => [{ value: typed, label: typed }], pick: reason => this.settle(reason), leave: () => this.focusStop(),
      });
    }
    return [
      element('div', { class: 'steps' }, this.button(words.previous, '←', () => this.step(-1)), this.button(words.next, '→', () => this.step(1))),
      element('h2', { class: 'as-printed', lang: 'vi' }, `“${draft.as_printed}”`),
      element('p', { class: 'about' }, `${words.line.replace('{n}', draft.line)} · ${words[draft.column] ?? draft.column}`),
      all.length > 1 ? element('p', { class: 'several' }, all.map((one, place) => element('button', {
        type: 'button', 'aria-pressed': String(one === draft), onclick: () => { this.draft = one; this.taken = undefined; this.show(); },
      }, `${place + 1}${one.is_settled ? ' ✓' : ''}`))) : '',
      draft.is_settled ? element('p', { class: 'settled' }, words.settled.replace('{value}', this.value(draft.column, draft.settled)).replace('{reason}', draft.reason).replace('{reader}', this.data.readers[draft.settled_by] ?? draft.settled_by)) : '',
      element('div', { class: 'sides' }, said), element('div', { class: 'fields' }, other,
        this.taken === undefined ? '' : element('p', { class: 'takes' }, words.takes.replace('{value}', this.value(draft.column, this.taken))), this.fields.reason ?? ''),
    ];
  }

  // What else a reader wrote at this place, in one line.
  whole(entry, column) {
    if (!entry) return element('p', { class: 'about' }, this.words.kind_none);
    const said = entry.kind === 'passed' ? entry.reason
      : ['unit_id', 'indicator_id', 'time_period', 'value'].filter(name => name !== column).map(name => this.value(name, entry[name])).join(' · ');
    return element('p', { class: 'about' }, said);
  }

  typed(column, typed) { return column === 'value' || column === 'out_of' ? (typed.trim() ? numberOf(typed) : '') : typed.trim(); }

  choose(value) {
    this.taken = value;
    this.show();
    this.fields.reason.focusField();
  }

  settle(reason) {
    const { draft } = this;
    Object.assign(draft, { is_settled: true, settled: this.taken, reason, settled_by: this.data.reader });
    this.queue.push({ act: 'settle', id: draft.difference_id, value: this.taken, reason });
    this.taken = undefined;
    this.paint(this.current);
    this.flush();
    const next = this.isOpen(this.current) ? this.current : this.nextOpen(this.current);
    if (next >= 0) return this.go(next);
    this.show();
    this.focusStop();
  }

  dropped(acts) { // not settled after all
    for (const act of acts) this.differences.find(one => one.difference_id === act.id).is_settled = false;
    this.go(this.current);
  }

  go(index, how) { this.taken = undefined; super.go(index, how); }

  showEnd() { return ''; }

  select() {}

  press(event) {
    const isField = event.target.closest?.('input');
    const act = { 1: () => this.choose(this.draft.first), 2: () => this.choose(this.draft.second), 3: () => this.fields.other?.focusField() }[event.key];
    if (!isField && act && this.draft) return this.did(event, act);
    if (isField || ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'j', 'k', 'n'].includes(event.key)) super.press(event);
  }

  answer(said) {
    const was = this.sent;
    super.answer(said);
    if (!was || this.sent === was || !said?.differences) return;
    this.differences = said.differences;
    const place = this.draft?.char_start, open = this.current >= 0 && this.stops.length;
    this.arrange();
    this.current = open ? Math.min(this.stops.length - 1, Math.max(0, this.stopAt(place ?? 0))) : -1;
    if (this.taken === undefined) this.go(this.nextOpen(-1) >= 0 && !this.isOpen(this.current) ? this.nextOpen(-1) : this.current);
  }
}
