import { modelNotFound } from './api-error.ts'
import { simulatorModel } from '../answers/completion-shapes.ts'

const models = [
  {
    id: simulatorModel,
    object: 'model',
    created: 1_767_225_600,
    owned_by: 'jiraiya',
    shutdown_date: null
  },
  {
    id: 'gpt-4o-mini',
    object: 'model',
    created: 1_721_172_741,
    owned_by: 'system',
    shutdown_date: '2027-01-14'
  }
] as const

export function listModels(): object {
  return { object: 'list', data: models }
}

/** @throws ApiError 404 */
export function retrieveModel(id: string): object {
  const model = models.find(known => known.id === id)
  if (!model) throw modelNotFound(id)
  return model
}
