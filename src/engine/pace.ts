import type { Listener } from '../model/event.ts'
import { label } from '../model/resource.ts'
import type { Watch } from './converge.ts'

const firstMs = 5000
const nextMs = 30_000

/** Tells of a host's steps as they begin and as they end, and what one that takes long has printed last. `rest` ends that. */
export function pace(
  host: string,
  play: string,
  emit: Listener,
): Required<Pick<Watch, 'onStep' | 'onApplied' | 'onLine'>> & { readonly rest: () => void } {
  let at: { readonly resource: string; readonly since: number } | undefined
  let line = ''
  let timer: NodeJS.Timeout | undefined
  const seconds = () => (at ? Math.round(performance.now() - at.since) / 1000 : 0)
  const tell = () => {
    if (at) emit({ type: 'output', host, resource: at.resource, seconds: seconds(), line })
    timer = setTimeout(tell, nextMs).unref()
  }
  const rest = () => {
    clearTimeout(timer)
    at = undefined
    line = ''
  }
  return {
    onStep: ({ resource }, number, of) => {
      rest()
      at = { resource: label(resource), since: performance.now() }
      timer = setTimeout(tell, firstMs).unref()
      emit({ type: 'step', host, resource: at.resource, play, number, of })
    },
    onApplied: () => {
      if (at) emit({ type: 'applied', host, resource: at.resource, seconds: seconds() })
      rest()
    },
    onLine: (text) => {
      line = text
    },
    rest,
  }
}
