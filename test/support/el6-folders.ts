/** Makes the folders of init scripts and networks on a little host as EL6 has them, with the network service on at boot. */
export const el6Folders = `
  rm -rf /etc/rc?.d /etc/init.d; mkdir -p /etc/rc.d/init.d /etc/sysconfig/network-scripts /etc/sysconfig/modules
  ln -s rc.d/init.d /etc/init.d
  for level in 0 1 2 3 4 5 6; do mkdir /etc/rc.d/rc$level.d; ln -s rc.d/rc$level.d /etc/rc$level.d; done
  : >/etc/rc.d/init.d/network; ln -s ../init.d/network /etc/rc3.d/S10network
`
