import { expect, test } from 'vitest'
import { nothingNoticed, type Stage } from '../../../src/model/stage.ts'
import { forClients } from '../../../src/ui/stages.ts'
import { change, host, played, report, step } from './scripted.ts'

const stage = (title: string, clients: Stage['clients'] = nothingNoticed): Stage => ({
  title,
  hosts: ['dir1', 'dir2'],
  needs: [],
  together: true,
  clients,
})

const updated = (resource: string, number: number) =>
  step(resource, { stage: number, outcome: 'updated', changes: [change('running', 'true', 'false')] })

const stages = [
  stage('what the change needs'),
  stage('keepalived of dir2 stops', { ...nothingNoticed, why: 'nobody can take over' }),
  stage('the rest'),
]

test('a run that is cut into stages is shown by them, without those in which nothing is done', async () => {
  const hosts = [
    host('dir1', { outcome: 'changed', steps: [step('pkg[keepalived]', { stage: 1 }), updated('file[x]', 3)] }),
    host('dir2', { outcome: 'changed', steps: [updated('service[keepalived]', 2), updated('file[x]', 3)] }),
  ]
  const { stdout: text } = await played(report(hosts, { stages, check: true }))
  expect(text).not.toContain('stage 1 of 3')
  expect(text).toContain(`stage 2 of 3: keepalived of dir2 stops
  clients: no new connection is lost, established ones live: nobody can take over

directors
  dir2
    ~ service[keepalived]`)
  expect(text).toContain(`stage 3 of 3: the rest
  clients: no new connection is lost, established ones live

directors
  dir1, dir2
    ~ file[x]`)
})

test.each([
  [
    { newConnections: 3, established: 'are reset' } as const,
    'new connections may fail for up to 3 s, established ones are reset',
  ],
  [
    { newConnections: null, established: 'may be reset', why: 'two masters' } as const,
    'new connections may fail, established ones may be reset: two masters',
  ],
])('%j reads %s', (clients, words) => expect(forClients(clients)).toBe(words))
