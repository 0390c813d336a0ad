import { modelTable, type ModelPrice } from '#modules/llm/models/model-table.js'

const { models, priceVersion, priceSources } = modelTable

/** Prices by model, from src/modules/llm/models/models-and-prices.json. */
export const priceTable = {
  version: priceVersion,
  sources: priceSources,
  models: Object.fromEntries(
    Object.entries(models).flatMap(([name, { price }]) => (price ? [[name, price]] : []))
  ) as Readonly<Record<string, ModelPrice>>
}
