// One press of Back undoes one action. Streamlit adds an entry to the browser's history for the page that a click opens
// and another for the query that the page then writes; entries after the first replace it until the visitor acts again.
(() => {
  if (window.hasOneEntryPerAction) return;
  window.hasOneEntryPerAction = true;
  let hasActed = false;
  for (const kind of ["pointerdown", "click", "keydown"]) window.addEventListener(kind, () => { hasActed = true; }, true);
  window.addEventListener("popstate", () => { hasActed = false; }, true);
  const push = window.history.pushState.bind(window.history);
  window.history.pushState = (state, title, address) => {
    if (hasActed) push(state, title, address);
    else window.history.replaceState(state, title, address);
    hasActed = false;
  };
})();
