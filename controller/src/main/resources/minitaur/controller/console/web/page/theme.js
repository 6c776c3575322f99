// Light or dark: the operator's choice, else the system's. Runs before the first paint.
{
  const STORE = 'minitaur.theme';
  const system = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => {
    try {
      return localStorage.getItem(STORE);
    } catch {
      return null;
    }
  };
  const apply = () => {
    const chosen = stored();
    document.documentElement.dataset.theme = chosen ?? (system.matches ? 'dark' : 'light');
    document.dispatchEvent(new Event('themechange'));
  };
  /** Switches between light and dark. */
  globalThis.switchTheme = () => {
    const other = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    try {
      // The system's theme needs no choice.
      if ((other === 'dark') === system.matches) localStorage.removeItem(STORE);
      else localStorage.setItem(STORE, other);
    } catch {
      // A browser that stores nothing keeps the system's theme after a reload.
    }
    document.documentElement.dataset.theme = other;
    document.dispatchEvent(new Event('themechange'));
  };
  system.addEventListener('change', apply);
  apply();
}
