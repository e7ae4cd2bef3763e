// The text of an article, its lines paragraphs and its numerals buttons in them. Text is put in as text, never as
// markup. Places are code points from the start of the text, as the seeds count them; the browser counts UTF-16 units.
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) made[name] = value;
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
  return made;
};

// Letters without their marks, one for one: what is typed with or without them finds the same.
const fold = words => [...words.normalize('NFC').toLowerCase()]
  .map(letter => letter.normalize('NFD')[0].replace('đ', 'd').replace('ð', 'd')).join('');

const JOINS = /^[./:,–-]$/; // what may stand between two runs of digits that are one numeral: 31/5, 6/6, 15:21
const WORD = /[\p{L}\p{M}\p{N}%]/u;

class Article {
  constructor(text, numerals) {
    this.letters = Array.from(text);
    this.isPlain = this.letters.length === text.length;
    this.text = text;
    this.lines = []; // first code point of each
    let start = 0;
    for (const line of text.split('\n')) {
      this.lines.push(start);
      start += Array.from(line).length + 1;
    }
    this.numerals = [];
    for (const [from, to, must] of numerals) {
      const last = this.numerals.at(-1);
      if (last?.[2] && must && JOINS.test(this.cut(last[1], from))) last[1] = to;
      else this.numerals.push([from, to, must]);
    }
  }

  cut(from, to) { return this.isPlain ? this.text.slice(from, to) : this.letters.slice(from, to).join(''); }

  lineOf(place) { // its number, from 1
    let low = 0, high = this.lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lines[middle] <= place) low = middle; else high = middle;
    }
    return low + 1;
  }

  lineEnd(number) { return number < this.lines.length ? this.lines[number] - 1 : this.letters.length; }

  // The whole words that a span touches; blanks at its edges are no part of it.
  whole(from, to) {
    while (from < to && !this.letters[from].trim()) from++;
    while (to > from && !this.letters[to - 1].trim()) to--;
    if (from === to) return null;
    const isWord = place => WORD.test(this.letters[place] ?? ' ');
    while (from > 0 && isWord(from) && isWord(from - 1)) from--;
    while (to < this.letters.length && isWord(to - 1) && isWord(to)) to++;
    return [from, to];
  }

  // A span with one of its ends a word further out (by 1) or in (by -1); within its line.
  moved([from, to], end, by) {
    const line = this.lineOf(from), first = this.lines[line - 1], last = this.lineEnd(line);
    const isWord = place => WORD.test(this.letters[place] ?? ' ');
    if (end === 'right' && by > 0) {
      while (to < last && !isWord(to)) to++;
      while (to < last && isWord(to)) to++;
    } else if (end === 'right') {
      while (to > from && isWord(to - 1)) to--;
      while (to > from && !isWord(to - 1)) to--;
    } else if (by > 0) {
      while (from > first && !isWord(from - 1)) from--;
      while (from > first && isWord(from - 1)) from--;
    } else {
      while (from < to && isWord(from)) from++;
      while (from < to && !isWord(from)) from++;
    }
    return from < to ? [from, to] : null;
  }

  // Draw the lines into `root`; `stops` are spans in order, `describe(i)` says the class and the name of each.
  draw(root, stops, describe) {
    this.root = root;
    this.stops = [];
    const paragraphs = [];
    let next = 0;
    this.lines.forEach((start, index) => {
      const end = this.lineEnd(index + 1), children = [];
      let at = start;
      while (next < stops.length && stops[next][0] < end) {
        const [from, to] = stops[next];
        children.push(this.cut(at, from));
        const stop = element('span', { role: 'button', tabindex: -1, 'data-stop': next }, this.cut(from, Math.min(to, end)));
        children.push(stop);
        this.stops.push(stop);
        at = Math.min(to, end);
        next++;
      }
      children.push(this.cut(at, end));
      paragraphs.push(element('p', { 'data-line': index + 1 }, children));
    });
    root.replaceChildren(...paragraphs);
    this.stops.forEach((_, index) => this.paint(index, describe(index)));
  }

  paint(index, { state, name, isCurrent }) {
    const stop = this.stops[index];
    stop.className = `stop ${state}`;
    stop.setAttribute('aria-label', name);
    stop.tabIndex = isCurrent ? 0 : -1;
    if (isCurrent) stop.setAttribute('aria-current', 'true'); else stop.removeAttribute('aria-current');
  }

  // Where a point of the page is in the text; null outside of it.
  place(node, offset) {
    const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.('[data-line]');
    if (!paragraph || !this.root.contains(paragraph)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return this.lines[paragraph.dataset.line - 1] + Array.from(before.toString()).length;
  }

  // The words that the reader chose in the text, as a span of whole words; null without any.
  chosen() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const from = this.place(range.startContainer, range.startOffset);
    const to = this.place(range.endContainer, range.endOffset);
    return from === null || to === null || from >= to ? null : this.whole(from, to);
  }

  // The same span as a range of the page.
  range([from, to]) {
    const point = place => {
      const number = this.lineOf(place);
      let left = place - this.lines[number - 1];
      const nodes = document.createTreeWalker(this.root.children[number - 1], NodeFilter.SHOW_TEXT);
      while (nodes.nextNode()) {
        const letters = Array.from(nodes.currentNode.data);
        if (left <= letters.length) return [nodes.currentNode, letters.slice(0, left).join('').length];
        left -= letters.length;
      }
      return [this.root.children[number - 1], 0];
    };
    const range = document.createRange();
    range.setStart(...point(from));
    range.setEnd(...point(to));
    return range;
  }

  // Show a span as the one that is read now, under the numerals' own marks.
  mark(span, name = 'reading-span') {
    if (!window.Highlight || !CSS.highlights) return; // an older browser shows the numeral alone
    if (span) CSS.highlights.set(name, new Highlight(this.range(span)));
    else CSS.highlights.delete(name);
  }
}
