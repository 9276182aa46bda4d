// Runs before the first paint, so that a dark page never flashes white. The choice is made in src/app/theme.ts.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('wire101.theme');
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  const isKnown = choice === 'light' || choice === 'dark' || choice === 'projector';
  const systems = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = isKnown ? choice : systems;
})();
