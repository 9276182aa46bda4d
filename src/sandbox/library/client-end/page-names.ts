/** What a program beside the page is told when it needs the page. */
export const BESIDE = 'this program runs beside the page, not in it. console.log prints below';

/** Names that only pages have. */
export const PAGE_NAMES: readonly string[] = [
  ...['window', 'document', 'location', 'navigator', 'history', 'localStorage', 'sessionStorage'],
  ...['alert', 'prompt', 'confirm', 'requestAnimationFrame', 'addEventListener', 'Image', 'Audio'],
  ...['Notification', 'FileReader', '$', 'jQuery', 'React', 'ReactDOM', 'Vue'],
];
