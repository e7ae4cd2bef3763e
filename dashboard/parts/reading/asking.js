// A unit or an indicator that no list has yet is asked for where it is needed.
const Asking = {
  // The panel in which a unit or an indicator is described that no list has yet.
  ask(table, name) {
    this.asking = { table, row: { [table === 'units' ? 'name' : 'name_vi']: name } };
    this.show();
    this.fields[table === 'units' ? 'type_vi' : 'unit_measure'].focusField();
  },

  showAsked() {
    const { words, data } = this, { table, row } = this.asking;
    const cancel = () => { this.asking = null; this.show(); this.advance(); };
    const text = (name, key) => line({ label: words[name], key, shown: row[name], leave: cancel, pick: (typed, isDone) => { row[name] = typed.trim(); if (isDone) this.onAsked(); } });
    const list = (name, key, choices, free) => box({
      label: words[name], key, value: row[name], shown: choices.find(one => one.value === row[name])?.label ?? row[name], choices: () => choices,
      more: typed => (free ? [{ value: typed, label: typed }] : []), pick: value => { row[name] = value; this.show(); this.onAsked(); }, leave: cancel,
    });
    this.fields = table === 'units'
      ? { name: text('name', '1'), type_vi: list('type_vi', '2', data.unit_types, true), unit_kind: list('unit_kind', '3', data.unit_kinds) }
      : { name_vi: text('name_vi', '1'), unit_measure: list('unit_measure', '2', data.measures), topic: list('topic', '3', data.topics), stock_flow: list('stock_flow', '4', data.flows), definition_vi: text('definition_vi', '5') };
    return [
      element('h2', {}, words[`ask_${table}`]),
      element('p', { class: 'about' }, words.ask_about),
      element('div', { class: 'fields' }, Object.values(this.fields)),
      element('div', { class: 'actions' }, this.button(words.ask, '↵', () => this.askNow(), 'primary ask'), this.button(words.cancel, 'Esc', cancel)),
    ];
  },

  onAsked() { // on to what is still missing, or to the button
    const wanted = this.asking.table === 'units' ? ['name', 'type_vi', 'unit_kind'] : ['name_vi', 'unit_measure', 'topic', 'stock_flow'];
    const empty = wanted.find(name => !this.asking.row[name]);
    if (empty) this.fields[empty].focusField(); else this.body.querySelector('.ask').focus();
  },

  askNow() {
    const { table, row } = this.asking;
    this.queue.push({ act: 'ask', table, row });
    this.flush();
  },

  // The server has what was asked for: it is on the list, and is what this entry names.
  added(table, choice) {
    const [list, field] = table === 'units' ? ['units', 'unit_id'] : ['indicators', 'indicator_id'];
    this.data[list] = [...this.data[list].filter(one => one.value !== choice.value), choice];
    if (!this.asking || this.asking.table !== table) return;
    this.asking = null;
    if (this.draft) this.draft[field] = choice.value;
    this.show();
    this.advance();
  },
};
Object.assign(Reading.prototype, Asking);
