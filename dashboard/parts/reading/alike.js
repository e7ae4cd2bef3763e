// Many numerals at once: those of one sort that nothing is proposed for, and those that are proposed to be passed over
// one behind the other. Each is shown with its words before one key settles them.
const AROUND = 24; // code points shown on either side of a numeral
const CLOCK = /^\d{1,2}[:h]\d{2}$/;
const FULL_DAY = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$|^\d{1,2}\/(19|20)\d\d$/;
const SHORT_DAY = /^(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])$/; // 15/10 may be a result and its target, too
const DAY_SAID = ['ngày', 'sáng', 'trưa', 'chiều', 'tối', 'từ', 'đến'];
const CARRIED = ['time_period', 'sector', 'obs_status'];
const YEAR = /^(19|20)\d\d$/;

const Alike = {
  // The words on either side of a numeral, in its line: the last one before, all behind.
  beside(index) {
    const [from, to] = this.stops[index], start = this.article.lines[this.article.lineOf(from) - 1];
    const before = this.article.cut(start, from).toLowerCase().match(/([\p{L}\p{M}]+)\s*$/u)?.[1] ?? '';
    return { words: this.article.cut(from, to), before, behind: this.choices.behind(to) };
  },

  // What sort of numeral it looks like to anybody who sees it, and the code of the usual reason to pass such a one over.
  looks(index) {
    const { words, before, behind } = this.beside(index);
    if (CLOCK.test(words)) return 'timestamp';
    if (FULL_DAY.test(words) || (SHORT_DAY.test(words) && DAY_SAID.includes(before))) return 'date';
    if (/^[-/]\p{L}/u.test(behind)) return 'document_no';
    if (/^\s*((nghìn|ngàn|triệu|tỷ|tỉ)\s+)?đồng(?![\p{L}\p{M}])/u.test(behind)) return 'money';
    if (/^\d{1,2}$/.test(words) && /^\s*tháng(?!\s+(cuối|còn|lương|tuổi)|[\p{L}\p{M}])/u.test(behind)) return 'period';
    if (YEAR.test(words)) return before === 'kỳ' || /^\s*[-–]\s*\d{4}/.test(behind) || !before ? 'term' : 'year';
    return '';
  },

  // What two numerals have in common that are of one sort: how they look, or the same number with the same word beside it.
  sorts(index) { return (this.sortsKnown[index] ??= this.sortsOf(index)); },

  sortsOf(index) {
    const { words, before, behind } = this.beside(index), looks = this.looks(index);
    if (looks) return [looks];
    const next = behind.match(/^\s*(%|[\p{L}\p{M}]+)/u)?.[1] ?? '';
    return [before && `${before} ${words}`, next && `${words} … ${next}`].filter(Boolean);
  },

  // The numerals like that of a stop that are not settled, and that nothing is proposed for; itself among them.
  alike(index) {
    if (!this.stops[index] || this.draft?.kind || !this.isOpen(index)) return [];
    const sorts = this.sorts(index);
    return this.stops.flatMap((stop, other) => (stop[2] && this.isOpen(other) && !this.entered[other].length
      && !this.proposed[other].length && (other === index || this.sorts(other).some(one => sorts.includes(one))) ? [other] : []));
  },

  // The numerals from a stop on that are proposed to be passed over, up to the first that is not.
  run(index) {
    const found = [];
    for (let at = index; this.stops[at]; at++) {
      if (!this.isOpen(at)) continue;
      if (this.proposed[at][0]?.kind !== 'passed' || this.entered[at].length) break;
      found.push(at);
    }
    return found;
  },

  // What this reader put right in one proposal is put right in those that say the same behind it, to be looked at there.
  learn(proposal, entry) {
    for (const field of CARRIED) {
      const key = `${field} ${proposal[field]}`;
      if (entry[field] === proposal[field]) this.putRight.delete(key); else this.putRight.set(key, entry[field]);
    }
  },

  corrected(proposal) {
    if (proposal.kind !== 'figure') return proposal;
    const said = CARRIED.filter(field => this.putRight.has(`${field} ${proposal[field]}`));
    const put = Object.fromEntries(said.map(field => [field, this.putRight.get(`${field} ${proposal[field]}`)]));
    return said.length ? { ...proposal, ...put, origin: 'typed' } : proposal;
  },

  likely() { return this.data.usual[this.looks(this.current)] ?? ''; },

  gather() {
    const group = this.alike(this.current);
    if (group.length < 2) return;
    this.group = group;
    this.show();
  },

  gatherRun() {
    const run = this.run(this.current);
    if (!run.length) return;
    this.passage = [this.stops[run[0]][0], this.stops[run.at(-1)][1]];
    this.article.mark(this.passage, 'reading-passage');
    this.show();
  },

  around(index) {
    const [from, to] = this.stops[index], line = this.article.lineOf(from);
    const first = this.article.lines[line - 1], last = this.article.lineEnd(line);
    const start = Math.max(first, from - AROUND), end = Math.min(last, to + AROUND);
    const before = start > first ? this.article.cut(start, from).replace(/^\S*\s/, '… ') : this.article.cut(start, from); // whole words
    const behind = end < last ? this.article.cut(to, end).replace(/\s\S*$/, ' …') : this.article.cut(to, end);
    return element('span', { lang: 'vi' }, before, element('b', {}, this.article.cut(from, to)), behind);
  },

  showGroup() {
    return [
      element('h2', {}, this.words.group.replace('{n}', this.group.length)),
      element('ul', { class: 'group' }, this.group.map(index => element('li', {}, this.around(index),
        this.button(this.words.leave, '', () => { this.group = this.group.filter(one => one !== index); if (this.group.length) this.show(); else this.go(this.current); })))),
      this.showReasons(this.likely(), reason => this.passAll(this.group, reason)),
      element('div', { class: 'actions' }, this.button(this.words.cancel, 'Esc', () => this.go(this.current))),
    ];
  },

  passAll(group, reason) {
    this.group = null;
    this.lastReason = reason;
    for (const index of group) this.save({ ...this.choices.place(this.stops[index].slice(0, 2)), kind: 'passed', reason, origin: 'typed', id: null });
    this.onward();
  },

  // Reasons, of which a digit takes one at once; others are typed in the field behind "b".
  showReasons(first, take) {
    const offered = this.reasons(first).slice(0, 9).map(one => one.value);
    this.offered = { reasons: offered, take };
    this.fields = { reason: box({
      label: this.words.reason, key: 'b', shown: '', digits: true, choices: () => this.reasons(first),
      more: typed => [{ value: typed, label: typed }], pick: take, leave: () => this.focusStop(),
    }) };
    return element('div', { class: 'why' }, element('div', { class: 'fields' }, this.fields.reason),
      element('ol', { class: 'offered', 'aria-label': this.words.reason }, offered.map((reason, place) => element('li', {},
        element('button', { type: 'button', onclick: () => take(reason) }, element('kbd', {}, String(place + 1)), reason)))));
  },

  // What is proposed within a passage: each with its reason, to be accepted at once.
  showProposed(found) {
    if (!found.length) return '';
    return element('div', { class: 'of-line' },
      element('p', {}, this.words.of_passage.replace('{n}', found.length)),
      element('ul', {}, found.map(proposal => element('li', {}, element('span', { lang: 'vi' }, proposal.as_printed), ` – ${proposal.reason}`))),
      this.button(this.words.accept_passage, '↵', () => this.acceptWithin(), 'primary'));
  },

  proposedWithin() {
    if (!this.passage) return [];
    const all = this.within(...this.passage).map(index => this.proposed[index][0]).filter(one => one?.kind === 'passed');
    return [...new Set(all)];
  },

  acceptWithin() {
    const found = this.proposedWithin();
    if (!found.length) return;
    this.passage = null;
    this.article.mark(null, 'reading-passage');
    for (const proposal of found) this.save({ ...proposal, from: proposal, id: null });
    this.onward();
  },
};
Object.assign(Reading.prototype, Alike);
