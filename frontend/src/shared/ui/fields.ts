// The fields of a form whose values stand in the page's address: read when it is sent, filled when the address changes.

/** Return what a field says, without spaces around it; undefined where it is empty. */
export function textOf(form: HTMLFormElement, name: string): string | undefined {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** Write values into the fields of those names; a field that says so already is left alone, with its cursor. */
export function fill(form: HTMLFormElement, values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (isField && field.value !== value) field.value = value;
  }
}
