/** One metric in the text format of Prometheus. */
export interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly help: string
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[]
}

export type Labels = Readonly<Record<string, string>>

/** As a file for node_exporter's textfile collector, or an answer of `/metrics`. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, type, help, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(({ labels, value }) => `${name}${labelsText(labels)} ${value}`),
    ])
    .map((line) => `${line}\n`)
    .join('')
}

function labelsText(labels: Labels): string {
  const words = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return words.length === 0 ? '' : `{${words.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
