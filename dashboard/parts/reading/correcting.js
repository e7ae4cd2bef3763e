// A published figure is opened at its place: what it shall say instead, and why.
class Correcting extends Reading {
  constructor(root, data, tell) {
    super(root, { ...data, proposals: [], at: data.entries[0].char_start }, tell);
  }

  isSpare(index) { return !this.entered[index].length; }

  isOpen() { return false; }

  say() {
    const said = this.isLate ? this.lateness ?? this.words.not_saved : this.sent ? this.words.saving : '';
    this.status.replaceChildren(element('b', {}, this.words.panel), said ? element('span', { class: this.isLate ? 'late' : '' }, said) : '');
  }

  showFigure() {
    const fields = super.showFigure();
    this.fields.why = box({
      label: this.words.why, shown: this.why, value: this.why, digits: true, choices: () => this.data.why.map(one => ({ value: one, label: one })),
      more: typed => [{ value: typed, label: typed }], pick: reason => { this.why = reason; this.show(); this.advance(); }, leave: () => this.focusStop(),
    });
    return [...fields, this.fields.why];
  }

  advance() {
    if (!this.why && REQUIRED.every(field => this.draft[field])) this.fields.why.focusField(); else super.advance();
  }

  accept() { if (this.why) super.accept(); else this.advance(); }

  figure() {}

  pass() {}

  remove() {}

  another() {}

  showBare() { return ''; }

  save(draft) {
    this.queue.push({ act: this.data.act, entry: draft, reason: this.why });
    this.flush();
  }

  onward() {}

  showEnd() { return ''; }
}
