/**
 * Sets the text of an element that may change with every frame. Its text node stays: a new one would make the browser ask again
 * which rules with `:has()` apply to everything around it.
 */
export function setText(element: Element, text: string): void {
  const node = element.firstChild;
  if (!(node instanceof Text)) element.textContent = text;
  else if (node.data !== text) node.data = text;
}
