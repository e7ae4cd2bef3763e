// Opens the card of a claim where a link to it is followed, and tells the server whether the window is a phone's.
// A link with a modifier, or by the middle button, opens the address itself: the browser does that.
export default function ({ data, setTriggerValue }) {
  const narrow = matchMedia('(max-width: 640px)');
  const card = () => document.querySelector('[role=dialog]');
  // An event and no state: a state that is told while another page is asked for would be lost, and never told again.
  const tell = () => setTriggerValue('window', { is_narrow: narrow.matches, has_card: Boolean(card()) });
  if (narrow.matches !== data.is_narrow) tell();
  narrow.onchange = tell;

  const open = to => {
    history.pushState({ card: true }, '', to);
    setTriggerValue('claim', to.searchParams.get('claim'));
  };
  const follow = event => {
    const link = event.target.closest?.('a.claim, .js-plotly-plot a');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const to = new URL(link.href.baseVal ?? link.href, location.href);
    if (!to.searchParams.has('claim')) return;
    event.preventDefault();
    event.stopPropagation();
    open(to);
  };
  const press = ({ points }) => {
    const data = points[0]?.customdata;
    if (!data?.[0]) return;
    const to = new URL(location.href);
    to.searchParams.set('claim', data[0]);
    open(to);
  };
  document.addEventListener('click', follow, true);

  // A card that is closed leads back to the address it was opened from; a step back closes it by itself. Where a page is
  // drawn anew its card goes and comes again: what counts is how it is once the page rests.
  const app = document.querySelector('[data-testid=stApp]');
  let isOpen = false;
  const watch = new MutationObserver(() => {
    const was = isOpen;
    isOpen = Boolean(card()) || (was && app.dataset.testScriptState !== 'notRunning');
    if (was && !isOpen && history.state?.card) history.back();
    for (const plot of document.querySelectorAll('.js-plotly-plot')) {
      if (plot.pressed === press || !plot.on) continue;
      plot.pressed = press;
      plot.on('plotly_click', press);
    }
  });
  watch.observe(document.body, { childList: true, subtree: true });
  watch.observe(app, { attributeFilter: ['data-test-script-state'] });
  return () => {
    document.removeEventListener('click', follow, true);
    watch.disconnect();
    for (const plot of document.querySelectorAll('.js-plotly-plot')) plot.removeListener?.('plotly_click', press);
    narrow.onchange = null;
  };
}
