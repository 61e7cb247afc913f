import { expect, test } from 'vitest'
import { startedWith } from '../../../../src/lvs/adopt/started-with.ts'

test.each([
  ['-D', { file: null, options: {}, others: [] }],
  ['--dont-fork -x', { file: null, options: {}, others: [] }],
  ['-f /etc/ka.conf', { file: '/etc/ka.conf', options: {}, others: [] }],
  ['-D -f/etc/ka.conf', { file: '/etc/ka.conf', options: {}, others: [] }],
  ['--use-file=/etc/ka.conf -D', { file: '/etc/ka.conf', options: {}, others: [] }],
  ['--use-file /etc/ka.conf', { file: '/etc/ka.conf', options: {}, others: [] }],
  ['-D -S 1', { file: null, options: { log_facility: 1 }, others: [] }],
  ['--log-facility=2 -x', { file: null, options: { log_detail: false, log_facility: 2 }, others: ['-x'] }],
  [
    '-D -S3 --log-file=/var/log/k=a',
    { file: null, options: { log_facility: 3, log_file: '/var/log/k=a' }, others: [] },
  ],
])('keepalived %s', (words, expected) => expect(startedWith(words.split(' '))).toEqual(expected))
