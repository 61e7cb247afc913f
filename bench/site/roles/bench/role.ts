import { defineRole, directory, file, line, pkg, sysctl, user } from 'lbprov'

const settings = (number: number) =>
  Array.from({ length: 40 }, (_, i) => `setting_${i} = value of setting ${i} in file ${number}\n`).join('')

/** The end state of the benchmark: 13 resources, as `state.sh` has them. */
export default defineRole({
  params: {},
  resources({ host }) {
    return [
      pkg('tree', { installed: true }),
      pkg('ipvsadm', { installed: true }),
      directory('/etc/lb', { mode: '0750', owner: 'root', group: 'root' }),
      [1, 2, 3, 4].map((number) =>
        file(`/etc/lb/${number}.conf`, {
          content: `host ${host.name}\nfile ${number}\n${settings(number)}`,
          mode: '0640',
          owner: 'root',
          group: 'root',
        }),
      ),
      line('/etc/default/bench', { match: '^AUTO=', line: 'AUTO="true"' }),
      user('lb', { system: true, shell: '/usr/sbin/nologin', home: '/etc/lb' }),
      sysctl('net.ipv4.ip_forward', { value: 1 }),
      sysctl('net.ipv4.conf.all.arp_ignore', { value: 1 }),
      sysctl('net.ipv4.conf.all.arp_announce', { value: 2 }),
    ]
  },
})
