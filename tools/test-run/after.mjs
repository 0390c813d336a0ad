// oxlint-disable-next-line import/no-default-export -- Jest wants it so
export { stop as default } from './before.mjs'
