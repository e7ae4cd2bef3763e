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

  // A server that was started anew, or another one in its place, knows nothing of this page: the first click would reach it
  // with the address of before, and be taken for a link to that. So the page arrives by its address, as after a step back,
  // before anything can be clicked. One that nobody looks at waits: otherwise all that are open would ask at once.
  const app = document.querySelector('[data-testid=stApp]');
  let isLost = false, isArriving = false;
  const release = () => { isArriving = false; delete app.dataset.isArriving; };
  const arrive = () => {
    if (!isLost || document.hidden || app.dataset.testConnectionState !== 'CONNECTED') return;
    isLost = false;
    isArriving = true;
    app.dataset.isArriving = ''; // nothing can be clicked: `style.css`
    setTimeout(release, 30000); // whatever happens: a server that has just started takes seconds for its first page
    const { href } = location;
    history.replaceState(history.state, '', href.split('#')[0]); // Streamlit would take it for a jump within the page
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
    history.replaceState(history.state, '', href);
  };
  let wasRunning = false;
  new MutationObserver(() => {
    const isRunning = app.dataset.testScriptState !== 'notRunning';
    isLost ||= app.dataset.testConnectionState !== 'CONNECTED';
    if (isArriving && (isLost || (wasRunning && !isRunning))) release();
    wasRunning = isRunning;
    arrive();
  }).observe(app, { attributes: true, attributeFilter: ['data-test-connection-state', 'data-test-script-state'] });
  document.addEventListener('visibilitychange', arrive);

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
