"""What Streamlit's page does not tell a screen reader: its language, landmarks, and names that are not English."""

from __future__ import annotations

import json

from dashboard.messages import language, t


def script() -> str:
    """Return the script that mends Streamlit's page, now and after each of its changes.

    No "<" may stand before a letter in it: Streamlit would throw the script away.
    """
    names = {
        "Sidebar": t("Navigation"),
        "App pages": t("Pages"),
        "Expand sidebar": t("Menu"),
        "Collapse sidebar": t("Close"),
        "Selected values": t("Chosen"),
        "Clear all": t("Clear all"),
        "Open": t("Open the list"),
        "Close": t("Close"),
        "Dismiss": t("Close"),
        "info icon": t("Note"),
        "Next page": t("Next page"),
        "Previous page": t("Previous page"),
    }
    starts = {"Help for ": t("Help:") + " ", "Remove ": t("Remove") + " ", "Page ": t("Page") + " "}
    said = {"names": names, "starts": starts, "skip": t("Skip to main content"), "popup": t("Choices and hints")}
    return (
        f"<script>document.documentElement.lang = {json.dumps(language.get())}; (said => {{{_SCRIPT}}})"
        f"({json.dumps(said, ensure_ascii=False)})</script>"
    )


# A list of choices and a hint are drawn beside the page, outside every landmark.
_SCRIPT = """
const mend = () => {
  const popups = 'body > div:not(#root):has([role=listbox]), [data-floating-ui-portal]';
  for (const popup of document.querySelectorAll(popups)) {
    popup.role = 'region';
    popup.ariaLabel = said.popup;
  }
  for (const part of document.querySelectorAll(':is(#root, [role=dialog], .stDialog) [aria-label]')) {
    const name = part.ariaLabel, start = Object.keys(said.starts).find(one => name.startsWith(one));
    if (said.names[name]) part.ariaLabel = said.names[name];
    else if (start) part.ariaLabel = said.starts[start] + name.slice(start.length);
  }
  // Pages under headings are no list: Streamlit puts the headings among its items.
  for (const part of document.querySelectorAll('[data-testid=stSidebarNavItems], [data-testid=stSidebarNavItems] li')) {
    part.role = 'presentation';
  }
  for (const header of document.querySelectorAll('[data-testid=stNavSectionHeader]')) {
    header.parentElement.role = 'group';
    header.parentElement.ariaLabel = header.querySelector('p')?.textContent;
  }
  const skip = document.querySelector('[data-testid=stSkipToContent]')?.firstChild;
  if (skip && skip.data !== said.skip) skip.data = said.skip;
};
// The button that folds or unfolds the sidebar goes away when it is pressed, and the focus with it.
const follow = event => {
  const opens = event.target.closest('[data-testid=stExpandSidebarButton]');
  if (!opens && !event.target.closest('[data-testid=stSidebarCollapseButton]')) return;
  const next = opens ? '[data-testid=stSidebarNavLink]' : '[data-testid=stExpandSidebarButton]';
  setTimeout(() => document.querySelector(next)?.focus(), 350);
};
let due = 0; // once for all changes until the next picture is drawn: charts are many changes
const soon = () => { due = due || requestAnimationFrame(() => { due = 0; mend(); }); };
if (!window.mended) {
  window.mended = new MutationObserver(soon);
  window.mended.observe(document.body, {childList: true, subtree: true});
  document.addEventListener('click', follow);
}
mend();
"""
