/** Names of characters that a story must not have, and the one that the writer likes best. */
export interface CastNames {
  readonly unwanted: readonly string[]
  readonly favourite?: string
}

/** Taken when all names of the grammar are unwanted. */
const spares: readonly string[] =
  `Alma Brannoc Cosima Dario Edda Faro Gisela Harlan Ilka Jarek Kestrel Linus Maren Nico Orla Pascal
   Quirin Runa Silvan Tilda Ursel Vito Wilma Xaver Yara Zeno Anouk Bela Clio Dorian`.split(/\s+/)

/** The names that characters may have, the preferred ones first. */
export function allowedNames(
  names: readonly string[],
  { unwanted, favourite }: CastNames
): readonly string[] {
  const refused = new Set(unwanted.map(name => name.toLowerCase()))
  const known = favourite === undefined ? names : [favourite, ...names]
  return [...known, ...spares].filter(name => !refused.has(name.toLowerCase()))
}
