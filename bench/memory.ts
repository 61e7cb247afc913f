import { readFileSync } from 'node:fs'

const everyMs = 50

/** Watches a process and all below it; the function that it returns ends that and gives the most memory seen, shared pages divided (PSS). */
export function peakMemory(pid: number): () => number {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, treeMemory(pid))
  }, everyMs)
  return () => {
    clearInterval(timer)
    return peak
  }
}

function treeMemory(pid: number): number {
  try {
    const own = /^Pss: *(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
    return Number(own?.[1] ?? 0) * 1024 + children.reduce((sum, child) => sum + treeMemory(Number(child)), 0)
  } catch {
    // It has ended in between.
    return 0
  }
}
