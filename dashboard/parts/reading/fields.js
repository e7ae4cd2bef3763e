// What an entry says, field by field: what can be chosen, what stands there already, what is still missing.
const REQUIRED = ['unit_id', 'indicator_id', 'time_period', 'value', 'qualifier', 'scenario', 'sector', 'obs_status'];
const KEYS = '1234567890';
const TIMES = { nghìn: 1e3, ngàn: 1e3, triệu: 1e6, tỷ: 1e9, tỉ: 1e9 };

// A number as Vietnamese papers print it, as the seeds write it; null for what is none.
function numberOf(typed) {
  const said = typed.trim().replace(/\s/g, '');
  if (!/^\d{1,3}(\.\d{3})+(,\d{1,4})?$|^\d{1,14}(,\d{1,4})?$/.test(said)) return null;
  return said.replaceAll('.', '').replace(',', '.');
}
const printed = value => {
  if (value === null || value === undefined || value === '') return '';
  const [whole, part] = String(value).split('.');
  const decimals = (part ?? '').replace(/0+$/, '');
  return whole.replace(/\B(?=(\d{3})+$)/g, '.') + (decimals ? `,${decimals}` : '');
};
const iso = (day, month, year) => {
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === Number(day) ? made.toISOString().slice(0, 10) : null;
};

// The choices of each field for an article; `data` is what the server knows, `reading` what this reader has entered.
class Choices {
  constructor(data, article) {
    this.data = data;
    this.article = article;
    this.lower = article.letters.map(letter => letter.toLowerCase()).join('');
    this.isExact = article.isPlain && this.lower.length === article.letters.length;
  }

  before(place) { return this.isExact ? this.lower.slice(0, place) : this.article.cut(0, place).toLowerCase(); }

  behind(place) {
    const end = this.article.lineEnd(this.article.lineOf(place));
    return this.article.cut(place, end).toLowerCase();
  }

  // Units, the one that the text named last before a place first.
  units(place) {
    const before = this.before(place);
    const said = new Map(this.data.units.map(unit => [unit.value, before.lastIndexOf(unit.label.toLowerCase())]));
    const named = this.data.units.filter(unit => said.get(unit.value) >= 0);
    named.sort((a, b) => said.get(b.value) - said.get(a.value) || b.label.length - a.label.length);
    return [...named, ...this.data.units.filter(unit => said.get(unit.value) < 0)];
  }

  // What follows a numeral and counts it: the longest noun of an indicator that stands there, "" for none.
  noun(place) {
    const behind = this.behind(place), blank = behind.length - behind.trimStart().length;
    const said = behind.trimStart();
    let found = '';
    for (const { nouns = [] } of this.data.indicators) {
      for (const noun of nouns) if (noun.length > found.length && said.startsWith(noun)) found = noun;
    }
    return found && { words: found, end: place + blank + Array.from(found).length };
  }

  // Indicators, those first that count what stands behind the numeral, then those entered before; at the end those of
  // which the reader has entered the same unit and period already (`said`).
  indicators(place, used, said = []) {
    const noun = this.noun(place)?.words;
    const weight = one => (said.includes(one.value) ? 4 : 0) + (noun && one.nouns?.includes(noun) ? 0 : 2) + (used.includes(one.value) ? 0 : 1);
    return [...this.data.indicators].sort((a, b) => weight(a) - weight(b));
  }

  // Periods of the years that the article speaks of; what is typed may name another one.
  periods(years = this.data.years) {
    return [...years.flatMap(year => this.data.shapes.map(({ code, label, also = '' }) => ({
      value: code.replaceAll('{y}', year), label: label.replaceAll('{y}', year), also: also.replaceAll('{y}', year),
    }))), ...this.data.days];
  }

  typedPeriods(typed) {
    const made = [];
    const put = (value, label) => { if (value) made.push({ value, label }); };
    const day = typed.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/);
    if (day) put(iso(day[1], day[2], day[3]), typed.replace(/[.-]/g, '/'));
    const month = typed.match(/^(\d{1,2})[/.-](\d{4})$/);
    if (month && iso(1, month[1], month[2])) put(iso(1, month[1], month[2]).slice(0, 7), this.data.words.month.replace('{m}', Number(month[1])).replace('{y}', month[2]));
    const days = typed.match(/^(\d{1,2})[/.](\d{1,2})[/.](\d{4})\s*[-–]\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/);
    if (days) {
      const [first, last] = [iso(days[1], days[2], days[3]), iso(days[4], days[5], days[6])];
      if (first && last && first < last) put(`${first}/P${Math.round((Date.parse(last) - Date.parse(first)) / 864e5) + 1}D`, typed);
    }
    const term = typed.match(/^(\d{4})\s*[-–]\s*(\d{4})$/);
    if (term && term[2] > term[1]) put(`${term[1]}-01-01/P${term[2] - term[1] + 1}Y`, `${term[1]}–${term[2]}`);
    const year = typed.match(/(?:19|20)\d\d/)?.[0];
    if (year && !this.data.years.includes(Number(year))) made.push(...narrowed(this.periods([year]), typed));
    if (/^\d{4}(-[SQ]\d|-\d\d|-\d\d-\d\d(\/P\d+[DMY])?)$/.test(typed)) put(typed, typed);
    return made;
  }

  // How a figure is hedged where it stands: the qualifier, and the span with the words that say so.
  hedged([from, to]) {
    const own = this.within(from, to);
    if (own) return { qualifier: own, span: [from, to] };
    const line = this.article.lines[this.article.lineOf(from) - 1];
    const before = this.article.cut(line, from).toLowerCase().trimEnd();
    const behind = this.behind(to);
    for (const [words, qualifier] of this.data.hedges.before) {
      if (before.endsWith(words) && !WORD.test(before[before.length - words.length - 1] ?? ' ')) {
        return { qualifier, span: [line + Array.from(before.slice(0, before.length - words.length)).length, to] };
      }
    }
    for (const [words, qualifier] of this.data.hedges.behind) {
      if (behind.trimStart().startsWith(words) && !WORD.test(behind.trimStart()[words.length] ?? ' ')) {
        return { qualifier, span: [from, to + behind.length - behind.trimStart().length + Array.from(words).length] };
      }
    }
    return { qualifier: 'exact', span: [from, to] };
  }

  // How the words of a span themselves hedge it; null where they do not.
  within(from, to) {
    const said = this.article.cut(from, to).toLowerCase();
    const hedge = this.data.hedges.before.find(([words]) => said.startsWith(`${words} `))
      ?? this.data.hedges.behind.find(([words]) => said.endsWith(` ${words}`));
    return hedge?.[1] ?? null;
  }

  // The unit of a figure behind the reader's own last one: the same, or the only one that its line has named since;
  // "" where the reader has to say it.
  continued(place, last) {
    if (!last) return '';
    const between = this.article.cut(Math.min(last.char_end, place), place).toLowerCase();
    const named = this.data.units.filter(unit => between.includes(unit.label.toLowerCase()));
    if (!named.length) return last.unit_id;
    return named.length === 1 && last.line === this.article.lineOf(place) ? named[0].value : '';
  }

  // The words behind a place by which a reader's own figure before is known again: two of them.
  counted(place) { return this.behind(place).match(/^\s*[\p{L}\p{M}]+\s+[\p{L}\p{M}]+/u)?.[0].trim() ?? ''; }

  // A figure that is begun at a numeral: what the words themselves and the reader's own last entry say.
  begun(stop, span, last, own = '') {
    const words = this.article.cut(...stop), [value, whole] = words.split('/');
    const noun = this.noun(stop[1]);
    const wide = span[0] === stop[0] && span[1] === stop[1] && noun ? [span[0], noun.end] : span;
    const hedge = this.hedged(wide);
    const times = TIMES[this.behind(stop[1]).trim().split(/[\s,.;]/)[0]] ?? 1;
    const number = numberOf(value ?? '');
    const counted = noun ? this.data.indicators.filter(one => one.nouns?.includes(noun.words)) : [];
    const period = last?.time_period ?? this.data.article.reported_period ?? '';
    const begun = {
      kind: 'figure', origin: 'typed', unit_id: this.continued(stop[0], last),
      indicator_id: own || (counted.length === 1 ? counted[0].value
        : counted.some(one => one.value === last?.indicator_id) || (!noun && last?.line === this.article.lineOf(stop[0])) ? last.indicator_id : ''),
      time_period: period, scenario: last?.scenario ?? 'actual', target_kind: last?.target_kind ?? '',
      value: number === null ? '' : String(number * times), out_of: whole ? numberOf(whole) ?? '' : '',
      qualifier: hedge.qualifier, sector: last?.sector ?? '_T', obs_status: last?.obs_status ?? this.status(period), note: '',
    };
    return { ...begun, ...this.place(hedge.span) };
  }

  // P where the article speaks of a period that has not ended.
  status(period) {
    const year = period.slice(0, 4), said = this.data.article.said_on;
    const ends = { S1: `${year}-06-30`, S2: `${year}-12-31`, Q1: `${year}-03-31`, Q2: `${year}-06-30`, Q3: `${year}-09-30`, Q4: `${year}-12-31` };
    const end = ends[period.slice(5)] ?? (/^\d{4}$/.test(period) ? `${year}-12-31` : period.endsWith('/P9M') ? `${year}-09-30` : null);
    return said && end && said <= end ? 'P' : 'A';
  }

  place([from, to]) {
    return { char_start: from, char_end: to, as_printed: this.article.cut(from, to), line: this.article.lineOf(from) };
  }

  // The name of a value of a field, for who reads it.
  named(field, value) {
    if (field === 'value' || field === 'out_of') return printed(value);
    const lists = {
      unit_id: this.data.units, indicator_id: this.data.indicators, qualifier: this.data.qualifiers, use: this.data.uses,
      sector: this.data.sectors, obs_status: this.data.statuses, time_period: this.periods(),
    };
    return lists[field]?.find(choice => choice.value === value)?.label ?? this.data.names?.[field]?.[value] ?? value ?? '';
  }
}

const useOf = entry => [entry.scenario, entry.target_kind].filter(Boolean).join(':');
