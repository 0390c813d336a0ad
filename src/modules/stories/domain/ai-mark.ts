/** Marks a text as written by a model: the duty of the EU AI Act, Article 50, in the terms of the IPTC. */
export const aiMark = { aiGenerated: true, digitalSourceType: 'trainedAlgorithmicMedia' } as const
