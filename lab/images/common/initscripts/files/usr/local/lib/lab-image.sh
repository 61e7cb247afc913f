# The part of lab-boot of hosts with network-scripts: the `network` service configures the interface.

serve() {
  echo "$name" >/usr/share/nginx/html/index.html
  if [ -d /run/systemd/system ]; then
    ln -s /usr/lib/systemd/system/nginx.service /etc/systemd/system/multi-user.target.wants/nginx.service
    systemctl start --no-block nginx.service
  else
    chkconfig nginx on
  fi
}

guard() { chkconfig iptables on; }

connect() {
  ip link set vec0 name "$interface"
  [ -n "$first" ] || return 0
  printf 'NETWORKING=yes\nHOSTNAME=%s\n' "$name" >/etc/sysconfig/network
  cat >"/etc/sysconfig/network-scripts/ifcfg-$interface" <<EOF
DEVICE=$interface
TYPE=Ethernet
ONBOOT=yes
NM_CONTROLLED=no
BOOTPROTO=none
IPADDR=${address%/*}
PREFIX=${address#*/}
GATEWAY=$gateway
EOF
}
