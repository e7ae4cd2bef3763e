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

  document.addEventListener('click', async ({ target }) => {
    const button = target.closest?.('button.copy');
    if (!button) return;
    const text = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = button.dataset.copied;
    } catch { // no clipboard without https: the text is marked, to be copied by hand
      getSelection().selectAllChildren(text);
    }
  });

  // An address that is written without the reader's doing takes the place of the last one: otherwise a page and its
  // address would be two steps back.
  let hasActed = false;
  for (const act of ['pointerdown', 'keydown']) addEventListener(act, () => { hasActed = true; }, true);
  const { pushState, replaceState } = history;
  history.pushState = function (...entry) {
    (hasActed ? pushState : replaceState).apply(this, entry);
    hasActed = false;
  };

  // A browser's translator puts a font element in the place of each text. React would go on writing to the text that it knows,
  // which nobody sees: "Ứng Hòa" above the figures of Long Biên (facebook/react#11538). So the text comes back first.
  const instead = new WeakMap();
  new MutationObserver(records => {
    for (const { removedNodes, addedNodes, previousSibling, nextSibling } of records) {
      const font = [...addedNodes, previousSibling, nextSibling].find(one => one?.nodeName === 'FONT');
      for (const text of removedNodes) if (font && text.nodeType === Node.TEXT_NODE) instead.set(text, font);
    }
  }).observe(document.body, { childList: true, subtree: true });
  const bringBack = node => {
    if (node?.nodeType !== Node.TEXT_NODE) return;
    let font = node.isConnected ? node.parentNode : instead.get(node);
    while (font?.parentNode?.nodeName === 'FONT') font = font.parentNode;
    if (font?.nodeName === 'FONT' && font.isConnected) font.replaceWith(node);
    instead.delete(node);
  };
  const value = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeValue');
  Object.defineProperty(Node.prototype, 'nodeValue', {
    ...value, set(text) { bringBack(this); value.set.call(this, text); },
  });
  for (const name of ['removeChild', 'insertBefore']) {
    const done = Node.prototype[name];
    Node.prototype[name] = function (...nodes) { nodes.forEach(bringBack); return done.apply(this, nodes); };
  }
}
