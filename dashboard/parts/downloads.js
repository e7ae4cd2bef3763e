// What a click on a file's link does: fetch it, count the seconds where it takes more than two, save it or say why not.
// `window.downloads` holds the words. No "<" may stand before a letter: Streamlit would throw the script away.
if (!window.savesFiles) {
  window.savesFiles = true;
  const save = async (link, place) => {
    const begun = Date.now();
    const tell = (text, bad) => { place.textContent = text; place.classList.toggle('bad', !!bad); };
    const count = setInterval(() => {
      const seconds = Math.round((Date.now() - begun) / 1000);
      if (seconds >= 2) tell(window.downloads.making.replace('{seconds}', seconds));
    }, 1000);
    link.setAttribute('aria-busy', 'true');
    tell('');
    try {
      const answer = await fetch(link.href);
      const header = answer.headers.get('content-disposition') || '';
      if (!answer.ok || !header.startsWith('attachment')) {
        // Ours says why in plain text. Whatever else comes, such as a page of a proxy or a log-in, is not the file.
        const isOurs = !answer.ok && (answer.headers.get('content-type') || '').startsWith('text/plain');
        throw new Error(isOurs ? await answer.text() : window.downloads.other);
      }
      const name = decodeURIComponent((header.match(/filename\*=UTF-8''([^;]+)/) || [])[1] || '')
        || (header.match(/filename="([^"]+)"/) || [])[1] || link.pathname.split('/').pop();
      const file = document.createElement('a');
      file.href = URL.createObjectURL(await answer.blob());
      file.download = name;
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), 60000);
      tell(window.downloads.made.replace('{name}', name));
    } catch (fault) {
      tell(fault instanceof TypeError ? window.downloads.failed : fault.message, true);
    } finally {
      clearInterval(count);
      link.removeAttribute('aria-busy');
    }
  };
  document.addEventListener('click', event => {
    const link = event.target.closest('.download a[download]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!link.hasAttribute('aria-busy')) save(link, link.closest('.download').querySelector('.download-said'));
  });
}
