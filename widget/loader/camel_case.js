// The names of fields, as JavaScript has them.

/**
 * The wire says `created_at`, JavaScript says `createdAt`.
 * @param {any} value
 * @returns {any}
 */
export function camelCase(value) {
  if (Array.isArray(value)) return value.map(camelCase);
  if (!value || typeof value != "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
      camelCase(inner),
    ]),
  );
}
