// What holds for every page. No "<" may stand before a letter: Streamlit would throw the script away.
if (!window.framed) {
  window.framed = true;
  // A page in a frame leads to pages in a frame: Streamlit tells the server nothing of `embed` and its options.
  const keep = event => {
    const link = event.target.closest?.('.stHtml a:not([download], [href^="#"])');
    if (!link || link.origin !== location.origin) return;
    const to = new URL(link.href);
    for (const [key, value] of new URLSearchParams(location.search)) {
      if (/^embed/i.test(key) && !to.searchParams.getAll(key).includes(value)) to.searchParams.append(key, value);
    }
    link.href = to.href;
  };
  document.addEventListener('click', keep, true);
  document.addEventListener('auxclick', keep, true);
}
