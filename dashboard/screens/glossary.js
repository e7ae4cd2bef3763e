// Leaves those terms of the glossary that have all the words that are typed, with or without diacritics.
// No "<" may stand before a letter: Streamlit would throw the script away.
if (!window.findsTerms) {
  window.findsTerms = true;
  const plain = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/đ/g, 'd');
  document.addEventListener('input', ({ target }) => {
    if (target.id !== 'find-term') return;
    const words = plain(target.value).split(/\s+/).filter(Boolean);
    let n = 0;
    for (const part of document.querySelectorAll('.terms')) {
      const found = [...part.querySelectorAll('dl .place')].filter(term => {
        const text = plain(term.textContent);
        term.hidden = !words.every(word => text.includes(word));
        return !term.hidden;
      });
      part.hidden = !found.length;
      if (words.length) part.querySelector('details').open = true;
      n += found.length;
    }
    const said = document.getElementById('found-terms');
    said.textContent = words.length ? said.dataset.said.replace('{n}', n) : '';
  });
}
// A phone begins with the headings alone, unless the address names a place among the terms.
if (matchMedia('(max-width: 640px)').matches && !location.hash)
  for (const part of document.querySelectorAll('.terms > details')) part.open = false;
