import { EventEmitter } from 'node:events'
import type { Server } from 'node:net'
import { expect, test } from 'vitest'
import { listening } from '../../support/ports.ts'

/** A server that gets these ports one after the other. */
function serverWith(ports: readonly number[]): Server {
  const events = new EventEmitter()
  const left = [...ports]
  const soon = (event: string) => () => void queueMicrotask(() => events.emit(event))
  const address = () => ({ port: left.shift() })
  return Object.assign(events, { listen: soon('listening'), close: soon('close'), address }) as unknown as Server
}

test('no server gets a port that another has had', async () => {
  expect(await listening(serverWith([70_001]))).toBe(70_001)
  expect(await listening(serverWith([70_001, 70_001, 70_002]))).toBe(70_002)
})
