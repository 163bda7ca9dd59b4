
(() => {
  const go = document.getElementById('go'), told = document.getElementById('told');
  const badges = [...document.querySelectorAll('[data-assertion]')].map(one => one.dataset.assertion);
  go.addEventListener('click', () => {
    if (!window.OpenBadges || typeof window.OpenBadges.issue !== 'function') {
      told.textContent = told.dataset.missing;
      return;
    }
    go.disabled = true;
    window.OpenBadges.issue(badges, (errors, successes) => {
      const lines = [];
      for (const one of successes || []) lines.push(one + ': ' + told.dataset.done);
      for (const one of errors || []) {
        const why = {EXISTS: told.dataset.exists, DENIED: told.dataset.denied}[one.reason] || told.dataset.failed + ' (' + one.reason + ')';
        lines.push(one.assertion + ': ' + why);
      }
      told.textContent = lines.join('\n') || told.dataset.nothing;
      told.style.whiteSpace = 'pre-line';
      go.disabled = false;
    });
  });
})();
