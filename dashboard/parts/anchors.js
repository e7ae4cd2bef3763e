// Goes to the place that the address names, once it is there, and opens what is folded at it or around it.
// No "<" may stand before a letter: Streamlit would throw the script away.
window.arrive = () => {
  const place = location.hash && document.getElementById(location.hash.slice(1));
  for (let one = place; one; one = one.parentElement?.closest('details')) if (one.tagName === 'DETAILS') one.open = true;
  if (place) place.scrollIntoView();
};
window.onhashchange = window.arrive;
if (location.hash) {
  location.replace(location.hash); // so that the browser marks it as the target
  window.arrive();
}
