import type { ClusterPicture, Picture, ServicePicture } from '../../model/picture.ts'
import {
  checkerWords,
  instanceWords,
  servicesOf,
  serviceWords,
  standingSigns,
  standingWords,
  stateSigns,
} from './words.ts'

/** The picture in Mermaid's language, for Markdown pages. */
export function pictureMermaid({ clusters }: Picture): string {
  return `${['flowchart LR', ...clusters.flatMap(clusterLines)].join('\n')}\n`
}

function clusterLines(cluster: ClusterPicture, index: number): readonly string[] {
  const id = `c${index}`
  const { instances, directors, name } = cluster
  const loose = servicesOf(cluster, null)
  return [
    `  subgraph ${id}[${text(`cluster of ${name}`)}]`,
    ...instances.flatMap((instance, i) => {
      const own = `${id}i${i}`
      const at = instance.directors.map((_, d) => `${own}d${d}`)
      return [
        `    ${own}(${text(...(instance.addresses.length > 0 ? instance.addresses : ['no virtual address']), instanceWords(instance))})`,
        ...instance.directors.flatMap((standing, d) => {
          const { state, leads } = standing
          const seen = state ? [`${standingSigns[state].sign} is ${state}`] : []
          const arrow = (state ? state === 'master' : leads) ? '-->' : '-.->'
          return [
            `    ${at[d]}[${text(standing.name, standingWords(standing), ...seen)}]`,
            `    ${own} ${arrow} ${at[d]}`,
          ]
        }),
        ...servicesOf(cluster, instance.name).flatMap((service, s) => serviceLines(service, `${own}s${s}`, at)),
      ]
    }),
    ...(loose.length > 0 ? directors.map((one, d) => `    ${id}d${d}[${text(one.name)}]`) : []),
    ...loose.flatMap((service, s) =>
      serviceLines(
        service,
        `${id}s${s}`,
        directors.map((_, d) => `${id}d${d}`),
      ),
    ),
    '  end',
  ]
}

function serviceLines(service: ServicePicture, id: string, from: readonly string[]): readonly string[] {
  const { servers, sorryServer } = service
  return [
    `    ${id}[${text(service.name, serviceWords(service))}]`,
    ...from.map((director) => `    ${director} --> ${id}`),
    ...servers.flatMap((server, i) => {
      const state = server.live?.state ?? (server.drained === null ? undefined : 'drained')
      const seen = state ? [`${stateSigns[state].sign} ${state}`] : []
      const words = [server.name, server.endpoint, `weight ${server.weight}, ${checkerWords(server)}`, ...seen]
      return [`    ${id}r${i}[${text(...words)}]`, `    ${id} -->|${server.forwarding}| ${id}r${i}`]
    }),
    ...(sorryServer === null ? [] : [`    ${id}x[${text('sorry server', sorryServer)}]`, `    ${id} -.-> ${id}x`]),
  ]
}

/** Lines of a node. Mermaid takes signs by their code. */
function text(...lines: readonly string[]): string {
  const safe = (line: string) => line.replaceAll(/[#"<>&`;]/g, (sign) => `#${sign.codePointAt(0)};`)
  return `"${lines.map(safe).join('<br/>')}"`
}
