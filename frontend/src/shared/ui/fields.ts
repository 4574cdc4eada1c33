// Reading and filling the fields of a form that mirrors the page's address.

/** Return a field's trimmed text, or undefined when it is empty. */
export function readTextField(form: HTMLFormElement, name: string): string | undefined {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** Set fields by name. A field that has the value already is left alone, to keep its cursor. */
export function fillFields(form: HTMLFormElement, values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (isField && field.value !== value) field.value = value;
  }
}
